"""One query per source: every indicator of it, for all units at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.holding import held_by
from danvan.reports.question import question
from danvan.reports.windows import reach


class Tally(NamedTuple):
    """What one unit has of one indicator. `members` holds the distinct values, which add up as a set and not as a sum."""

    value: int = 0
    records: int = 0
    members: frozenset = frozenset()

    def __add__(self, other: "Tally") -> "Tally":  # type: ignore[override]
        if not self.records:
            return other
        members = self.members | other.members
        value = len(members) if members else self.value + other.value
        return Tally(value, self.records + other.records, members)


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's own tallies of one source, by code."""

    unit_id: int
    is_illustrative: bool
    tallies: dict[str, Tally]


Scan = Callable[[type[Model], list[Indicator], law.Period, Iterable[int]], Iterator[Line]]


def by_source(indicators: Iterable[Indicator]) -> dict[type[Model], list[Indicator]]:
    """The indicators of each source, in the order declared."""
    found: dict[type[Model], list[Indicator]] = defaultdict(list)
    for item in indicators:
        found[item.source].append(item)
    return dict(found)


def rows(
    source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
) -> QuerySet:
    """Records of the units that any of the indicators could place."""
    placed = source._default_manager.filter(reach(items, period))
    return held_by(placed, unit_ids, period.last).order_by()


def scan(
    source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
) -> Iterator[Line]:
    """Every indicator of one source for all the units, in one query; units without a record give no line."""
    asked = question(source, items, period)
    for row in asked.rows(unit_ids):
        tallies = {
            item.code: _tally(item, row[records], value and row[value]) if row[records] else NOTHING
            for item, (records, value) in zip(items, asked.places, strict=True)
        }
        yield Line(row[0], row[1], tallies)


def recount(
    source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
) -> dict[str, int]:
    """The values of all the units together without grouping: what the roll-up over the tree must come to."""
    asked = question(source, items, period)
    row = asked.whole(unit_ids)
    return {
        item.code: _tally(item, row[records], value and row[value]).value
        for item, (records, value) in zip(items, asked.places, strict=True)
    }


def _tally(item: Indicator, records: int, value: Any) -> Tally:
    if item.measure == "count":
        return Tally(records, records)
    if item.measure.startswith("distinct:"):
        return Tally(len(value), records, frozenset(value))
    return Tally(int(value), records)
