"""The job of suggestions: learns anew on Sundays, when the desk is quiet; reads settled released letters."""

from datetime import date, timedelta

from danvan.domains.petitions.suggesting.training import train
from danvan.records.daily import daily

SUNDAY = 6


@daily("hoc_goi_y")
def learn_on_sundays(since: date, until: date) -> bool:
    """Learn when a Sunday lies in the days not done yet; whether it did."""
    days = (since + timedelta(days=turn) for turn in range((until - since).days + 1))
    is_due = any(day.weekday() == SUNDAY for day in days)
    if is_due:
        train()
    return is_due
