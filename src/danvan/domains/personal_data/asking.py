"""Opening a request about a record, and what an open one keeps."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from danvan.domains.personal_data.models import DataRequest, Right
from danvan.org.models import Account
from danvan.records import envelopes, writing
from danvan.records.models import EnvelopeAct, Record
from danvan.ui.errors import Refusal

WAITS = "Còn yêu cầu xem, sửa dữ liệu cá nhân chưa trả lời xong."


def ask(about: Record, right: str, capacity: str, *, by: Account | None, on: date) -> DataRequest:
    """Open a request about a record in the register of its unit. Refusal for a second open one of the same right.

    An officer (`by`) has seen papers before he writes it down; of what comes over the portal nobody has.
    """
    if about.type == "yeu_cau_dlcn":
        raise Refusal("Yêu cầu về dữ liệu cá nhân không ghi tên ai nên không có gì để yêu cầu tiếp.")
    if on < about.received_on:
        raise Refusal("Ngày yêu cầu trước ngày tiếp nhận hồ sơ; hãy sửa lại.")
    if open_ones().filter(about_id=about.pk, right=right).exists():
        raise Refusal("Hồ sơ đang có một yêu cầu như thế chưa xong; hãy trả lời yêu cầu đó.")
    fields: dict[str, Any] = {"about_id": about.pk, "right": right, "capacity": capacity}
    fields |= {"checked_on": on if by else None, "is_illustrative": about.is_illustrative}
    return writing.open_record("yeu_cau_dlcn", by=by, unit=about.unit, on=on, **fields)


def open_ones() -> QuerySet[DataRequest]:
    """Requests that are not ended."""
    return DataRequest.objects.filter(closed_on__isnull=True)


def asked_about(ids: set[int]) -> set[int]:
    """Of these records those about which a request to see or correct is open; one to delete keeps nothing."""
    waiting = open_ones().filter(about_id__in=ids).exclude(right=Right.DELETE)
    return set(waiting.values_list("about_id", flat=True))


def seal_with(record: Record) -> None:
    """A record that turns out to be a tố cáo takes the requests about it along: read by as few, what was written gone."""
    for request in DataRequest.objects.filter(about_id=record.pk):
        envelopes.drop(request, reason=EnvelopeAct.Reason.DENUNCIATION, by=None)
    about = Record.objects.filter(pk__in=DataRequest.objects.filter(about_id=record.pk).values("pk"))
    about.update(secrecy=Record.Secrecy.SEALED, published_on=None)
