"""The words of one failed trial."""

from danvan.records.declare import Identity
from danvan.reports.trials import sum_check

PART = Identity("mot_phan", "Không quá số đơn", ("a",), ("b",), "Biểu mẫu", at_most=True)


def text(parts, stated):
    return sum_check(PART, "dang_thuc", "error", "Xã A", parts, stated, ("a",)).text


def test_one_part_larger_than_the_whole_is_told_without_a_sum_of_one():
    assert text({"đơn đủ điều kiện": 3}, 2) == (
        "3 đơn đủ điều kiện lớn hơn 2, trong khi chỉ là một phần của số ấy."
    )


def test_several_parts_larger_than_the_whole_are_told_as_their_sum():
    assert (
        text({"khiếu nại": 1200, "tố cáo": 3}, 2) == "1.200 + 3 = 1.203 vượt 2, là số mà nó chỉ là một phần."
    )
