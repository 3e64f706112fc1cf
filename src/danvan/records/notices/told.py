"""What was told of one duty, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from danvan.records.models import Duty, Reminder
from danvan.records.notices.stages import words


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder: when, what, to whom, by which way and whether it went; all words ready to show."""

    told_on: date
    stage: str
    account: str
    channel: str
    state: str


def of_duty(duty: Duty) -> list[Line]:
    """The reminders of a duty, oldest first. One query. Whoever may read the duty may read these."""
    rows = Reminder.objects.filter(duty_id=duty.pk).select_related("notice", "account__person")
    return [
        Line(
            row.told_on,
            words(row.stage),
            str(row.account),
            row.notice.get_channel_display(),
            row.notice.get_state_display(),
        )
        for row in rows.order_by("told_on", "id")
    ]
