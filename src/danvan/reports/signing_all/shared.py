"""One scan of each source for many reports: what the database told once of all units, handed out unit by unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.evidence import Listed, listed
from danvan.reports.question import known_by
from danvan.reports.scan import Line, scan

type Key = tuple[Any, ...]


class Shared:
    """What `compute` and `gather` ask in place of the database, for units among `unit_ids`.

    Each source is read at its first asking and not again: reports made with it show what stood there then. A record that
    changes between the scan and the listing of it is found by the signer, who refuses.
    """

    def __init__(self, unit_ids: Iterable[int]) -> None:
        self.unit_ids = frozenset(unit_ids)
        self._lines: dict[Key, dict[int, Line]] = {}
        self._listed: dict[Key, dict[int, list[Listed]]] = {}
        self._items: list[tuple[Indicator, ...]] = []  # held, for keys know them by which objects they are

    def __call__(
        self, source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
    ) -> Iterator[Line]:
        """The lines of the units; of any that was not told of before, the database is asked."""
        wanted = set(unit_ids)
        if not wanted <= self.unit_ids:
            return scan(source, items, period, wanted)
        key = self._key(source, items, period)
        if key not in self._lines:
            self._lines[key] = {line.unit_id: line for line in scan(source, items, period, self.unit_ids)}
        return _of(self._lines[key], wanted)

    def listed(
        self, source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
    ) -> Iterable[Listed]:
        """The records that count at the units, by id."""
        wanted = set(unit_ids)
        if not wanted <= self.unit_ids:
            return listed(source, items, period, wanted)
        key = self._key(source, items, period)
        if key not in self._listed:
            self._listed[key] = defaultdict(list)
            for row in listed(source, items, period, self.unit_ids):
                self._listed[key][row.held_at].append(row)
        found = self._listed[key]
        return sorted(row for unit in wanted if unit in found for row in found[unit])

    def _key(self, source: type[Model], items: list[Indicator], period: law.Period) -> Key:
        held = tuple(items)
        key = known_by(source, held, period)
        if key not in self._lines:
            self._items.append(held)
        return key


def _of(lines: dict[int, Line], wanted: set[int]) -> Iterator[Line]:
    return (lines[unit] for unit in wanted if unit in lines)
