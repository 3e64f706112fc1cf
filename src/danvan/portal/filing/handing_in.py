"""Handing the form in: the letter is opened, its text goes under the intake's seal, and the form is emptied, all at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.org.models import Unit
from danvan.portal.filing import receivers, steps, vault
from danvan.portal.filing.forms import COMPLAINT
from danvan.portal.filing.vault import Draft, Kept
from danvan.records import envelopes, writing
from danvan.records.models import Held, Record
from danvan.records.notices import receipts
from danvan.records.today import today
from danvan.ui.errors import Refusal

BODY = ("body", "decision", "place", "point", "content", "request", "filer")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The letter, and whether this sending made it or an earlier one of the same form."""

    record: Record
    is_new: bool


@transaction.atomic
def hand_in(draft: Draft, *, is_held: bool) -> HandedIn:
    """Open the letter of a form that is answered throughout. The same form sent again leads to the first letter.

    Raises Refusal for a form that is gone, and for an office that receives no more.
    """
    row = vault.lock(draft)
    if row is None:
        raise Refusal(_("Đơn này đã hết hạn lưu; hãy bắt đầu đơn mới."))
    if row.record_id:
        return HandedIn(Record.objects.get(pk=row.record_id), is_new=False)
    on = today()
    record = writing.open_record(
        "don",
        by=None,
        unit=_unit(draft.answers, on),
        on=on,
        channel="cong_truc_tuyen",
        preregistered_on=on if draft.answers["kind"] == COMPLAINT else None,
    )
    envelopes.seal(record, payload(draft.answers), [(kept.name, kept.data) for kept in vault.files(draft)])
    if email := draft.answers.get("email"):
        receipts.ask(record, email, link=reverse("portal:track"))
    if is_held:
        Held.objects.create(record_id=record.pk)
    vault.empty(row, record.pk)
    return HandedIn(record, is_new=True)


@transaction.atomic
def was_sent(draft: Draft) -> bool:
    """Whether another press sent the form meanwhile; waits for it to end."""
    row = vault.lock(draft)
    return bool(row and row.record_id)


def payload(answers: dict[str, Any]) -> dict[str, str]:
    """What goes into the envelope: the person, and every answer that was shown, under its question, as one text.

    Answers to questions of another kind, chosen first and then changed, stay out: nobody saw them before sending.
    """
    asked = {name for step in steps.way(answers) for name in step.rows}
    told = [(steps.LABELS[name], steps.said(name, answers)) for name in ("kind", *BODY) if name in asked]
    return {
        "full_name": answers["full_name"],
        "address": answers["address"],
        "phone": answers.get("phone", ""),
        "content": "\n\n".join(f"{label}: {words}" for label, words in told if words),
    }


def attached(files: list[Kept]) -> list[tuple[str, int]]:
    """(name, size in kB) of each file."""
    return [(kept.name, max(1, len(kept.data) // 1000)) for kept in files]


def _unit(answers: dict[str, Any], on: date) -> Unit:
    if receivers.find(answers["unit"], on) is None:
        raise Refusal(
            _("Cơ quan nhận không còn nhận đơn ở đây; hãy bấm Sửa ở dòng Cơ quan nhận và chọn lại.")
        )
    return Unit.objects.get(slug=answers["unit"])
