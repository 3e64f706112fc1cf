"""What the counter takes away when something told at a visit turns out to be a tố cáo."""

from typing import Any

from danvan.domains.reception.models import ConclusionWords, Visit, VisitPerson
from danvan.records import envelopes
from danvan.records.models import Link, Record
from danvan.ui.errors import Refusal

VISIT = "luot_tiep"


def purge(record: Any) -> None:
    """Of a visit: who came, and the words of conclusions about it. Of any other record: the visits tied to it as well.

    A sealed record must not hang on a visit that names the same person. Raises Refusal where other named records arose
    from that visit too, since a tie is never taken away and would lead from them to the author.
    """
    if record.type == VISIT:
        VisitPerson.objects.filter(visit_id=record.pk).delete()
        ConclusionWords.objects.filter(conclusion__visit_id=record.pk).update(text="", contact="", result="")
        return
    for visit in _visits_of(record):
        _refuse_siblings(visit, record)
        envelopes.purge(visit)


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
