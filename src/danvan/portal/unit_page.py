"""The page of one unit as of a day: where it stands, what stands below it, its life, and what it has published."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.org.models import TERRITORIAL, Kind, Unit, UnitClosure, UnitName, UnitParent
from danvan.org.naming import Names
from danvan.portal.published import LONGEST, published
from danvan.portal.unit_timeline import Event, Timeline, address
from danvan.reports.form_files import form
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
    no_known_heir: bool
    places: list[Child]
    agencies: list[Child]
    reports: list[tuple[str, str]]


def unit_page(slug: str, on: date) -> UnitPage:
    """The page of a unit as of a day; Refusal for an address that no unit has. Eleven queries, whatever the unit."""
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
        above=above([unit.pk], on).get(unit.pk, []),
        events=life.events(),
        heirs=[life.named(row.successor_id, row.on) for row in life.heirs if row.on <= on],
        no_known_heir=life.has_no_known_heir,
        places=[child for child in below if child.kind in TERRITORIAL],
        agencies=[child for child in below if child.kind not in TERRITORIAL],
        reports=_reports(unit),
    )


def above(unit_ids: list[int], on: date | None, each: dict[int, date] | None = None) -> dict[int, list[tuple[str, str]]]:
    """For each unit those above it, (name, address), the highest first: on a day, or for each on a day of its own."""
    days = each or dict.fromkeys(unit_ids, on)
    rows = list(UnitClosure.objects.filter(descendant_id__in=unit_ids).order_by("-depth"))
    names = Names(row.ancestor_id for row in rows)
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        wanted = days[row.descendant_id]
        named = names.row(row.ancestor_id, wanted) if wanted and _holds(row, wanted) else None
        if named:
            found.setdefault(row.descendant_id, []).append((named.name, address(named.unit.slug)))
    return found


def children(unit: Unit, on: date) -> list[Child]:
    """Units directly below on a day, in Vietnamese order."""
    ids = UnitParent.objects.on(on).filter(parent=unit).values("unit_id")
    rows = UnitName.objects.on(on).filter(unit_id__in=ids).select_related("unit").order_by("sort_key", "unit_id")
    return [Child(row.name, row.kind, address(row.unit.slug)) for row in rows]


def _holds(row: UnitClosure, on: date) -> bool:
    return row.valid.lower <= on and (row.valid.upper is None or on < row.valid.upper)


def _name_on(life: Timeline, on: date) -> UnitName | None:
    before = [row for row in life.names if row.valid.lower <= on]
    return (before or life.names[:1] or [None])[-1]


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
    codes = [row for row in life.codes if row.valid.lower <= on and (not row.valid.upper or on < row.valid.upper)]
    return [(str(row.get_system_display()), row.code) for row in codes]


def _reports(unit: Unit) -> list[tuple[str, str]]:
    from danvan.portal.published import PublicReport, window_of

    rows = list(published().filter(unit=unit)[:MOST_REPORTS])
    return [
        (f"{form(row.form).title}, {window_of(row.period).label}", PublicReport(row, window_of(row.period), rows).address())
        for row in rows
    ]
