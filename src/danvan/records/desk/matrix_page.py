"""The compliance matrix on screen: all duties of a unit and those below, one duty over the year, or one unit alone."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from danvan.org.models import UnitName
from danvan.org.tree import below
from danvan.records import duties, matrix, spans
from danvan.records.declare import standing_duties
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.duty_page import visible
from danvan.records.desk.export import _MARK, _Echo, safe
from danvan.ui.errors import Refusal

LEVELS = {
    "tinh": (gettext_lazy("Cấp tỉnh"), ("tinh", "thanh_pho_tw")),
    "huyen": (gettext_lazy("Cấp huyện"), ("huyen", "quan", "thi_xa", "thanh_pho_tinh")),
    "xa": (gettext_lazy("Cấp xã"), ("xa", "phuong", "thi_tran", "dac_khu")),
}
AGENCIES = "co_quan"
MONTHS = range(1, 13)
FIRST_YEAR, LAST_YEAR = 2014, 2100


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


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the scope in the year."""

    name: str
    kind: str
    sort_key: str


class Asked:
    """What the address asks: a unit, a year, perhaps a duty, a part of the year and a level."""

    def __init__(self, request: HttpRequest, reach: Reach) -> None:
        self.reach = reach
        given = request.GET
        self.year = _number(given.get("nam", ""), reach.on.year)
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Refusal(
                _("Năm phải từ %(first)d đến %(last)d; hãy chọn năm khác.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        self.clock = given.get("nghia_vu", "")
        if self.clock and self.clock not in standing_duties():
            raise Refusal(_("Không có nghĩa vụ định kỳ mang mã này; hãy chọn trong danh sách."))
        self.months = _months(given.get("ky", ""))
        self.period = given.get("ky", "")
        self.level = given.get("cap", "")
        self.unit_id = _number(given.get("don_vi", ""), 0) or self.top
        if self.unit_id not in self.readable:
            raise NotAllowed(
                _("Tài khoản của Ông/Bà chưa được giao quyền xem việc thực hiện nghĩa vụ của đơn vị này.")
            )

    @cached_property
    def readable(self) -> frozenset[int]:
        """Units whose duties the account reads."""
        return self.reach.units(duties.READ)

    @cached_property
    def top(self) -> int:
        """The unit that the page opens on: that of the account's first role, else the first it reads."""
        home = self.reach.home_id
        return home if home in self.readable else min(self.readable, default=0)

    @cached_property
    def scope(self) -> set[int]:
        """The asked unit and what stood below it at the beginning or the end of the year, as far as readable."""
        days = (
            date(self.year, 1, 1),
            min(date(self.year, 12, 31), max(self.reach.on, date(self.year, 1, 1))),
        )
        inside = set().union(*(below([self.unit_id], day) for day in days))
        return (inside | {self.unit_id}) & self.readable

    @cached_property
    def places(self) -> dict[int, Place]:
        """Names and kinds of the scope as they were last in the year. One query."""
        last = date(self.year, 12, 31)
        rows = UnitName.objects.filter(unit_id__in=self.scope, valid__startswith__lte=last).order_by("valid")
        return {row.unit_id: Place(row.name, row.kind, row.sort_key) for row in rows}

    @property
    def duties(self) -> Any:
        """The duties of the scope that the account may see, of the asked level."""
        wanted = self.scope
        if self.level:
            wanted = {pk for pk, place in self.places.items() if _level(place.kind) == self.level}
        return visible(self.reach).filter(unit_id__in=wanted)

    @property
    def is_alone(self) -> bool:
        """Whether the scope is one unit without any below."""
        return len(self.scope) == 1

    def way(self, **changed: Any) -> str:
        """The address of the matrix with something changed; what is empty is left out."""
        now = {
            "don_vi": self.unit_id,
            "nam": self.year,
            "nghia_vu": self.clock,
            "ky": self.period,
            "cap": self.level,
        }
        asked = {name: value for name, value in (now | changed).items() if value}
        return f"{reverse('records:matrix')}?{urlencode(asked)}"


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else otherwise


def _months(part: str) -> frozenset[int]:
    """The months of a part of the year: q1…q4, h1, h2, 1…12; all of them for anything else."""
    if part in ("q1", "q2", "q3", "q4"):
        first = (int(part[1]) - 1) * 3 + 1
        return frozenset(range(first, first + 3))
    if part in ("h1", "h2"):
        return frozenset(range(1, 7) if part == "h1" else range(7, 13))
    return frozenset([int(part)]) if part in map(str, MONTHS) else frozenset(MONTHS)


def _level(kind: str) -> str:
    return next((key for key, (_label, kinds) in LEVELS.items() if kind in kinds), AGENCIES)


def overview(asked: Asked) -> tuple[list[tuple[str, str]], list[Line]]:
    """(heads as label and address, a line for each unit): every duty of every unit, summed over the asked months."""
    cube = matrix.cube(asked.duties, asked.year, asked.reach.on)
    cells: dict[tuple[int, str], matrix.Cell] = defaultdict(matrix.Cell)
    for (unit, clock, month), cell in cube.months.items():
        if month in asked.months:
            for key, count in cell.counts.items():
                cells[unit, clock].add(key, count)
    clocks = [clock for clock in cube.clocks if any(key == clock for _unit, key in cells)]
    heads = [(_label(clock), asked.way(nghia_vu=clock)) for clock in clocks]
    owing = sorted({unit for unit, _clock in cells}, key=lambda unit: _order(asked, unit))
    return heads, [
        Line(
            _name(asked, unit),
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
            _label(key) if by_duty else _name(asked, key),
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
    return 1 + [*LEVELS, AGENCIES].index(_level(place.kind)), place.sort_key


def _name(asked: Asked, unit: int) -> str:
    place = asked.places.get(unit)
    return place.name if place else ""


def _label(clock: str) -> str:
    standing = matrix.declared(clock)
    if standing is None:
        return clock
    per = spans.PER.get(standing.every)
    return f"{standing.label} ({per})" if per else str(standing.label)


@require_safe
@desk_page
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Units × duties × periods, opening to the evidence."""
    reach = Reach(request.user)
    _require_reading(reach)
    asked = Asked(request, reach)
    if asked.clock and not asked.is_alone:
        shape, (heads, table) = "nghia_vu", over_the_year(asked, by_duty=False)
    elif asked.clock or asked.is_alone:
        shape, (heads, table) = "don_vi", over_the_year(asked, by_duty=True)
    else:
        shape, (heads, table) = "tong_hop", overview(asked)
    context = {
        "reach": reach,
        "asked": asked,
        "shape": shape,
        "heads": heads,
        "lines": table,
        "unit_name": _name(asked, asked.unit_id),
        "duty_label": _label(asked.clock) if asked.clock else "",
        "plain": str(getattr(matrix.declared(asked.clock), "plain", "")),
        "choices": _choices(asked),
        "legend": [matrix.words(key) for key in matrix.STATES],
        "file": asked.way().replace(reverse("records:matrix"), reverse("records:matrix_file"), 1),
        "up": asked.way(don_vi="", nghia_vu="") if asked.unit_id != asked.top else "",
    }
    return render(request, "records/matrix.html", context)


def _require_reading(reach: Reach) -> None:
    if not reach.units(duties.READ):
        raise NotAllowed(
            _(
                "Tài khoản của Ông/Bà chưa được giao quyền xem việc thực hiện nghĩa vụ; hãy liên hệ người quản trị."
            )
        )


def _choices(asked: Asked) -> dict[str, list[tuple[str, str, bool]]]:
    """The lists above the table: (value, words, whether it is chosen)."""
    parts = [("", _("Cả năm"))]
    parts += [(f"q{n}", spans.words(f"{asked.year}-Q{n}")) for n in range(1, 5)]
    parts += [(str(n), spans.words(f"{asked.year}-{n:02d}")) for n in MONTHS]
    levels = [
        ("", _("Mọi cấp")),
        *((key, str(label)) for key, (label, _k) in LEVELS.items()),
        (AGENCIES, _("Cơ quan")),
    ]
    clocks = [("", _("Mọi nghĩa vụ")), *((key, _label(key)) for key in standing_duties())]
    years = [(str(year), str(year)) for year in range(asked.year - 3, asked.year + 3)]
    offered = {"nghia_vu": clocks, "ky": parts, "cap": levels, "nam": years}
    chosen = {"nghia_vu": asked.clock, "ky": asked.period, "cap": asked.level, "nam": str(asked.year)}
    return {
        name: [(value, words, value == chosen[name]) for value, words in options]
        for name, options in offered.items()
    }


@require_safe
@desk_page
def matrix_file(request: HttpRequest) -> Any:
    """The same counts as CSV: a row for each unit and duty."""
    reach = Reach(request.user)
    _require_reading(reach)
    asked = Asked(request, reach)
    cube = matrix.cube(asked.duties, asked.year, reach.on)
    names = {pk: place.name for pk, place in asked.places.items()}
    writer = csv.writer(_Echo())
    rows = (writer.writerow([safe(cell) for cell in row]) for row in matrix.lines(cube, names))
    head = {"Content-Disposition": f'attachment; filename="nghia-vu-{asked.year}.csv"'}
    return StreamingHttpResponse(
        (_MARK + text if not turn else text for turn, text in enumerate(rows)),
        content_type="text/csv; charset=utf-8",
        headers=head,
    )
