"""Which reminder an open duty has reached on a day. Pure: days and numbers in, names of stages out.

Stages: `truoc_<n>` before the due day, `qua_han` to the head when late, `cap_tren` to the level above after some days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from danvan import law
from danvan.records.models import Duty
from danvan.records.models.notice import ABOVE_AFTER, DAYS_BEFORE

BEFORE = "truoc_"
LATE = "qua_han"
ABOVE = "cap_tren"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a unit wants to be reminded: so many days before, and so many days late for the level above."""

    days_before: Sequence[int] = DAYS_BEFORE
    above_after: int = ABOVE_AFTER


USUAL = Plan()


def last_day_before_work(day: date, calendar: law.Calendar) -> date:
    """The last of the days that a working day's letters must speak for: the day before the next working day."""
    return calendar.next_working(day + timedelta(days=1)) - timedelta(days=1)


def reached(duty: Duty, day: date, until: date, plan: Plan = USUAL) -> list[str]:
    """The stages that an open duty has reached on `day`, the days up to `until` being without letters.

    Before the due day the nearest stage alone: after a stop of the machine nobody is reminded twice. A duty that cannot
    be judged is never called late; one between its due day and the most generous reading of it is left alone.
    """
    if day <= duty.due_on:
        left = (duty.due_on - until).days
        near = [days for days in plan.days_before if left <= days]
        return [f"{BEFORE}{min(near)}"] if near else []
    if not duty.can_be_judged or day <= duty.own_latest_on:
        return []
    is_long = (day - duty.own_latest_on).days >= plan.above_after
    return [LATE, ABOVE] if is_long else [LATE]


def words(stage: str) -> str:
    """What a stage is called on the page of a duty."""
    if stage == LATE:
        return _("Đôn đốc người đứng đầu khi quá hạn")
    if stage == ABOVE:
        return _("Báo cấp trên vì quá hạn lâu")
    return _("Nhắc trước hạn %(days)d ngày") % {"days": int(stage.removeprefix(BEFORE))}
