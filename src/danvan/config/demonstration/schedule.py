"""The posted schedule of the demonstration: regular hours, and one session of the head that is still to come."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.config.demonstration.spread import Places
from danvan.domains.reception.models import HeadSession, RegularHours
from danvan.records.loading import Row

COMING = date(2023, 3, 28)
POSTED_BEFORE = timedelta(days=21)
SINCE = DateRange(date(2021, 7, 1), None)
ROOM = "Phòng tiếp công dân (minh họa)"
MORNING, AFTERNOON = (time(7, 30), time(11)), (time(13, 30), time(16, 30))


def coming(places: Places) -> Iterator[Row]:
    """The next session of the province's head, posted in time and not yet held."""
    posted_on = COMING - POSTED_BEFORE
    session = HeadSession(
        unit=places.province,
        planned_on=COMING,
        starts_at=time(8),
        ends_at=time(11),
        place=ROOM,
        presided_by="Chủ tịch UBND tỉnh (minh họa)",
        participants="Ban Tiếp công dân, Thanh tra tỉnh (minh họa)",
        places=2,
        is_illustrative=True,
    )
    yield Row(session, posted_on, published_on=posted_on)


def open_hours(places: Places) -> None:
    """Mornings and afternoons of every weekday at the province and at its reception office."""
    RegularHours.objects.bulk_create(
        RegularHours(
            unit=unit,
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
            place=ROOM,
            who="Cán bộ tiếp công dân (minh họa)",
            places=2,
            valid=SINCE,
        )
        for unit in (places.province, places.reception[0])
        for weekday in range(5)
        for starts_at, ends_at in (MORNING, AFTERNOON)
    )
