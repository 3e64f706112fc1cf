"""A month or a year of sessions at once: the days, days off, what the law asks, posting; urgent sessions.

Days are read off a wall calendar: 1/1/2023 is a Sunday, Tết 2023 is off from 20/1 to 26/1, 30/4 and 1/5/2023 fall on a
Sunday and a Monday, and 2 and 3/5 are given for 29 and 30/4.
"""

from datetime import date, time

import pytest
from django.contrib.auth.models import AnonymousUser

from danvan.domains.reception.models import HeadSession
from danvan.domains.reception.schedule import asked, planning
from danvan.domains.reception.schedule.planning import Pattern
from danvan.domains.reception.tests.schedule_world import TODAY, TOLD, commune, plan_of, planner, posted
from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import calendar, evidence, writing
from danvan.records.models import Duty
from danvan.records.standing import reschedule
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


class TestPattern:
    @pytest.mark.parametrize(
        ("pattern", "month", "days"),
        [
            (Pattern(days=(5, 20)), 3, [5, 20]),
            (Pattern(days=(31,)), 2, [28]),
            (Pattern(days=(30, 31)), 2, [28]),
            (Pattern(weekday=1), 3, [7, 14, 21, 28]),
            (Pattern(weekday=4), 3, [3, 10, 17, 24, 31]),
            (Pattern(weekday=1, weeks=(1, 3)), 3, [7, 21]),
            (Pattern(weekday=4, weeks=(5,)), 3, [31]),
            (Pattern(weekday=1, weeks=(4, 5)), 3, [28]),
        ],
    )
    def test_days_of_a_month(self, pattern, month, days):
        assert [day.day for day in pattern.of_month(2023, month)] == days

    @pytest.mark.parametrize(
        ("year", "month", "first", "last"),
        [
            (2023, None, date(2023, 1, 1), date(2023, 12, 31)),
            (2023, 2, date(2023, 2, 1), date(2023, 2, 28)),
            (2024, 2, date(2024, 2, 1), date(2024, 2, 29)),
        ],
    )
    def test_a_year_or_a_month(self, year, month, first, last):
        assert planning.span_of(year, month) == (first, last)


class TestProposal:
    def test_only_days_to_come_are_proposed(self):
        plan = plan_of(commune(), *planning.span_of(2023, 3), Pattern(weekday=1))
        assert [one.on.day for one in planning.propose(plan, TODAY)] == [21, 28]

    def test_a_day_off_moves_to_the_next_working_day(self):
        plan = plan_of(commune(), *planning.span_of(2023, 4), Pattern(days=(8, 10)))
        # 8/4/2023 is a Saturday: it moves onto the 10th, which the pattern has already
        (only,) = planning.propose(plan, TODAY)
        assert (only.on, only.wished, only.is_shifted) == (date(2023, 4, 10), date(2023, 4, 8), True)

    def test_it_does_not_leave_the_span(self):
        plan = plan_of(commune(), *planning.span_of(2023, 4), Pattern(days=(30,)))
        assert planning.propose(plan, TODAY) == []

    def test_the_last_day_to_post_is_five_working_days_before(self):
        plan = plan_of(commune(), *planning.span_of(2023, 3), Pattern(days=(17, 21, 22, 28)))
        found = {one.on.day: (one.post_by.day, one.is_late) for one in planning.propose(plan, TODAY)}
        # before Tuesday 21/3: 20, 17, 16, 15, 14; posted on Tuesday 14/3 it is in time
        assert found == {17: (10, True), 21: (14, False), 22: (15, False), 28: (21, False)}

    def test_a_day_that_has_a_session_is_told_and_not_posted_again(self):
        officer = planner()
        posted(officer, date(2023, 3, 21))
        plan = plan_of(officer.at, *planning.span_of(2023, 3), Pattern(weekday=1))
        assert [(one.on.day, one.is_taken) for one in planning.propose(plan, TODAY)] == [
            (21, True),
            (28, False),
        ]
        with pytest.raises(Refusal, match="21/3/2023 đã có kỳ tiếp"):
            planning.post(plan, [date(2023, 3, 21)], by=officer, on=TODAY)

    def test_a_year_costs_three_queries(self, django_assert_num_queries):
        plan = plan_of(commune(), *planning.span_of(2023, None), Pattern(weekday=1))
        with django_assert_num_queries(3):
            assert len(planning.propose(plan, TODAY)) == 41

    def test_days_of_a_year_not_announced_are_provisional(self):
        plan = plan_of(commune(), *planning.span_of(2027, 2), Pattern(days=(15,)))
        assert all(one.is_provisional for one in planning.propose(plan, TODAY))


class TestWhatTheLawAsks:
    def counted(self, unit, since, until, *days):
        return [
            (one.span, one.needed, one.planned, one.is_enough)
            for one in asked.coverage(unit, since, until, days, calendar.current())
        ]

    def test_a_commune_in_2023_owes_a_day_a_week(self):
        found = self.counted(commune(), date(2023, 3, 6), date(2023, 3, 19), date(2023, 3, 7))
        assert found == [("tuần 10/2023", 1, 1, True), ("tuần 11/2023", 1, 0, False)]

    def test_from_july_2026_two_days_a_month(self):
        days = [date(2026, 7, 7), date(2026, 7, 21)]
        unit = commune()
        assert self.counted(unit, date(2026, 7, 1), date(2026, 7, 31), *days) == [
            ("tháng 7/2026", 2, 2, True)
        ]
        assert self.counted(unit, date(2026, 7, 1), date(2026, 7, 31), days[0]) == [
            ("tháng 7/2026", 2, 1, False)
        ]

    def test_the_half_of_2026_has_weeks_and_then_months(self):
        spans = [one[0] for one in self.counted(commune(), date(2026, 6, 22), date(2026, 7, 31))]
        assert spans == ["tuần 26/2026", "tháng 7/2026"]

    def test_two_sessions_on_one_day_are_one_day(self):
        unit = make_unit("Huyện Minh Họa", Kind.DISTRICT)
        day = date(2023, 3, 7)
        assert self.counted(unit, date(2023, 3, 1), date(2023, 3, 31), day, day) == [
            ("tháng 3/2023", 2, 1, False)
        ]

    def test_a_unit_without_such_a_duty_owes_nothing(self):
        assert self.counted(make_unit("Mặt trận", Kind.FRONT), date(2023, 3, 1), date(2023, 3, 31)) == []


