"""Phản ánh in public: what an officer shows, answers and proves done; what the sender and neighbours say to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from danvan.domains.petitions.models import (
    DAYS_TO_REOPEN,
    Echo,
    Feedback,
    FeedbackPhoto,
    Kind,
    Letter,
    Matter,
    NotDone,
    ReopeningDays,
)
from danvan.org.models import Account, Unit
from danvan.records import envelopes, messages, writing
from danvan.records.pictures import rewritten
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

SHOWS = "records.handle"
LONGEST_SIDE = 1200
MOST_PHOTOS = 4
Moment = FeedbackPhoto.Moment


@transaction.atomic
def show(
    letter: Letter,
    *,
    by: Account,
    text: str,
    place: str,
    point: tuple[Any, Any] | None = None,
    photos: Sequence[bytes] = (),
) -> Feedback:
    """Show a phản ánh on the portal in the officer's own words, or change what is shown; nothing personal may be in them.

    Raises Refusal for a letter that is not a kiến nghị, phản ánh, and without the right to handle it.
    """
    require(by, SHOWS, letter.unit)
    if letter.kind != Kind.PROPOSAL:
        raise Refusal("Chỉ đăng công khai phản ánh, kiến nghị đã phân loại; hãy phân loại đơn trước.")
    words, where = _line(text, "nội dung đăng công khai"), _line(place, "nơi xảy ra")
    north, east = point or (None, None)
    shown, _is_new = Feedback.objects.update_or_create(
        record_id=letter.pk,
        defaults={
            "unit_id": letter.unit_id,
            "text": words[:600],
            "place": where[:200],
            "place_key": fold(where)[:200],
            "latitude": north,
            "longitude": east,
            "shown_on": today(),
            "shown_by": by,
            "hidden_on": None,
        },
    )
    for data in photos:
        add_photo(shown, data, Moment.BEFORE)
    return shown


def hide(feedback: Feedback, *, by: Account) -> None:
    """Take it down from the portal; it can be shown again."""
    require(by, SHOWS, feedback.unit)
    feedback.hidden_on = today()
    feedback.save(update_fields=["hidden_on"])


def answer(feedback: Feedback, text: str, *, by: Account) -> None:
    """Answer in public; Refusal for an empty answer."""
    require(by, SHOWS, feedback.unit)
    feedback.answer, feedback.answered_on = _line(text, "trả lời công khai")[:2000], today()
    feedback.save(update_fields=["answer", "answered_on"])


@transaction.atomic
def finish(feedback: Feedback, *, by: Account, photo: bytes | None = None, paper: str = "") -> None:
    """Show that it is done, by a photograph taken afterwards or the number of a paper; Refusal with neither."""
    require(by, SHOWS, feedback.unit)
    written = nfc(paper).strip()[:120]
    if photo is None and not written:
        raise Refusal("Chưa có bằng chứng làm xong; hãy gửi ảnh chụp sau khi làm hoặc ghi số văn bản.")
    if photo is not None:
        add_photo(feedback, photo, Moment.AFTER)
    feedback.paper, feedback.done_on = written, today()
    feedback.save(update_fields=["paper", "done_on"])


def add_photo(feedback: Feedback, data: bytes, moment: str) -> FeedbackPhoto:
    """Keep a photograph, written anew and made small; Refusal for no picture and for too many of one moment."""
    if feedback.photos.filter(moment=moment).count() >= MOST_PHOTOS:
        raise Refusal(
            f"Mỗi phản ánh đăng nhiều nhất {MOST_PHOTOS} ảnh trước và {MOST_PHOTOS} ảnh sau khi làm."
        )
    jpeg, width, height = rewritten(data, longest=LONGEST_SIDE)
    return FeedbackPhoto.objects.create(
        feedback=feedback, moment=moment, jpeg=jpeg, width=width, height=height
    )


def require_proof(letter: Letter) -> None:
    """Refusal while a phản ánh that stands in public has neither a photograph after nor a paper that ends it."""
    waiting = Feedback.objects.filter(record_id=letter.pk, hidden_on=None, done_on=None).exists()
    if waiting:
        raise Refusal(
            "Phản ánh đang đăng công khai mà chưa có ảnh sau khi làm hoặc văn bản;"
            " hãy ghi “Đã làm xong” ở phần phản ánh công khai trước khi kết thúc."
        )


def days_to_reopen(unit: Unit, on: date) -> int:
    """For how many days after it was done the sender may say that it is not, as the unit has set it for that day."""
    row = ReopeningDays.objects.filter(unit=unit, since__lte=on).order_by("-since").first()
    return row.days if row else DAYS_TO_REOPEN


def last_day_to_reopen(feedback: Feedback) -> date | None:
    """The last day on which the sender may say so; None while nothing is said to be done."""
    if feedback.done_on is None:
        return None
    return feedback.done_on + timedelta(days=days_to_reopen(feedback.unit, feedback.done_on))


@transaction.atomic
def not_done(letter: Letter, reason: str, *, on: date) -> NotDone:
    """The sender says that it is not done: the phản ánh is open again. Refusal without a reason, or after the last day."""
    feedback = Feedback.objects.select_for_update(of=("self",)).filter(record_id=letter.pk).first()
    last = last_day_to_reopen(feedback) if feedback else None
    if feedback is None or last is None:
        raise Refusal("Phản ánh này chưa ghi là đã làm xong nên không có gì để mở lại.")
    if on > last:
        raise Refusal(f"Đã quá ngày {day(last)}, hạn báo “chưa xong”; hãy gửi phản ánh mới.")
    words = messages.cleaned(reason)
    if not words:
        raise Refusal("Chưa ghi lý do; hãy ghi chỗ nào chưa xong.")
    feedback.done_on, feedback.reopened_on = None, on
    feedback.save(update_fields=["done_on", "reopened_on"])
    for matter in Matter.objects.filter(sources__source_id=letter.pk, state="giai_quyet"):
        writing.move(matter, "mo_lai", by=None, on=on)
    return NotDone.objects.create(record_id=letter.pk, on=on, reason=words[:2000])


def echo(feedback: Feedback, digest: str, on: date) -> bool:
    """“Tôi cũng gặp”, once for each visitor; whether it was the first time."""
    _row, is_new = Echo.objects.get_or_create(feedback=feedback, digest=digest, defaults={"on": on})
    return is_new


def shown() -> QuerySet[Feedback]:
    """What stands in public, each with how many others met it."""
    return Feedback.objects.filter(hidden_on=None).annotate(met_by=Count("echoes"))


def came_back(feedback: Feedback) -> int:
    """How many phản ánh stood in public at the same place of the same unit before this one."""
    same = Feedback.objects.filter(unit_id=feedback.unit_id, place_key=feedback.place_key, hidden_on=None)
    return same.filter(pk__lt=feedback.pk).count()


def purge(record: Any) -> None:
    """Nothing stays in public of a record that turned out to be a tố cáo, or to hold one beside its own content."""
    NotDone.objects.filter(record_id=record.pk).delete()
    Feedback.objects.filter(record_id=record.pk).delete()


def set_days(unit: Unit, days: int, since: date, *, by: Account) -> ReopeningDays:
    """Set, from a day on, how long a phản ánh can be reopened; needs the right to decide. Refusal outside 1 to 90 days."""
    require(by, "records.decide", unit)
    if days not in range(1, 91):
        raise Refusal("Số ngày phải từ 1 đến 90.")
    if ReopeningDays.objects.filter(unit=unit, since=since).exists():
        raise Refusal(f"Ngày {day(since)} đã có số ngày áp dụng; hãy chọn ngày khác.")
    return ReopeningDays.objects.create(unit=unit, since=since, days=days)


def _line(text: str, what: str) -> str:
    words = messages.cleaned(text)
    if not words:
        raise Refusal(f"Chưa ghi {what}; hãy ghi bằng lời của cơ quan, không có tên người.")
    return words


envelopes.on_purge(purge)
envelopes.on_words_taken(purge)
