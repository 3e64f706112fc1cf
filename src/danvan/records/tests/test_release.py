"""A merged unit owes nothing beyond its life; what it owed before stays."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import tasks
from danvan.records.models import Duty, HistoryRow
from danvan.records.release import GONE, release
from danvan.records.standing import reschedule

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 14)


@pytest.fixture
def merged():
    """A province whose months of 2023 were made ahead, and which then ends with May."""
    unit = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
    reschedule(unit, date(2023, 1, 1), date(2023, 8, 31))
    unit.names.update(valid=DateRange(date(2000, 1, 1), date(2023, 6, 1)))
    return unit


def excused(unit):
    rows = Duty.objects.filter(unit=unit, clock="tiep_dan_tinh", excused_on=TODAY).order_by("due_on")
    return list(rows.values_list("period", flat=True))


def test_only_spans_beyond_its_life_are_excused(merged):
    assert release(TODAY) > 0
    assert excused(merged) == ["2023-06", "2023-07", "2023-08"]
    assert set(Duty.objects.filter(excused_on=TODAY).values_list("excuse", flat=True)) == {GONE}


def test_what_has_begun_or_is_done_stays(merged):
    Duty.objects.filter(unit=merged, period="2023-07").update(met_on=TODAY)
    release(date(2023, 6, 15))
    assert Duty.objects.get(unit=merged, clock="tiep_dan_tinh", period="2023-06").excused_on is None
    assert Duty.objects.get(unit=merged, clock="tiep_dan_tinh", period="2023-07").excused_on is None


def test_a_unit_that_lives_on_is_left_alone(merged):
    other = make_unit("Tỉnh Khác", Kind.PROVINCE)
    reschedule(other, date(2023, 1, 1), date(2023, 8, 31))
    release(TODAY)
    assert excused(other) == []


def test_the_history_keeps_why(merged):
    release(TODAY)
    duty = Duty.objects.get(unit=merged, clock="tiep_dan_tinh", period="2023-07")
    row = HistoryRow.objects.filter(chain=f"records_duty:{duty.pk}").latest("id")
    assert (row.after["excuse"], row.reason) == (GONE, "Đơn vị đã nhập, chia hoặc giải thể")


def test_a_second_time_there_is_nothing_left(merged):
    release(TODAY)
    assert release(TODAY) == 0


def test_the_daily_job_does_it(merged):
    make_account("xu_ly", merged)
    tasks.standing_duties(TODAY, TODAY)
    assert excused(merged) == ["2023-06", "2023-07", "2023-08"]
