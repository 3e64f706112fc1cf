"""Proposing, confirming and withdrawing an act."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.org import closure, loading, roles
from danvan.org.acts import previews, refusals, seats, telling
from danvan.org.acts.planning import Begun, Plan, plan
from danvan.org.acts.previews import Shown
from danvan.org.acts.wishes import Basis, Wish
from danvan.org.acts.words import check_basis, check_texts
from danvan.org.models import Account, ActUnit, Succession, Unit, UnitAct, UnitName
from danvan.org.people.managing import is_system
from danvan.org.today import today
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

MANAGE = "units.manage"
State = UnitAct.State


def require(by: Account, wish: Wish) -> None:
    """Refuse when the account does not manage every unit that the wish names.

    A unit that is only to come is managed by who will manage it on the day; one without a superior is made by the
    administrator of the system alone.
    """
    on = today()
    managed = roles.unit_ids(by, MANAGE, on)
    foreign = wish.named - managed
    if managed and foreign:
        living = UnitName.objects.filter(unit_id__in=foreign, valid__startswith__lte=on)
        to_come = foreign - set(living.values_list("unit_id", flat=True))
        foreign -= to_come & roles.unit_ids(by, MANAGE, wish.on)
    if not managed or foreign:
        raise Refusal(
            _("Đơn vị được chọn không thuộc phạm vi quản trị của Bà/Ông; hãy chọn đơn vị mình quản lý.")
        )
    if any(made.parent_id is None for made in wish.makes_new) and not is_system(by, on):
        raise Refusal(_("Chỉ người quản trị hệ thống lập được đơn vị không có cấp trên; hãy chọn cấp trên."))


def weigh(wish: Wish, by: Account, act: UnitAct | None = None) -> Plan:
    """The plan of a wish that may be; Refusal for one that may not."""
    check_texts(wish, today())
    require(by, wish)
    found = plan(wish)
    refusals.check(found, act=act)
    return found


def show(act: UnitAct, by: Account) -> Shown:
    """What an act would change if it were confirmed now; Refusal when it no longer can be."""
    return _shown(weigh(Wish.from_json(act.wish), by, act))


def _shown(found: Plan) -> Shown:
    shown = telling.show(found)
    if shown.needs_heir and any(not heirs for heirs in telling.touched(found).heirs.values()):
        raise Refusal(
            _("Đơn vị kết thúc còn hồ sơ đang giải quyết; hãy chọn đơn vị tiếp nhận trước khi giải thể.")
        )
    return shown


@transaction.atomic
def propose(wish: Wish, basis: Basis, *, by: Account) -> UnitAct:
    """Keep an act that changes nothing yet. Raises Refusal for one that cannot be."""
    paper_on = check_basis(basis, today())
    _lock(wish.named)
    found = weigh(wish, by)
    _shown(found)
    act = UnitAct.objects.create(
        kind=wish.kind,
        on=wish.on,
        paper_no=basis.paper_no.strip(),
        paper_on=paper_on,
        paper_title=" ".join(basis.paper_title.split()),
        note=basis.note.strip(),
        wish=wish.as_json(),
        made_by=by,
    )
    _note_units(act, {pk: part for pk, part in found.parts.items() if pk > 0})
    return act


@transaction.atomic
def confirm(act: UnitAct, shown: str, *, by: Account) -> UnitAct:
    """Make the act: write its rows, end posts and roles, let the other rooms follow; all or nothing.

    `shown` is the digest of the preview that the person confirmed. Raises Refusal when it no longer holds.
    """
    act = _waiting(act)
    wish = Wish.from_json(act.wish)
    _lock(wish.named)
    found = weigh(wish, by, act)
    if _shown(found).digest != shown:
        raise Refusal(_("Những gì việc này chạm tới vừa thay đổi; hãy xem lại rồi xác nhận lại."))
    about = telling.touched(found)
    try:
        with transaction.atomic():
            made = write(found, act.basis)
    except IntegrityError as error:
        raise Refusal(
            _("Đơn vị vừa được thay đổi ở nơi khác nên chưa ghi gì; hãy xem lại rồi xác nhận lại.")
        ) from error
    about = previews.Touched(
        about.ended,
        about.changed,
        {old: [made.get(new, new) for new in heirs] for old, heirs in about.heirs.items()},
    )
    known = set(act.lines.values_list("unit_id", flat=True))
    parts = {made.get(pk, pk): part for pk, part in found.parts.items()}
    _note_units(act, {pk: part for pk, part in parts.items() if pk not in known})
    seats.end(act, about, by)
    previews.follow(act, about, by)
    return _decide(act, State.CONFIRMED, by, shown=shown)


@transaction.atomic
def withdraw(act: UnitAct, *, by: Account, why: str) -> UnitAct:
    """Take back a proposal, with a reason; a confirmed act stands, and is mended by another one."""
    act = _waiting(act)
    require(by, Wish.from_json(act.wish))
    why = " ".join(why.split())
    if not why or len(why) > 300:
        raise Refusal(_("Hãy ghi lý do rút đề xuất, không quá 300 ký tự."))
    return _decide(act, State.WITHDRAWN, by, decided_why=why)


def _waiting(act: UnitAct) -> UnitAct:
    found = UnitAct.objects.select_for_update().get(pk=act.pk)
    if found.state != State.PROPOSED:
        raise Refusal(
            _("Việc này %(state)s rồi nên không thay đổi được nữa.")
            % {"state": str(found.get_state_display()).lower()}
        )
    return found


def _decide(act: UnitAct, state: str, by: Account, **fields: str) -> UnitAct:
    fields |= {"state": state}
    for name, value in fields.items():
        setattr(act, name, value)
    act.decided_by, act.decided_at = by, timezone.now()
    act.save(update_fields=[*fields, "decided_by", "decided_at"])
    return act


def _lock(unit_ids: Iterable[int]) -> None:
    """One act at a time over the same units; always in the same order."""
    list(Unit.objects.select_for_update().filter(pk__in=list(unit_ids)).order_by("pk").values_list("pk"))


def _note_units(act: UnitAct, parts: dict[int, str]) -> None:
    ActUnit.objects.bulk_create(ActUnit(act=act, unit_id=pk, part=part) for pk, part in parts.items())


def write(found: Plan, source: str) -> dict[int, int]:
    """Write the rows of a plan; provisional id → id of each new unit. What ends is written before what begins."""
    on = found.wish.on
    for row in found.ends:
        row.valid = DateRange(row.valid.lower, on)
        row.save(update_fields=["valid"])
    made = {begun.unit: _unit(begun.values["name"], on).pk for begun in _new_names(found)}
    for begun in found.begins:
        _begin(begun, made, on, source)
    for heir in found.heirs:
        Succession.objects.create(
            predecessor_id=made.get(heir.predecessor, heir.predecessor),
            successor_id=made.get(heir.successor, heir.successor),
            on=heir.on,
            manner=heir.manner,
            share=heir.share,
            source=source,
        )
    changed = {*found.written, *made.values()}
    loading.release(changed)
    closure.rebuild(changed)
    return made


def _new_names(found: Plan) -> list[Begun]:
    return [begun for begun in found.begins if begun.model is UnitName and begun.unit < 0]


def _begin(begun: Begun, made: dict[int, int], on: date, source: str) -> None:
    values = begun.values | {
        name: made.get(value, value) for name, value in begun.values.items() if name == "parent_id"
    }
    if begun.model is UnitName:
        values["note"] = source
    begun.model.objects.create(
        unit_id=made.get(begun.unit, begun.unit), valid=DateRange(on, begun.until), **values
    )


def _unit(name: str, on: date) -> Unit:
    """A new identity whose address is its first name, with the year where that is taken."""
    bare = "-".join(part for part in fold(name).replace("'", " ").split())
    bare = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "-") else "-" for sign in bare)
    bare = bare.strip("-")[:60] or "don-vi"
    tries = [bare, f"{bare}-{on.year}", *(f"{bare}-{on.year}-{number}" for number in range(2, 1000))]
    taken = set(Unit.objects.filter(slug__startswith=bare).values_list("slug", flat=True))
    return Unit.objects.create(slug=next(slug for slug in tries if slug not in taken))
