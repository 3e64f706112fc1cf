"""Dates as they are shown and as they are read."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.ui import dates
from danvan.ui.errors import Refusal

REPORT = date(2023, 3, 16)
any_day = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


def test_a_day_has_no_leading_zeros():
    assert dates.day(REPORT) == "16/3/2023"
    assert dates.day(date(2023, 1, 5)) == "5/1/2023"


@pytest.mark.parametrize(
    ("number", "weekday"),
    [
        (13, "thứ Hai"),
        (14, "thứ Ba"),
        (15, "thứ Tư"),
        (16, "thứ Năm"),
        (17, "thứ Sáu"),
        (18, "thứ Bảy"),
        (19, "Chủ nhật"),
    ],
)
def test_the_weekday_is_in_words(number, weekday):
    assert dates.day_long(date(2023, 3, number)) == f"{number}/3/2023 ({weekday})"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (REPORT, "ngày 16 tháng 3 năm 2023"),
        (date(2023, 2, 5), "ngày 05 tháng 02 năm 2023"),
        (date(2023, 12, 1), "ngày 01 tháng 12 năm 2023"),
    ],
)
def test_the_head_of_a_paper(value, words):
    assert dates.day_full(value) == words


def test_an_instant_is_told_by_the_clock_of_hanoi():
    assert dates.moment(datetime(2023, 3, 16, 11, 51, tzinfo=UTC)) == "18:51 16/3/2023"


def test_an_evening_in_utc_is_the_next_day_in_hanoi():
    late = datetime(2023, 3, 15, 18, 0, tzinfo=UTC)

    assert dates.day(late) == "16/3/2023"
    assert dates.moment(late) == "01:00 16/3/2023"


def test_an_instant_without_zone_stands_as_it_is():
    assert dates.moment(datetime(2023, 3, 16, 7, 5)) == "07:05 16/3/2023"


@pytest.mark.parametrize("show", [dates.day, dates.day_long, dates.day_full, dates.moment])
def test_no_day_shows_nothing(show):
    assert show(None) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(3, "còn 3 ngày"), (1, "còn 1 ngày"), (0, "hôm nay"), (-2, "đã qua 2 ngày")],
)
def test_how_far_the_due_day_is(days, words):
    assert dates.days_between_words(REPORT + timedelta(days), REPORT) == words


def test_no_due_day_says_nothing():
    assert dates.days_between_words(None, REPORT) == ""


@pytest.mark.parametrize(
    "text",
    [
        "16/3/2023",
        "16/03/2023",
        "16-3-2023",
        "16.3.2023",
        "16.3.23",
        "16 / 3 / 2023",
        "16 3 2023",
        "2023-03-16",
        "2023/3/16",
        "ngày 16 tháng 3 năm 2023",
        "Ngày 16 tháng 03 năm 2023",
        "  16/3/2023\n",
    ],
)
def test_ways_of_writing_one_day(text):
    assert dates.parse_day(text) == REPORT


def test_the_day_comes_before_the_month():
    assert dates.parse_day("03/04/2023") == date(2023, 4, 3)
    assert dates.parse_day("3.4.23") == date(2023, 4, 3)
    assert dates.parse_day("25/12/2023") == date(2023, 12, 25)


def test_a_two_digit_year_of_a_birth_is_of_the_last_century():
    assert dates.parse_day("1/7/85") == date(1985, 7, 1)
    assert dates.parse_day("1/7/69") == date(2069, 7, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/2/2023", "“31/2/2023” không có trong lịch"),
        ("29/2/2023", "không có trong lịch"),
        ("12/25/2023", "không có trong lịch"),
        ("0/1/2023", "không có trong lịch"),
        ("16/3", "thiếu năm"),
        ("", "Chưa có ngày"),
        ("hôm qua", "Không đọc được ngày “hôm qua”"),
        ("16/3/202", "Không đọc được ngày"),
        ("16/3/20233", "Không đọc được ngày"),
        ("1/1/0203", "ngoài khoảng 1900–2199"),
        ("1/1/9999", "ngoài khoảng"),
    ],
)
def test_what_is_refused_and_how_it_is_said(text, said):
    with pytest.raises(Refusal) as refusal:
        dates.parse_day(text)

    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_very_long_text_is_not_repeated_whole():
    with pytest.raises(Refusal) as refusal:
        dates.parse_day("x" * 10_000)

    assert len(str(refusal.value)) < 160


@given(any_day)
def test_what_is_shown_can_be_read_back(value):
    assert dates.parse_day(dates.day(value)) == value
    assert dates.parse_day(dates.day_full(value)) == value
    assert dates.parse_day(value.isoformat()) == value


@given(st.text(max_size=30))
def test_any_text_gives_a_day_or_a_refusal(text):
    with suppress(Refusal):
        assert isinstance(dates.parse_day(text), date)
