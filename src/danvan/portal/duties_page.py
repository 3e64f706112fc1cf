"""What the law lets everybody know of duties: totals of a unit and all below it, by duty and level, in plain words.

Only duties whose law makes their fulfilment public (`StandingDuty.is_public`), only what a unit owes by itself, and only
counts: no session, no paper, no person.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.models import Unit, UnitClosure, UnitName
from danvan.org.tree import below
from danvan.records import matrix, spans
from danvan.records.declare import StandingDuty, standing_duties
from danvan.records.models import Duty
from danvan.records.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

FIRST_YEAR, LAST_YEAR = 2014, 2100
_LEVELS = {
    **dict.fromkeys(("tinh", "thanh_pho_tw"), gettext_lazy("Cấp tỉnh")),
    **dict.fromkeys(("huyen", "quan", "thi_xa", "thanh_pho_tinh"), gettext_lazy("Cấp huyện")),
    **dict.fromkeys(("xa", "phuong", "thi_tran", "dac_khu"), gettext_lazy("Cấp xã")),
}
_AGENCIES = gettext_lazy("Cơ quan")


@dataclass(slots=True)
class Total:
    """One level's counts of one duty."""

    level: str
    units: set[int] = field(default_factory=set)
    cell: matrix.Cell = field(default_factory=matrix.Cell)

    @property
    def waiting(self) -> int:
        """Spans that run still, or of which nothing is concluded."""
        return self.cell.owed - self.cell.done - self.missed

    @property
    def missed(self) -> int:
        """Spans that ended without it."""
        return sum(self.cell.counts.get(key, 0) for key in (matrix.LATE, matrix.LATE_BY_LAW))


@dataclass(frozen=True, slots=True)
class PublicDuty:
    """One duty as the public reads it; `sentence` sums it up."""

    label: str
    per: str
    plain: str
    rule: str
    sentence: str
    totals: list[Total]


@dataclass(frozen=True, slots=True)
class PublicDuties:
    """The page of one unit and year."""

    name: str
    slug: str
    year: int
    until: date
    duties: list[PublicDuty]
    is_illustrative: bool


def public_keys() -> list[str]:
    """Keys of the duties whose law makes them public, in the order declared."""
    return [key for key, standing in standing_duties().items() if standing.is_public]


def owed(year: int, unit_ids: Iterable[int] | None = None) -> QuerySet:
    """The public duties of a year, of some units or of all; never one that hangs on a record."""
    rows = Duty.objects.filter(record=None, clock__in=public_keys())
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return matrix.of_year(rows, year)


def top_units() -> list[tuple[str, str]]:
    """(name, address) of the units that owe public duties this year and have none above them that does. Three queries."""
    now = today()
    owing = set(owed(now.year).values_list("unit_id", flat=True).distinct())
    nested = UnitClosure.objects.filter(ancestor_id__in=owing, descendant_id__in=owing, valid__contains=now)
    roots = owing - set(
        nested.exclude(ancestor_id=F("descendant_id")).values_list("descendant_id", flat=True)
    )
    rows = (
        UnitName.objects.filter(unit_id__in=roots, valid__contains=now)
        .select_related("unit")
        .order_by("sort_key")
    )
    return [(row.name, reverse("portal:duties_of", args=[row.unit.slug])) for row in rows]


def page(slug: str, asked_year: str) -> PublicDuties:
    """The page of a unit; Refusal for a unit that does not exist and a year that cannot be. Six queries."""
    now = today()
    year = (
        int(asked_year)
        if asked_year.isascii() and asked_year.isdigit() and len(asked_year) == 4
        else now.year
    )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(
            _("Năm phải từ %(first)d đến %(last)d; hãy chọn năm khác.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise Refusal(_("Không có đơn vị ở địa chỉ này; hãy tìm trong danh sách đơn vị."))
    until = min(date(year, 12, 31), max(now, date(year, 1, 1)))
    inside = set().union(*(below([unit.pk], on) for on in (date(year, 1, 1), until))) | {unit.pk}
    rows = owed(year, inside)
    cube = matrix.cube(rows, year, now)
    kinds = dict(
        UnitName.objects.filter(unit_id__in=cube.units, valid__startswith__lte=date(year, 12, 31))
        .order_by("valid")
        .values_list("unit_id", "kind")
    )
    return PublicDuties(
        name=unit.name_on(until),
        slug=slug,
        year=year,
        until=until,
        duties=[_duty(standing_duties()[key], cube, kinds, until) for key in cube.clocks],
        is_illustrative=rows.filter(is_illustrative=True).exists(),
    )


def _duty(standing: StandingDuty, cube: matrix.Cube, kinds: dict[int, str], until: date) -> PublicDuty:
    totals: dict[str, Total] = {}
    for (unit, clock), cell in cube.year.items():
        if clock == standing.key:
            level = str(_LEVELS.get(kinds.get(unit, ""), _AGENCIES))
            total = totals.setdefault(level, Total(level))
            total.units.add(unit)
            for key, count in cell.counts.items():
                total.cell.add(key, count)
    return PublicDuty(
        label=str(standing.label),
        per=spans.PER.get(standing.every, ""),
        plain=str(standing.plain),
        rule=standing.rule,
        sentence=_sentence(standing, list(totals.values()), until),
        totals=sorted(totals.values(), key=lambda total: total.level),
    )


def _sentence(standing: StandingDuty, totals: list[Total], until: date) -> str:
    sums: dict[str, int] = defaultdict(int)
    for total in totals:
        sums["units"] += len(total.units)
        sums["owed"] += total.cell.owed
        sums["done"] += total.cell.done
        sums["missed"] += total.missed
    if not sums["owed"]:
        return _("Đến %(day)s chưa có kỳ nào bắt đầu.") % {"day": day(until)}
    words = {name: number(value) for name, value in sums.items()}
    told = _(
        "Đến %(day)s, %(units)s đơn vị phải thực hiện %(owed)s kỳ (%(per)s); đã thực hiện %(done)s kỳ."
    ) % (words | {"day": day(until), "per": spans.PER.get(standing.every, "")})
    if sums["missed"]:
        return f"{told} " + _("%(missed)s kỳ đã qua mà chưa thực hiện.") % words
    return f"{told} " + _("Không có kỳ nào đã qua mà bỏ sót.")
