"""The act itself in lines: what each unit is on the day before and on the day."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from danvan.org.acts import seats
from danvan.org.acts.planning import Begun, Part, Plan
from danvan.org.acts.previews import Group, Line, Shown, Touched, told
from danvan.org.models import Kind, RemoteSpell, Succession, UnitCode, UnitName, UnitParent
from danvan.ui.dates import day


def touched(plan: Plan) -> Touched:
    """What the rooms above are asked about."""
    heirs: dict[int, list[int]] = {pk: [] for pk in plan.ended}
    for heir in plan.heirs:
        if heir.predecessor in heirs and heir.on == plan.wish.on:
            heirs[heir.predecessor].append(heir.successor)
    return Touched(frozenset(plan.ended), frozenset(plan.changed), heirs)


def show(plan: Plan) -> Shown:
    """Everything that the plan changes: units, heirs, posts and roles, then what the rooms above hold."""
    about = touched(plan)
    own = [
        Group("don_vi", _("Đơn vị"), list(_units(plan))),
        Group("ke_thua", _("Kế thừa"), list(_heirs(plan))),
        Group("nguoi", _("Chức vụ và vai trò"), list(seats.tell(about, plan.wish.on))),
    ]
    return Shown([group for group in own if group.lines] + told(about, plan.wish.on))


class Names:
    """Names of existing units on the day before, of new ones from the act; one query for those not yet known."""

    def __init__(self, plan: Plan) -> None:
        self.on = plan.wish.on
        self.known = {pk: life.called(self.on) for pk, life in plan.lives.items()}
        for begun in plan.begins:
            if begun.model is UnitName and begun.unit < 0:
                self.known[begun.unit] = begun.values["name"]
        asked = {*plan.parts, *(heir.successor for heir in plan.heirs)}
        asked |= {begun.values["parent_id"] for begun in plan.begins if begun.model is UnitParent}
        missing = asked - self.known.keys()
        for row in UnitName.objects.filter(unit_id__in=missing).order_by("valid"):
            if row.unit_id not in self.known or row.valid.lower <= self.on:
                self.known[row.unit_id] = row.name

    def __getitem__(self, unit: int) -> str:
        return self.known.get(unit, "")


def _units(plan: Plan) -> Iterator[Line]:
    names = Names(plan)
    words = {
        Part.ENDS: _("%(unit)s kết thúc từ ngày %(day)s"),
        Part.BEGINS: _("%(unit)s thành lập từ ngày %(day)s"),
        Part.TAKES: _("%(unit)s tiếp nhận từ ngày %(day)s"),
        Part.CHANGES: _("%(unit)s thay đổi từ ngày %(day)s"),
    }
    for unit, part in plan.parts.items():
        if part == Part.ABOVE:
            continue
        said = words[Part(part)] % {"unit": names[unit], "day": day(plan.wish.on)}
        facts = [_fact(begun, names) for begun in plan.begins if begun.unit == unit]
        if part == Part.ENDS:
            facts = [_lost(row) for row in plan.ends if row.unit_id == unit and _lost(row)]
        yield Line(f"{said}: {'; '.join(facts)}." if facts else f"{said}.")


def _fact(begun: Begun, names: Names) -> str:
    values = begun.values
    if begun.model is UnitName:
        said = _("tên %(name)s, loại %(kind)s") % {
            "name": values["name"],
            "kind": str(Kind(values["kind"]).label).lower(),
        }
    elif begun.model is UnitCode:
        said = _("mã %(code)s") % {"code": values["code"]}
    else:
        said = _("trực thuộc %(parent)s") % {"parent": names[values["parent_id"]]}
    return (
        said
        if begun.until is None
        else _("%(fact)s (đến %(until)s)") % {"fact": said, "until": day(begun.until)}
    )


def _lost(row: Any) -> str:
    if isinstance(row, UnitCode):
        return _("mã %(code)s hết dùng") % {"code": row.code}
    return _("thôi là vùng sâu, vùng xa") if isinstance(row, RemoteSpell) else ""


def _heirs(plan: Plan) -> Iterator[Line]:
    names = Names(plan)
    for heir in plan.heirs:
        said = (
            _("%(new)s kế thừa %(old)s")
            if heir.share == Succession.Share.WHOLE
            else _("%(new)s nhận một phần của %(old)s")
        )
        words = said % {"new": names[heir.successor], "old": names[heir.predecessor]}
        later = (
            "" if heir.on == plan.wish.on else _(" từ ngày %(day)s, như đã ghi trước") % {"day": day(heir.on)}
        )
        yield Line(f"{words}{later}.")
