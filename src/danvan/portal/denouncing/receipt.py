"""What is read once after sending: the code, what comes next and by when, and the paper to sign."""

from datetime import date
from typing import Any

from danvan import law
from danvan.domains.reception.schedule import hours
from danvan.law.wordings import Wording
from danvan.portal.denouncing.sending import Sent
from danvan.portal.denouncing.steps import Journey
from danvan.records.models import Duty
from danvan.records.seal import senders

LABELS = (("ho_ten", "Họ và tên"), ("dia_chi", "Địa chỉ"), ("dien_thoai", "Điện thoại, cách liên hệ"))


def in_force(key: str, on: date) -> Wording | None:
    """The wording of a rule on a day, that was read or comes from a second hand; else None: nothing is promised by it."""
    wording = law.rulebook().in_force(key, on)
    return wording if wording and wording.checked.allows_verdict else None


def context(journey: Journey, sent: Sent) -> dict[str, Any]:
    """The page after sending; the paper is filled from what the browser has just sent, and kept nowhere."""
    assert journey.way.to is not None
    duty = Duty.objects.open().filter(record_id=sent.record.pk).order_by("due_on", "id").first()
    return {
        "sent": sent,
        "groups": senders.in_groups(sent.code).split(),
        "way": journey.way,
        "is_named": journey.is_named,
        "due_on": duty.due_on if duty else None,
        "on": journey.on,
        "hours": hours.in_words(journey.way.to.pk, journey.on),
        "first_check": in_force("TC.INIT", journey.on),
        "anonymous": in_force("TC.ANON", journey.on),
        "paper": _paper(journey) if journey.is_named else None,
        "here": "filing",
    }


def _paper(journey: Journey) -> dict[str, Any]:
    values = journey.values()
    return {
        "person": [(label, values[name]) for name, label in LABELS if values[name]],
        "who": values["ai"],
        "what": values["viec"],
    }
