"""Jobs of the day: each done once for every day in Việt Nam, and made up for after a stop.

A room registers a function with `@daily("ten_viec")`. A periodic task asks every few minutes whether a day is not done
yet (`run_due`), since the worker's own timetable is in UTC and forgets what it missed. The day done is stored in the
transaction of the job itself, under a lock of the database: two workers never do one day twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from danvan.records.models import DailyRun
from danvan.records.today import today

_log = logging.getLogger(__name__)
_ONE = timedelta(days=1)
_LOCK_ROOM = 20_230_316  # first half of the advisory lock's key, the job's name being the second

Work = Callable[[date, date], object]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: `work(since, until)` with both days included.

    With `each_day` it is called for every missed day in order, one transaction a day; otherwise once for all of them.
    """

    key: str
    work: Work
    each_day: bool = False


_jobs: dict[str, Job] = {}


def daily(key: str, *, each_day: bool = False) -> Callable[[Work], Work]:
    """Register a function as a job of the day; a key taken twice is a programmer's error and raises ValueError."""

    def register(work: Work) -> Work:
        if key in _jobs and _jobs[key].work is not work:
            raise ValueError(f"the daily job {key} is registered twice")
        _jobs[key] = Job(key, work, each_day)
        return work

    return register


def jobs() -> list[Job]:
    """All registered jobs, in the order registered."""
    return list(_jobs.values())


def run_due() -> list[tuple[str, date]]:
    """Do every job for every day up to today that is not done yet; (job, last day done) of each turn.

    A job that fails keeps its day for the next time and does not hold up the others.
    """
    done = []
    for job in jobs():
        try:
            while through := _turn(job):
                done.append((job.key, through))
        except Exception:
            _log.exception("Việc hằng ngày %s không làm được; sẽ làm lại ở lượt sau.", job.key)
    return done


@transaction.atomic
def _turn(job: Job) -> date | None:
    """One turn of a job; the day up to which it is now done, None when nothing is left or another worker is at it."""
    if not _locked(job.key):
        return None
    now = today()
    last = DailyRun.objects.filter(pk=job.key).values_list("done_through", flat=True).first()
    since = last + _ONE if last else now
    if since > now:
        return None
    until = since if job.each_day else now
    job.work(since, until)
    DailyRun.objects.update_or_create(job=job.key, defaults={"done_through": until})
    return until


def _locked(key: str) -> bool:
    """Whether this transaction may do the job; the lock goes with the transaction, even when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_ROOM, key])
        (mine,) = cursor.fetchone()
    return mine