class TestPosting:
    def test_all_at_once_on_the_books_and_on_the_portal(self):
        officer = planner()
        plan = plan_of(officer.at, *planning.span_of(2023, 3), Pattern(weekday=1), agenda="Đất đai")
        made = planning.post(plan, [date(2023, 3, 28), date(2023, 3, 21)], by=officer, on=TODAY)
        assert [one.planned_on.day for one in made] == [21, 28]
        shown = HeadSession.objects.visible_to(AnonymousUser())
        assert set(shown.values_list("posted_on", "published_on", "agenda", "state")) == {
            (TODAY, TODAY, "Đất đai", "len_lich")
        }

    def test_each_is_posted_in_time_or_late(self):
        officer = planner()
        plan = plan_of(officer.at, *planning.span_of(2023, 3), Pattern(days=(20, 21)))
        planning.post(plan, [date(2023, 3, 20), date(2023, 3, 21)], by=officer, on=TODAY)
        duties = Duty.objects.filter(clock="niem_yet_lich_tiep").order_by("begins_on")
        assert [duty.standing(TODAY) for duty in duties] == ["qua_han", "dung_han"]
        assert [duty.due_on.day for duty in duties] == [13, 14]

    @pytest.mark.parametrize("days", [[], [date(2023, 3, 23)], [date(2023, 3, 7)]])
    def test_nothing_or_a_day_not_shown_is_refused(self, days):
        officer = planner()
        plan = plan_of(officer.at, *planning.span_of(2023, 3), Pattern(weekday=1))
        with pytest.raises(Refusal, match=r"Chưa chọn ngày|không thuộc lịch"):
            planning.post(plan, days, by=officer, on=TODAY)
        assert not HeadSession.objects.exists()

    def test_nobody_posts_for_a_foreign_unit(self):
        plan = plan_of(commune(), *planning.span_of(2023, 3), Pattern(weekday=1))
        for account in (planner(), make_account("giam_sat", plan.unit)):
            with pytest.raises(Refusal, match="không có quyền"):
                planning.post(plan, [date(2023, 3, 21)], by=account, on=TODAY)

    def test_a_session_held_in_person_meets_the_week_and_a_delegated_one_stands_beside(self, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 31)
        officer = planner()
        posted(officer, date(2023, 3, 21))
        posted(officer, date(2023, 3, 28), attendance="uy_quyen", delegated_by="QĐ 5/2023")
        reschedule(officer.at, date(2023, 3, 20), date(2023, 4, 2))
        for session in HeadSession.objects.all():
            writing.move(session, "to_chuc", by=officer, on=session.planned_on)
        weeks = Duty.objects.filter(clock="tiep_dan_xa_tuan").order_by("due_on")
        assert [(week.period, bool(week.met_on)) for week in weeks] == [
            ("2023-W12", True),
            ("2023-W13", False),
        ]
        beside = evidence.beside(weeks[1], asked.head_duties(officer.at, date(2023, 3, 31))[0])
        assert [one.attendance for one in beside] == ["uy_quyen"]

    def test_a_session_entered_elsewhere_counts_as_posted_that_day_unless_told_earlier(self):
        officer = planner()
        entered = {"by": officer, "unit": officer.at, "on": TODAY, "planned_on": date(2023, 3, 21)}
        assert writing.open_record("ky_tiep", **entered).posted_on == TODAY
        earlier = writing.open_record("ky_tiep", **entered, posted_on=date(2023, 3, 1))
        assert Duty.objects.get(record_id=earlier.pk).met_on == date(2023, 3, 1)


class TestUrgent:
    def test_one_of_two_grounds(self):
        officer = planner()
        made = planning.call_urgent(
            officer.at, TODAY, TOLD | {"urgent_ground": "phuc_tap"}, by=officer, on=TODAY
        )
        assert (made.occasion, made.urgent_ground, made.state) == ("dot_xuat", "phuc_tap", "len_lich")
        assert not Duty.objects.filter(record_id=made.pk).exists()

    @pytest.mark.parametrize("ground", ["", None])
    def test_no_ground_no_session(self, ground):
        officer = planner()
        with pytest.raises(Refusal, match="Điều 18 khoản 3"):
            planning.call_urgent(officer.at, TODAY, TOLD | {"urgent_ground": ground}, by=officer, on=TODAY)

    def test_it_meets_no_duty(self):
        officer = planner()
        made = planning.call_urgent(
            officer.at, TODAY, TOLD | {"urgent_ground": "hau_qua"}, by=officer, on=TODAY
        )
        writing.move(made, "to_chuc", by=officer, on=TODAY)
        reschedule(officer.at, date(2023, 3, 13), date(2023, 3, 19))
        assert Duty.objects.get(clock="tiep_dan_xa_tuan").met_on is None


def test_a_session_ends_after_it_begins():
    officer = planner()
    with pytest.raises(Exception, match="session_ends_after_start"):
        posted(officer, starts_at=time(10), ends_at=time(9))
