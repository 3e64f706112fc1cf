"""What the counter takes away when something told at a visit turns out to be a tố cáo."""

from datetime import timedelta
from typing import Any

from danvan.domains.reception import booking as bookings
from danvan.domains.reception.models import Booking, ConclusionWords, Visit, VisitPerson
from danvan.records import envelopes
from danvan.records.models import Link, Record
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

VISIT = "luot_tiep"
AT_ONCE = timedelta(minutes=1)  # between a visit written at the counter and the mark on its booking


def purge(record: Any) -> None:
    """Of a visit: who came, who had booked, the words of conclusions. Of any other record: the visits tied to it as well.

    A sealed record must not hang on a visit that names the same person. Raises Refusal where other named records arose
    from that visit too, since a tie is never taken away and would lead from them to the author.
    """
    if record.type == VISIT:
        people = VisitPerson.objects.filter(visit_id=record.pk)
        came = {_folded(name) for name in people.values_list("full_name", flat=True)} - {""}
        people.delete()
        take_words(record)
        _forget_booking(record, came)
        return
    for visit in _visits_of(record):
        _refuse_siblings(visit, record)
        envelopes.reseal(visit)


def take_words(record: Any) -> None:
    """The words of conclusions about a visit."""
    ConclusionWords.objects.filter(conclusion__visit_id=record.pk).update(text="", contact="", result="")


def named_bookings(visit: Any) -> list[Booking]:
    """Places of the visit's unit and day under which a name stands, with their persons, by hour. One query."""
    rows = Booking.objects.filter(unit_id=visit.unit_id, on=visit.received_on, is_sealed=False)
    return list(rows.exclude(person__full_name="").select_related("person").order_by("at", "id"))


def _forget_booking(visit: Any, came: set[str]) -> None:
    """Who had booked under a name of who came; of a visit without names, who was marked in the moment it was written.

    A visit opened from a booking has let its name go then. Of the others no tie is kept, so nothing goes where several
    fit: the officer is told on the visit's page (`booked`).
    """
    if _came_from_one(visit):
        return
    near = [booking for booking in named_bookings(visit) if hasattr(booking, "person")]
    if came:
        fit = [booking for booking in near if _folded(booking.person.full_name) in came]
    else:
        fit = [booking for booking in near if _marked_at_once(booking, visit)]
    if len(fit) == 1:
        bookings.forget(fit[0])


def _came_from_one(visit: Any) -> bool:
    forgotten = Booking.objects.filter(unit_id=visit.unit_id, on=visit.received_on, person__full_name="")
    return any(_marked_at_once(booking, visit) for booking in forgotten)


def _marked_at_once(booking: Booking, visit: Any) -> bool:
    is_marked = booking.state == Booking.State.CAME and booking.changed_at is not None
    return is_marked and abs(booking.changed_at - visit.created_at) <= AT_ONCE


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _visits_of(record: Any) -> list[Visit]:
    """Visits that the record arose from, and those joined to it."""
    told = Link.objects.filter(record_id=record.pk, kind=Link.Kind.ARISES).values("source_id")
    joined = Link.objects.filter(source_id=record.pk, kind=Link.Kind.JOINS).values("record_id")
    return list(Visit.objects.filter(pk__in=told.union(joined)).order_by("pk"))


def _refuse_siblings(visit: Visit, record: Any) -> None:
    arisen = Link.objects.filter(source_id=visit.pk, kind=Link.Kind.ARISES).exclude(record_id=record.pk)
    joined = Link.objects.filter(record_id=visit.pk, kind=Link.Kind.JOINS).exclude(source_id=record.pk)
    others = Record.objects.filter(pk__in=arisen.values("record_id").union(joined.values("source_id")))
    if others.filter(identity_released_on__isnull=False).exists():
        raise Refusal(
            "Hồ sơ này cùng lượt tiếp với hồ sơ khác có ghi tên người trình bày; phân loại lại thành tố cáo sẽ lộ người tố "
            "cáo (Luật Tố cáo 2018, Điều 8). Hãy lưu hồ sơ này và mở đơn mới, không gắn với lượt tiếp, cho nội dung tố cáo."
        )
