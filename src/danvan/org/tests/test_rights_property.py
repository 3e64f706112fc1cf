"""For any grants, delegations, locked accounts and days, the rights are what a plain recomputation gives."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from danvan.org.models import Account, ApiToken, Delegation, RoleGrant, UnitParent
from danvan.org.people.tokens import Machine
from danvan.org.rights import Limits, Span
from danvan.org.roles import ROLES, rights
from danvan.org.tests.factories import make_account, make_unit

FIRST = date(2023, 1, 1)
LENGTH = 12
# 0 is the province; 1 and 2 districts below it; 3 to 5 communes; 6 stands alone.
ABOVE = {1: 0, 2: 0, 3: 1, 4: 1, 5: 2}
PEOPLE, UNITS = range(3), range(7)
ROLE_KEYS = ("xu_ly", "lanh_dao")
ASKED = ("records.read", "records.decide", "records.open")


@dataclass(frozen=True)
class Given:
    """A role of a person at a unit, from a day up to another."""

    person: int
    role: str
    unit: int
    below: bool
    since: int
    length: int


@dataclass(frozen=True)
class Lent:
    """A delegation; `ended` is the first day without it, or None."""

    giver: int
    receiver: int
    role: str
    permissions: frozenset[str]
    unit: int
    below: bool
    since: int
    length: int
    ended: int | None


days = some.integers(0, LENGTH)
lengths = some.integers(3, LENGTH)
asked = some.frozensets(some.sampled_from(ASKED), min_size=1)
grants = some.lists(
    some.builds(
        Given,
        some.sampled_from(PEOPLE),
        some.sampled_from(ROLE_KEYS),
        some.sampled_from(UNITS),
        some.booleans(),
        days,
        lengths,
    ),
    min_size=1,
    max_size=5,
)
limits = some.tuples(asked, some.sampled_from(UNITS), some.booleans())


@some.composite
def papers(draw, granted: list[Given]) -> Lent:
    """Mostly a delegation of something that its giver has at some time: blind ones would hardly ever give anything."""
    base = draw(some.sampled_from(granted))
    return Lent(
        giver=base.person,
        receiver=(base.person + draw(some.sampled_from([1, 2]))) % len(PEOPLE),
        role=draw(some.sampled_from([base.role, base.role, *ROLE_KEYS])),
        permissions=draw(asked),
        unit=draw(some.sampled_from([base.unit, base.unit, *UNITS])),
        below=draw(some.booleans()),
        since=draw(days),
        length=draw(lengths),
        ended=draw(some.none() | days),
    )


@some.composite
def worlds(draw) -> tuple[list[Given], list[Lent]]:
    """Roles as the database keeps them, and delegations."""
    granted = once(draw(grants))
    return granted, draw(some.lists(papers(granted), max_size=4))


# The plain recomputation


def under(unit: int, below: bool) -> set[int]:
    """The unit and, where asked, all whose chain of units above leads to it."""
    found = {unit}
    if below:
        for other in UNITS:
            above = other
            while above in ABOVE:
                above = ABOVE[above]
                if above == unit:
                    found.add(other)
    return found


def holds(since: int, length: int, day: int) -> bool:
    return since <= day < since + length


def by_hand(person, permission, day, granted, lent, locked) -> set[int]:
    if person in locked:
        return set()
    found: set[int] = set()
    for one in granted:
        if (
            one.person == person
            and holds(one.since, one.length, day)
            and permission in ROLES[one.role].permissions
        ):
            found |= under(one.unit, one.below)
    for paper in lent:
        if paper.receiver != person or paper.giver in locked or permission not in paper.permissions:
            continue
        if not holds(paper.since, paper.length, day) or (paper.ended is not None and day >= paper.ended):
            continue
        givers = set()
        for one in granted:
            same = one.person == paper.giver and one.role == paper.role
            if same and holds(one.since, one.length, day) and permission in ROLES[one.role].permissions:
                givers |= under(one.unit, one.below)
        found |= givers & under(paper.unit, paper.below)
    return found


# The world


@pytest.fixture
def world(db):
    units = []
    for number in UNITS:
        units.append(make_unit(parent=units[ABOVE[number]] if number in ABOVE else None))
    assert UnitParent.objects.count() == len(ABOVE)
    return units, [make_account() for _ in PEOPLE]


def at(day: int) -> date:
    return FIRST + timedelta(days=day)


def once(granted: list[Given]) -> list[Given]:
    """The database keeps a role at a unit once at a time; of two that overlap the first stays."""
    kept: list[Given] = []
    for one in granted:
        alike = (one.person, one.role, one.unit)
        if all(
            alike != (other.person, other.role, other.unit)
            or one.since + one.length <= other.since
            or other.since + other.length <= one.since
            for other in kept
        ):
            kept.append(one)
    return kept


def write(units, accounts, granted, lent, locked) -> None:
    for one in granted:
        valid = DateRange(at(one.since), at(one.since + one.length))
        RoleGrant.objects.create(
            person=accounts[one.person].person,
            unit=units[one.unit],
            role=one.role,
            covers_below=one.below,
            valid=valid,
        )
    for paper in lent:
        Delegation.objects.create(
            giver=accounts[paper.giver].person,
            receiver=accounts[paper.receiver].person,
            unit=units[paper.unit],
            role=paper.role,
            permissions=sorted(paper.permissions),
            covers_below=paper.below,
            valid=DateRange(at(paper.since), at(paper.since + paper.length)),
            paper_no="1",
            paper_on=FIRST,
            reason="thử",
            ended_on=None if paper.ended is None else at(paper.ended),
            ended_by=None if paper.ended is None else accounts[paper.giver],
        )
    Account.objects.filter(pk__in=[accounts[number].pk for number in locked]).update(is_active=False)


class _Undone(Exception):
    """Ends a transaction whose rows nobody needs."""


@given(world_of=worlds(), locked=some.frozensets(some.sampled_from(PEOPLE), max_size=1), narrowed=limits)
# The world is the same for all; what each example writes is undone.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rights_are_what_a_plain_recomputation_gives(world, world_of, locked, narrowed):
    units, accounts = world
    number = {unit.pk: place for place, unit in enumerate(units)}
    granted, lent = world_of
    try:
        with transaction.atomic():
            write(units, accounts, granted, lent, locked)
            for person in PEOPLE:
                account = Account.objects.get(pk=accounts[person].pk)
                scopes, unit, below = narrowed
                machine = _machine(account, Limits(scopes, Span(units[unit].pk, below)))
                for day in range(0, 2 * LENGTH, 3):
                    mine, narrower = rights(account, at(day)), rights(machine, at(day))
                    for permission in ASKED:
                        expected = by_hand(person, permission, day, granted, lent, locked)
                        assert {number[pk] for pk in mine.units(permission)} == expected
                        narrow = expected & under(unit, below) if permission in scopes else set()
                        assert {number[pk] for pk in narrower.units(permission)} == narrow
                        assert {number[pk] for pk in number if mine.over(permission, pk)} == expected
                        assert {number[pk] for pk in number if narrower.over(permission, pk)} == narrow
            raise _Undone
    except _Undone:
        pass


def _machine(account: Account, narrowed: Limits) -> Machine:
    return Machine(ApiToken(account=account), narrowed)


def test_the_recomputation_itself_tells_yes_and_no():
    """A model that always says nothing would agree with a broken program that always says nothing."""
    head = Given(0, "lanh_dao", 1, True, 0, 5)
    paper = Lent(0, 1, "lanh_dao", frozenset({"records.read"}), 0, True, 2, 5, 4)
    told = [by_hand(1, "records.read", day, [head], [paper], frozenset()) for day in range(6)]
    assert told == [set(), set(), {1, 3, 4}, {1, 3, 4}, set(), set()]
    assert by_hand(1, "records.read", 2, [head], [paper], frozenset({0})) == set()
    assert by_hand(0, "records.read", 2, [head], [paper], frozenset()) == {1, 3, 4}
