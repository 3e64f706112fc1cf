"""Signed copies: the sheet that came back with its signature, kept beside the paper's text and compared by a person.

attach    keep the file of a paper that is not cancelled, of a released record only
copy_of   the copy that stands, compared or not
compare   what the file says of itself and what speaks against its being this paper's; a warning, never a verdict
agree     a person has compared the two: from now on the sender may have it
"""

import json
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from danvan.org.models import Account
from danvan.records import files
from danvan.records.files import apart
from danvan.records.files.accepting import DOCX, PDF, media_type_of
from danvan.records.history import say_who
from danvan.records.models import File, Paper, PaperText, Record
from danvan.records.papers import layout, numbers, signed_text
from danvan.records.papers.issuing import NUMBERS
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

SEALED = (
    "Hồ sơ chưa phân loại hoặc là tố cáo nên bản ký không lưu trong hệ thống; "
    "hãy giữ bản giấy trong phong bì của hồ sơ."
)
MOST_READ, SECONDS = 8, 10  # pages read of a signed file while somebody waits for the page, and for how long


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was read in a signed file, and each reason to look twice as one sentence."""

    found: signed_text.Found
    doubts: list[str] = field(default_factory=list)


@transaction.atomic
def attach(paper: Paper, name: str, data: bytes, *, by: Account) -> File:
    """Keep a signed copy and return it, not compared yet.

    Raises Refusal without the right to give numbers, for a sealed record, a cancelled paper, a second copy, and for a
    file that is no PDF or picture.
    """
    list(Record.objects.select_for_update(of=("self",)).filter(pk=paper.record_id))
    kept = Paper.objects.select_for_update(of=("self",)).select_related("unit", "record").get(pk=paper.pk)
    require(by, NUMBERS, kept.unit)
    if not kept.record.identity_released_on or kept.record.secrecy == Record.Secrecy.SEALED:
        raise Refusal(SEALED)
    if kept.state == Paper.State.CANCELLED:
        raise Refusal("Văn bản đã hủy nên không kèm bản ký; hãy kèm vào văn bản thay thế.")
    if copy_of(kept):
        raise Refusal("Văn bản đã có bản ký; hãy gỡ bản cũ trước khi kèm bản khác.")
    if media_type_of(data) == DOCX:
        raise Refusal("Bản ký phải là tệp PDF đã ký hoặc ảnh quét; tệp Word chưa có chữ ký.")
    say_who(by)
    return files.attach(kept.record, name, data, by=by, paper=kept)


def copy_of(paper: Paper) -> File | None:
    """The signed copy that stands. One query."""
    return _copies(paper).select_related("agreed_by__person").first()


def _copies(paper: Paper) -> QuerySet[File]:
    return File.objects.filter(paper_id=paper.pk, removed_at=None).order_by("-id")


def agreed(papers: list[Paper]) -> dict[int, File]:
    """Paper's id → its compared copy, of papers that are to go to their receivers. One query."""
    rows = File.objects.filter(
        paper_id__in=[paper.pk for paper in papers], removed_at=None, agreed_at__isnull=False
    )
    return {row.paper_id: row for row in rows if row.paper_id}


def compare(paper: Paper, copy: File) -> Comparison:
    """The file beside the paper. Three queries; Refusal when the file cannot be opened."""
    found = read(copy)
    doubts = [*_number_and_day(paper, found), *_text(paper, copy, found), *_elsewhere(paper, copy)]
    return Comparison(found, doubts)


def read(copy: File) -> signed_text.Found:
    """What the first pages of the file say of it; nothing of a picture."""
    if copy.media_type != PDF:
        return signed_text.Found()
    told = apart.run("texts", files.open_(copy), str(MOST_READ), seconds=SECONDS)
    found = signed_text.read(json.loads(told))
    return replace(found, number=_as_kept(found.number))


def _as_kept(number: str) -> str:
    """A number in the form in which papers keep theirs; what is none is left out."""
    try:
        return numbers.read(number)
    except Refusal:
        return ""


def _number_and_day(paper: Paper, found: signed_text.Found) -> list[str]:
    doubts = []
    if paper.number and found.number and found.number != paper.number:
        doubts.append(f"Trong tệp ghi số {found.number}, còn văn bản này mang số {paper.number}.")
    if paper.dated_on and found.dated_on and found.dated_on != paper.dated_on:
        doubts.append(
            f"Trong tệp ghi ngày {day(found.dated_on)}, còn văn bản này ghi ngày {day(paper.dated_on)}."
        )
    if not paper.number and found.number and _is_taken(paper, found):
        doubts.append(f"Số {found.number} đọc được trong tệp đã dùng cho văn bản khác của đơn vị.")
    return doubts


def _is_taken(paper: Paper, found: signed_text.Found) -> bool:
    on = found.dated_on or paper.prepared_on
    try:
        numbers.refuse_taken(paper, found.number, numbers.book_begins(paper.unit_id, on))
    except Refusal:
        return True
    return False


def _text(paper: Paper, copy: File, found: signed_text.Found) -> list[str]:
    if found.is_readable and copy.pages > MOST_READ:
        return [
            f"Chỉ đọc {MOST_READ} trang đầu trong {copy.pages} trang của tệp; hãy tự so các trang còn lại."
        ]
    kept = PaperText.objects.filter(pk=paper.pk).only("blocks").first()
    if kept is None or not found.is_readable:
        return []
    own = layout.words(kept.blocks)
    doubts = []
    if (share := signed_text.share(own, found)) < signed_text.LEAST_SHARE:
        doubts.append(f"Chỉ {share}% số từ của văn bản này có trong tệp: có thể là văn bản khác.")
    if paper.record.number in own and not signed_text.mentions(found, paper.record.number):
        doubts.append(f"Tệp không nhắc đến số sổ {paper.record.number} của hồ sơ này.")
    return doubts


def _elsewhere(paper: Paper, copy: File) -> list[str]:
    same = File.objects.filter(sha256=copy.sha256, paper__isnull=False).exclude(paper_id=paper.pk)
    return ["Đúng tệp này đã được kèm cho một văn bản khác."] if same.exists() else []


@transaction.atomic
def agree(paper: Paper, seen: int, *, by: Account) -> File:
    """Say that the copy is the paper's own, and return it. `seen` is the id of the copy that was looked at.

    Refusal without a number, a copy, or the right, and where another copy stands by now.
    """
    list(Record.objects.select_for_update(of=("self",)).filter(pk=paper.record_id))
    kept = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    require(by, NUMBERS, kept.unit)
    copy = _copies(kept).select_for_update(of=("self",)).first()
    if copy is None or copy.agreed_at:
        raise Refusal("Không có bản ký nào chờ đối chiếu; hãy tải lại trang.")
    if copy.pk != seen:
        raise Refusal("Bản ký đang có không phải bản Bà/Ông đã xem; hãy tải lại trang, xem rồi xác nhận lại.")
    if kept.state != Paper.State.ISSUED:
        raise Refusal("Văn bản chưa có số; hãy ghi số, ngày và người ký rồi đối chiếu bản ký.")
    say_who(by)
    copy.agreed_at, copy.agreed_by = timezone.now(), by
    copy.save(update_fields=["agreed_at", "agreed_by"])
    return copy
