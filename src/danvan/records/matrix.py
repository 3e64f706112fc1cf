"""The compliance matrix: units × duties × periods, counted from the duties in one scan.

`cube` gives the counts of every state, `spots` the single duties. What an account may see is settled by the queryset
that is handed in (`duties.visible_duties`), never here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils.translation import gettext as _

from danvan.records.declare import StandingDuty, standing_duties
from danvan.records.models.duty import SOON

# In the order in which a cell that holds several is worded: what needs somebody's attention comes first.
LATE, LATE_BY_LAW, DONE_LATE = "qua_han", "qua_han_theo_luat", "muon"
SOON_DUE, RUNNING, UNCLEAR, DONE, DONE_UNCLEAR, EXCUSED, AHEAD = (
    "sap_den_han",
    "dang_han",
    "khong_xac_dinh",
    "dung_han",
    "co_bang_chung",
    "mien",
    "chua_den_ky",
)
STATES = (
    *(LATE, LATE_BY_LAW, DONE_LATE, SOON_DUE, UNCLEAR, RUNNING),
    *(DONE, DONE_UNCLEAR, EXCUSED, AHEAD),
)


def state(today: date) -> Case:
    """The state of a duty as of a day, as a column. The same reading as `Duty.standing`, and two words finer.

    Done late is told from late and still open; a span that has not begun from one that runs.
    """
    judged = Coalesce(F("met_on"), Value(today))
    return Case(
        When(excused_on__isnull=False, then=Value(EXCUSED)),
        When(record__isnull=True, met_on__isnull=True, begins_on__gt=today, then=Value(AHEAD)),
        When(can_be_judged=False, met_on__isnull=False, then=Value(DONE_UNCLEAR)),
        When(can_be_judged=False, then=Value(UNCLEAR)),
        When(met_on__gt=F("own_latest_on"), then=Value(DONE_LATE)),
        When(met_on__isnull=False, then=Value(DONE)),
        When(latest_on__lt=judged, then=Value(LATE)),
        When(own_latest_on__lt=judged, then=Value(LATE_BY_LAW)),
        When(own_latest_on__lte=today + timedelta(days=SOON), then=Value(SOON_DUE)),
        default=Value(RUNNING),
        output_field=CharField(),
    )


def of_year(duties: QuerySet, year: int) -> QuerySet:
    """The standing duties due within a year; duties by a record, where a declaration calls them forth, included."""
    declared = Q(record__isnull=True) | Q(
        clock__in=[key for key, duty in standing_duties().items() if duty.events]
    )
    return duties.filter(declared, due_on__range=(date(year, 1, 1), date(year, 12, 31)))


@dataclass(slots=True)
class Cell:
    """Counts by state of one unit's duty."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, state: str, count: int) -> None:
        """Put so many of a state more into the cell."""
        self.counts[state] = self.counts.get(state, 0) + count

    @property
    def state(self) -> str:
        """The state that the cell shows: the first of `STATES` that it holds."""
        return next((state for state in STATES if self.counts.get(state)), AHEAD)

    @property
    def owed(self) -> int:
        """How many spans have begun and are not excused."""
        return sum(count for state, count in self.counts.items() if state not in (AHEAD, EXCUSED))

    @property
    def done(self) -> int:
        """How many of them were done, late ones included."""
        return sum(self.counts.get(state, 0) for state in (DONE, DONE_LATE, DONE_UNCLEAR))

    @property
    def late(self) -> int:
        """How many are late: open beyond their day, or done after it."""
        return sum(self.counts.get(state, 0) for state in (LATE, LATE_BY_LAW, DONE_LATE))


