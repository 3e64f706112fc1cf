"""Numbers that count nothing give no fact."""

import pytest

from danvan.reports.reader.distractors import Masked, is_year
from danvan.reports.reader.periods import find_periods

from .reading_of import codes, found


@pytest.mark.parametrize(
    "phrase",
    [
        "Thông tư số 02/2021/TT-TTCP",
        "Nghị định 61/2018/NĐ-CP",
        "Quyết định số 1847",
        "Công văn số 66/TTr",
        "Kế hoạch 15/KH-UBND",
        "Điều 28",
        "khoản 2 Điều 9",
        "biểu số 03",
        "thứ 5 hằng tuần",
        "khóa 15",
        "kỳ họp thứ 8",
        "16/3/2023",
        "ngày 15/4",
        "từ 10/9",
        "lúc 8:30",
        "7 giờ 30",
        "số điện thoại 0912345678",
        "024 3825 1234",
        "68 tuổi",
        "phường 7",
        "khu vực 1",
        "số nhà 25",
        "quý 2",
        "tháng 11",
        "năm 2024",
        "giai đoạn 2016-2020",
    ],
)
def test_no_digit_of_it_is_a_figure(phrase):
    text = f"Theo {phrase} thì có"
    masked = Masked(text, find_periods(text))
    assert all(index in masked for index, letter in enumerate(text) if letter.isdigit())


@pytest.mark.parametrize("phrase", ["97 lượt", "1.250 đơn", "8/9 vụ việc", "kiểm điểm 01 tập thể", "100%"])
def test_a_figure_is_not_hidden(phrase):
    masked = Masked(phrase, find_periods(phrase))
    assert not any(index in masked for index, letter in enumerate(phrase) if letter.isdigit())


def test_the_number_of_a_list_is_no_figure():
    assert codes("1. Tiếp 12 lượt công dân.\n2) Nhận 34 đơn.") == {"TCD.luot": 12, "DON.tiep_nhan": 34}


def test_a_plan_named_before_a_figure_does_not_hide_it():
    assert codes("Triển khai theo kế hoạch 7 cuộc thanh tra.") == {"TT.ke_hoach.cuoc": 7}


def test_four_digits_without_noun_are_a_year():
    assert is_year("2019")
    assert not is_year("2.019")
    assert found("Toàn huyện tiếp 5 lượt, giảm so 2019.") == [("TCD.luot", 5, "lượt")]
