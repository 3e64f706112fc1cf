"""The working days: Tết, swapped Saturdays, unannounced years, an administrator's rows, and the files themselves."""

import csv
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from danvan import law
from danvan.law import BrokenLaw, Calendar, DayRow
from danvan.law.files import HERE
from danvan.law.working_days import load_calendar

SHARED = Path(os.environ.get("DANVAN_SHARED", HERE.parents[3] / "shared"))
TABLE = SHARED / "data" / "calendar" / "vn_public_sector_2021_2027.csv"
CALENDAR = law.calendar()
D = date


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_tet_2023_is_off_from_20_to_26_january():
    off = [day for day in days(D(2023, 1, 16), D(2023, 1, 31)) if not CALENDAR.is_working(day)]
    assert off == [*days(D(2023, 1, 20), D(2023, 1, 26)), D(2023, 1, 28), D(2023, 1, 29)]


def test_working_days_of_the_first_quarter_of_2023():
    # 90 days less 26 weekend days less 2/1 and the five weekdays of Tết; counted on a wall calendar.
    span = days(D(2022, 12, 15), D(2023, 3, 14))
    assert len(span) == 90
    assert sum(CALENDAR.is_working(day) for day in span) == 58


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (D(2024, 4, 29), D(2024, 5, 4)),
        (D(2025, 5, 2), D(2025, 4, 26)),
        (D(2026, 1, 2), D(2026, 1, 10)),
        (D(2026, 8, 31), D(2026, 8, 22)),
    ],
)
def test_a_swapped_weekday_is_off_and_its_saturday_worked(off, worked):
    assert off.weekday() < 5
    assert worked.weekday() == 5
    assert not CALENDAR.is_working(off)
    assert CALENDAR.is_working(worked)
    assert CALENDAR.row(off).swaps == worked
    assert CALENDAR.row(worked).swaps == off


def test_only_the_make_up_day_known_better_than_memory_survives_the_lenient_reading():
    worked = [row.date for row in CALENDAR.rows() if row.kind == "make_up"]
    lenient = [day for day in worked if CALENDAR.is_working(day, lenient=True)]
    assert len(worked) == 4
    assert lenient == [D(2026, 1, 10)]


def test_24_november_is_no_day_off_before_it_is_law():
    assert CALENDAR.is_working(D(2026, 11, 24))
    assert not CALENDAR.is_working(D(2026, 11, 24), lenient=True)
    assert CALENDAR.row(D(2026, 11, 24)).is_provisional


def test_every_row_of_2027_is_computed():
    rows = [row for row in CALENDAR.rows() if row.date.year == 2027]
    assert len(rows) >= 14
    assert all(row.computed for row in rows)
    assert 2027 not in CALENDAR.known


def test_every_row_has_a_name_a_source_and_a_status():
    for row in CALENDAR.rows():
        assert row.name
        assert row.source
        assert row.status in ("V", "S", "M")


def test_fixed_holidays_rest_on_the_labour_code():
    fixed = [
        row for row in CALENDAR.rows() if (row.date.month, row.date.day) in {(1, 1), (4, 30), (5, 1), (9, 2)}
    ]
    assert Counter(row.date.year for row in fixed) == dict.fromkeys(range(2021, 2028), 4)
    assert all(row.status == "V" and "Điều 112" in row.source for row in fixed)


def test_names_are_told_for_holidays_and_weekdays():
    assert CALENDAR.reason_off(D(2023, 1, 22)).startswith("Tết Nguyên đán")
    assert CALENDAR.reason_off(D(2023, 3, 12)) == "Chủ nhật"


def test_an_administrators_row_wins_and_the_old_calendar_stays():
    changed = CALENDAR.with_rows(
        [
            DayRow(D(2023, 3, 1), "off", "Nghỉ tránh bão", "Công điện của tỉnh", "V"),
            DayRow(D(2023, 1, 20), "make_up", "Đi làm", "Thông báo của tỉnh", "V"),
        ]
    )
    assert not changed.is_working(D(2023, 3, 1))
    assert changed.is_working(D(2023, 1, 20))
    assert CALENDAR.is_working(D(2023, 3, 1))
    assert not CALENDAR.is_working(D(2023, 1, 20))


def test_an_announced_year_stops_being_provisional():
    announced = CALENDAR.with_rows([DayRow(D(2030, 2, 4), "off", "Tết", "Thông báo", "V")], known=[2030])
    assert CALENDAR.is_provisional(D(2030, 3, 1), D(2030, 3, 5))
    assert not announced.is_provisional(D(2030, 3, 1), D(2030, 3, 5))


def test_an_empty_calendar_works_monday_to_friday():
    empty = Calendar([])
    assert [empty.is_working(day) for day in days(D(2023, 1, 16), D(2023, 1, 22))] == [True] * 5 + [False] * 2


@pytest.mark.skipif(not TABLE.exists(), reason="shared/data/calendar is absent")
def test_no_day_of_the_reference_table_is_missing_or_added():
    with TABLE.open(encoding="utf-8") as file:
        kinds = {"off": "off", "make_up_workday": "make_up"}
        wanted = {(row["date"], kinds[row["kind"]]) for row in csv.DictReader(file)}
    assert {(row.date.isoformat(), row.kind) for row in CALENDAR.rows()} == wanted


GOOD = '[[day]]\ndate = 2023-01-02\nkind = "off"\nname = "x"\nsource = "y"\nstatus = "M"\n'


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (GOOD, "thiếu trường «year»"),
        ("year = 2024\n", "khác tên tệp"),
        ("year = 2023\nten = 1\n" + GOOD, "«ten»"),
        ("year = 2023\n" + GOOD.replace("2023-01-02", "2024-01-02"), "không thuộc năm 2023"),
        ("year = 2023\n" + GOOD.replace('"off"', '"nghi"'), "nghi"),
        ("year = 2023\n" + GOOD.replace('"M"', '"K"'), "V, S, M"),
        ("year = 2023\n" + GOOD.replace("2023-01-02", '"2/1/2023"'), "phải là ngày dạng"),
        ("year = 2023\n" + GOOD + GOOD, "không sau ngày trước đó"),
        ("year = 2023\n" + GOOD.replace('source = "y"\n', ""), "thiếu trường «source»"),
        ("year = 2023\n" + GOOD.replace("2023-01-02", "2023-02-30"), "sai cú pháp TOML"),
    ],
)
def test_a_broken_year_is_refused_by_file_and_reason(tmp_path, text, part):
    (tmp_path / "days").mkdir()
    (tmp_path / "days" / "2023.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenLaw, match=r"days/2023\.toml") as caught:
        load_calendar(tmp_path)
    assert part in str(caught.value)


def test_the_line_of_the_second_row_is_told(tmp_path):
    (tmp_path / "days").mkdir()
    (tmp_path / "days" / "2023.toml").write_text("year = 2023\n" + GOOD + GOOD, encoding="utf-8")
    with pytest.raises(BrokenLaw, match="dòng 9"):
        load_calendar(tmp_path)
