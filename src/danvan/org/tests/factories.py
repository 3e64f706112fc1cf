"""Units, people and accounts for tests."""

from datetime import date
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import closure
from danvan.org.models import (
    Account,
    Kind,
    Person,
    Post,
    PostHolding,
    RoleGrant,
    Succession,
    Unit,
    UnitCode,
    UnitName,
    UnitParent,
)

_turn = count(1)
ALWAYS = DateRange(date(2000, 1, 1), None)


def make_unit(
    name: str = "",
    kind: str = Kind.COMMUNE,
    parent: Unit | None = None,
    code: str = "",
    valid: DateRange = ALWAYS,
) -> Unit:
    """A saved unit with a name, and a code and parent when given, valid from 2000 on."""
    turn = next(_turn)
    unit = Unit.objects.create(slug=f"don-vi-{turn}")
    UnitName.objects.create(unit=unit, name=name or f"Xã Minh Họa {turn}", kind=kind, valid=valid)
    if code:
        UnitCode.objects.create(unit=unit, code=code, valid=valid)
    if parent:
        put_under(unit, parent, valid)
    return unit


def put_under(unit: Unit, parent: Unit, valid: DateRange = ALWAYS) -> UnitParent:
    """A saved row: `unit` stood under `parent` on these days; what it says of the days before must end first."""
    row = UnitParent.objects.create(unit=unit, parent=parent, valid=valid)
    closure.rebuild([unit.pk])
    return row


def change_parents(unit: Unit, **changed: object) -> None:
    """Change the saved parents of a unit, `valid` or `parent`."""
    UnitParent.objects.filter(unit=unit).update(**changed)
    closure.rebuild([unit.pk])


def make_succession(old: Unit, new: Unit, on: date) -> Succession:
    """A saved row: `new` took over the whole of `old` on a day."""
    return Succession.objects.create(predecessor=old, successor=new, on=on)


def make_person(full_name: str = "") -> Person:
    """A saved person with an invented name."""
    return Person.objects.create(full_name=full_name or f"Cán bộ minh họa {next(_turn)}")


def make_head(unit: Unit, person: Person | None = None, valid: DateRange = ALWAYS) -> PostHolding:
    """A saved holding of the unit's head post, which is made when there is none."""
    post, _ = Post.objects.get_or_create(unit=unit, is_head=True, defaults={"title": "Chủ tịch"})
    return PostHolding.objects.create(person=person or make_person(), post=post, valid=valid)


def make_account(role: str = "", unit: Unit | None = None, *, covers_below: bool = False) -> Account:
    """A saved account; with a role, granted at the unit from 2000 on. Password: "mat-khau-thu-nghiem"."""
    person = make_person()
    if role:
        RoleGrant.objects.create(
            person=person, unit=unit or make_unit(), role=role, covers_below=covers_below, valid=ALWAYS
        )
    return Account.objects.create_user(f"tai-khoan-{next(_turn)}", "mat-khau-thu-nghiem", person=person)
