"""The tables of the matrix: lines of marks, ready to show."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.records import matrix, spans
from danvan.records.declare import standing_duties
from danvan.records.desk.matrix_asked import AGENCIES, LEVELS, MONTHS, Asked, level_of


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell as shown: shape, words, tone, and where it opens."""

    shape: str
    words: str
    tone: str
    address: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; an empty list in `cells` is a place where nothing is owed."""

    label: str
    address: str
    cells: list[list[Mark]] = field(default_factory=list)


def overview(asked: Asked) -> tuple[list[tuple[str, str]], list[Line]]:
    """(heads as label and address, a line for each unit): every duty of every unit, summed over the asked months."""
    cube = matrix.cube(asked.duties, asked.year, asked.reach.on)
    cells: dict[tuple[int, str], matrix.Cell] = defaultdict(matrix.Cell)
    for (unit, clock, month), cell in cube.months.items():
        if month in asked.months:
            for key, count in cell.counts.items():
                cells[unit, clock].add(key, count)
    clocks = [clock for clock in cube.clocks if any(key == clock for _unit, key in cells)]
    heads = [(label_of(clock), asked.way(nghia_vu=clock)) for clock in clocks]
    owing = sorted({unit for unit, _clock in cells}, key=lambda unit: _order(asked, unit))
    return heads, [
        Line(
            name_of(asked, unit),
            asked.way(don_vi=unit, cap=""),
            [
                _sum(cells.get((unit, clock)), asked.way(don_vi=unit, nghia_vu=clock, cap=""))
                for clock in clocks
            ],
        )
        for unit in owing
    ]


def _sum(cell: matrix.Cell | None, address: str) -> list[Mark]:
    if cell is None:
        return []
    shape, words, tone = matrix.words(cell.state)
    told = f"{words} {cell.done}/{cell.owed}" if cell.owed else words
    return [Mark(shape, told, tone, address)]


def over_the_year(asked: Asked, *, by_duty: bool) -> tuple[list[tuple[str, str]], list[Line]]:
    """(months as heads, a line for each duty of one unit, or for each unit of one duty), each spot opening its duty."""
    found = matrix.spots(asked.duties, asked.year, asked.reach.on, clock=asked.clock)
    table: dict[Any, dict[int, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for unit, clock, spot in found:
        if spot.due_on.month in asked.months:
            table[clock if by_duty else unit][spot.due_on.month].append(_spot(spot))
    months = [month for month in MONTHS if month in asked.months]
    heads = [(_("Tháng %(month)d") % {"month": month}, "") for month in months]
    order = list(standing_duties()).index if by_duty else lambda unit: _order(asked, unit)
    return heads, [
        Line(
            label_of(key) if by_duty else name_of(asked, key),
            asked.way(nghia_vu=key) if by_duty else asked.way(don_vi=key, nghia_vu="", cap=""),
            [row.get(month, []) for month in months],
        )
        for key, row in sorted(table.items(), key=lambda item: order(item[0]))
    ]


def _spot(spot: matrix.Spot) -> Mark:
    shape, words, tone = matrix.words(spot.state)
    return Mark(shape, words, tone, reverse("records:duty", args=[spot.pk]), spans.words(spot.period))


def _order(asked: Asked, unit: int) -> tuple[int, str]:
    """The asked unit first, then by level from the top, then by name."""
    place = asked.places.get(unit)
    if unit == asked.unit_id or place is None:
        return 0, ""
    return 1 + [*LEVELS, AGENCIES].index(level_of(place.kind)), place.sort_key


def name_of(asked: Asked, unit: int) -> str:
    """The name of a unit of the scope, as it was last in the year."""
    place = asked.places.get(unit)
    return place.name if place else ""


def label_of(clock: str) -> str:
    """A duty and how often it recurs."""
    standing = matrix.declared(clock)
    if standing is None:
        return clock
    per = spans.PER.get(standing.every)
    return f"{standing.label} ({per})" if per else str(standing.label)
