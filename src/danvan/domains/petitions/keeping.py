"""What letters add to keeping and destroying: words of their own, what holds one by itself."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Concat, Length
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models import (
    FREE_TEXTS,
    TYPED_OUTCOMES,
    Feedback,
    Kind,
    Letter,
    LetterIndex,
    Matter,
    NotDone,
    Standing,
    Unfit,
)
from danvan.org.models import Account
from danvan.records.models import LegalHold
from danvan.records.retention import contents, holds

WORDS = (*FREE_TEXTS, *TYPED_OUTCOMES)
UNLAWFUL = (
    "Khiếu nại đã có quyết định: phải giữ khi thuộc trường hợp xem xét lại (Nghị định 124/2020/NĐ-CP, Điều 38); người "
    "đứng đầu xét rồi ghi văn bản thôi giữ."
)
COURT = "Vụ việc đã khởi kiện ra tòa hoặc đã có bản án; người đứng đầu xét rồi ghi văn bản thôi giữ."


def complaints_that_may_be_reviewed(ids: set[int]) -> set[int]:
    """Complaints with a decision: whether it is reviewed (Điều 38) only a head can say."""
    decided = Q(unfit=Unfit.SETTLED) | Q(standing__in=(Standing.FIRST, Standing.AGAIN))
    return _ids(Letter.objects.filter(decided, pk__in=ids, kind=Kind.COMPLAINT))


def before_court(ids: set[int]) -> set[int]:
    """Letters with a judgment, and matters that a court has taken up."""
    letters = _ids(Letter.objects.filter(pk__in=ids, standing=Standing.COURT))
    return letters | _ids(Matter.objects.filter(pk__in=ids, sued_on__isnull=False))


def register() -> None:
    """Tell the room of retention; called at start-up."""
    holds.by_itself(LegalHold.Reason.UNLAWFUL, UNLAWFUL, complaints_that_may_be_reviewed)
    holds.by_itself(LegalHold.Reason.COURT, COURT, before_court)
    for part in (
        contents.Part("loi_ghi", _("lời ghi về nơi bị khiếu nại, nơi chuyển"), _words, _take_words),
        contents.Part("phan_anh", _("bản đăng công khai của phản ánh"), _shown, _take_shown),
        contents.Part("chua_xong", _("lời báo chưa xong"), _not_done, _take_not_done),
        contents.Part("chi_muc", _("chỉ mục tìm kiếm, tìm đơn trùng"), _index, _goes_with_the_person),
    ):
        contents.register(part)


def _ids(rows: Any) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _words(ids: Collection[int]) -> Any:
    said = Letter.objects.filter(pk__in=ids).exclude(**dict.fromkeys(WORDS, ""))
    return contents.rows_of(said, "pk", Length(Concat(*WORDS, output_field=TextField())), words=WORDS)


def _take_words(record: Any, by: Account) -> None:
    Letter.objects.filter(pk=record.pk).update(**dict.fromkeys(WORDS, ""))


def _shown(ids: Collection[int]) -> Any:
    rows = Feedback.objects.filter(record_id__in=ids)
    return contents.rows_of(rows, "record_id", Length("text"), words=("text", "place", "answer"))


def _take_shown(record: Any, by: Account) -> None:
    Feedback.objects.filter(record_id=record.pk).delete()


def _not_done(ids: Collection[int]) -> Any:
    rows = NotDone.objects.filter(record_id__in=ids)
    return contents.rows_of(rows, "record_id", Length("reason"), words=("reason",))


def _take_not_done(record: Any, by: Account) -> None:
    NotDone.objects.filter(record_id=record.pk).delete()


def _index(ids: Collection[int]) -> Any:
    return contents.rows_of(LetterIndex.objects.filter(pk__in=ids), "pk", F("pk") * 0)


def _goes_with_the_person(record: Any, by: Account) -> None:
    """The database takes the index, its text and its pairs away with the row of personal details."""
