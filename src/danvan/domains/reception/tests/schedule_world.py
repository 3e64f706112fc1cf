"""A commune that plans its reception, for tests of the schedule, bookings, conclusions and the book."""

import html
import re
from datetime import date, time
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.reception.models import HeadSession, RegularHours, Visit
from danvan.domains.reception.schedule.planning import Pattern, Plan, open_session
from danvan.domains.reception.schedule.slots import Offer
from danvan.org.models import Account, Kind, Unit
from danvan.org.tests.factories import make_unit
from danvan.records import writing
from danvan.records.tests.factories import handler

TODAY = date(2023, 3, 14)  # a Tuesday
TOLD = {
    "starts_at": time(8),
    "ends_at": time(10),
    "place": "Phòng tiếp công dân",
    "attendance": "truc_tiep",
    "presided_by": "Chủ tịch UBND xã",
    "slot_minutes": 30,
    "places": 2,
}
PERSON = {
    "full_name": "Người Đặt Minh Họa",
    "phone": "0900000001",
    "email": "dat@vi-du.example",
    "reminder": True,
}


def commune(name: str = "Xã Minh Họa") -> Unit:
    """A commune below a province."""
    return make_unit(name, Kind.COMMUNE, make_unit("Tỉnh Minh Họa", Kind.PROVINCE))


def planner(unit: Unit | None = None) -> Account:
    """An officer who opens and handles there."""
    return handler(unit or commune())


def plan_of(unit: Unit, since: date, until: date, pattern: Pattern, **told: Any) -> Plan:
    """A plan of ordinary mornings."""
    return Plan(unit, since, until, pattern, TOLD | told)


def posted(
    officer: Account, planned_on: date = date(2023, 3, 28), on: date = TODAY, **told: Any
) -> HeadSession:
    """A session on the public schedule."""
    return open_session(officer.at, planned_on, TOLD | told, by=officer, on=on)


def offer_of(session: HeadSession) -> Offer:
    """The session as what can be booked."""
    return Offer(session, session.planned_on)


def hours_of(unit: Unit, weekday: int = 1, **fields: Any) -> RegularHours:
    """Regular hours from 2020 on, Tuesdays from 8 to 10."""
    values = {"starts_at": time(8), "ends_at": time(10), "place": "Bộ phận một cửa", "places": 1}
    values["valid"] = DateRange(date(2020, 1, 1), None)
    return RegularHours.objects.create(unit=unit, weekday=weekday, **(values | fields))


def held_with_visits(officer: Account, on: date, *contents: str) -> tuple[HeadSession, list[Visit]]:
    """A session held on a day with a visit for each content."""
    session = posted(officer, on, on)
    writing.move(session, "to_chuc", by=officer, on=on)
    visits = [
        writing.open_record(
            "luot_tiep",
            by=officer,
            unit=officer.at,
            on=on,
            channel="thu_truong",
            session=session,
            content_kind=content,
        )
        for content in contents
    ]
    return HeadSession.objects.get(pk=session.pk), visits


def words(page: str) -> str:
    """A page as a person reads it: without its marks, in single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
