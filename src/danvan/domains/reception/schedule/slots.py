"""Places that can be booked: sessions on the schedule and regular hours of the coming days, cut into slots."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from danvan.domains.reception.models import Booking, HeadSession, RegularHours
from danvan.records import calendar

REGULAR_AHEAD = timedelta(days=14)
SESSIONS_AHEAD = timedelta(days=60)
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """One session or one day of regular hours of a unit; `source` is the row behind it."""

    source: HeadSession | RegularHours
    on: date

    @property
    def key(self) -> str:
        """How an address names it: k-<code of the session>, or g-<id of the hours>-<day>."""
        if isinstance(self.source, HeadSession):
            return f"k-{self.source.public_id}"
        return f"g-{self.source.pk}-{self.on:%Y%m%d}"

    @property
    def is_session(self) -> bool:
        """Whether a head receives."""
        return isinstance(self.source, HeadSession)

    @property
    def columns(self) -> dict[str, Any]:
        """The booking's columns that say which it is."""
        return {"session_id": self.source.pk} if self.is_session else {"hours_id": self.source.pk}

    @property
    def times(self) -> list[time]:
        """When each slot begins; the last one ends within the hours."""
        begin = datetime.combine(self.on, self.source.starts_at)
        end = datetime.combine(self.on, self.source.ends_at)
        step = timedelta(minutes=self.source.slot_minutes)
        found = []
        while begin + step <= end:
            found.append(begin.time())
            begin += step
        return found


@dataclass(frozen=True, slots=True)
class Slot:
    """When one begins and how many places are free."""

    at: time
    free: int


def offers(unit_id: int, on: date) -> list[Offer]:
    """What can be booked at a unit after `on`, by day and hour. Four queries."""
    sessions = HeadSession.objects.visible_to(AnonymousUser()).filter(
        unit_id=unit_id,
        state="len_lich",
        planned_on__gt=on,
        planned_on__lte=on + SESSIONS_AHEAD,
        places__gt=0,
    )
    found = [Offer(session, session.planned_on) for session in sessions]
    found += _regular(unit_id, on)
    return sorted(found, key=lambda offer: (offer.on, offer.source.starts_at, offer.key))


def _regular(unit_id: int, on: date) -> list[Offer]:
    days = calendar.current()
    rows = RegularHours.objects.filter(
        Q(valid__endswith__gt=on) | Q(valid__upper_inf=True), unit_id=unit_id, places__gt=0
    )
    return [
        Offer(row, one)
        for row in rows
        for one in _coming(on)
        if one.weekday() == row.weekday and one in row.valid and days.is_working(one)
    ]


def _coming(on: date) -> list[date]:
    return [on + _ONE * n for n in range(1, REGULAR_AHEAD.days + 1)]


def find(unit_id: int, key: str, on: date) -> Offer | None:
    """The offer that an address names; None for one that is no more, or never was."""
    return next((offer for offer in offers(unit_id, on) if offer.key == key), None)


def slots(offer: Offer) -> list[Slot]:
    """Every slot with its free places. One query."""
    booked = Booking.objects.standing().filter(on=offer.on, **offer.columns)
    taken = Counter(booked.values_list("at", flat=True))
    return [Slot(at, max(0, offer.source.places - taken[at])) for at in offer.times]
