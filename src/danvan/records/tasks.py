"""What the worker does by itself: every five minutes it looks for a day that is not done yet."""

from datetime import date

from django.conf import settings
from procrastinate.contrib.django import app

from danvan.law import add_months
from danvan.records.area import served
from danvan.records.daily import daily, run_due
from danvan.records.files import reading, rescanning, sweeping  # noqa: F401
from danvan.records.release import release
from danvan.records.standing import reschedule

AHEAD_MONTHS = 13


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="viec_hang_ngay", lock="viec_hang_ngay")
def daily_jobs(timestamp: int) -> None:
    """Do what is due today and what was missed; `timestamp` is the worker's own and tells nothing about days here."""
    run_due()


@daily("nghia_vu_dinh_ky")
def standing_duties(since: date, until: date) -> int:
    """Make standing duties from the spans that end on the first day not done, thirteen months ahead; how many.

    What was made ahead for units that are gone by then is excused. Nothing is made for spans that ended before the
    installation began: nobody was asked for evidence then.
    """
    release(until)
    roots = served(until)
    if not roots:
        return 0
    illustrative = settings.DEMONSTRATION_DAY is not None
    return reschedule(roots, since, add_months(until, AHEAD_MONTHS), is_illustrative=illustrative)


daily("doc_lai_van_ban")(reading.read_again)
daily("don_tep_mo_coi")(sweeping.drop_orphans)

# After the duties have been made, since the letters of a day tell of them.
from danvan.records.notices import jobs  # noqa: E402, F401
