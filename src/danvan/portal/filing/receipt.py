"""What a visitor reads after sending: the code, what happens next and by when, and the complaint to sign."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.portal.filing import steps
from danvan.portal.filing.vault import Draft
from danvan.portal.qr import picture_of
from danvan.records.desk.places import names
from danvan.records.models import Duty, Record
from danvan.records.today import today

COMPLAINT_ROWS = ("full_name", "address", "phone", "body", "decision", "content", "request")


def record_of(draft: Draft) -> Record:
    """The record that a form became."""
    return Record.objects.get(pk=draft.record_id or 0)


def context(record: Record, answers: dict[str, Any] | None = None) -> dict[str, Any]:
    """The receipt's page; with `answers`, the complaint to print beside it. Three queries."""
    on = today()
    own = record.own()
    duty = Duty.objects.open().filter(record_id=record.pk).order_by("due_on", "id").first()
    unit = names([record.unit_id], on).get(record.unit_id, "")
    return {
        "record": record,
        "unit": unit,
        "needs_signature": bool(own.preregistered_on) and not own.signed_on,
        "due_on": duty.due_on if duty else None,
        "on": on,
        "complaint": _complaint(answers) if answers else [],
        "qr": picture_of(record.public_id),
        "here": "filing",
    }


def _complaint(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of the complaint, in the order of Luật Khiếu nại, Điều 8."""
    labels = steps.LABELS | {"full_name": _("Người khiếu nại")}
    return [(str(labels[name]), str(answers[name])) for name in COMPLAINT_ROWS if answers.get(name)]
