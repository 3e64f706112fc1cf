"""The public list of phản ánh and one of them, by key and never by offset."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.utils.translation import gettext as _

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback, FeedbackPhoto
from danvan.records.desk.places import names
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

SIZE = 20
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Item:
    """One phản ánh as everybody reads it."""

    pk: int
    text: str
    place: str
    unit: str
    shown_on: date
    state: str
    tone: str
    met_by: int
    answer: str
    answered_on: date | None
    done_on: date | None
    paper: str
    point: str
    is_illustrative: bool
    came_back: int = 0
    photos: list[FeedbackPhoto] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list and the key of the next one."""

    rows: list[Item]
    after: str


def page(words: str, after: str) -> Page:
    """Newest first; `words` are looked for in the place. Five queries at most; Refusal for a key that no page wrote."""
    rows = feedback.shown().select_related("record").order_by("-shown_on", "-id")
    for word in fold(words[:100].replace("\0", " ")).split():
        rows = rows.filter(place_key__contains=word)
    if after:
        rows = rows.filter(TupleLessThan((F("shown_on"), F("id")), _place(after)))
    read = list(rows[: SIZE + 1])
    shown = read[:SIZE]
    called = names([row.unit_id for row in shown], today())
    pictures = _photos(shown)
    items = [_item(row, called, pictures) for row in shown]
    return Page(items, str(shown[-1].pk) if len(read) > SIZE else "")


def one(pk: int) -> Item:
    """One phản ánh with everything public of it; Refusal where there is none."""
    row = feedback.shown().select_related("record").filter(pk=min(pk, LARGEST)).first()
    if row is None:
        raise Refusal(_("Không có phản ánh nào ở địa chỉ này; có thể đã được gỡ."))
    return _item(row, names([row.unit_id], today()), _photos([row]), feedback.came_back(row))


def _item(
    row: Any, called: dict[int, str], pictures: dict[int, list[FeedbackPhoto]], came_back: int = 0
) -> Item:
    state, tone = _state(row)
    return Item(
        pk=row.pk,
        text=row.text,
        place=row.place,
        unit=called.get(row.unit_id, ""),
        shown_on=row.shown_on,
        state=state,
        tone=tone,
        met_by=row.met_by,
        answer=row.answer,
        answered_on=row.answered_on,
        done_on=row.done_on,
        paper=row.paper,
        point=f"{row.latitude}, {row.longitude}" if row.latitude is not None else "",
        is_illustrative=row.record.is_illustrative,
        came_back=came_back,
        photos=pictures.get(row.pk, []),
    )


def _state(row: Feedback) -> tuple[str, str]:
    if row.done_on:
        return _("Đã làm xong"), "jade"
    if row.reopened_on:
        return _("Mở lại: người gửi báo chưa xong"), "late"
    return (_("Đã trả lời, đang làm"), "ochre") if row.answered_on else (_("Đang xử lý"), "ochre")


def _photos(rows: list[Any]) -> dict[int, list[FeedbackPhoto]]:
    found: dict[int, list[FeedbackPhoto]] = {}
    kept = FeedbackPhoto.objects.filter(feedback_id__in=[row.pk for row in rows]).defer("jpeg")
    for photo in kept.order_by("-moment", "id"):
        found.setdefault(photo.feedback_id, []).append(photo)
    return found


def _place(key: str) -> tuple[date, int]:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    row = Feedback.objects.filter(pk=number).first()
    if row is None:
        raise Refusal(_("Địa chỉ của trang danh sách không đúng; hãy xem lại từ đầu."))
    return row.shown_on, row.pk
