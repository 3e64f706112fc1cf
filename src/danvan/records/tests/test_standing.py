"""What heads owe each month and week, and by which sessions it is met."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.reception.models import HeadSession
from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.loading import Row, load
from danvan.records.models import Duty
from danvan.records.standing import reschedule, spans

JANUARY = (date(2023, 1, 1), date(2023, 1, 31))


def hold(unit, day, **fields):
    load(
        "ky_tiep",
        [Row(HeadSession(unit=unit, planned_on=day, **fields), day, [("to_chuc", day, {})])],
        reason="Lịch",
    )


@pytest.fixture
def province(db):
    return make_unit("Tỉnh Minh Họa", Kind.PROVINCE)


def test_a_province_owes_one_day_each_month(province):
    reschedule(province, date(2023, 1, 1), date(2023, 3, 31))
    duties = Duty.objects.filter(unit=province, clock="tiep_dan_tinh").order_by("due_on")
    assert [duty.period for duty in duties] == ["2023-01", "2023-02", "2023-03"]
    assert {duty.rule for duty in duties} == {"TCD.HEAD.TINH"}
    assert duties[0].due_on == date(2023, 1, 31)
    assert "Điều 12" in duties[0].citation


def test_a_regular_session_in_person_meets_it(province):
    hold(province, date(2023, 1, 16))
    reschedule(province, *JANUARY)
    assert Duty.objects.get(unit=province, clock="tiep_dan_tinh").met_on == date(2023, 1, 16)


@pytest.mark.parametrize(
    "other", [{"attendance": "uy_quyen"}, {"occasion": "dot_xuat", "urgent_ground": "phuc_tap"}]
)
def test_a_delegated_or_urgent_session_does_not(province, other):
    hold(province, date(2023, 1, 16), **other)
    reschedule(province, *JANUARY)
    assert Duty.objects.get(unit=province, clock="tiep_dan_tinh").met_on is None


def test_a_district_owes_two_days_and_the_second_meets_it(province):
    district = make_unit("Huyện Minh Họa", Kind.DISTRICT, province)
    hold(district, date(2023, 1, 5))
    reschedule(province, *JANUARY)
    assert Duty.objects.get(unit=district, clock="tiep_dan_huyen").met_on is None
    hold(district, date(2023, 1, 17))
    assert reschedule(province, *JANUARY) == 1  # the posting of the second session's schedule
    duty = Duty.objects.get(unit=district, clock="tiep_dan_huyen")
    assert duty.met_on == date(2023, 1, 17)
    assert duty.met_by.own().planned_on == date(2023, 1, 17)


def test_a_commune_owes_a_day_a_week_until_the_law_of_2026(province):
    commune = make_unit("Xã Minh Họa", Kind.COMMUNE, province)
    reschedule(province, date(2023, 1, 2), date(2023, 1, 15))
    assert set(Duty.objects.filter(unit=commune).values_list("period", "rule")) == {
        ("2023-W01", "TCD.HEAD.XA"),
        ("2023-W02", "TCD.HEAD.XA"),
    }
    reschedule(province, date(2026, 7, 1), date(2026, 7, 31))
    of_the_head = Duty.objects.filter(unit=commune, due_on__year=2026, clock__startswith="tiep_dan")
    assert set(of_the_head.values_list("rule", flat=True)) == {"TCD.HEAD.XA.2"}


def test_a_second_run_makes_nothing_and_keeps_what_was_met(province):
    hold(province, date(2023, 1, 16))
    reschedule(province, *JANUARY)
    before = list(Duty.objects.values_list("pk", "met_on"))
    assert reschedule(province, *JANUARY) == 0
    assert list(Duty.objects.values_list("pk", "met_on")) == before


def test_units_outside_the_province_served_owe_nothing_here(province):
    elsewhere = make_unit("Tỉnh Khác", Kind.PROVINCE)
    reschedule(province, *JANUARY)
    assert not Duty.objects.filter(unit=elsewhere).exists()


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 200), st.sampled_from(["month", "week"]))
def test_spans_tile_without_gap_and_end_inside(since, length, every):
    until = date.fromordinal(since.toordinal() + length)
    found = list(spans(every, since, until))
    for span in found:
        assert since <= span.last <= until
        assert span.first <= span.last
    for before, after in pairwise(found):
        assert after.first.toordinal() == before.last.toordinal() + 1
