"""Invented papers for the recurring duties of the quarter: nothing here is left undone either."""

from collections.abc import Iterator
from datetime import timedelta

from danvan.config.demonstration.spread import FIRST_WEEK, LAST, working_days
from danvan.domains.undertakings.models import Task, Undertaking
from danvan.records.loading import Row
from danvan.records.models import Duty

BEFORE = timedelta(days=4)  # an office does not wait for the last day


def undertakings() -> Iterator[Row]:
    """One for every duty that a paper meets and that is due within the quarter, in a fixed order."""
    owed = Duty.objects.open().filter(record=None, clock__in=Task.values, due_on__range=(FIRST_WEEK, LAST))
    for turn, duty in enumerate(owed.select_related("unit").order_by("due_on", "clock", "unit__slug"), 1):
        day = max(working for working in working_days() if working <= duty.due_on - BEFORE)
        work = Undertaking(unit=duty.unit, duty_key=duty.clock, period=duty.period, is_illustrative=True)
        paper = {"paper_no": f"{turn:02d}/MH", "paper_on": day, "subject": "Văn bản minh họa"}
        yield Row(work, day, [("thuc_hien", day, paper)])
