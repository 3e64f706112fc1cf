"""What the address of the matrix asks, held against what the account may read."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.models import UnitName
from danvan.org.tree import below
from danvan.records import duties
from danvan.records.declare import standing_duties
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.duty_page import visible
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
                _("Tài khoản của Bà/Ông chưa được giao quyền xem việc thực hiện nghĩa vụ của đơn vị này.")
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
            wanted = {pk for pk, place in self.places.items() if level_of(place.kind) == self.level}
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


def level_of(kind: str) -> str:
    """The key of the level that a kind of unit belongs to."""
    return next((key for key, (_label, kinds) in LEVELS.items() if kind in kinds), AGENCIES)
