"""Our days off beside those of the PyPI package `holidays`: every difference is listed with its reason, and no other."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from danvan import law

D = date
LISTED = tomllib.loads(Path(__file__).with_name("days_differences.toml").read_text(encoding="utf-8"))["day"]
YEARS = range(2021, 2028)
THEIRS = holidays.country_holidays("VN", years=YEARS)
OURS = law.calendar()
DAYS = [D(2021, 1, 1) + timedelta(days=turn) for turn in range((D(2028, 1, 1) - D(2021, 1, 1)).days)]


def worked_elsewhere(day):
    return (day.weekday() < 5 and day not in THEIRS) or day in THEIRS.weekend_workdays


def test_the_calendar_covers_the_years_compared():
    assert {row.date.year for row in OURS.rows()} == set(YEARS)
    assert len([day for day in DAYS if not OURS.is_working(day)]) > 7 * 110


def test_every_difference_is_listed_and_nothing_else_is():
    differing = {
        day: "làm" if OURS.is_working(day) else "nghỉ"
        for day in DAYS
        if OURS.is_working(day) != worked_elsewhere(day)
    }
    assert differing == {row["date"]: row["ours"] for row in LISTED}


@pytest.mark.parametrize("row", LISTED, ids=lambda row: str(row["date"]))
def test_every_difference_is_explained(row):
    assert set(row) == {"date", "ours", "why"}
    assert len(row["why"]) > 40
    assert OURS.row(row["date"]), "a difference stands on a row of ours with its source"


def test_an_announced_day_off_is_off_in_the_lenient_reading_as_it_is_elsewhere():
    for day in (D(2026, 11, 24), D(2027, 11, 24)):
        assert OURS.is_working(day)
        assert OURS.is_working(day, lenient=True) is worked_elsewhere(day) is False


def test_a_year_without_its_notice_is_provisional_and_the_others_are_not():
    assert OURS.known == set(range(2021, 2027))
    assert all(row.computed for row in OURS.rows() if row.date.year == 2027)
    assert all(row.status in ("V", "S", "M") and row.source for row in OURS.rows())
