"""Records and officers for tests."""

from datetime import date
from typing import Any

from danvan.org.models import Account, Unit
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing


def handler(unit: Unit | None = None) -> Account:
    """An officer who opens, classifies and handles letters; `.at` is the unit."""
    return _at("xu_ly", unit)


def head(unit: Unit | None = None) -> Account:
    """The head of a unit, who publishes and signs; `.at` is the unit."""
    return _at("lanh_dao", unit)


def compiler(unit: Unit | None = None) -> Account:
    """One who counts and opens nothing; `.at` is the unit."""
    return _at("tong_hop", unit)


def _at(role: str, unit: Unit | None) -> Account:
    unit = unit or make_unit()
    account = make_account(role, unit)
    account.at = unit
    return account


def letter_of(officer: Account, on: date, **fields: Any) -> Any:
    """A letter received at the officer's unit."""
    return writing.open_record("don", by=officer, unit=officer.at, on=on, **fields)
