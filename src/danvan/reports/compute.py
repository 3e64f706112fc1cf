"""Declared figures, counted from records for a unit and all below it in a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from danvan import law
from danvan.org.models import Unit
from danvan.org.tree import Tree
from danvan.records.declare import Indicator, Ratio, figure, figures
from danvan.reports.holding import held_by
from danvan.reports.inheritance import stand_ins
from danvan.reports.scan import NOTHING, Scan, Tally, by_source, scan
from danvan.reports.windows import counted, period_of
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number, share

NOT_COUNTED = "chưa có hồ sơ để đếm"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one unit. `value` is None where no record type counts it or nobody has stated it, which is not 0.

    A share has `numerator` and `denominator`, and as `value` their quotient in per cent (None over 0); a count has
    itself as numerator and no denominator. `records` is how many records stand behind it; `lacks` says that a table that
    is added there leaves the figure empty.
    """

    code: str
    label: str
    unit: str
    value: int | Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    records: int | None = None
    cite: str = ""
    lacks: bool = False

    @property
    def is_ratio(self) -> bool:
        """A share of two counts."""
        return self.denominator is not None

    @property
    def shown(self) -> str:
        """The value as a person reads it, without its unit: 1.234, 93,5 %, or that nothing can count it."""
        if self.is_ratio:
            return share(self.numerator, self.denominator)
        return NOT_COUNTED if self.value is None else number(self.value)


def nobody_counts(code: str, label: str, unit: str = "", cite: str = "") -> Cell:
    """The cell of a figure that has no record type yet."""
    return Cell(code, label, unit, None, cite=cite)


class Figures:
    """Counted figures of a unit and of every unit below it, as the tree stood on `tree_on`."""

    def __init__(
        self,
        unit: Unit,
        period: law.Period,
        tree: Tree,
        items: dict[str, Indicator | Ratio],
        engine: Scan = scan,
    ) -> None:
        self.unit, self.period, self.tree, self.items, self.engine = unit, period, tree, items, engine
        self.tree_on: date = tree.on
        self.stand_ins = stand_ins(tree)
        self.is_illustrative = False
        # Of units that send tables in place of records: code → unit → value with all below (`flow.coverage`).
        self.received: dict[str, dict[int, int]] = defaultdict(dict)
        self.settled: Any = None
        self._own: dict[str, dict[int, Tally]] = defaultdict(dict)
        self._total: dict[str, dict[int, Tally]] = {}
        self._lacking: dict[str, set[int]] = {}
        self._keeping: set[int] | None = None

    @property
    def unit_ids(self) -> list[int]:
        """The unit and all below it, from the top down in Vietnamese order."""
        return list(self.tree.walk(self.unit.pk))

    @property
    def counting_ids(self) -> set[int]:
        """Units whose records count here: those of the tree and the ended ones that they stand in for."""
        return {*self.unit_ids, *self.stand_ins}

    def add(self, unit_id: int, tallies: dict[str, Tally]) -> None:
        """Put one unit's own tallies where they are counted."""
        place = self.stand_ins.get(unit_id, unit_id)
        for code, tally in tallies.items():
            if tally.records:
                self._own[code][place] = self._own[code].get(place, NOTHING) + tally

    def roll_up(self) -> None:
        """Own figures plus those of all below, from the leaves upwards, each unit once."""
        nodes, root = self.tree.nodes, self.unit.pk
        parents = [(unit, nodes[unit].parent_id) for unit in reversed(self.unit_ids) if unit != root]
        nothing = dict.fromkeys(self.unit_ids, NOTHING)
        for code in (item.code for item in self.items.values() if isinstance(item, Indicator)):
            total = nothing | self._own[code]
            for unit, parent in parents:
                if total[unit].records:
                    total[parent] = total[parent] + total[unit]  # type: ignore[index]
            self._total[code] = total

    def receive(self, code: str, value: int, unit_ids: Iterable[int]) -> None:
        """Add a number that a unit sent to its own figure and to those of the units above it."""
        for unit_id in unit_ids:
            self.received[code][unit_id] = self.received[code].get(unit_id, 0) + value

    def lacks(self, code: str, unit_id: int) -> bool:
        """Whether a table that is added there leaves the figure empty: its total is then not the whole, and no 0."""
        if self.settled is None:
            return False
        if code not in self._lacking:
            empty = [pk for pk, values in self.settled.values.items() if code not in values]
            self._lacking[code] = {place for pk in empty for place in (pk, *self.tree.ancestors(pk))}
        return unit_id in self._lacking[code]

    def is_missing(self, code: str, unit_id: int) -> bool:
        """Whether, where tables are added, nobody states it for the unit or any below: neither records nor a table."""
        if self.settled is None or not self.settled.values or unit_id in self.received.get(code, {}):
            return False
        if self._keeping is None:
            counting = self.settled.counting or ()
            self._keeping = {place for pk in counting for place in (pk, *self.tree.ancestors(pk))}
        return unit_id not in self._keeping

    def own(self, code: str, unit_id: int) -> int:
        """What a unit counts itself, without those below."""
        return self._own[code].get(unit_id, NOTHING).value

    def cell(self, code: str, unit_id: int | None = None) -> Cell:
        """The figure of the unit (or of one below it) with all below; Refusal for a code that was not computed."""
        item = self.items.get(code) or figure(code)
        place = self.unit.pk if unit_id is None else unit_id
        if isinstance(item, Ratio):
            return self._share(item, place)
        if code not in self._total:
            raise Refusal(f"Chỉ tiêu “{code}” không nằm trong lần tính này; hãy tính lại với chỉ tiêu đó.")
        tally, lacks = self._total[code][place], self.lacks(code, place)
        value: int | None = tally.value + self.received.get(code, {}).get(place, 0)
        if self.is_missing(code, place):
            value = None
        return Cell(code, item.label, item.unit, value, value, None, tally.records, item.cite, lacks)

    def _share(self, item: Ratio, place: int) -> Cell:
        part, whole = self.cell(item.numerator, place), self.cell(item.denominator, place)
        lacks = part.lacks or whole.lacks
        if part.value is None or whole.value is None:
            return Cell(item.code, item.label, "%", None, None, None, whole.records, item.cite, lacks)
        value = Decimal(100) * part.value / whole.value if whole.value else None
        counts = (part.numerator, whole.numerator, whole.records)
        return Cell(item.code, item.label, "%", value, *counts, item.cite, lacks)

    def row(self, unit_id: int | None = None) -> dict[str, Cell]:
        """All figures of one unit, by code in the order declared."""
        return {code: self.cell(code, unit_id) for code in self.items}

    def rows(self) -> Iterator[tuple[int, str, dict[str, Cell]]]:
        """(unit id, its name on the tree's day, its figures), from the top down."""
        for unit_id in self.unit_ids:
            yield unit_id, self.tree.nodes[unit_id].name, self.row(unit_id)


