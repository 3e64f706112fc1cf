"""Who is told of a duty: the persons nearest to its unit, from the unit upwards, who hold a permission there.

Roles and delegations only propose persons. What counts is the house's own question: whether the account has the
permission over the unit today, and whether it may read the duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property

from django.db.models import Q

from danvan.org import roles
from danvan.org.models import Account, Delegation, RoleGrant, UnitClosure
from danvan.org.rights import Rights
from danvan.records.duties import READ, seen
from danvan.records.models import Duty

HANDLE = "records.handle"
HEAD = "duties.excuse"  # the permission that a head alone has


class Reader:
    """An account, its rights of a day, and which of the duties in question it may read. Three queries at most.

    `among` holds those duties by unit.
    """

    def __init__(self, account: Account, on: date, among: Mapping[int, Collection[int]]) -> None:
        self.account, self._among = account, among
        self.rights: Rights = roles.rights(account, on)
        self._units: dict[str, frozenset[int]] = {}

    def units(self, permission: str) -> frozenset[int]:
        """Ids of the units over which the account has the permission; reckoned once."""
        if permission not in self._units:
            self._units[permission] = self.rights.units(permission)
        return self._units[permission]

    @cached_property
    def condition(self) -> Q:
        """The same condition that `visible_duties` puts."""
        return seen(self.units(READ), self.units("records.read"), self.units("records.sealed"))

    @cached_property
    def visible(self) -> frozenset[int]:
        """Ids of those of the duties in question that the account may read."""
        near = [pk for unit_id in self.units(READ) for pk in self._among.get(unit_id, ())]
        if not near:
            return frozenset()
        return frozenset(Duty.objects.filter(self.condition, pk__in=near).values_list("pk", flat=True))

    @property
    def home_id(self) -> int | None:
        """The unit of its first role."""
        held = self.rights.holdings
        return held[0].span.unit_id if held else None


class Holders:
    """Finds the persons for many duties of one day. Five queries, and three more for each account proposed."""

    def __init__(self, duties: Collection[Duty], on: date) -> None:
        self.on = on
        self._among: dict[int, list[int]] = defaultdict(list)
        for duty in duties:
            self._among[duty.unit_id].append(duty.pk)
        self._levels = levels(set(self._among), on)
        self._readers: dict[int, Reader] = {}
        every = {unit for chain in self._levels.values() for unit in chain}
        self._at = {permission: proposed(permission, every, on) for permission in (HANDLE, HEAD)}

    def reader(self, account: Account) -> Reader:
        """The account with what it may read."""
        if account.pk not in self._readers:
            self._readers[account.pk] = Reader(account, self.on, self._among)
        return self._readers[account.pk]

    def of(self, duty: Duty) -> list[Account]:
        """Those who handle it: of a record the officers, the head only where nobody else does; of a unit all of them."""

        def handles(account: Account) -> bool:
            reader = self.reader(account)
            return duty.pk in reader.visible and duty.unit_id in reader.units(HANDLE)

        found = self._nearest(duty, HANDLE, handles)
        if duty.record_id is None:
            return found
        officers = [one for one in found if duty.unit_id not in self.reader(one).units(HEAD)]
        return officers or found

    def head(self, duty: Duty) -> list[Account]:
        """The head of the unit; where the unit has none here, of the nearest level above."""
        return self._nearest(duty, HEAD, lambda account: duty.pk in self.reader(account).visible)

    def above(self, duty: Duty) -> list[Account]:
        """The head of the nearest level above who may read the duty."""
        return self._nearest(duty, HEAD, lambda account: duty.pk in self.reader(account).visible, skip=1)

    def _nearest(
        self, duty: Duty, permission: str, fits: Callable[[Account], bool], skip: int = 0
    ) -> list[Account]:
        for unit_id in self._levels[duty.unit_id][skip:]:
            found = [account for account in self._at[permission].get(unit_id, ()) if fits(account)]
            if found:
                return found
        return []


def levels(unit_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """Unit → itself and all above it on a day, nearest first. One query."""
    found = {pk: [pk] for pk in unit_ids}
    rows = UnitClosure.objects.on(on).filter(descendant_id__in=unit_ids).order_by("descendant_id", "depth")
    for descendant, ancestor in rows.values_list("descendant_id", "ancestor_id"):
        found[descendant].append(ancestor)
    return found


def proposed(permission: str, unit_ids: Collection[int], on: date) -> dict[int, list[Account]]:
    """Unit → active accounts with a role or a delegation given for just that unit. Three queries."""
    giving = {"unit_id__in": unit_ids, "role__in": roles.with_permission(permission)}
    granted = RoleGrant.objects.on(on).filter(**giving).values_list("unit_id", "person_id")
    lent = Delegation.objects.in_force(on).filter(**giving, permissions__contains=[permission])
    at: dict[int, set[int]] = defaultdict(set)
    for unit_id, person_id in [*granted, *lent.values_list("unit_id", "receiver_id")]:
        at[unit_id].add(person_id)
    accounts = _accounts({person for persons in at.values() for person in persons})
    return {
        unit_id: [account for person in sorted(persons) for account in accounts.get(person, ())]
        for unit_id, persons in at.items()
    }


def _accounts(person_ids: Iterable[int]) -> dict[int, list[Account]]:
    found: dict[int, list[Account]] = defaultdict(list)
    for account in Account.objects.filter(person_id__in=person_ids, is_active=True).order_by("id"):
        if account.person_id is not None:
            found[account.person_id].append(account)
    return found
