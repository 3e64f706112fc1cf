"""Days as people type them, and months that end early."""

from datetime import date

import pytest

from danvan.law import add_months, parse_date, parse_span
from danvan.law.words import day, day_named, span
from danvan.ui.errors import Refusal


@pytest.mark.parametrize(
    "text", ["13/3/2023", "13/03/2023", "13.3.2023", "13-3-2023", "2023-03-13", " 2023-3-13 "]
)
def test_a_day_is_read_day_first(text):
    assert parse_date(text) == date(2023, 3, 13)


def test_a_day_that_could_be_american_is_not():
    assert parse_date("3/4/2023") == date(2023, 4, 3)


def test_a_date_stays_itself():
    assert parse_date(date(2023, 3, 13)) == date(2023, 3, 13)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Không đọc được"),
        ("13/3/23", "Không đọc được"),
        ("13/3", "Không đọc được"),
        ("3/13/2023", "ngày viết trước tháng"),
        ("29/2/2023", "không có trong lịch"),
        ("0/1/2023", "không có trong lịch"),
        ("1/0/2023", "Tháng 0"),
        ("1/1/0001", "ngoài khoảng"),
        ("1/1/9999", "ngoài khoảng"),
        ("１３/3/2023x", "Không đọc được"),
    ],
)
def test_what_is_no_day_is_refused_with_what_was_typed(text, part):
    with pytest.raises(Refusal, match=part) as caught:
        parse_date(text)
    assert f"«{text.strip()}»" in str(caught.value)


def test_a_span_has_two_days():
    assert parse_span("1/3/2023..2023-03-05") == (date(2023, 3, 1), date(2023, 3, 5))


@pytest.mark.parametrize("text", ["1/3/2023", "..", "1/3/2023..", "5/3/2023..1/3/2023"])
def test_a_broken_span_is_refused(text):
    with pytest.raises(Refusal):
        parse_span(text)


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 3, 31), 1, date(2023, 4, 30)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 3, 15), -1, date(2023, 2, 15)),
        (date(2023, 1, 15), -1, date(2022, 12, 15)),
        (date(2023, 3, 31), -1, date(2023, 2, 28)),
    ],
)
def test_months_end_on_the_date_or_the_months_end(begin, months, end):
    assert add_months(begin, months) == end


def test_days_are_written_without_zeros():
    assert day(date(2023, 3, 6)) == "6/3/2023"
    assert day_named(date(2023, 3, 16)) == "16/3/2023 (thứ Năm)"
    assert span(date(2023, 3, 6), date(2023, 3, 6)) == "ngày 6/3/2023"
    assert span(date(2023, 3, 6), date(2023, 3, 7)) == "từ 6/3/2023 đến 7/3/2023"
