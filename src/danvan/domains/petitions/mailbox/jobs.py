"""The job of the mailboxes; imported by `petitions/tasks.py`, which the worker finds.

lay_thu_den   every five minutes; opens letters of new messages, each sealed at once; carries nothing but the moment
"""

from django.conf import settings
from procrastinate.contrib.django import app

from danvan.domains.petitions.mailbox.polling import poll


@app.periodic(cron="*/5 * * * *")
@app.task(name="lay_thu_den", queueing_lock="lay_thu_den", lock="lay_thu_den")
def fetch_mail(timestamp: int) -> None:
    """Take what is new in every mailbox of the environment; `timestamp` is the worker's own."""
    for box in settings.MAILBOXES:
        poll(box)
