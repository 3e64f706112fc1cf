"""What is only remembered: it never makes late by its length, and by a day off only after the most generous reading."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan import law
from danvan.law.engine import due_under
from danvan.law.working_days import Calendar, DayRow

D = date
BOOK = law.rulebook()
MODEL = BOOK.wording("KN.S1", D(2023, 2, 1))
WORKING = replace(MODEL, unit="ngày làm việc", value=6, roll=False, cases={})
ROLLING = replace(MODEL, value=9, cases={})
BACK = replace(WORKING, direction="backwards", suspended_by=())
FIRST = D(2023, 3, 6)
doubtful = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(["unconfirmed", "make_up"])),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row[0],
)


def row(day, kind):
    if kind == "unconfirmed":
        return DayRow(day, "off", "Nghỉ", "x", "S", confirmed=False)
    return DayRow(day, "make_up", "Bù", "x", "M")


def worlds(rows):
    """Every calendar that the doubtful rows could turn out to be."""
    for truth in product((True, False), repeat=len(rows)):
        kept = [
            replace(row, confirmed=True, status="V") for row, holds in zip(rows, truth, strict=True) if holds
        ]
        yield Calendar(kept, known=[2023])


@settings(max_examples=60)
@given(pattern=doubtful, begins=st.integers(0, 12), wording=st.sampled_from([WORKING, ROLLING, BACK]))
def test_the_generous_reading_waits_for_every_calendar_that_may_come(pattern, begins, wording):
    rows = [row(FIRST + timedelta(days=after), kind) for after, kind in pattern]
    start = FIRST + timedelta(days=begins)
    found = due_under(wording, start, calendar=Calendar(rows, known=[2023]))
    possible = [due_under(wording, start, calendar=world).due_on for world in worlds(rows)]
    assert found.own_latest_on == max(possible)
    assert found.due_on in possible


@given(begins=st.dates(D(2022, 1, 3), D(2026, 3, 1)), after=st.integers(1, 4), length=st.integers(1, 40))
def test_a_suspension_moves_a_limit_in_working_days_by_its_working_days(begins, after, length):
    calendar = law.calendar()
    first = begins + timedelta(days=after)
    pause = (first, first + timedelta(days=length - 1))
    wording = replace(WORKING, suspended_by=("TC.SUSP",))
    due = due_under(wording, begins, suspensions=[pause], calendar=calendar)
    counted = [
        day
        for turn in range(1, (due.due_on - begins).days + 1)
        if calendar.is_working(day := begins + timedelta(days=turn)) and not pause[0] <= day <= pause[1]
    ]
    assert len(counted) == wording.value
    assert counted[-1] == due.due_on
    assert law.recompute(due.ledger_json()) == due.due_on


REMEMBERED = [
    wording
    for key in BOOK.keys()  # noqa: SIM118
    for wording in BOOK.wordings(key)
    if wording.kind == "duration" and not wording.checked.allows_verdict
]


@pytest.mark.parametrize("wording", REMEMBERED, ids=lambda wording: f"{wording.key} {wording.valid_from}")
def test_a_limit_known_from_memory_never_gives_a_verdict(wording):
    due = due_under(wording, wording.valid_from)
    for day in (due.due_on, due.latest_on + timedelta(days=1), due.latest_on + timedelta(days=1000)):
        assert law.judge(due, None, day) == "khong_xac_dinh"


def test_rolling_known_from_memory_is_late_only_after_the_rolled_day_and_both_days_are_told():
    due = law.due("KN.S1", D(2022, 12, 15))
    assert law.rulebook().wording("CAL.ROLL", D(2023, 1, 14)).checked.aspects["use"] == "M"
    assert due.verdict_possible
    strict, generous = D(2023, 1, 14), D(2023, 1, 16)
    assert (due.due_on, due.own_latest_on) == (generous, generous)
    assert [law.judge(due, day, day) for day in (strict, generous, D(2023, 1, 17))] == [
        "trong_han",
        "trong_han",
        "qua_han",
    ]
    (rolled,) = [step.text for step in due.ledger if step.kind == "rolled"]
    assert "14/1/2023" in rolled
    assert "16/1/2023" in rolled
    assert "chưa kiểm chứng" in rolled


def test_an_unconfirmed_day_off_shows_both_days():
    due = law.due("KN.SUSP.SEND", D(2026, 11, 23))
    assert (due.due_on, due.own_latest_on) == (D(2026, 11, 26), D(2026, 11, 27))
    (result,) = [step.text for step in due.ledger if step.kind == "result"]
    assert "26/11/2026" in result
    assert "theo cách hiểu rộng nhất: 27/11/2026" in result
    assert "tạm tính" in result
