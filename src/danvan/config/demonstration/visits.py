"""Invented sessions of heads, all held in person as the law asks, and the 97 visits."""

from collections.abc import Iterator
from datetime import date, timedelta

from danvan.config.demonstration.spread import FIRST_WEEK, LAST, Places, pick, working_day_after, working_days
from danvan.domains.reception.models import Answer, Channel, Content, HeadSession, Visit
from danvan.org.models import Unit
from danvan.records.loading import Row

REGULAR, WITH_HEAD, DELEGATED = 61, 30, 6
GROUP_TURNS = {11: 6, 37: 9, 58: 7, 83: 12}
CONTENTS = (Content.PROPOSAL, Content.COMPLAINT, Content.PROPOSAL, Content.OTHER, Content.PROPOSAL)
ANSWERS = (Answer.ACCEPTED, Answer.FORWARDED, Answer.REFUSED)


def sessions(places: Places) -> list[Row]:
    """A day a month for the province and departments, two for districts, one a week for communes; six delegated."""
    rows = [
        _session(unit, day)
        for units, days in (
            ([places.province, *places.departments], _monthly(14)),
            (places.districts, _monthly(6) + _monthly(13)),
            (places.communes, _weekly()),
        )
        for unit in units
        for day in days
    ]
    extra = [
        _session(unit, date(2023, 2, 21), HeadSession.Attendance.DELEGATED)
        for unit in places.districts[:DELEGATED]
    ]
    return rows + extra


def _monthly(day: int) -> list[date]:
    return [
        working_day_after(date(2023, month, min(day, 10) if month == 3 else day), 0) for month in (1, 2, 3)
    ]


def _weekly() -> list[date]:
    mondays = (FIRST_WEEK + timedelta(weeks=n) for n in range(10))
    return [working_day_after(monday + timedelta(days=1), 0) for monday in mondays]


def _session(unit: Unit, day: date, attendance: str = HeadSession.Attendance.IN_PERSON) -> Row:
    session = HeadSession(unit=unit, attendance=attendance, planned_on=day, is_illustrative=True)
    posted_on = day - timedelta(days=21)
    return Row(session, posted_on, [("to_chuc", day, {})], published_on=posted_on)


def visits(places: Places, held: list[Row]) -> Iterator[Row]:
    """Sixty-one regular visits, thirty with heads, six with their deputies."""
    days = working_days()[:-2]
    for turn in range(REGULAR):
        yield _visit(places.receiving(turn), pick(days, turn), turn, Channel.REGULAR)
    own = [row.record for row in held if row.record.attendance == HeadSession.Attendance.IN_PERSON]
    delegated = [row.record for row in held if row.record.attendance == HeadSession.Attendance.DELEGATED]
    for turn in range(REGULAR, REGULAR + WITH_HEAD):
        session = pick(own, turn)
        yield _visit(session.unit, session.held_on, turn, Channel.HEAD, session)
    for turn, session in enumerate(delegated, REGULAR + WITH_HEAD):
        yield _visit(session.unit, session.held_on, turn, Channel.DELEGATED, session)


def _visit(unit: Unit, day: date, turn: int, channel: str, session: HeadSession | None = None) -> Row:
    visit = Visit(
        unit=unit,
        channel=channel,
        session=session,
        content_kind=pick(CONTENTS, turn),
        persons=GROUP_TURNS.get(turn, 1 + turn % 3),
        is_group=turn in GROUP_TURNS,
        is_repeated=turn % 4 == 0,
        is_illustrative=True,
    )
    answered_on = working_day_after(day, 1 + turn % 6)
    moves = [("tra_loi", answered_on, {"answer": pick(ANSWERS, turn)})] if answered_on <= LAST else []
    return Row(visit, day, moves)
