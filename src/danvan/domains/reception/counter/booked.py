"""On the page of a visit found to be about a tố cáo: which booked places may still name who came."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.domains.reception.counter.purging import named_bookings
from danvan.domains.reception.models import BookingPerson, Content, Visit
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded
from danvan.records.models import Record

TEMPLATE = "reception/counter/booked.html"


def panel(record: Any, reach: Reach) -> Folded | None:
    """Places of that unit and day with a name, without the name; for who classifies. Three queries.

    Nothing once as many names of the day were taken away as visits of it were sealed afterwards: each had its one.
    """
    if not is_resealed(record) or record.unit_id not in reach.units("records.classify"):
        return None
    near = named_bookings(record)
    if not near:
        return None
    same = {"unit_id": record.unit_id, "received_on": record.received_on, "secrecy": Record.Secrecy.SEALED}
    sealed = Visit.objects.filter(**same).exclude(content_kind=Content.DENUNCIATION).count()
    day = {"booking__unit_id": record.unit_id, "booking__on": record.received_on}
    if BookingPerson.objects.filter(full_name="", **day).count() >= sealed:
        return None
    context = {"bookings": near, "visit": record}
    return Folded(
        _("Chỗ đã đặt có thể của lượt này"), context, str(len(near)), waits=True, anchor="cho-da-dat"
    )


def is_resealed(record: Any) -> bool:
    """Whether it is a visit that was written with names and sealed when it was found to be about a tố cáo."""
    is_visit = isinstance(record, Visit) and record.secrecy == Record.Secrecy.SEALED
    return is_visit and record.content_kind != Content.DENUNCIATION