def compute(
    unit: Unit,
    period: str | law.Period,
    codes: Iterable[str] | None = None,
    tree_on: date | None = None,
    *,
    engine: Scan = scan,
) -> Figures:
    """Count the figures of a unit and of all below it; all figures, or those of `codes`.

    The tree is the one of the period's last day, or of `tree_on`. One query per source beside those of the tree. `engine`
    asks each source: the database, or a snapshot of it (`reports.engines`).
    Raises Refusal for an unknown code, a period without law, or a unit that did not live on the tree's day.
    """
    window = period_of(period)
    on = tree_on or window.last
    tree = Tree(on, unit)
    if unit.pk not in tree.nodes:
        raise Refusal(f"{unit} không có trong danh mục đơn vị ngày {day(on)}; hãy chọn kỳ hoặc đơn vị khác.")
    found = Figures(unit, window, tree, _with_bases(codes), engine)
    counting = found.counting_ids
    for source, items in by_source(_indicators(found.items)).items():
        for line in engine(source, items, window, counting):
            found.is_illustrative |= line.is_illustrative
            found.add(line.unit_id, line.tallies)
    found.roll_up()
    return found


def records_behind(code: str, unit: Unit, period: str | law.Period, tree_on: date | None = None) -> QuerySet:
    """The records that the cell of this code counts; of a share, those of its denominator. Not yet narrowed to a reader.

    Callers that show them go through `visible_to`. Raises Refusal as `compute` does.
    """
    window = period_of(period)
    item = figure(code)
    if isinstance(item, Ratio):
        return records_behind(item.denominator, unit, window, tree_on)
    tree = Tree(tree_on or window.last, unit)
    if unit.pk not in tree.nodes:
        raise Refusal(
            f"{unit} không có trong danh mục đơn vị ngày {day(tree.on)}; hãy chọn kỳ hoặc đơn vị khác."
        )
    units = {*tree.nodes, *stand_ins(tree)}
    return held_by(item.source._default_manager.filter(counted(item, window)), units, window.last)


def _with_bases(codes: Iterable[str] | None) -> dict[str, Indicator | Ratio]:
    """The wanted figures with the counts that their shares are made of, in the order declared."""
    wanted = [figure(code) for code in codes] if codes is not None else figures()
    needed = {item.code for item in wanted}
    for item in wanted:
        if isinstance(item, Ratio):
            needed |= {item.numerator, item.denominator}
    return {item.code: item for item in figures() if item.code in needed}


def _indicators(items: dict[str, Indicator | Ratio]) -> list[Indicator]:
    return [item for item in items.values() if isinstance(item, Indicator)]
