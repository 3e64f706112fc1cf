"""Figures beside those of the period before and of the same period a year before.

Each period is counted over its own tree, that of its last day, unless the figures themselves were asked over another one
(`tree_on`): then all three stand on that one, so that a merged province is compared with all that went into it.
"""

from dataclasses import dataclass
from decimal import Decimal

from danvan import law
from danvan.reports.compute import Cell, Figures, compute
from danvan.reports.flow.coverage import place
from danvan.reports.windows import before, year_before
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

type Amount = int | Decimal


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure now and then. Values are counts, or per cent of a share; None where there is no such figure.

    `change` is now − previous, of shares in points; `percent` the change in per cent of the previous count, None from 0
    and for shares. `change_of_year` and `percent_of_year` say the same of last year's.
    """

    code: str
    label: str
    unit: str
    now: Amount | None
    previous: Amount | None = None
    last_year: Amount | None = None

    @property
    def change(self) -> Amount | None:
        """Now less the period before."""
        return _change(self.now, self.previous)

    @property
    def percent(self) -> Decimal | None:
        """The change in per cent of the period before."""
        return self._percent(self.previous)

    @property
    def change_of_year(self) -> Amount | None:
        """Now less the same period of the year before."""
        return _change(self.now, self.last_year)

    @property
    def percent_of_year(self) -> Decimal | None:
        """The change in per cent of the same period of the year before."""
        return self._percent(self.last_year)

    def _percent(self, then: Amount | None) -> Decimal | None:
        change = _change(self.now, then)
        if change is None or not then or self.unit == "%":
            return None
        return Decimal(100) * Decimal(change) / Decimal(then)


def _change(now: Amount | None, then: Amount | None) -> Amount | None:
    return None if now is None or then is None else now - then


@dataclass(frozen=True, slots=True)
class Beside:
    """`previous` and `last_year` are None where nothing can be compared; `notes` say why, and what limits the rest.

    Of six months, nine months and a year both are the same figures: the same span of the year before.
    """

    now: Figures
    previous: Figures | None
    last_year: Figures | None
    notes: tuple[str, ...] = ()

    def row(self, code: str, unit_id: int | None = None) -> Compared:
        """One figure of the unit, or of one below it; Refusal for a code that was not computed."""
        cell = self.now.cell(code, unit_id)
        then = (self._cell(found, code, unit_id) for found in (self.previous, self.last_year))
        values = [other.value if other else None for other in then]
        return Compared(code, str(cell.label), cell.unit, cell.value, *values)

    @staticmethod
    def _cell(then: Figures | None, code: str, unit_id: int | None) -> Cell | None:
        """None also for a unit that the tree of that time does not hold."""
        if then is None or (unit_id is not None and unit_id not in then.tree.nodes):
            return None
        return then.cell(code, unit_id)

    def rows(self) -> list[Compared]:
        """All figures of the unit in the order declared."""
        return [self.row(code) for code in self.now.items]


def beside(figures: Figures) -> Beside:
    """Count the same figures of the same unit in the two periods that a report compares with.

    One query per source and period beside those of the tree; one period only where both are the same.
    """
    notes: list[str] = []
    windows = {"previous": before(figures.period), "last_year": year_before(figures.period)}
    counted: dict[str, Figures | None] = {}
    for window in windows.values():
        if window and window.code not in counted:
            counted[window.code] = _of(figures, window, notes)
    if not any(windows.values()):
        notes.append("Không có văn bản nào quy định kỳ trước hoặc cùng kỳ năm trước nên không so sánh được.")
    previous, last_year = (counted[window.code] if window else None for window in windows.values())
    return Beside(figures, previous, last_year, tuple(notes))


def _of(figures: Figures, window: law.Period, notes: list[str]) -> Figures | None:
    """The figures of another period; None, with a note, where the unit did not live or nothing was recorded."""
    own_day = figures.tree_on == figures.period.last
    tree_on = window.last if own_day else figures.tree_on
    try:
        then = place(compute(figures.unit, window, list(figures.items), tree_on, engine=figures.engine))
    except Refusal:
        notes.append(
            f"{window.label}: đơn vị chưa có trong danh mục ngày {day(tree_on)}; "
            "muốn so sánh hãy tính theo đơn vị hiện nay."
        )
        return None
    if not then.received and not any(then.cell(code).records for code in then.items):
        notes.append(f"{window.label}: không có hồ sơ nào để so sánh.")
        return None
    if own_day and then.tree.nodes.keys() != figures.tree.nodes.keys():
        notes.append(
            f"{window.label}: danh mục đơn vị khác kỳ này, mỗi kỳ tính theo đơn vị của ngày cuối kỳ ấy."
        )
    return then
