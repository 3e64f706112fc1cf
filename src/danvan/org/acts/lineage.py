"""A unit as it was, and what carries it as it is: forwards and backwards through successions.

As it was needs nothing of this: the tree of a day is read as it stood. As it is follows each ended unit to what lives on
the day. The whole of a unit can be followed; a part cannot, since no record tells which part it belonged to.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.org.models import Succession, UnitName
from danvan.ui.dates import day


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where units are on a day.

    `homes`: unit → the living unit that carries the whole of it, itself while it lives. `parted`: unit → the living
    units that carry parts of it; their share of an old figure is not known. `lost`: ended, and no heir is known.
    """

    on: date
    homes: dict[int, int] = field(default_factory=dict)
    parted: dict[int, frozenset[int]] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sources:
    """What a living unit is made of: units it carries wholly (itself among them), and units it shares with others."""

    unit: int
    on: date
    whole: frozenset[int]
    part: frozenset[int]

    @property
    def adds_up(self) -> bool:
        """Whether its figures of an earlier day can be given as it is now."""
        return not self.part

    def why_not(self, names: dict[int, str]) -> str:
        """Why there is no such figure; empty when there is one."""
        if self.adds_up:
            return ""
        return _(
            "Không cộng được số liệu cũ theo đơn vị ngày %(day)s: một phần của %(units)s đã tách đi hoặc nhập về, "
            "hồ sơ cũ không ghi thuộc phần nào. Hãy xem theo đơn vị của từng thời điểm."
        ) % {"day": day(self.on), "units": ", ".join(names.get(pk, "") for pk in sorted(self.part))}


def as_is(unit_ids: Iterable[int], on: date) -> Lineage:
    """Each unit followed to a day. Two queries for each generation passed."""
    graph = _Graph(set(unit_ids), on)
    homes, parted, lost = {}, {}, set()
    for unit in set(unit_ids):
        living, is_whole = graph.settled(unit, frozenset())
        if not living:
            lost.add(unit)
        elif is_whole and len(living) == 1:
            homes[unit] = next(iter(living))
        else:
            parted[unit] = living
    return Lineage(on, homes, parted, frozenset(lost))


def sources(unit_id: int, on: date) -> Sources:
    """What the unit of a day is made of, back through all generations. Queries do not grow with their number of units."""
    before = _before({unit_id}, on)
    found = as_is(before, on)
    whole = {unit for unit, home in found.homes.items() if home == unit_id}
    part = {unit for unit, living in found.parted.items() if unit_id in living}
    # A unit that gave a part away and lives on is not what it was; nor is what took that part.
    gave = Succession.objects.filter(share=Succession.Share.PART, on__lte=on)
    for giver, taker in gave.filter(Q(predecessor_id__in=whole) | Q(successor_id__in=whole)).values_list(
        "predecessor_id", "successor_id"
    ):
        if not {giver, taker} <= whole:
            part.add(giver)
    return Sources(unit_id, on, frozenset(whole | {unit_id}), frozenset(part))


def inherited(unit_ids: Iterable[int], on: date) -> set[int]:
    """Ended units that are carried on a day by the given units alone, in whole or in parts: whose files these keep.

    Queries do not grow with the number of units.
    """
    ids = set(unit_ids)
    found = as_is(_before(ids, on) - ids, on)
    whole = {unit for unit, home in found.homes.items() if home in ids and unit != home}
    return whole | {unit for unit, living in found.parted.items() if living <= ids}


def _before(unit_ids: set[int], on: date) -> set[int]:
    seen, fresh = set(unit_ids), set(unit_ids)
    while fresh:
        rows = Succession.objects.filter(successor_id__in=fresh, on__lte=on)
        fresh = set(rows.values_list("predecessor_id", flat=True)) - seen
        seen |= fresh
    return seen


class _Graph:
    """Successions from the given units on, generation by generation, as far as they held on the day."""

    def __init__(self, unit_ids: set[int], on: date) -> None:
        self.heirs: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        self.alive: set[int] = set()
        fresh, seen = unit_ids, set(unit_ids)
        while fresh:
            ends = self._ends(fresh, on)
            fresh = self._follow(ends, on) - seen
            seen |= fresh

    def _ends(self, units: set[int], on: date) -> dict[int, date]:
        """Ended unit → the day after its last; the others are noted as alive."""
        ends: dict[int, date] = {}
        for unit, valid in UnitName.objects.filter(unit_id__in=units).values_list("unit_id", "valid"):
            if on in valid:
                self.alive.add(unit)
            elif valid.upper and valid.upper <= on:
                ends[unit] = max(valid.upper, ends.get(unit, valid.upper))
        return {unit: end for unit, end in ends.items() if unit not in self.alive}

    def _follow(self, ends: dict[int, date], on: date) -> set[int]:
        rows = Succession.objects.filter(predecessor_id__in=ends, on__lte=on)
        for old, new, since, share in rows.values_list("predecessor_id", "successor_id", "on", "share"):
            # What was once written to follow later came to nothing when the unit ended earlier.
            if since <= ends[old]:
                self.heirs[old].append((new, share == Succession.Share.WHOLE))
        return {new for old in ends for new, _whole in self.heirs[old]}

    def settled(self, unit: int, seen: frozenset[int]) -> tuple[frozenset[int], bool]:
        """The living units that carry it, and whether nothing of it went another way."""
        if unit in self.alive:
            return frozenset((unit,)), True
        if unit in seen:
            return frozenset(), False
        steps = self.heirs.get(unit, [])
        further = [self.settled(new, seen | {unit}) for new, _whole in steps]
        living = frozenset().union(*(found for found, _is_whole in further))
        complete = len(steps) > 1 or all(whole for _new, whole in steps)
        return living, bool(living) and complete and all(is_whole for _found, is_whole in further)
