"""Sending: the line of the register, the case, what lies in it and the sender's key, in one transaction; or nothing.

What is sent goes from the request's memory to the keys of people. No envelope to the server's own key lies in between, no
draft, no job, no notice with a word in it.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from danvan.domains.petitions.denunciations.online import open_online
from danvan.org.models import Unit
from danvan.portal.denouncing import form_key
from danvan.portal.denouncing.steps import Journey
from danvan.portal.filing import uploads
from danvan.records.gates import Gate
from danvan.records.models import Record, SealItem
from danvan.records.seal import cases, items, senders
from danvan.ui.errors import Refusal

HOUR = int(timedelta(hours=1).total_seconds())
PRESSED = Gate("to-cao-bam", 40, HOUR)  # presses of “Gửi” of one address, whatever becomes of them
SENT = Gate("to-cao-gui", 10, HOUR)  # sendings of one address
TAKEN = Gate("to-cao-don-vi", 60, HOUR)  # sendings that one unit takes
Kind = SealItem.Kind
Files = Sequence[tuple[str, bytes]]
WAITS_SECONDS = 30  # for the files of others
BUSY = "Máy đang đọc tệp của nhiều người khác nên chưa nhận được; hãy chọn lại các tệp, chờ một phút rồi gửi lại."
OTHER_WORDS = (
    "Mẫu này đã gửi một lần, với nội dung khác; muốn sửa, bổ sung đơn ấy thì vào trang theo dõi bằng mã của nó, còn muốn "
    "gửi thêm đơn này như một đơn riêng thì hãy bấm Gửi lần nữa."
)
_DECODES = threading.Lock()  # files are looked into one sending at a time in a process


@dataclass(frozen=True, slots=True)
class Sent:
    """The record, the code that opens it for its sender, and whether this sending made it or an earlier one did."""

    record: Record
    code: str
    is_new: bool


def read_files(sent: Sequence[UploadedFile], *, is_named: bool) -> list[tuple[str, bytes]]:
    """(name of ours, bytes) of each file, looked at as for an envelope. Refusal that names the file by its turn.

    Of who gives no name only what was written anew, so that no PDF tells it. Sendings take turns; Refusal also for one
    that would wait long.
    """
    if not sent:
        return []
    if not _DECODES.acquire(timeout=WAITS_SECONDS):
        raise Refusal(_(BUSY))
    try:
        return _read(sent, is_named)
    finally:
        _DECODES.release()


def _read(sent: Sequence[UploadedFile], is_named: bool) -> list[tuple[str, bytes]]:
    found = []
    for number, one in enumerate(sent, 1):
        try:
            found.append(uploads.read(one, number, is_cleaned=not is_named))
        except Refusal as refusal:
            raise Refusal(
                _("Tệp thứ %(number)s: %(why)s Hãy chọn lại các tệp.") % {"number": number, "why": refusal}
            ) from None
    return found


def code_of(journey: Journey) -> str:
    """The code that this form leads to with these very words: who has the form's secret alone cannot ask for it."""
    return senders.code_of(f"{journey.key}\n{journey.digest()}")


def hand_in(journey: Journey, sent: Sequence[UploadedFile], judge: Callable[[], object]) -> Sent:
    """Take what a form says; `judge` raises Refusal where the sending is no person's, or comes too often.

    The same form with the same words sent again, at the same moment too, makes nothing and leads to the same code: the
    second press waits for the first, whose proof it brings. With other words it is refused without the code, and the
    journey gets another secret. Files are looked into after `judge`; what it counts is kept, whatever becomes of the
    rest. Raises Refusal where the unit takes nothing any more.
    """
    code, used = code_of(journey), _mark(journey.key)
    with senders.alone_with(senders.code_of(journey.key)):
        if record := senders.sent_with(code):
            return Sent(record, code, is_new=False)
        if cache.get(used):
            journey.key = form_key.drawn()
            raise Refusal(_(OTHER_WORDS))
        judge()
        files = read_files(sent, is_named=journey.is_named)
        made = _made(journey, files, code, senders.derive(code, journey.values().get("muc_hai", "")))
        cache.set(used, 1, int(form_key.GOOD_FOR.total_seconds()))
        return Sent(made, code, is_new=True)


def _mark(key: str) -> str:
    """Under which it is remembered for two hours that a form was sent; nobody can guess a form's secret from it."""
    return f"to-cao-mau:{blake2b(key.encode(), digest_size=16).hexdigest()}"


@transaction.atomic
def _made(journey: Journey, files: Files, code: str, own: senders.Derived) -> Record:
    to = journey.way.to
    assert to is not None  # without it nothing is offered
    values = journey.values()
    record = open_online(Unit.objects.get(pk=to.pk), journey.on, is_named=journey.is_named)
    cases.open_case(record, journey.receivers(), by=None)
    _fill(record, journey, values, files)
    senders.make(record, code=code, derived=own)
    return record


def _fill(record: Record, journey: Journey, values: dict[str, str], files: Files) -> None:
    if journey.is_named:
        person = {"full_name": values["ho_ten"], "address": values["dia_chi"], "phone": values["dien_thoai"]}
        items.put(record, Kind.PERSON, person, by=None)
    items.put(record, Kind.CONTENT, {"content": told(values)}, by=None)
    for name, data in files:
        items.put(record, Kind.SCAN, {}, [(name, data)], by=None)
    if excluded := journey.excluded():
        said = _("Người gửi cho biết người bị tố cáo giữ chức vụ: %(posts)s. Không trao khóa cho người ấy.")
        items.put(record, Kind.NOTE, {"text": said % {"posts": ", ".join(excluded)}}, by=None)


def told(values: dict[str, str]) -> str:
    """Who and what, under their questions, as one text."""
    return _("Người bị tố cáo: %(who)s\n\nViệc đã xảy ra: %(what)s") % {
        "who": values["ai"],
        "what": values["viec"],
    }
