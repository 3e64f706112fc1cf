"""Jobs of the day: once a day, made up for after a stop, never twice at once, none held up by another."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import daily, tasks
from danvan.records.models import DailyRun, Duty

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def at(settings, monkeypatch):
    """Set the clock to an instant in UTC."""
    settings.DEMONSTRATION_DAY = None

    def set_clock(*instant: int) -> None:
        now = datetime(*instant, tzinfo=ZoneInfo("UTC"))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_clock


@pytest.fixture
def calls(monkeypatch):
    """An empty list of jobs, and what they were called with."""
    monkeypatch.setattr(daily, "_jobs", {})
    return []


def noon(at, day: date) -> None:
    at(day.year, day.month, day.day, 5)


def test_it_runs_once_a_day(at, calls):
    daily.daily("dem")(lambda since, until: calls.append((since, until)))
    noon(at, MONDAY)
    assert daily.run_due() == [("dem", MONDAY)]
    assert daily.run_due() == []
    assert calls == [(MONDAY, MONDAY)]


def test_the_day_begins_at_midnight_in_viet_nam(at, calls):
    daily.daily("dem")(lambda since, until: calls.append(until))
    at(2026, 3, 2, 16, 59)
    daily.run_due()
    at(2026, 3, 2, 17, 0)
    daily.run_due()
    assert calls == [date(2026, 3, 2), date(2026, 3, 3)]


def test_a_stop_of_three_days_is_made_up_for_in_one_turn(at, calls):
    daily.daily("gop")(lambda since, until: calls.append((since, until)))
    noon(at, MONDAY)
    daily.run_due()
    noon(at, MONDAY + timedelta(days=4))
    assert daily.run_due() == [("gop", date(2026, 3, 6))]
    assert calls == [(MONDAY, MONDAY), (date(2026, 3, 3), date(2026, 3, 6))]


def test_or_day_by_day_where_the_job_asks_for_it(at, calls):
    daily.daily("tung_ngay", each_day=True)(lambda since, until: calls.append((since, until)))
    noon(at, MONDAY)
    daily.run_due()
    noon(at, MONDAY + timedelta(days=4))
    daily.run_due()
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    assert calls == [(day, day) for day in days]
    assert DailyRun.objects.get().done_through == days[-1]


def test_a_clock_set_back_does_nothing_again(at, calls):
    daily.daily("dem")(lambda since, until: calls.append(until))
    noon(at, MONDAY)
    daily.run_due()
    noon(at, MONDAY - timedelta(days=2))
    assert daily.run_due() == []
    assert calls == [MONDAY]


def test_a_job_that_fails_is_tried_again_and_holds_up_no_other(at, calls, caplog):
    def fails_once(since, until):
        DailyRun.objects.create(job="vet", done_through=until)
        calls.append(until)
        if len(calls) == 1:
            raise ValueError("hỏng")

    daily.daily("hong")(fails_once)
    daily.daily("sau")(lambda since, until: None)
    noon(at, MONDAY)
    assert daily.run_due() == [("sau", MONDAY)]
    assert "hong" in caplog.text
    assert not DailyRun.objects.filter(job="vet").exists(), "what it wrote is taken back with it"
    assert daily.run_due() == [("hong", MONDAY)]


def test_a_day_by_day_job_keeps_the_days_before_the_one_that_fails(at, calls):
    def stops(since, until):
        if until == date(2026, 3, 4):
            raise ValueError("hỏng")

    daily.daily("tung_ngay", each_day=True)(stops)
    noon(at, MONDAY)
    daily.run_due()
    noon(at, date(2026, 3, 6))
    assert daily.run_due() == [("tung_ngay", date(2026, 3, 3))]


def test_a_name_is_registered_once(calls):
    def work(since, until):
        return None

    daily.daily("dem")(work)
    daily.daily("dem")(work)
    with pytest.raises(ValueError, match="registered twice"):
        daily.daily("dem")(lambda since, until: None)


def test_on_a_demonstration_the_day_stands_still(settings, calls):
    daily.daily("dem")(lambda since, until: calls.append(until))
    daily.run_due()
    daily.run_due()
    assert calls == [settings.DEMONSTRATION_DAY]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_do_one_day_twice(at, calls):
    daily.daily("dem")(lambda since, until: calls.append(until))
    noon(at, MONDAY)
    outcome = []

    def other_worker():
        outcome.extend(daily.run_due())
        connections.close_all()

    with transaction.atomic():
        assert daily._turn(daily.jobs()[0]) == MONDAY
        worker = threading.Thread(target=other_worker)
        worker.start()
        worker.join(timeout=20)
        assert not worker.is_alive(), "the other worker waits for nothing"
    assert outcome == []
    assert calls == [MONDAY]
    assert daily.run_due() == []


class TestStandingDuties:
    """The job that makes what units owe."""

    @pytest.fixture
    def commune(self, at):
        noon(at, MONDAY)
        unit = make_unit("Xã Minh Họa", Kind.COMMUNE)
        make_account("xu_ly", unit)
        return unit

    def periods(self, unit, clock="tiep_dan_xa_tuan"):
        rows = Duty.objects.filter(unit=unit, clock=clock, record=None).order_by("due_on")
        return list(rows.values_list("period", flat=True))

    def test_it_is_registered(self):
        assert "nghia_vu_dinh_ky" in {job.key for job in daily.jobs()}

    def test_it_makes_what_is_due_from_today_on_for_thirteen_months(self, commune):
        tasks.standing_duties(MONDAY, MONDAY)
        weeks = self.periods(commune)
        assert (weeks[0], weeks[-1]) == ("2026-W10", "2026-W26")  # the weekly duty ends with June 2026
        months = self.periods(commune, "tiep_dan_xa_thang")
        assert (months[0], months[-1]) == ("2026-07", "2027-03")

    def test_the_next_day_makes_only_what_the_horizon_brings(self, commune):
        tasks.standing_duties(MONDAY, MONDAY)
        assert tasks.standing_duties(MONDAY + timedelta(days=1), MONDAY + timedelta(days=1)) == 0
        assert tasks.standing_duties(MONDAY + timedelta(days=2), date(2026, 3, 31)) > 0

    def test_a_unit_for_which_nobody_works_here_owes_nothing_here(self, commune):
        stranger = make_unit("Xã Khác", Kind.COMMUNE)
        tasks.standing_duties(MONDAY, MONDAY)
        assert not Duty.objects.filter(unit=stranger).exists()

    def test_without_anybody_nothing_is_made(self, at):
        noon(at, MONDAY)
        make_unit("Xã Minh Họa", Kind.COMMUNE)
        assert tasks.standing_duties(MONDAY, MONDAY) == 0

    def test_the_program_itself_may_do_it(self, commune, as_app):
        assert tasks.standing_duties(MONDAY, MONDAY) > 20
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("danvan_app",)


def test_the_worker_asks_every_five_minutes_and_one_at_a_time():
    from procrastinate.contrib.django import app

    found = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert found["danvan.records.tasks.daily_jobs"] == "*/5 * * * *"
    assert tasks.daily_jobs.queueing_lock == tasks.daily_jobs.lock == "viec_hang_ngay"


def test_what_the_worker_runs_is_what_is_due(at, calls):
    daily.daily("dem")(lambda since, until: calls.append(until))
    noon(at, MONDAY)
    tasks.daily_jobs(0)
    assert calls == [MONDAY]