@dataclass(slots=True)
class Cube:
    """Counts by (unit, duty) for the year, and by (unit, duty, month). Keys are ids and clock keys."""

    year: dict[tuple[int, str], Cell] = field(default_factory=lambda: defaultdict(Cell))
    months: dict[tuple[int, str, int], Cell] = field(default_factory=lambda: defaultdict(Cell))

    @property
    def units(self) -> set[int]:
        """Ids of the units that owe anything."""
        return {unit for unit, _clock in self.year}

    @property
    def clocks(self) -> list[str]:
        """Keys of the duties that anybody owes, in the order declared."""
        owed = {clock for _unit, clock in self.year}
        return [key for key in standing_duties() if key in owed]

    def total(self, unit: int | None = None, clock: str | None = None) -> Cell:
        """The sum over a unit, a duty, or everything."""
        whole = Cell()
        for (of_unit, of_clock), cell in self.year.items():
            if unit in (None, of_unit) and clock in (None, of_clock):
                for key, count in cell.counts.items():
                    whole.add(key, count)
        return whole


def cube(duties: QuerySet, year: int, today: date) -> Cube:
    """Everything of a year in one scan: one query, whatever the number of units and duties."""
    rows = (
        of_year(duties, year)
        .annotate(month=ExtractMonth("due_on"), cell=state(today))
        .values_list("unit_id", "clock", "month", "cell")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = Cube()
    for unit, clock, month, key, count in rows:
        found.year[unit, clock].add(key, count)
        found.months[unit, clock, month].add(key, count)
    return found


@dataclass(frozen=True, slots=True)
class Spot:
    """One duty of one span in a table: where it leads, its state and its day."""

    pk: int
    period: str
    state: str
    due_on: date


def spots(
    duties: QuerySet, year: int, today: date, *, clock: str = "", unit: int = 0
) -> list[tuple[int, str, Spot]]:
    """(unit id, clock, spot) of one duty over the year, or of one unit; earliest due first. One query."""
    rows = of_year(duties, year).annotate(cell=state(today))
    if clock:
        rows = rows.filter(clock=clock)
    if unit:
        rows = rows.filter(unit_id=unit)
    columns = ("unit_id", "clock", "pk", "period", "cell", "due_on")
    return [
        (unit_id, key, Spot(pk, period, cell, due_on))
        for unit_id, key, pk, period, cell, due_on in rows.order_by("due_on", "pk").values_list(*columns)
    ]


def words(key: str) -> tuple[str, str, str]:
    """Shape, word and tone of a state: never colour alone."""
    return _WORDS[key]()


_WORDS: dict[str, Callable[[], tuple[str, str, str]]] = {
    LATE: lambda: ("▲", _("quá hạn"), "late"),
    LATE_BY_LAW: lambda: ("▲", _("quá hạn theo luật"), "late"),
    DONE_LATE: lambda: ("▲", _("thực hiện muộn"), "late"),
    SOON_DUE: lambda: ("◐", _("sắp đến hạn"), "ochre"),
    UNCLEAR: lambda: ("○", _("chưa xác định"), "muted"),
    RUNNING: lambda: ("○", _("trong hạn"), "muted"),
    DONE: lambda: ("●", _("đúng hạn"), "jade"),
    DONE_UNCLEAR: lambda: ("●", _("đã thực hiện"), "jade"),
    EXCUSED: lambda: ("○", _("được miễn"), "muted"),
    AHEAD: lambda: ("○", _("chưa đến kỳ"), "muted"),
}


def declared(clock: str) -> StandingDuty | None:
    """The declaration behind a key, None for one that no domain declares any more."""
    return standing_duties().get(clock)


def lines(found: Cube, names: dict[int, str]) -> Iterator[list[str]]:
    """The cube as rows of text for a file: a head, then unit, duty, article's key and counts."""
    yield [
        *(
            _("Đơn vị"),
            _("Nghĩa vụ"),
            _("Điều luật áp dụng"),
            _("Phải làm đến nay"),
            _("Đã làm"),
            _("Muộn, quá hạn"),
        ),
        *(_("Chưa xác định"), _("Được miễn"), _("Chưa đến kỳ")),
    ]
    for (unit, clock), cell in sorted(
        found.year.items(), key=lambda item: (names.get(item[0][0], ""), item[0][1])
    ):
        duty = declared(clock)
        yield [
            names.get(unit, ""),
            str(duty.label) if duty else clock,
            duty.rule if duty else "",
            *map(str, (cell.owed, cell.done, cell.late)),
            *(str(cell.counts.get(key, 0)) for key in (UNCLEAR, EXCUSED, AHEAD)),
        ]
