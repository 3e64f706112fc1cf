"""The page of one unit as of a day: where it stands, what stands below it, its life, and what it has published."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.org.models import TERRITORIAL, Kind, Unit, UnitClosure, UnitCode, UnitName, UnitParent
from danvan.org.naming import Names
from danvan.portal.published import LONGEST, published
from danvan.portal.unit_timeline import Event, Timeline, address
from danvan.reports.models import Report
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

MOST_REPORTS = 12


@dataclass(frozen=True, slots=True)
class Child:
    """A unit directly below."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page shows. `outside` says why the unit did not exist on the day, empty when it did."""

    unit: Unit
    name: str
    kind: str
    outside: str
    facts: list[tuple[str, str]]
    above: list[tuple[str, str]]
    events: list[Event]
    heirs: list[tuple[str, str]]
    without_heir: str
    places: list[Child]
    agencies: list[Child]
    reports: list[tuple[str, str]]


def unit_page(slug: str, on: date) -> UnitPage:
    """The page of a unit as of a day; Refusal for an address that no unit has. Thirteen queries, whatever the unit."""
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise Refusal(
            _("Không có đơn vị nào ở địa chỉ “%(slug)s”; hãy tìm theo tên ở trang Đơn vị.")
            % {"slug": slug[:LONGEST]}
        )
    life = Timeline(unit)
    shown = _name_on(life, on)
    below = [] if shown is None else children(unit, on)
    return UnitPage(
        unit=unit,
        name=shown.name if shown else slug,
        kind=str(Kind(shown.kind).label) if shown else "",
        outside=_outside(life, on),
        facts=_facts(life, on),
        above=above({(unit.pk, on)})[unit.pk, on],
        events=life.events(),
        heirs=[life.named(row.successor_id, row.on) for row in life.heirs if row.on <= on],
        without_heir=life.without_heir,
        places=[child for child in below if child.kind in TERRITORIAL],
        agencies=[child for child in below if child.kind not in TERRITORIAL],
        reports=_reports(unit),
    )


def above(places: set[tuple[int, date]]) -> dict[tuple[int, date], list[tuple[str, str]]]:
    """For each (unit id, day) those that stood above the unit then, (name, address), the highest first. Two queries."""
    rows = list(UnitClosure.objects.filter(descendant_id__in={pk for pk, _day in places}).order_by("-depth"))
    names = Names(row.ancestor_id for row in rows)
    found: dict[tuple[int, date], list[tuple[str, str]]] = {}
    for pk, on in places:
        held = (row for row in rows if row.descendant_id == pk and on in row.valid)
        named = (names.row(row.ancestor_id, on) for row in held)
        found[pk, on] = [(one.name, address(one.unit.slug)) for one in named if one]
    return found


def children(unit: Unit, on: date) -> list[Child]:
    """Units directly below on a day, in Vietnamese order."""
    ids = UnitParent.objects.on(on).filter(parent=unit).values("unit_id")
    rows = (
        UnitName.objects.on(on).filter(unit_id__in=ids).select_related("unit").order_by("sort_key", "unit_id")
    )
    return [Child(row.name, row.kind, address(row.unit.slug)) for row in rows]


def _name_on(life: Timeline, on: date) -> UnitName | None:
    before = [row for row in life.names if row.valid.lower <= on] or life.names[:1]
    return before[-1] if before else None


def _outside(life: Timeline, on: date) -> str:
    if not life.names:
        return _("Danh mục chưa có tên của đơn vị này.")
    if on < life.names[0].valid.lower:
        first = day(life.names[0].valid.lower)
        return _("Danh mục chỉ biết đơn vị này từ %(first)s; ngày được hỏi là %(on)s.") % {
            "first": first,
            "on": day(on),
        }
    if life.ended_on and life.ended_on <= on:
        return _("Đơn vị này không còn từ %(end)s.") % {"end": day(life.ended_on)}
    return ""


def _facts(life: Timeline, on: date) -> list[tuple[str, str]]:
    return [(str(UnitCode.System(row.system).label), row.code) for row in life.codes if on in row.valid]


def _reports(unit: Unit) -> list[tuple[str, str]]:
    rows = published().filter(state=Report.State.SIGNED, unit=unit)
    labels = dict(rows.values_list("period", "package__period__label")[: 2 * MOST_REPORTS])
    return [(label, reverse("portal:report", args=[unit.slug, period])) for period, label in labels.items()][
        :MOST_REPORTS
    ]
