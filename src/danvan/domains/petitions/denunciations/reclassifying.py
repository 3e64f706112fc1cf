"""An accepted letter turns out to be a tố cáo: its matter ends by a step of its own, then both are emptied and sealed.

The law has no step that takes an acceptance back, so the matter ends as matters do: a decision, a withdrawal with its
paper, or from 1/7/2026 a discontinuation. One transaction, one reason; only where the matter is of this letter alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.denunciations.unsealing import (
    INSTEAD,
    NAMED_BESIDE,
    matters_to_seal,
    named_beside,
)
from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import WORDS, HardMatter, Letter, Matter
from danvan.org.models import Account
from danvan.records import envelopes, writing
from danvan.records.declare import Move
from danvan.records.models import Link, NationalList, NationalUpdate, Paper, Record
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

VISIT = "luot_tiep"


class Found(models.TextChoices):
    """How it came out; chosen, since what is typed here would stay in the history."""

    CONTENT = "noi_dung", _("Xem lại nội dung: đơn tố cáo hành vi vi phạm, không phải khiếu nại, phản ánh")
    SENDER = "nguoi_gui", _("Người gửi trình bày lại: nội dung là tố cáo")
    VERIFIED = "xac_minh", _("Qua xác minh thấy nội dung là tố cáo")


@dataclass(frozen=True, slots=True)
class Ending:
    """The step by which an open matter ends, with the fields that it needs."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


def why_not(letter: Letter) -> str:
    """Why a letter with its matters cannot become a tố cáo; nothing where it can. Three queries."""
    if not letter.identity_released_on:
        return "Đơn đã được phân loại là tố cáo hoặc chưa phân loại."
    matters = list(matters_to_seal(letter))
    if not matters:
        return "Đơn chưa thụ lý; hãy dùng bước “Phân loại lại là tố cáo” ở trang hồ sơ."
    if sum(matter.closed_on is None for matter in matters) > 1:
        return f"Đơn thuộc nhiều vụ việc đang giải quyết. {INSTEAD}"
    others = list(named_beside(letter, matters))
    if any(other.type == "don" for other in others):
        return f"Vụ việc còn đơn của người khác, sẽ tiếp tục được giải quyết. {INSTEAD}"
    return NAMED_BESIDE if others else ""


def endings(matter: Matter, on: date) -> list[Move]:
    """The steps that end an open matter on that day, in the order declared."""
    return [move for move in matter.declared.moves_for(matter, on) if move.closes]


@transaction.atomic
def reclassify(letter: Letter, *, by: Account, on: date, reason: str, ending: Ending | None = None) -> Letter:
    """End the open matter of the letter, empty and seal every matter of it, and make the letter a tố cáo.

    `reason` is one of Found; `ending` is needed while a matter is open. Raises Refusal where `why_not` says so, without
    the right to classify and, for a matter that is open, to handle, and for whatever the steps themselves refuse.
    """
    _lock(letter)
    kept = Letter.objects.get(pk=letter.pk)
    require(by, "records.classify", kept.unit)
    if sentence := why_not(kept):
        raise Refusal(sentence)
    if reason not in Found.values:
        raise Refusal("Còn thiếu lý do; hãy chọn một lý do trong danh sách.")
    why = str(Found(reason).label)
    feedback.purge(kept)  # what stands in public would otherwise have to be shown as done first
    for matter in matters_to_seal(kept):
        ended = matter if matter.closed_on else _ended(matter, ending, by, on, why)
        envelopes.reseal(ended, by=by)
        _forget_what_was_planned(ended)
    return writing.move(kept, "phan_loai_lai", by=by, on=on, reason=why)


def _lock(letter: Letter) -> None:
    """The letter and its matters, in the order in which ties are locked: nothing is joined to them meanwhile.

    Refusal where another matter was tied to it while this waited: that one is not locked.
    """
    own = {letter.pk, *_matters_of(letter)}
    list(Record.objects.select_for_update(of=("self",)).filter(pk__in=own).order_by("pk"))
    if not own.issuperset(_matters_of(letter)):
        raise Refusal("Đơn vừa được gắn với vụ việc khác; hãy mở lại trang hồ sơ.")


def _matters_of(letter: Letter) -> list[int]:
    ties = Link.objects.filter(source_id=letter.pk, record__type="vu_viec")
    return list(ties.values_list("record_id", flat=True))


def _ended(matter: Matter, ending: Ending | None, by: Account, on: date, why: str) -> Matter:
    if ending is None or ending.key not in {move.key for move in endings(matter, on)}:
        raise Refusal("Hãy chọn bước kết thúc vụ việc.")
    return writing.move(matter, ending.key, by=by, on=on, reason=why, **ending.values)


def _forget_what_was_planned(matter: Matter) -> None:
    """Words of the register of hard matters; that it stood there, and from when to when, stays."""
    HardMatter.objects.filter(record_id=matter.pk).update(leader=None, **dict.fromkeys(WORDS, ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT petitions_forget_contacts(%s)", [matter.pk])


def released_since(letter: Letter) -> date | None:
    """The first day on which anything of the letter, its matters and visits stood in clear."""
    told = Link.objects.filter(record_id=letter.pk).values("source_id")
    joined = Link.objects.filter(source_id=letter.pk).values("record_id")
    around = Q(pk=letter.pk) | Q(pk__in=told, type=VISIT) | Q(pk__in=joined, type__in=("vu_viec", VISIT))
    return Record.objects.filter(around).aggregate(first=models.Min("identity_released_on"))["first"]


def remains(letter: Letter, on: date) -> list[str]:
    """What the program cannot take back, each a sentence for the officer: backups, papers sent, lists, the national code."""
    since = released_since(letter) or letter.received_on
    records = [letter.pk, *(matter.pk for matter in matters_to_seal(letter))]
    return [
        f"Bản sao lưu cơ sở dữ liệu làm từ {day(since)} đến {day(on)} còn họ tên, nội dung; cùng bản sao thư mục tệp của "
        "thời gian ấy thì còn đọc được tệp. Hãy báo người vận hành hủy hoặc niêm phong các bản ấy.",
        *_papers_sent(records),
        *_lists_made(letter, since),
        *_national(records),
    ]


def _papers_sent(records: Iterable[int]) -> list[str]:
    issued = Paper.objects.filter(record_id__in=records, state=Paper.State.ISSUED).order_by("id")
    named = [f"{paper.title} {paper.number}".strip() for paper in issued]
    if not named:
        return []
    return [f"Văn bản đã gửi đi: {'; '.join(named)}. Hãy thu hồi hoặc báo nơi nhận giữ bí mật."]


def _lists_made(letter: Letter, since: date) -> list[str]:
    made = NationalList.objects.filter(
        Q(unit__isnull=True) | Q(unit_id=letter.unit_id),
        is_personal=True,
        at__date__gte=since,
        since__lte=letter.received_on,
        until__gte=letter.received_on,
    )
    days = ", ".join(sorted({day(row.at.date()) for row in made}))
    return [f"Danh sách kèm thông tin cá nhân đã tải về ngày {days}; hãy xóa các tệp ấy."] if days else []


def _national(records: Iterable[int]) -> list[str]:
    codes = (
        NationalUpdate.objects.filter(record_id__in=records).exclude(code="").values_list("code", flat=True)
    )
    if not codes:
        return []
    return [
        f"CSDL quốc gia có bản ghi {', '.join(sorted(codes))}; hãy đề nghị nơi quản trị sửa bản ghi thành tố cáo, bỏ họ tên."
    ]
