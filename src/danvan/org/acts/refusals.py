"""Why an act may not be, seen from what is known of the units on the day."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from danvan.org.acts.lives import Life, system_of
from danvan.org.acts.planning import Plan
from danvan.org.acts.wishes import Kind
from danvan.org.models import ActUnit, UnitAct, UnitCode, UnitName, UnitParent
from danvan.org.tree import below
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


def check(plan: Plan, *, act: UnitAct | None = None) -> None:
    """Refuse a plan that cannot be. `act` is the one being decided, whose own proposal is no obstacle."""
    on = plan.wish.on
    for life in plan.lives.values():
        _alive(life, on)
    for unit in plan.wish.units:
        _nothing_later(plan.lives[unit], on)
    _nothing_proposed(plan, act)
    _CHECKS.get(plan.wish.kind, lambda plan: None)(plan)
    _parents_last(plan)
    _codes_free(plan)
    _names_free(plan)
    if not (plan.ends or plan.begins):
        raise Refusal(_("Việc này không thay đổi gì: tên, loại, mã và cấp trên đã đúng như vậy."))


def _alive(life: Life, on: date) -> None:
    if on < life.since:
        raise Refusal(
            _("%(unit)s chưa có ngày %(day)s: đơn vị bắt đầu từ %(since)s; hãy chọn ngày sau đó.")
            % {"unit": life.called(on), "day": day(on), "since": day(life.since)}
        )
    if not life.lives_on(on):
        raise Refusal(
            _("%(unit)s không còn tồn tại ngày %(day)s: đơn vị kết thúc từ %(until)s.")
            % {"unit": life.called(on), "day": day(on), "until": day(life.until)}
        )


def _nothing_later(life: Life, on: date) -> None:
    if later := life.next_change(on):
        raise Refusal(
            _(
                "%(unit)s đã có thay đổi ghi từ ngày %(later)s; không chen được việc có hiệu lực ngày %(day)s vào trước. "
                "Hãy chọn ngày sau %(later)s."
            )
            % {"unit": life.called(on), "later": day(later), "day": day(on)}
        )


def _nothing_proposed(plan: Plan, act: UnitAct | None) -> None:
    waiting = ActUnit.objects.filter(unit_id__in=plan.written, act__state=UnitAct.State.PROPOSED)
    waiting = waiting.exclude(part=ActUnit.Part.ABOVE)
    if act is not None:
        waiting = waiting.exclude(act=act)
    if found := waiting.select_related("act").first():
        raise Refusal(
            _(
                "Đang có đề xuất “%(act)s” chưa xác nhận cho cùng đơn vị; hãy xác nhận hoặc rút đề xuất ấy trước."
            )
            % {"act": found.act}
        )


def _same_day(plan: Plan) -> None:
    for row in plan.ends:
        if row.valid.lower == plan.wish.on:
            raise Refusal(
                _("%(unit)s đã có một thay đổi từ chính ngày %(day)s; hãy chọn ngày khác.")
                % {"unit": _called(plan, row.unit_id), "day": day(plan.wish.on)}
            )


def _called(plan: Plan, unit: int) -> str:
    if unit in plan.lives:
        return plan.lives[unit].called(plan.wish.on)
    row = UnitName.objects.on(plan.wish.on).filter(unit_id=unit).first()
    return row.name if row else ""


def _move(plan: Plan) -> None:
    unit, parent = plan.wish.units[0], plan.wish.target
    present = plan.lives[unit].row(UnitParent, plan.wish.on)
    if present and present.parent_id == parent:
        raise Refusal(
            _("%(unit)s đang trực thuộc đúng đơn vị này; hãy chọn cấp trên khác.")
            % {"unit": plan.lives[unit].called(plan.wish.on)}
        )
    if parent in below([unit], plan.wish.on):
        raise Refusal(
            _("Đơn vị không thể trực thuộc chính mình hoặc cấp dưới của mình; hãy chọn cấp trên khác.")
        )
    _same_day(plan)


def _merge(plan: Plan) -> None:
    wish = plan.wish
    for unit in wish.units:
        if below([unit], wish.on) & (set(wish.units) - {unit}):
            raise Refusal(
                _("%(unit)s là cấp trên của một đơn vị cùng được chọn; chỉ nhập các đơn vị ngang nhau.")
                % {"unit": plan.lives[unit].called(wish.on)}
            )
    if any(parent in below(wish.units, wish.on) for parent in wish.parents):
        raise Refusal(_("Cấp trên của đơn vị mới không thể là một đơn vị được nhập hoặc cấp dưới của nó."))
    _same_end(plan)
    _same_day(plan)


def _same_end(plan: Plan) -> None:
    """What is already known to come later must be the same for all, or it would be known wrongly afterwards."""
    known = {
        (life.until, frozenset(heir.successor_id for heir in life.heirs if heir.on > plan.wish.on))
        for life in (plan.lives[unit] for unit in plan.wish.units)
    }
    ends = {until for until, _heirs in known}
    if len(ends) > 1 or (plan.wish.survivor and len(known) > 1):
        days = ", ".join(sorted(day(until) for until in ends if until))
        raise Refusal(
            _(
                "Các đơn vị đã được ghi là kết thúc khác nhau (%(days)s); hãy chọn ngày hiệu lực sau các ngày đó."
            )
            % {"days": days}
        )


def _split(plan: Plan) -> None:
    unit = plan.wish.units[0]
    if not plan.wish.survivor:
        _no_children(plan, unit)
    if any(parent in below([unit], plan.wish.on) - {unit} for parent in plan.wish.parents):
        raise Refusal(_("Đơn vị mới không thể trực thuộc cấp dưới của đơn vị bị chia, tách."))
    if not plan.wish.survivor and unit in plan.wish.parents:
        raise Refusal(_("Đơn vị mới không thể trực thuộc đơn vị bị chia vì đơn vị ấy kết thúc."))
    _same_day(plan)


def _dissolve(plan: Plan) -> None:
    unit, heir = plan.wish.units[0], plan.wish.target
    if heir == unit:
        raise Refusal(_("Đơn vị giải thể không thể tự kế thừa mình; hãy chọn đơn vị khác."))
    _no_children(plan, unit)
    if any(later.on > plan.wish.on for later in plan.lives[unit].heirs):
        raise Refusal(
            _("%(unit)s đã được ghi là nhập vào đơn vị khác sau ngày này; hãy chọn ngày sau đó.")
            % {"unit": plan.lives[unit].called(plan.wish.on)}
        )
    _same_day(plan)


def _no_children(plan: Plan, unit: int) -> None:
    under = plan.children.get(unit, [])
    if under:
        raise Refusal(
            _(
                "%(unit)s còn %(count)d đơn vị trực thuộc (%(first)s…); "
                "hãy chuyển các đơn vị ấy sang cấp trên khác trước."
            )
            % {
                "unit": plan.lives[unit].called(plan.wish.on),
                "count": len(under),
                "first": _called(plan, under[0].unit_id),
            }
        )


def _rename(plan: Plan) -> None:
    unit, called = plan.wish.units[0], plan.wish.results[0]
    if system_of(called.kind) != system_of(plan.lives[unit].kind(plan.wish.on)):
        raise Refusal(_("Đơn vị hành chính không đổi thành cơ quan, tổ chức được, và ngược lại."))
    _same_day(plan)


def _parents_last(plan: Plan) -> None:
    """A unit may not outlive what it stands under."""
    for begun in plan.begins:
        parent = plan.lives.get(begun.values.get("parent_id") or 0)
        if begun.model is not UnitParent or parent is None or parent.until is None:
            continue
        if begun.until is None or begun.until > parent.until:
            raise Refusal(
                _("%(parent)s được ghi là kết thúc từ %(until)s; hãy chọn cấp trên khác hoặc ngày sau đó.")
                % {"parent": parent.called(plan.wish.on), "until": day(parent.until)}
            )


def _codes_free(plan: Plan) -> None:
    ending = {row.pk for row in plan.ends if isinstance(row, UnitCode)}
    seen: set[tuple[str, str]] = set()
    for begun in plan.begins:
        if begun.model is not UnitCode:
            continue
        system, code = begun.values["system"], begun.values["code"]
        taken = UnitCode.objects.filter(system=system, code=code, valid__overlap=(plan.wish.on, begun.until))
        row = taken.exclude(pk__in=ending).select_related("unit").first()
        if row or (system, code) in seen:
            owner = row.unit.name_on(plan.wish.on) if row else _("một đơn vị mới khác")
            raise Refusal(
                _(
                    "Mã “%(code)s” đang dùng cho %(owner)s; hãy ghi mã khác hoặc để trống nếu chưa được cấp mã."
                )
                % {"code": code, "owner": owner}
            )
        seen.add((system, code))


def _names_free(plan: Plan) -> None:
    """Two units of one name under one superior could not be told apart in any list."""
    ending = {row.pk for row in plan.ends if isinstance(row, UnitName)}
    seen: set[tuple[str, int | None]] = set()
    for begun in plan.begins:
        if begun.model is not UnitName:
            continue
        name, parent = begun.values["name"], _parent_of(plan, begun.unit)
        alike = UnitName.objects.on(plan.wish.on).filter(name=name).exclude(pk__in=ending)
        alike = alike.exclude(unit_id=begun.unit)
        under = UnitParent.objects.on(plan.wish.on).filter(parent_id=parent).values("unit_id")
        beside = (
            alike.filter(unit_id__in=under)
            if parent
            else alike.exclude(unit__parents__valid__contains=plan.wish.on)
        )
        if (name, parent) in seen or beside.exists():
            raise Refusal(
                _("Ngày %(day)s đã có đơn vị tên “%(name)s” cùng cấp trên; hãy ghi tên khác.")
                % {"day": day(plan.wish.on), "name": name}
            )
        seen.add((name, parent))


def _parent_of(plan: Plan, unit: int) -> int | None:
    for begun in plan.begins:
        if begun.model is UnitParent and begun.unit == unit:
            return begun.values["parent_id"]
    life = plan.lives.get(unit)
    row = life.row(UnitParent, plan.wish.on) if life else None
    return row.parent_id if row else None


_CHECKS: dict[str, Callable[[Plan], None]] = {
    Kind.RENAME: _rename,
    Kind.MOVE: _move,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.DISSOLVE: _dissolve,
}
