"""In time or late: the generous reading, law against decree, minimums, and rules that may not judge."""

from datetime import date, timedelta

import pytest

from danvan import law
from danvan.law import VERDICTS, judge
from danvan.ui.errors import Refusal

D = date
TODAY = D(2023, 6, 1)


def test_on_the_last_day_it_is_in_time_and_the_day_after_late():
    due = law.due("KN.S1", D(2023, 2, 10))
    assert judge(due, D(2023, 3, 13), TODAY) == "trong_han"
    assert judge(due, D(2023, 3, 14), TODAY) == "qua_han"


def test_what_is_not_done_is_judged_by_today():
    due = law.due("KN.S1", D(2023, 2, 10))
    assert judge(due, None, D(2023, 3, 13)) == "trong_han"
    assert judge(due, None, D(2023, 3, 14)) == "qua_han"


def test_only_the_generous_reading_makes_late():
    due = law.due("TCD.REPLY", D(2026, 11, 18))
    today = D(2027, 1, 1)
    assert due.due_on == D(2026, 12, 2)
    assert judge(due, D(2026, 12, 3), today) == "trong_han"
    assert judge(due, D(2026, 12, 4), today) == "qua_han"


def test_a_length_from_memory_never_judges():
    due = law.due("XLD.LIMIT", D(2022, 12, 15))
    assert judge(due, None, D(2030, 1, 1)) == "khong_xac_dinh"
    assert judge(due, D(2022, 12, 16), TODAY) == "khong_xac_dinh"


@pytest.mark.parametrize("rule", ["KN.ACC", "KN.ACC.ND"])
@pytest.mark.parametrize(
    ("done", "verdict"),
    [
        (D(2023, 2, 13), "trong_han"),
        (D(2023, 2, 14), "qua_han_theo_luat"),
        (D(2023, 2, 17), "qua_han_theo_luat"),
        (D(2023, 2, 18), "qua_han_theo_ca_hai"),
    ],
)
def test_law_against_decree_has_three_states(rule, done, verdict):
    assert judge(law.due(rule, D(2023, 2, 3)), done, TODAY) == verdict


@pytest.mark.parametrize("rule", ["KN.SEND2", "KN.SEND2.ND"])
def test_sending_the_second_decision_has_them_too(rule):
    due = law.due(rule, D(2023, 3, 3))
    seen = [judge(due, D(2023, 3, 10) + timedelta(days=n), TODAY) for n in range(6)]
    assert seen == ["trong_han"] + ["qua_han_theo_luat"] * 4 + ["qua_han_theo_ca_hai"]


def test_without_a_conflict_there_are_two():
    due = law.due("KN.SEND2", D(2015, 3, 3))
    assert judge(due, D(2015, 3, 30), TODAY) == "qua_han"


def test_a_posting_taken_down_early_falls_short():
    due = law.due("KN.PUB.POST", D(2023, 2, 1))
    assert judge(due, D(2023, 2, 15), TODAY) == "chua_du_thoi_gian"
    assert judge(due, D(2023, 2, 16), TODAY) == "trong_han"
    assert judge(due, None, TODAY) == "trong_han"


def test_a_schedule_posted_too_near_the_day_is_late():
    due = law.due("TCD.POST", D(2023, 2, 15))
    assert judge(due, D(2023, 2, 8), TODAY) == "trong_han"
    assert judge(due, D(2023, 2, 9), TODAY) == "qua_han"


def test_a_day_to_come_is_refused():
    with pytest.raises(Refusal, match="sau ngày xét"):
        judge(law.due("KN.S1", D(2023, 2, 10)), D(2023, 6, 2), TODAY)


def test_every_verdict_has_words():
    assert all(VERDICTS.values())
