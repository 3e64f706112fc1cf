"""From roles and delegations of a day to the units that they reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection

from danvan.org.keepers import Ended, ended_before, files_kept_by
from danvan.org.tree import below_each

# What is inherited with the files of a unit that has ended.
READING = frozenset({"records.read", "records.sealed", "records.count", "records.history", "duties.read"})


@dataclass(frozen=True, slots=True)
class Span:
    """A unit, and all below it where `covers_below`."""

    unit_id: int
    covers_below: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that a person has on a day; a lent one names its permissions and the giver's own span around it."""

    role: str
    span: Span
    lent: frozenset[str] | None = None
    around: Span | None = None

    @property
    def covers_below(self) -> bool:
        """Whether it answers for all below its unit, as far as it was lent by one who does."""
        return self.span.covers_below and (self.around is None or self.around.covers_below)

    @property
    def is_own(self) -> bool:
        """Given to the person himself."""
        return self.lent is None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a machine's token leaves of its owner's rights."""

    scopes: frozenset[str]
    span: Span


class Rights:
    """The rights of an account on a day: one query, one more where a role covers units below, and one for the units
    that have ended: who carries a unit on keeps its files, to read and to count, not to change.
    """

    def __init__(self, account: Any, on: date, permissions_of: Mapping[str, frozenset[str]]) -> None:
        self.account, self.on, self._permissions_of = account, on, permissions_of

    @cached_property
    def holdings(self) -> list[Holding]:
        """The person's roles of the day, own ones first, in the order given; none for a disabled account."""
        account = self.account
        if not (account.is_authenticated and account.is_active and account.person_id):
            return []
        return held(account.person_id, self.on)

    def over(self, permission: str, unit_id: int) -> bool:
        """Whether the account has the permission over one unit; units that have ended are asked for only if it must be."""
        limits = self._limits
        return unit_id in self._reached(self._giving(permission, limits), limits) or (
            permission in READING and unit_id in self.units(permission)
        )

    def units(self, permission: str) -> frozenset[int]:
        """Ids of the units over which the account has the permission."""
        limits = self._limits
        giving = self._giving(permission, limits)
        reached = self._reached(giving, limits)
        if permission not in READING or not giving:
            return reached
        covering = self._reached([holding for holding in giving if holding.covers_below], limits)
        wide = covering if not limits or limits.span.covers_below else frozenset[int]()
        return reached | files_kept_by(reached, wide, self._ended)

    def _reached(self, holdings: list[Holding], limits: Limits | None) -> frozenset[int]:
        reached = frozenset[int]().union(*map(self._reach, holdings))
        return reached & self._inside(limits.span) if limits else reached

    @property
    def ended_ids(self) -> set[int]:
        """Ids of ended units that lead to the account's."""
        return {one.unit_id for one in self._ended}

    @cached_property
    def _ended(self) -> list[Ended]:
        reached = self._reached(self.holdings, None)
        return ended_before(reached, self.on, below_too=any(one.covers_below for one in self.holdings))

    @property
    def _limits(self) -> Limits | None:
        return self.account.limits if self.holdings else None

    def _giving(self, permission: str, limits: Limits | None) -> list[Holding]:
        if limits and permission not in limits.scopes:
            return []
        return [holding for holding in self.holdings if self._gives(holding, permission)]

    def _gives(self, holding: Holding, permission: str) -> bool:
        lent = holding.lent is None or permission in holding.lent
        return lent and permission in self._permissions_of.get(holding.role, ())

    def _reach(self, holding: Holding) -> frozenset[int]:
        reached = self._inside(holding.span)
        return reached & self._inside(holding.around) if holding.around else reached

    def _inside(self, span: Span) -> frozenset[int]:
        return frozenset(self._below[span.unit_id]) if span.covers_below else frozenset((span.unit_id,))

    @cached_property
    def _below(self) -> dict[int, set[int]]:
        spans = [span for holding in self.holdings for span in (holding.span, holding.around) if span]
        if self.account.limits:
            spans.append(self.account.limits.span)
        return below_each({span.unit_id for span in spans if span.covers_below}, self.on)


def held(person_id: int, on: date) -> list[Holding]:
    """The roles of a person on a day and those lent to the person, in one query.

    A delegation counts as long as its giver has the role himself and an account that is not disabled; it stands on
    roles given, never on another delegation, so nothing can be passed on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"person": person_id, "on": on})
        ordered = sorted(cursor.fetchall(), key=lambda row: (row[3] is not None, row[6]))
    return [
        Holding(
            role,
            Span(unit_id, covers_below),
            None if lent is None else frozenset(lent),
            None if around_id is None else Span(around_id, around_below),
        )
        for role, unit_id, covers_below, lent, around_id, around_below, _id in ordered
    ]


# Asked at every request; made anew by the mapper each time it cost more than the answer.
_HELD = """
SELECT role, unit_id, covers_below, NULL::varchar[], NULL::bigint, NULL::boolean, id
FROM org_rolegrant WHERE person_id = %(person)s AND valid @> %(on)s
UNION ALL
SELECT lent.role, lent.unit_id, lent.covers_below, lent.permissions, own.unit_id, own.covers_below, lent.id
FROM org_delegation lent
JOIN org_rolegrant own ON own.person_id = lent.giver_id AND own.role = lent.role AND own.valid @> %(on)s
WHERE lent.receiver_id = %(person)s AND lent.valid @> %(on)s AND (lent.ended_on IS NULL OR lent.ended_on > %(on)s)
AND EXISTS (SELECT FROM org_account giver WHERE giver.person_id = lent.giver_id AND giver.is_active)
"""
