"""Visits and sessions, for tests."""

from datetime import date
from typing import Any

from danvan.domains.reception.models import Channel, Content, HeadSession, Visit
from danvan.org.models import Account, Unit
from danvan.records import writing
from danvan.records.loading import Row, load


def session(officer: Account, on: date, **fields: Any) -> HeadSession:
    """A session on the unit's posted schedule, planned and posted for that day."""
    values = {"planned_on": on} | fields
    return writing.open_record("ky_tiep", by=officer, unit=officer.at, on=on, **values)


def held(officer: Account, on: date, **fields: Any) -> HeadSession:
    """A session that was held on that day."""
    return writing.move(session(officer, on, **fields), "to_chuc", by=officer, on=on)


def visit(officer: Account, on: date, **fields: Any) -> Visit:
    """A regular visit of one person about a proposal, unless fields say otherwise."""
    values = {"channel": Channel.REGULAR, "content_kind": Content.PROPOSAL} | fields
    return writing.open_record("luot_tiep", by=officer, unit=officer.at, on=on, **values)


def loaded_visit(unit: Unit, on: date, **fields: Any) -> Visit:
    """A visit brought in by a load, on any day."""
    row = Row(Visit(unit=unit, **fields), on)
    load("luot_tiep", [row], reason="Thử nghiệm")
    return row.record


def loaded_session(unit: Unit, posted_on: date, held_on: date | None = None, **fields: Any) -> HeadSession:
    """A session posted on a day, held on another when given."""
    moves = [("to_chuc", held_on, {})] if held_on else []
    row = Row(HeadSession(unit=unit, planned_on=held_on or posted_on, **fields), posted_on, moves)
    load("ky_tiep", [row], reason="Thử nghiệm")
    return row.record
