"""Papers on the tracking page: what the office issued to the sender, and what the sender may print and sign."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.portal.qr import picture_of
from danvan.portal.tracking import rights
from danvan.portal.tracking.standing import Standing, is_before_handling
from danvan.records import files
from danvan.records import papers as records_papers
from danvan.records.models import PersonalDetails, Record
from danvan.records.papers import signed
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

WITHDRAWAL = "rut_don"
ISSUED, SIGNED = "van-ban-", "ban-ky-"
# The template of each paper of the sender's, as a file to print and sign.
TEMPLATES = {WITHDRAWAL: "don_rut", rights.SECOND: "don_lan_hai", rights.COURT: "khoi_kien"}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TITLES = {
    WITHDRAWAL: gettext_lazy("ĐƠN RÚT ĐƠN"),
    rights.SECOND: gettext_lazy("ĐƠN KHIẾU NẠI LẦN HAI"),
    rights.COURT: gettext_lazy("ĐƠN KHỞI KIỆN"),
}
BLANK = "…" * 30


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that the office issued to the sender; `signed` is the key of its signed copy, empty without one."""

    key: str
    title: str
    number: str
    dated_on: date | None
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the holder of the code."""

    name: str
    content: bytes
    media_type: str = TYPES["pdf"]


def issued_to_sender(record: Record) -> list[Issued]:
    """Papers that reached the sender, newest first; none of a sealed record."""
    found = records_papers.for_sender(record)
    copies = signed.agreed(found) if found else {}
    return [
        Issued(
            f"{ISSUED}{one.pk}",
            one.title,
            one.number,
            one.dated_on,
            f"{SIGNED}{one.pk}" if one.pk in copies else "",
        )
        for one in found
    ]


def issued(key: str, record: Record) -> Download | None:
    """An issued paper of the sender's, or its signed copy; None for a key that is not among his."""
    for one in records_papers.for_sender(record):
        if key == f"{ISSUED}{one.pk}":
            return Download(records_papers.file_name(one, "pdf"), records_papers.pdf(one))
        if key == f"{SIGNED}{one.pk}" and (copy := signed.agreed([one]).get(one.pk)):
            name = records_papers.file_name(one, f"ban-ky.{copy.name.rpartition('.')[2]}")
            return Download(name, files.open_(copy), copy.media_type)
    return None


def file_to_sign(key: str, standing: Standing, ending: str, full_name: str) -> Download | None:
    """The same as `to_sign` from the office's own template, as pdf or docx; None where there is none.

    Who knows the sender's name beside the code gets it filled in with the address; the code alone names nobody. Of a
    matter that another's letter opened, no name at all is filled in.
    """
    if key not in usable(standing) or ending not in TYPES or not _has_files(standing):
        return None
    record = standing.record if key == WITHDRAWAL else rights.matter_of(standing.record)
    if record is None:
        return None
    person = records_papers.person_of(record)
    is_own = person is not None and person.record_id == standing.record.pk and _is_name(person, full_name)
    make = records_papers.preview if is_own else records_papers.bare
    try:
        sheet = make(record, TEMPLATES[key], on=standing.on)
    except Refusal:
        return None
    return Download(f"don-de-ky.{ending}", records_papers.drawn(sheet, ending), TYPES[ending])


def _has_files(standing: Standing) -> bool:
    """None while a page must not tell a tố cáo from another letter."""
    return not standing.is_sealed and not is_before_handling(standing.record)


def _is_name(person: PersonalDetails, written: str) -> bool:
    """Whether that is the person's name, marks and spaces apart."""
    return (
        bool(person.full_name and written.strip()) and fold(person.full_name).split() == fold(written).split()
    )


def usable(standing: Standing) -> set[str]:
    """Keys of the papers that are the sender's to use now."""
    right = rights.right(rights.matter_of(standing.record), standing.on, standing.record)
    found = {paper for paper, _label in right.papers} if right else set()
    if standing.closed_on is None and standing.record.type == "don":
        found.add(WITHDRAWAL)
    return found


def to_sign(key: str, standing: Standing) -> dict[str, Any] | None:
    """A paper of the sender's with what is known without naming anybody; None for one that is not his to use now."""
    if key not in usable(standing):
        return None
    matter = rights.matter_of(standing.record)
    return {
        "title": TITLES[key],
        "to": _to(key, standing),
        "lines": _lines(key, standing, matter),
        "closing": _closing(key),
        "qr": picture_of(standing.code),
        "standing": standing,
        "key": key,
        "has_files": _has_files(standing),
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
