"""Papers on the tracking page: what the office issued to the sender, and what the sender may print and sign."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.portal.qr import picture_of
from danvan.portal.tracking import rights
from danvan.portal.tracking.standing import Standing
from danvan.records import papers as records_papers
from danvan.records.models import Record
from danvan.ui.dates import day

WITHDRAWAL = "rut_don"
ISSUED = "van-ban-"
TITLES = {
    WITHDRAWAL: gettext_lazy("ĐƠN RÚT ĐƠN"),
    rights.SECOND: gettext_lazy("ĐƠN KHIẾU NẠI LẦN HAI"),
    rights.COURT: gettext_lazy("ĐƠN KHỞI KIỆN"),
}
BLANK = "…" * 30


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that the office issued to the sender."""

    key: str
    title: str
    number: str
    dated_on: date | None


def issued_to_sender(record: Record) -> list[Issued]:
    """Papers that reached the sender, newest first; none of a sealed record."""
    return [
        Issued(f"{ISSUED}{one.pk}", one.title, one.number, one.dated_on)
        for one in records_papers.for_sender(record)
    ]


def issued(key: str, record: Record) -> tuple[str, bytes] | None:
    """(file name, PDF) of an issued paper of the sender's; None for a key that is not among his."""
    found = next((one for one in records_papers.for_sender(record) if f"{ISSUED}{one.pk}" == key), None)
    return (records_papers.file_name(found, "pdf"), records_papers.pdf(found)) if found else None


def to_sign(key: str, standing: Standing) -> dict[str, Any] | None:
    """A paper of the sender's with what is known without naming anybody; None for one that is not his to use now."""
    matter = rights.matter_of(standing.record)
    right = rights.right(matter, standing.on)
    usable = {paper for paper, _label in right.papers} if right else set()
    if standing.closed_on is None and standing.record.type == "don":
        usable.add(WITHDRAWAL)
    if key not in usable:
        return None
    return {
        "title": TITLES[key],
        "to": _to(key, standing),
        "lines": _lines(key, standing, matter),
        "closing": _closing(key),
        "qr": picture_of(standing.code),
        "standing": standing,
        "key": key,
    }


def _to(key: str, standing: Standing) -> str:
    return standing.unit if key == WITHDRAWAL else BLANK


def _lines(key: str, standing: Standing, matter: Any) -> list[tuple[str, str]]:
    person = [(_("Họ và tên"), BLANK), (_("Địa chỉ"), BLANK), (_("Số căn cước"), BLANK)]
    told = {"number": standing.number, "unit": standing.unit, "day": day(standing.received_on)}
    letter = _("số %(number)s, %(unit)s tiếp nhận ngày %(day)s") % told
    if key == WITHDRAWAL:
        return [
            *person,
            (_("Đơn được rút"), letter),
            (_("Rút"), _("☐ toàn bộ   ☐ một phần, cụ thể là: ") + BLANK),
            (_("Lý do"), BLANK),
        ]
    settled = matter.settled_on if matter else None
    decided = (
        _("ngày %(day)s của %(unit)s") % {"day": day(settled), "unit": standing.unit} if settled else BLANK
    )
    return [
        *person,
        (_("Đơn đã gửi"), letter),
        (_("Quyết định giải quyết lần đầu số"), BLANK),
        (_("Quyết định đó"), decided),
        (_("Lý do không đồng ý"), BLANK * 4),
        (_("Yêu cầu"), BLANK * 2),
    ]


def _closing(key: str) -> str:
    if key == WITHDRAWAL:
        return _("Tôi tự nguyện rút đơn, không bị ai đe dọa, ép buộc, mua chuộc.")
    return _("Tôi cam đoan nội dung trên là đúng và chịu trách nhiệm trước pháp luật.")
