"""Patterns, hours and slots drawn at random, beside a slow reckoning day by day."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.domains.reception.models import HeadSession, Receiver, RegularHours
from danvan.domains.reception.schedule import hours, planning, slots
from danvan.domains.reception.schedule.planning import LAST, Pattern
from danvan.domains.reception.tests.schedule_world import (
    TODAY,
    commune,
    hours_of,
    offer_of,
    plan_of,
    planner,
    posted,
)
from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account
from danvan.records import calendar
from danvan.ui.errors import Refusal

MONTHS = st.tuples(st.integers(2013, 2040), st.integers(1, 12))
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def days_of(year, month):
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(1)


class TestPatterns:
    @given(MONTHS, st.lists(st.integers(1, 31), max_size=6))
    def test_numbers_of_a_month_and_its_last_day_for_those_it_has_not(self, month, numbers):
        found = Pattern(days=tuple(numbers)).of_month(*month)
        length = max(day.day for day in days_of(*month))
        assert [day.day for day in found] == sorted({min(number, length) for number in numbers})

    @given(MONTHS, st.integers(0, 6))
    def test_every_such_weekday(self, month, weekday):
        assert Pattern(weekday=weekday).of_month(*month) == [
            day for day in days_of(*month) if day.weekday() == weekday
        ]

    @given(MONTHS, st.integers(0, 6), st.sets(st.sampled_from([1, 2, 3, 4, LAST]), min_size=1))
    def test_in_some_weeks_the_fifth_being_the_last(self, month, weekday, weeks):
        found = Pattern(weekday=weekday, weeks=tuple(weeks)).of_month(*month)
        matching = [day for day in days_of(*month) if day.weekday() == weekday]
        wanted = {matching[week - 1] for week in weeks - {LAST}} | (
            {matching[-1]} if LAST in weeks else set()
        )
        assert found == sorted(wanted)

    @given(st.integers(2013, 2199), st.none() | st.integers(1, 12))
    def test_a_span_is_whole_months(self, year, month):
        first, last = planning.span_of(year, month)
        assert first.day == 1
        assert (last + timedelta(1)).day == 1
        assert (last - first).days in ((364, 365) if month is None else (27, 28, 29, 30))


@pytest.mark.django_db
class TestPlans:
    @SLOW
    @given(st.lists(st.integers(1, 31), min_size=1, max_size=5), st.integers(1, 12))
    def test_each_proposed_day_is_a_working_day_to_come_within_the_span(self, numbers, month):
        since, until = planning.span_of(2023, month)
        plan = plan_of(commune(), since, until, Pattern(days=tuple(numbers)))
        found = planning.propose(plan, TODAY)
        days = calendar.current()
        assert [one.on for one in found] == sorted({one.on for one in found})
        for one in found:
            assert since <= one.on <= until
            assert one.on > TODAY
            assert days.is_working(one.on)
            assert one.is_shifted == (not days.is_working(one.wished))
            between = [one.wished + timedelta(n) for n in range((one.on - one.wished).days)]
            assert not any(map(days.is_working, between)), "the next working day, none later"

    def test_posted_twice_it_stands_once(self):
        officer = planner()
        plan = plan_of(officer.at, *planning.span_of(2023, 4), Pattern(days=(5, 20)))
        chosen = [one.on for one in planning.propose(plan, TODAY)]
        assert len(planning.post(plan, [*chosen, *chosen], by=officer, on=TODAY)) == 2
        with pytest.raises(Refusal, match="đã có kỳ tiếp"):
            planning.post(plan, chosen, by=officer, on=TODAY)
        assert HeadSession.objects.count() == 2

    @pytest.mark.parametrize(
        "chosen", [[], [date(2023, 4, 6)], [TODAY], [date(2024, 4, 5)], [date(2023, 4, 5), date(2023, 4, 7)]]
    )
    def test_a_day_that_was_not_offered_posts_nothing(self, chosen):
        officer = planner()
        plan = plan_of(officer.at, *planning.span_of(2023, 4), Pattern(days=(5,)))
        with pytest.raises(Refusal, match="hãy"):
            planning.post(plan, chosen, by=officer, on=TODAY)
        assert not HeadSession.objects.exists()

    @pytest.mark.parametrize("role", [*ROLES, ""])
    def test_only_who_takes_in_posts(self, role):
        officer = planner()
        account = make_account(role, officer.at) if role else make_account()
        plan = plan_of(officer.at, *planning.span_of(2023, 4), Pattern(days=(5,)))
        if role in ("tiep_dan", "xu_ly", "van_thu"):
            assert planning.post(plan, [date(2023, 4, 5)], by=account, on=TODAY)
            return
        with pytest.raises(Refusal, match="không có quyền"):
            planning.post(plan, [date(2023, 4, 5)], by=account, on=TODAY)


CLOCK = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@pytest.mark.django_db
class TestHours:
    def told(self, starts, ends, weekday=1, **other):
        values = {"receiver": Receiver.OFFICERS, "weekday": weekday, "starts_at": starts, "ends_at": ends}
        return values | {"place": "Phòng tiếp công dân", "places": 1, "slot_minutes": 30} | other

    @SLOW
    @given(st.lists(st.tuples(CLOCK, CLOCK), min_size=1, max_size=5))
    def test_whatever_is_written_no_two_hours_of_one_weekday_overlap(self, asked):
        officer = planner()
        taken = []
        for starts, ends in asked:
            clashes = starts >= ends or any(starts < other[1] and other[0] < ends for other in taken)
            if clashes:
                with pytest.raises(Refusal, match="Giờ"):
                    hours.begin(officer.at, self.told(starts, ends), by=officer, since=TODAY)
            else:
                hours.begin(officer.at, self.told(starts, ends), by=officer, since=TODAY)
                taken.append((starts, ends))
        assert RegularHours.objects.filter(unit=officer.at).count() == len(taken)

    def test_of_another_weekday_another_time_or_another_unit_they_may(self):
        officer, other = planner(), planner()
        told = self.told(time(8), time(10))
        row = hours.begin(officer.at, told, by=officer, since=TODAY)
        hours.begin(officer.at, told | {"weekday": 2}, by=officer, since=TODAY)
        hours.begin(other.at, told, by=other, since=TODAY)
        hours.end(row, by=officer, last=date(2023, 3, 31), on=TODAY)
        hours.begin(officer.at, told, by=officer, since=date(2023, 4, 1))
        assert RegularHours.objects.count() == 4

    @pytest.mark.parametrize(
        ("last", "said"),
        [
            (date(2023, 3, 13), "từ hôm nay"),
            (date(2019, 1, 1), "từ hôm nay"),
            (TODAY, ""),
            (date(2023, 12, 31), ""),
        ],
    )
    def test_they_end_on_no_day_past(self, last, said):
        officer = planner()
        row = hours_of(officer.at)
        if said:
            with pytest.raises(Refusal, match=said):
                hours.end(row, by=officer, last=last, on=TODAY)
            return
        assert hours.end(row, by=officer, last=last, on=TODAY).valid.upper == last + timedelta(1)

    def test_ended_they_do_not_end_later(self):
        officer = planner()
        row = hours.end(hours_of(officer.at), by=officer, last=date(2023, 3, 20), on=TODAY)
        for last in (date(2023, 3, 20), date(2023, 3, 25)):
            with pytest.raises(Refusal, match="đã kết thúc"):
                hours.end(row, by=officer, last=last, on=TODAY)
        assert hours.end(row, by=officer, last=date(2023, 3, 19), on=TODAY).valid.upper == date(2023, 3, 20)

    def test_those_of_a_day_and_those_to_come(self):
        officer = planner()
        now = hours_of(officer.at)
        gone = hours_of(officer.at, 2, valid=DateRange(date(2020, 1, 1), TODAY))
        later = hours_of(officer.at, 3, valid=DateRange(date(2023, 6, 1), None))
        shown = {row.pk for row in hours.of_unit(officer.at.pk, TODAY)}
        assert shown == {now.pk, later.pk}
        assert gone.pk not in shown


@pytest.mark.django_db
class TestSlots:
    @SLOW
    @given(CLOCK, CLOCK, st.integers(5, 120))
    def test_each_lies_whole_within_the_hours_and_none_fits_behind_the_last(self, starts, ends, minutes):
        if starts >= ends:
            return
        row = RegularHours(starts_at=starts, ends_at=ends, slot_minutes=minutes, places=1)
        times = slots.Offer(row, TODAY).times
        length = timedelta(minutes=minutes)
        begin, end = datetime.combine(TODAY, starts), datetime.combine(TODAY, ends)
        assert len(times) == (end - begin) // length
        for number, at in enumerate(times):
            assert datetime.combine(TODAY, at) == begin + number * length
            assert datetime.combine(TODAY, at) + length <= end

    def test_an_offer_is_found_by_its_key_at_its_own_unit_alone(self):
        officer, other = planner(), planner()
        offer = offer_of(posted(officer))
        assert slots.find(officer.at.pk, offer.key, TODAY) == offer
        assert slots.find(other.at.pk, offer.key, TODAY) is None
        assert slots.find(officer.at.pk, offer.key, offer.on) is None, "on its day it is too late"
