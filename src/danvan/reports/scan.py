"""One query per source: every indicator of it, for all units at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Model, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.holding import held_by
from danvan.reports.question import question
from danvan.reports.windows import counted, reach


@dataclass(frozen=True, slots=True)
class Tally:
    """What one unit has of one indicator. `members` holds the distinct values, which add up as a set and not as a sum."""

    value: int = 0
    records: int = 0
    members: frozenset = frozenset()

    def __add__(self, other: "Tally") -> "Tally":
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
    row = rows(source, items, period, unit_ids).aggregate(**_aggregates(items, period))
    return {
        item.code: _tally(item, row[f"records_{n}"], row.get(f"value_{n}")).value
        for n, item in enumerate(items)
    }


def _aggregates(items: list[Indicator], period: law.Period) -> dict[str, Aggregate]:
    wanted: dict[str, Aggregate] = {}
    for n, item in enumerate(items):
        condition = counted(item, period)
        wanted[f"records_{n}"] = Count("pk", filter=condition)
        if item.measure != "count":
            wanted[f"value_{n}"] = _measure(item, condition)
    return wanted


def _measure(item: Indicator, condition: Q) -> Aggregate:
    how, _, column = item.measure.partition(":")
    if how == "sum":
        return Sum(column, filter=condition, default=0)
    if how == "distinct":
        return ArrayAgg(
            column, filter=condition & Q(**{f"{column}__isnull": False}), distinct=True, default=[]
        )
    raise ValueError(f"{item.code}: unknown measure {item.measure}")


def _tally(item: Indicator, records: int, value: Any) -> Tally:
    if item.measure == "count":
        return Tally(records, records)
    if item.measure.startswith("distinct:"):
        return Tally(len(value), records, frozenset(value))
    return Tally(int(value), records)
