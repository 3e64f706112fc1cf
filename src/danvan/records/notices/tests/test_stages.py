"""Which reminder a duty has reached: days before, late, long late, and what is never called late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan import law
from danvan.records.models import Duty
from danvan.records.notices.stages import USUAL, Plan, last_day_before_work, reached, words

DUE = date(2023, 3, 16)


def duty(due_on=DUE, latest=None, judged=True):
    return Duty(due_on=due_on, own_latest_on=latest or due_on, can_be_judged=judged)


def after(days, plan=USUAL, **columns):
    day = DUE + timedelta(days=days)
    return reached(duty(**columns), day, day, plan)


class TestBefore:
    @pytest.mark.parametrize(
        ("days", "stages"),
        [(-4, []), (-3, ["truoc_3"]), (-2, ["truoc_3"]), (-1, ["truoc_1"]), (0, ["truoc_1"])],
    )
    def test_the_nearest_day_alone(self, days, stages):
        assert after(days) == stages

    def test_a_unit_may_choose_other_days(self):
        assert after(-7, Plan((7, 2))) == ["truoc_7"]
        assert after(-2, Plan((7, 2))) == ["truoc_2"]

    def test_a_unit_may_want_none(self):
        assert after(0, Plan(())) == []

    def test_a_friday_speaks_for_the_weekend(self):
        friday, monday = date(2023, 3, 10), date(2023, 3, 13)
        until = last_day_before_work(friday, law.calendar())
        assert until == date(2023, 3, 12)
        assert reached(duty(monday), friday, until) == ["truoc_1"]
        assert reached(duty(date(2023, 3, 15)), friday, until) == ["truoc_3"]

    def test_the_day_before_tet_speaks_for_all_of_it(self):
        before_tet, first_working = date(2023, 1, 19), date(2023, 1, 27)
        until = last_day_before_work(before_tet, law.calendar())
        assert until == first_working - timedelta(days=1)
        assert reached(duty(first_working), before_tet, until) == ["truoc_1"]

    def test_an_unjudged_duty_is_reminded_of(self):
        assert after(-1, judged=False) == ["truoc_1"]


class TestLate:
    @pytest.mark.parametrize(
        ("days", "stages"),
        [(1, ["qua_han"]), (4, ["qua_han"]), (5, ["qua_han", "cap_tren"]), (40, ["qua_han", "cap_tren"])],
    )
    def test_the_head_first_then_the_level_above(self, days, stages):
        assert after(days) == stages

    def test_the_unit_chooses_after_how_many_days(self):
        assert after(9, Plan(above_after=10)) == ["qua_han"]
        assert after(10, Plan(above_after=10)) == ["qua_han", "cap_tren"]

    def test_never_what_cannot_be_judged(self):
        assert after(40, judged=False) == []

    def test_not_before_the_most_generous_reading(self):
        latest = DUE + timedelta(days=4)
        assert after(4, latest=latest) == []
        assert after(5, latest=latest) == ["qua_han"]


@given(st.integers(-60, 60), st.lists(st.integers(0, 30), max_size=4), st.integers(1, 30))
def test_never_early_and_late_at_once(days, before, above):
    found = after(days, Plan(tuple(before), above))
    early = [stage for stage in found if stage.startswith("truoc_")]
    assert len(early) <= 1
    assert not (early and days > 0)
    assert ("qua_han" in found) == (days > 0)
    assert ("cap_tren" in found) == (days >= above)


def test_each_stage_has_its_words():
    assert words("truoc_3") == "Nhắc trước hạn 3 ngày"
    assert "đứng đầu" in words("qua_han")
    assert "cấp trên" in words("cap_tren")
