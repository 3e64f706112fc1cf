"""Which duties are to be told of on a day, and to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from danvan.org.models import Account
from danvan.records.duties import begun
from danvan.records.models import Duty, Reminder, ReminderPlan
from danvan.records.notices import stages
from danvan.records.notices.holders import Holders, Reader

_READ = ("id", "unit_id", "record_id", "due_on", "own_latest_on", "can_be_judged")


@dataclass(slots=True)
class Told:
    """What one account is told on a day: (duty, stage), in the order of due days."""

    reader: Reader
    items: list[tuple[Duty, str]] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """The addressee."""
        return self.reader.account

    def grouped(self) -> dict[str, list[Duty]]:
        """The duties by what is said of them, reminders before the due day being one."""
        groups: dict[str, list[Duty]] = defaultdict(list)
        for duty, stage in self.items:
            groups[stages.BEFORE if stage.startswith(stages.BEFORE) else stage].append(duty)
        return groups


def plans() -> dict[int, stages.Plan]:
    """Unit → its own plan; units without one use `stages.USUAL`. One query."""
    rows = ReminderPlan.objects.values_list("unit_id", "days_before", "above_after")
    return {unit_id: stages.Plan(tuple(days), above) for unit_id, days, above in rows}


def owed(day: date, until: date) -> list[tuple[Duty, str]]:
    """Open duties with each stage that is reached and not yet told of. Three queries.

    What nobody could be told of stays owed, until somebody holds the role.
    """
    planned = plans()
    widest = max((days for plan in [*planned.values(), stages.USUAL] for days in plan.days_before), default=0)
    told = set(
        Reminder.objects.filter(duty__in=Duty.objects.open()).values_list("duty_id", "stage", "due_on")
    )
    near = Duty.objects.open().filter(begun(day), due_on__lte=until + timedelta(days=widest))
    return [
        (duty, stage)
        for duty in near.only(*_READ).order_by("due_on", "id")
        for stage in stages.reached(duty, day, until, planned.get(duty.unit_id, stages.USUAL))
        if (duty.pk, stage, duty.due_on) not in told
    ]


def addressed(items: list[tuple[Duty, str]], holders: Holders) -> dict[int, Told]:
    """Account → what it is told; one sees only what it may read."""
    found: dict[int, Told] = {}
    ask = {stages.LATE: holders.head, stages.ABOVE: holders.above}
    for duty, stage in items:
        for account in ask.get(stage, holders.of)(duty):
            told = found.setdefault(account.pk, Told(holders.reader(account)))
            told.items.append((duty, stage))
    return found
