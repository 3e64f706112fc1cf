"""Looking up working days gives what walking from day to day gives, inside and outside the listed years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.law import calendar
from danvan.law.day_counts import LAST_ORDINAL, DayCount, Doubts
from danvan.law.working_days import Calendar, DayRow

D = date
OFF = {D(2023, 1, 20), D(2023, 1, 23), D(2023, 1, 24), D(2023, 1, 28), D(2024, 12, 31)}
WORKED = {D(2023, 2, 4), D(2023, 1, 1)}
COUNTS = DayCount({day.toordinal() for day in OFF}, {day.toordinal() for day in WORKED})
WEEKS = DayCount(frozenset(), frozenset())
# From before the listed years, 2023 and 2024, to after them.
ordinals = st.dates(D(2022, 11, 1), D(2025, 3, 1)).map(date.toordinal)


def is_worked(ordinal):
    day = date.fromordinal(ordinal)
    return day not in OFF and (day.weekday() < 5 or day in WORKED)


def walked(ordinal, count, step):
    found = []
    while len(found) < count:
        ordinal += step
        if is_worked(ordinal):
            found.append(ordinal)
    return found


@given(ordinal=ordinals, count=st.integers(1, 90))
def test_days_after_are_those_of_a_walk(ordinal, count):
    assert COUNTS.after(ordinal, count) == walked(ordinal, count, 1)


@given(ordinal=ordinals, count=st.integers(1, 90))
def test_days_before_are_those_of_a_walk(ordinal, count):
    assert COUNTS.before(ordinal, count) == walked(ordinal, count, -1)


@given(ordinal=ordinals)
def test_each_day_is_judged_by_its_row_and_else_by_its_weekday(ordinal):
    assert COUNTS.is_worked(ordinal) == is_worked(ordinal)


@given(ordinal=st.integers(10, LAST_ORDINAL - 200), count=st.integers(1, 60))
def test_without_rows_the_week_alone_speaks(ordinal, count):
    after = WEEKS.after(ordinal, count)
    assert [date.fromordinal(day).weekday() < 5 for day in after] == [True] * count
    assert after[0] - ordinal <= 3
    assert after[-1] - after[0] == (count - 1) + 2 * sum(b - a == 3 for a, b in pairwise(after))


def test_a_reading_gives_the_days_of_the_calendar():
    counts = calendar().counts()
    assert [date.fromordinal(day) for day in counts.after(D(2023, 1, 19).toordinal(), 2)] == [
        D(2023, 1, 27),
        D(2023, 1, 30),
    ]
    assert calendar().last_working(D(2023, 1, 26)) == D(2023, 1, 19)
    assert calendar().last_working(D(2023, 1, 27)) == D(2023, 1, 27)


@pytest.mark.parametrize(
    ("first", "last", "within"),
    [
        (D(2023, 3, 1), D(2023, 3, 1), True),
        (D(2023, 2, 1), D(2023, 3, 1), True),
        (D(2023, 3, 1), D(2023, 4, 1), True),
        (D(2023, 3, 2), D(2023, 3, 8), False),
        (D(2023, 3, 2), D(2023, 3, 9), True),
        (D(2023, 3, 10), D(2024, 1, 1), False),
    ],
)
def test_doubts_are_found_by_spans(first, last, within):
    assert Doubts({D(2023, 3, 9), D(2023, 3, 1)}).within(first, last) is within


@given(first=st.dates(D(2020, 1, 1), D(2028, 12, 31)), length=st.integers(0, 1200))
def test_a_span_is_provisional_when_one_of_its_years_is(first, length):
    last = first + timedelta(days=length)
    rows = [DayRow(D(2024, 5, 6), "off", "x", "y", confirmed=False)]
    known = {2021, 2022, 2023, 2024, 2026}
    years = set(range(first.year, last.year + 1))
    expected = bool(years - known) or first <= D(2024, 5, 6) <= last
    assert Calendar(rows, known).is_provisional(first, last) is expected
