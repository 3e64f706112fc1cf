"""Everything on the tracking page beside where the record stands: what was said, what is asked next, how it ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback, Matter
from danvan.portal.tracking import papers, rights
from danvan.portal.tracking.standing import Standing
from danvan.records import messages
from danvan.records.desk import places
from danvan.records.desk.submissions import new_key
from danvan.records.models import Message, Rating, Tombstone
from danvan.ui.dates import day_long

SCORES = (
    (5, "Rất hài lòng"),
    (4, "Hài lòng"),
    (3, "Bình thường"),
    (2, "Không hài lòng"),
    (1, "Rất không hài lòng"),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the state."""

    desk: str
    ended: list[tuple[str, str]]
    outcome: list[tuple[str, str]]
    said: list[Message]
    papers: list[papers.Issued]
    right: rights.Right | None
    waiting: str
    may_add: bool
    may_withdraw: bool
    may_rate: bool
    score: int | None
    key: str
    public: Feedback | None = None
    last_day: date | None = None
    stone: Tombstone | None = None


def beside(standing: Standing) -> Beside:
    """All of it in eleven queries at most. A sealed record gives nothing but ways to write to the office."""
    record = standing.record
    matter = rights.matter_of(record)
    is_open = record.closed_on is None
    rating = None if is_open else Rating.objects.filter(record_id=record.pk).first()
    is_letter = record.type == "don"
    may_be_public = is_letter and not standing.is_sealed
    public = _public(record.pk) if may_be_public else None
    return Beside(
        desk="" if standing.is_sealed or not record.holder_id else _("đã giao người xử lý"),
        ended=_ended(standing),
        outcome=_outcome(matter, standing.on),
        said=messages.of(record),
        papers=papers.issued_to_sender(record),
        right=rights.right(matter, standing.on, record),
        waiting=rights.waiting(matter),
        may_add=is_letter and is_open,
        may_withdraw=is_letter and is_open,
        may_rate=is_letter and not is_open and rating is None,
        score=rating.score if rating else None,
        key=new_key(),
        public=public,
        last_day=feedback.last_day_to_reopen(public) if public else None,
        stone=None if is_open else Tombstone.objects.filter(pk=record.pk).first(),
    )


def _public(pk: int) -> Feedback | None:
    """What stands in public of a phản ánh."""
    return Feedback.objects.filter(record_id=pk, hidden_on=None).select_related("unit").first()


def _ended(standing: Standing) -> list[tuple[str, str]]:
    """How the handling ended, as a procedure: it says nothing of who was right."""
    if not standing.closed_on:
        return []
    return [(_("Cách kết thúc"), standing.state), (_("Ngày kết thúc"), day_long(standing.closed_on))]


def _outcome(matter: Matter | None, on: date) -> list[tuple[str, str]]:
    """What was found in substance, apart from how the handling ended."""
    if matter is None:
        return []
    told: list[tuple[str, Any]] = [(_("Vụ việc"), matter.state_label)]
    if matter.instance == 2:
        unit = places.names([matter.unit_id], on).get(matter.unit_id, "")
        told += [(_("Lần giải quyết"), matter.get_instance_display()), (_("Nơi giải quyết"), unit)]
    if matter.result:
        told += [(_("Kết quả giải quyết"), matter.get_result_display())]
    dates: list[tuple[str, date | None]] = [
        (_("Ngày giải quyết"), matter.settled_on),
        (_("Ngày thi hành xong"), matter.executed_on),
    ]
    return told + [(label, day_long(value)) for label, value in dates if value]
