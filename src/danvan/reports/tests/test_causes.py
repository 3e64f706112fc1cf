"""The cause finder: what it names must be true by arithmetic, and it must find what was planted."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan.reports.causes import (
    cuts_to,
    explain_difference,
    explain_ratio,
    explain_sum,
    percent,
    rounds_to,
)

THREE = {"đơn khiếu nại": 38, "đơn tố cáo": 94, "đơn kiến nghị, phản ánh": 164}
counts = st.integers(min_value=1, max_value=100_000)
named_parts = st.dictionaries(
    st.text(alphabet="abcdeghiklmn", min_size=1, max_size=6), counts, min_size=2, max_size=9
)


def test_the_total_that_leaves_complaints_out_is_named_in_words():
    cause = explain_sum(THREE, 258)
    assert cause is not None
    assert (cause.kind, cause.labels) == ("left_out", ("đơn khiếu nại",))
    assert cause.text == "94 + 164 = 258: tổng bỏ sót 38 đơn khiếu nại."


def test_equal_sums_have_no_cause():
    assert explain_sum(THREE, 296) is None


def test_no_parts_have_no_cause():
    assert explain_sum({}, 5) is None


def test_a_part_counted_twice_is_named():
    cause = explain_sum(THREE, 296 + 94)
    assert cause is not None
    assert (cause.kind, cause.labels) == ("counted_twice", ("đơn tố cáo",))
    assert "hai lần" in cause.text


def test_the_carried_over_column_has_its_own_kind():
    parts = {"đơn kỳ trước chuyển sang": 17, "đơn tiếp nhận": 240}
    left = explain_sum(parts, 240)
    twice = explain_sum(parts, 257 + 17)
    assert left is not None
    assert left.kind == "carried_left_out"
    assert twice is not None
    assert twice.kind == "carried_counted_twice"


def test_two_equal_parts_are_named_as_either():
    cause = explain_sum({"A": 5, "B": 5, "C": 90}, 95)
    assert cause is not None
    assert "5 A hoặc 5 B" in cause.text


def test_three_equal_parts_are_not_guessed_between():
    assert explain_sum({"A": 5, "B": 5, "C": 5, "D": 996}, 1006) is None


@pytest.mark.parametrize(
    ("parts", "stated", "labels"),
    [
        ({"thu hồi": 843_000_000, "xử lý khác": 772_000_000}, 1_615_000, ()),
        ({"thu hồi": 843_000, "xử lý khác": 772_000_000}, 1_615_000_000, ("thu hồi",)),
        ({"thu hồi": 843_000_000_000, "xử lý khác": 772_000_000}, 1_615_000_000, ("thu hồi",)),
    ],
)
def test_a_slip_between_million_and_billion_is_found(parts, stated, labels):
    cause = explain_sum(parts, stated)
    assert cause is not None
    assert (cause.kind, cause.labels) == ("unit_slip", labels)


def test_swapped_digits_of_the_total():
    cause = explain_sum({"A": 100, "B": 157}, 275)
    assert cause is not None
    assert cause.kind == "transposed"
    assert "257 thành 275" in cause.text


def test_swapped_digits_of_a_part():
    cause = explain_sum({"A": 121, "B": 704}, 816)
    assert cause is not None
    assert (cause.kind, cause.labels) == ("transposed", ("A",))
    assert "112 thành 121" in cause.text


def test_one_mistyped_digit_is_the_last_guess():
    cause = explain_sum({"A": 100, "B": 157}, 297)
    assert cause is not None
    assert cause.kind == "mistyped"


@given(parts=named_parts, data=st.data())
def test_a_dropped_part_is_always_explained_by_a_set_that_fits(parts, data):
    dropped = data.draw(st.sampled_from(sorted(parts)))
    stated = sum(parts.values()) - parts[dropped]
    cause = explain_sum(parts, stated)
    same_value = [label for label, value in parts.items() if value == parts[dropped]]
    assume(len(same_value) <= 2)
    assert cause is not None
    assert cause.kind == "left_out"
    assert len(cause.labels) == 1
    assert parts[cause.labels[0]] == parts[dropped]


@given(parts=named_parts, stated=st.integers(min_value=0, max_value=300_000))
def test_whatever_set_is_named_makes_the_sum_fit(parts, stated):
    cause = explain_sum(parts, stated)
    total = sum(parts.values())
    assert (total == stated) <= (cause is None)
    if cause and cause.kind == "left_out":
        assert total - sum(parts[label] for label in cause.labels) == stated
    if cause and cause.kind == "counted_twice":
        assert total + sum(parts[label] for label in cause.labels) == stated


@given(
    parts=st.dictionaries(st.text(min_size=1, max_size=4), counts, min_size=60, max_size=160), stated=counts
)
def test_long_lists_stay_quick_and_never_name_a_set_of_chance(parts, stated):
    cause = explain_sum(parts, stated)
    assert cause is None or len(cause.labels) <= 1


def test_a_cut_percentage_is_not_called_wrong():
    cause = explain_ratio(8, 9, Decimal("88.88"))
    assert cause is not None
    assert cause.kind == "truncated"
    assert "88,89%" in cause.text


def test_the_other_base_is_named():
    cause = explain_ratio(286_950, 330_421, Decimal("83.2"), {"đơn tiếp nhận": 344_820})
    assert cause is not None
    assert (cause.kind, cause.labels) == ("swapped_base", ("đơn tiếp nhận",))


def test_part_and_base_exchanged():
    cause = explain_ratio(50, 40, Decimal("80.0"))
    assert cause is not None
    assert cause.kind == "swapped_base"


def test_the_share_of_the_remainder():
    cause = explain_ratio(9, 40, Decimal("77.5"))
    assert cause is not None
    assert cause.kind == "complement"


def test_swapped_digits_of_a_percentage():
    cause = explain_ratio(235, 264, Decimal("98"))
    assert cause is not None
    assert cause.kind == "transposed"
    assert "89% thành 98%" in cause.text


@pytest.mark.parametrize(("part", "whole", "stated"), [(235, 264, "89"), (137, 150, "91.33"), (1, 8, "12.5")])
def test_a_rounded_percentage_needs_no_cause(part, whole, stated):
    assert explain_ratio(part, whole, Decimal(stated)) is None


def test_an_empty_base_has_no_cause():
    assert explain_ratio(3, 0, Decimal(100)) is None


def test_dividing_by_nothing_is_refused():
    with pytest.raises(ZeroDivisionError):
        percent(1, 0)


@given(part=counts, whole=counts, digits=st.integers(min_value=0, max_value=3))
def test_rounding_and_cutting_agree_with_decimal(part, whole, digits):
    value, step = percent(part, whole), Decimal(1).scaleb(-digits)
    rounded, cut = value.quantize(step, ROUND_HALF_UP), value.quantize(step, ROUND_DOWN)
    assert rounds_to(value, rounded)
    assert cuts_to(value, cut)
    assert explain_ratio(part, whole, rounded) is None
    if rounded != cut:
        cause = explain_ratio(part, whole, cut)
        assert cause is not None
        assert cause.kind == "truncated"


def test_a_difference_with_swapped_digits():
    cause = explain_difference(1012, 866, 164)
    assert cause is not None
    assert cause.kind == "transposed"


def test_a_right_difference_needs_no_cause_in_either_direction():
    assert explain_difference(866, 1012, 146) is None
    assert explain_difference(1012, 866, 146) is None


def test_a_wild_difference_is_not_guessed():
    assert explain_difference(1012, 866, 900) is None
