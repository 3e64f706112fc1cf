"""The spans of time that a text names."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.reader.periods import Timeline, document_period, find_periods


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("quý I/2023", "2023-Q1"),
        ("Quý II năm 2024", "2024-Q2"),
        ("quý III-2021", "2021-Q3"),
        ("quý 4/2020", "2020-Q4"),
        ("6 tháng đầu năm 2022", "2022-6M"),
        ("9 tháng năm 2019", "2019-9M"),
        ("chín tháng đầu năm 2019", "2019-9M"),
        ("tháng 8/2025", "2025-08"),
        ("tháng 10-2020", "2020-10"),
        ("tháng 4 năm 2017", "2017-04"),
        ("năm 2021", "2021"),
        ("từ ngày 15/12/2022 đến ngày 14/3/2023", "2022-12-15/2023-03-14"),
        ("từ 10/9 đến 10/10/2025", "2025-09-10/2025-10-10"),
        ("2016-2020", "2016/2020"),
        ("đến tháng 2/2023", "2023-01/2023-02"),
        ("tính đến hết tháng 5 năm 2024", "2024-01/2024-05"),
        ("tính đến ngày 20/11/2022", "2022-01-01/2022-11-20"),
    ],
)
def test_the_code(text, code):
    [span] = find_periods(f"Trong {text}, toàn huyện tiếp 12 lượt.")
    assert (span.code, span.raw) == (code, text)


@pytest.mark.parametrize("text", ["đến tháng 2/2023", "Tính đến hết tháng 2/2023", "đến ngày 20/2/2023"])
def test_an_end_makes_it_interim(text):
    [span] = find_periods(f"{text}, tiếp 3 lượt")
    assert span.interim


@pytest.mark.parametrize("text", ["quý I/2023", "tháng 2/2023", "năm 2023", "từ 1/1 đến 1/2/2023"])
def test_others_are_not_interim(text):
    [span] = find_periods(text)
    assert not span.interim


def test_a_single_day_is_no_period():
    [span] = find_periods("Ngày 16/3/2023, Thanh tra tỉnh cho biết")
    assert span.code is None


def test_the_longer_reading_wins():
    [span] = find_periods("tính đến tháng 2/2023")
    assert span.raw == "tính đến tháng 2/2023"


def test_a_quarter_without_year_is_of_the_documents_year():
    spans = find_periods("Báo cáo năm 2022. Trong quý II tiếp 5 lượt.")
    assert [span.code for span in spans] == ["2022", "2022-Q2"]


def test_without_any_year_there_is_no_code():
    [span] = find_periods("Trong quý II tiếp 5 lượt.")
    assert span.code is None


def test_a_number_of_letters_is_no_year():
    assert find_periods("tiếp nhận 2023 đơn, giải quyết 1999 đơn") == []


def test_the_document_is_of_its_first_quarter():
    spans = find_periods("Năm 2023 có nhiều đổi mới. Quý I/2023 tiếp 5 lượt, tháng 2/2023 tiếp 3 lượt.")
    assert document_period(spans).code == "2023-Q1"


def test_a_document_that_names_no_time_has_no_period():
    assert document_period([]) is None


def test_the_period_compared_with_is_not_the_figures():
    text = "Năm 2023 tiếp 10 lượt, so với cùng kỳ năm 2022 và từ năm 2021 chuyển sang 5 lượt"
    timeline = Timeline(text)
    assert timeline.last_within(0, len(text)).code == "2023"


def test_the_year_of_a_place():
    text = "Trong năm 2022 tiếp 5 lượt"
    timeline = Timeline(text)
    assert timeline.year_at(text.index("năm")) == 2022
    assert timeline.year_at(0) is None


@given(st.text(alphabet="quýtháng năđếI123/-. 2023từy"))
def test_spans_are_apart_and_enclose_what_they_quote(text):
    spans = find_periods(text)
    assert all(text[span.start : span.end] == span.raw for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
