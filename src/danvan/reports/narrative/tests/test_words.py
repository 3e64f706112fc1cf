"""Comparison sentences are worded from two numbers, and say nothing that the numbers do not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.narrative.words import DOWN, SAME, UP, Value, change, direction


def count(number, unit="đơn"):
    return Value(number, unit=unit)


def share(part, whole):
    return Value(part, whole, "%", is_share=True)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (count(296), count(205), "tăng 91 đơn (44,4 %) so với quý IV/2022"),
        (count(205), count(296), "giảm 91 đơn (30,7 %) so với quý IV/2022"),
        (count(38), count(25), "tăng 13 đơn (52 %) so với quý IV/2022"),
        (count(40), count(20), "tăng 20 đơn (100 %) so với quý IV/2022"),
        (count(5), count(4), "tăng 1 đơn so với quý IV/2022"),
        (count(18), count(19), "giảm 1 đơn so với quý IV/2022"),
        (count(94), count(0), "tăng từ 0 lên 94 đơn so với quý IV/2022"),
        (count(0), count(94), "giảm từ 94 xuống 0 đơn so với quý IV/2022"),
        (count(0), count(0), "không đổi so với quý IV/2022, đều bằng 0"),
        (count(7), count(7), "không đổi so với quý IV/2022"),
        (count(100_001), count(100_000), "tăng 1 đơn so với quý IV/2022"),
        (count(1_234_567), count(1_000_000), "tăng 234.567 đơn (23,5 %) so với quý IV/2022"),
        (count(30, ""), count(20, ""), "tăng 10 (50 %) so với quý IV/2022"),
        (count(5), None, "chưa có số liệu quý IV/2022 để so sánh"),
        (share(29, 31), share(20, 31), "tăng 29 điểm phần trăm so với quý IV/2022"),
        (share(1, 3), share(1, 2), "giảm 16,7 điểm phần trăm so với quý IV/2022"),
        (share(0, 3), share(0, 2), "không đổi so với quý IV/2022"),
        (share(333_333, 1_000_000), share(333_334, 1_000_000), "không đổi so với quý IV/2022"),
        (share(1, 3), share(0, 0), "chưa có số liệu quý IV/2022 để so sánh"),
        (share(0, 0), share(1, 3), "chưa có số liệu quý IV/2022 để so sánh"),
        (Value(None, typed="trên 3,1 tỷ đồng"), count(3), "chưa có số liệu quý IV/2022 để so sánh"),
    ],
)
def test_a_change_is_worded_as_the_two_numbers_say(now, before, said):
    assert change(now, before, "quý IV/2022") == said


NUMBERS = st.integers(0, 10**9)


@given(NUMBERS, NUMBERS)
def test_the_word_is_that_of_the_difference(now, before):
    said = change(count(now), count(before), "quý trước")
    word = "tăng" if now > before else "giảm" if now < before else "không đổi"
    assert said.startswith(word)
    assert (direction(count(now), count(before)) == UP) == (now > before)


@given(NUMBERS, st.just(0))
def test_nothing_is_said_in_per_cent_of_nought(now, before):
    assert "%" not in change(count(now), count(before), "quý trước")
    assert "%" not in change(count(before), count(now), "quý trước")


@given(NUMBERS, st.integers(1, 19))
def test_a_small_base_has_no_percentage(now, before):
    assert "%" not in change(count(now), count(before), "quý trước")


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(0, 1000), st.integers(1, 1000))
def test_points_are_the_difference_of_what_is_printed(part, whole, other, base):
    now, before = share(min(part, whole), whole), share(min(other, base), base)
    said = change(now, before, "quý trước")
    gap = now.printed - before.printed
    assert (direction(now, before), bool(gap)) in {(UP, True), (DOWN, True), (SAME, False)}
    if gap:
        written = said.split()[1].replace(".", "").replace(",", ".")
        assert Decimal(written) == abs(gap)


@pytest.mark.parametrize(
    ("value", "shown", "known"),
    [
        (count(1234), "1.234", True),
        (count(0), "0", True),
        (count(None), "", False),
        (share(29, 31), "93,5 %", True),
        (share(0, 0), "", False),
        (share(0, None), "", False),
        (Value(None, typed="trên 3,1 tỷ đồng"), "trên 3,1 tỷ đồng", True),
    ],
)
def test_a_value_that_is_not_known_is_never_nought(value, shown, known):
    assert (value.shown, value.is_known) == (shown, known)
