"""What the counter takes away when something told at a visit turns out to be a tố cáo."""

from datetime import timedelta
from typing import Any

from danvan.domains.reception.models import Booking, BookingPerson, ConclusionWords, Visit, VisitPerson
from danvan.records import envelopes
from danvan.records.models import Link, Record
from danvan.ui.errors import Refusal

VISIT = "luot_tiep"
AT_ONCE = timedelta(minutes=1)  # between a visit written at the counter and the mark on its booking


def purge(record: Any) -> None:
    """Of a visit: who came, and the words of conclusions about it. Of any other record: the visits tied to it as well.

    A sealed record must not hang on a visit that names the same person. Raises Refusal where other named records arose
    from that visit too, since a tie is never taken away and would lead from them to the author.
    """
    if record.type == VISIT:
        VisitPerson.objects.filter(visit_id=record.pk).delete()
        take_words(record)
        _forget_booking(record)
        return
    for visit in _visits_of(record):
        _refuse_siblings(visit, record)
        envelopes.reseal(visit)


def take_words(record: Any) -> None:
    """The words of conclusions about a visit."""
    ConclusionWords.objects.filter(conclusion__visit_id=record.pk).update(text="", contact="", result="")


def _forget_booking(visit: Any) -> None:
    """Who had booked and was marked as come in the moment in which the visit was written: no other tie is kept."""
    moment = (visit.created_at - AT_ONCE, visit.created_at + AT_ONCE)
    came = Booking.objects.filter(unit_id=visit.unit_id, state=Booking.State.CAME, changed_at__range=moment)
    BookingPerson.objects.filter(booking__in=came).update(
        full_name="", phone="", email="", reminder_agreed_at=None
    )


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
