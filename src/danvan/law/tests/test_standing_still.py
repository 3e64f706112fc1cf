"""A clock that still stands: a suspension has begun and nobody knows yet when it ends."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan import law
from danvan.law import Suspension
from danvan.law.printing import due_table
from danvan.ui.errors import Refusal

D = date
BEGINS, STOPPED = D(2023, 1, 4), D(2023, 1, 18)


@pytest.fixture
def standing():
    return law.due("TC.S", BEGINS, suspensions=[(STOPPED, None)])


def test_the_day_is_the_earliest_there_can_be(standing):
    shortest = law.due("TC.S", BEGINS, suspensions=[(STOPPED, STOPPED)])
    assert standing.is_suspended
    assert standing.due_on == shortest.due_on == D(2023, 2, 6)
    assert not shortest.is_suspended


@given(length=st.integers(1, 400))
def test_no_end_gives_an_earlier_day(length):
    ended = law.due("TC.S", BEGINS, suspensions=[(STOPPED, STOPPED + timedelta(days=length - 1))])
    assert ended.due_on >= law.due("TC.S", BEGINS, suspensions=[(STOPPED, None)]).due_on


def test_nothing_is_late_while_it_stands(standing):
    assert law.judge(standing, None, D(2024, 12, 31)) == "trong_han"
    assert standing.provisional
    assert standing.latest_on == standing.own_latest_on == date.max


def test_the_ledger_adds_up_and_survives_storing(standing):
    stored = json.loads(json.dumps(standing.to_json()))
    assert law.recompute(stored["ledger"]) == standing.due_on
    again = law.Due.from_json(stored, law.rulebook())
    assert again == standing
    assert again.is_suspended


def test_the_ledger_says_so_in_words():
    due = law.due("TC.S", BEGINS, suspensions=[Suspension(STOPPED, None, "chờ kết quả giám định")])
    said = " ".join(step.text for step in due.ledger)
    assert (
        "Tạm đình chỉ từ 18/1/2023, chưa kết thúc; thời gian này không tính vào thời hạn (chờ kết quả giám định)."
        in said
    )
    assert "Hạn: 6/2/2023 (thứ Hai), tạm tính; đang tạm đình chỉ nên đây chỉ là ngày sớm nhất" in said
    table = due_table(due)
    assert "[đang tạm đình chỉ; tạm tính]" in table
    assert "9999" not in table


def test_an_earlier_suspension_that_ended_is_counted_whole():
    due = law.due("TC.S", BEGINS, suspensions=[(D(2023, 1, 9), D(2023, 1, 12)), (STOPPED, None)])
    assert due.due_on == law.due("TC.S", BEGINS, suspensions=[(D(2023, 1, 9), D(2023, 1, 13))]).due_on


@pytest.mark.parametrize("order", [1, -1])
def test_none_can_follow_one_without_an_end(order):
    pauses = [(STOPPED, None), (D(2023, 1, 30), D(2023, 1, 31))][::order]
    with pytest.raises(Refusal, match=r"từ 18/1/2023 chưa kết thúc nên chưa thể có lần từ 30/1/2023"):
        law.due("TC.S", BEGINS, suspensions=pauses)


def test_a_rule_that_cannot_stand_still_is_refused():
    with pytest.raises(Refusal, match="không có quy định tạm đình chỉ"):
        law.due("TCD.REPLY", BEGINS, suspensions=[(STOPPED, None)])
