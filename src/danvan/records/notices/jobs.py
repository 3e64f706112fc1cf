"""Jobs of the notices; imported by `records/tasks.py`, which the worker finds.

thu_buoi_sang   daily job; reads every open duty by the rights of each addressee; writes counts and days alone
gui_thu         every five minutes; reads the outbox, an address or number; neither is logged or left in a job
don_noi_nhan    daily job; removes sealed addresses of receipts that no letter needs any more; opens none
"""

from datetime import date

from procrastinate.contrib.django import app

from danvan.records.daily import daily
from danvan.records.notices import receipts
from danvan.records.notices.morning import write_letters
from danvan.records.notices.outbox import send_due


@daily("thu_buoi_sang")
def morning_letters(since: date, until: date) -> int:
    """The letters of the last day alone: they say how things stand, so missed days need none of their own."""
    return write_letters(until)


daily("don_noi_nhan")(receipts.sweep)


@app.periodic(cron="*/5 * * * *")
@app.task(name="gui_thu", queueing_lock="gui_thu", lock="gui_thu")
def send_letters(timestamp: int) -> None:
    """Send what waits; `timestamp` is the worker's own."""
    send_due()
