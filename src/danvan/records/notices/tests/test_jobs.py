"""The whole way by the worker: the day's job writes, the sender sends, each found under the name in the queue."""

from datetime import timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django import app

from danvan.records import tasks
from danvan.records.models import DailyRun, Notice
from danvan.records.notices import jobs
from danvan.records.notices.tests.world import TUESDAY, duty_of

pytestmark = pytest.mark.django_db
SENDER = "gui_thu"


def test_the_worker_knows_the_sender_and_its_timetable():
    task = app.tasks[SENDER]
    assert (task.lock, task.queueing_lock) == ("gui_thu", "gui_thu")
    timetable = {entry.task.name: entry.cron for entry in app.periodic_registry.periodic_tasks.values()}
    assert timetable[SENDER] == "*/5 * * * *"


def test_from_the_morning_to_the_letter(place, on):
    duty_of(place.commune, TUESDAY + timedelta(days=1))
    tasks.daily_jobs(0)
    assert Notice.objects.count() == 3
    assert not mail.outbox
    jobs.send_letters(0)
    jobs.send_letters(0)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        account.email for account in (place.officer, place.head, place.chairman)
    )


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_the_middle_leaves_no_letter_and_the_day_undone(place, on, monkeypatch):
    duty_of(place.commune, TUESDAY + timedelta(days=1))

    def fail(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("danvan.records.notices.morning._remember", fail)
        tasks.daily_jobs(0)
    assert not Notice.objects.exists()
    assert not DailyRun.objects.filter(job="thu_buoi_sang").exists()
    tasks.daily_jobs(0)
    assert Notice.objects.count() == 3
