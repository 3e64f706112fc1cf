"""The engine against a counter so simple that it can be read in one breath: one day at a time, no spans, no shortcuts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from danvan import law
from danvan.law import Calendar, DayRow, Suspension

ONE = timedelta(days=1)
CALENDAR = law.calendar()
BOOK = law.rulebook()
FIRST, LAST = date(2021, 12, 1), date(2026, 6, 30)
begins = st.dates(FIRST, LAST)


def lasts(key):
    """Whether the rule is one limit in days on every day looked at: some ended or began in between."""
    series = BOOK.wordings(key)
    from_day, to_day = series[0].valid_from, series[-1].valid_to
    whole = from_day <= FIRST and (to_day is None or to_day >= LAST)
    return whole and all(w.kind == "duration" and "ngày" in w.unit and not w.gap_before for w in series)


TERMS = [
    (key, case)
    for key in BOOK.keys()  # noqa: SIM118
    if lasts(key)
    for case in (None, *BOOK.wording(key, date(2023, 2, 1)).cases)
]
# Counting back in working days, the plain reading already ends latest.
FORWARDS = [
    (key, case)
    for key, case in TERMS
    if BOOK.wording(key, date(2023, 2, 1)).direction == "forwards"
    or BOOK.wording(key, date(2023, 2, 1)).unit == "ngày"
]
SUSPENDABLE = [
    (key, case)
    for key, case in TERMS
    if BOOK.wording(key, date(2023, 2, 1)).suspended_by and not key.startswith(("KN.S1", "KN.S2", "KN.SKL"))
]


def count(wording, length, begin, stood=frozenset(), calendar=CALENDAR):
    """The due day, counted with a finger on the calendar."""
    step = -ONE if wording.direction == "backwards" else ONE
    day = begin
    while length:
        day += step
        counts = wording.unit == "ngày" or calendar.is_working(day)
        if day not in stood and counts:
            length -= 1
    while wording.roll and not calendar.is_working(day):
        day += ONE
    return day


def test_there_is_something_to_compare():
    assert len(TERMS) >= 55
    assert {key for key, _ in SUSPENDABLE} == {"TC.S", "KN.LIM", "KN.LIM.KL1", "KN.LIM.KL2"}


@given(term=st.sampled_from(TERMS), begin=begins)
def test_every_limit_agrees_with_the_finger(term, begin):
    key, case = term
    due = law.due(key, begin, case=case)
    assert due.due_on == count(due.wording, due.wording.length(case), begin)


@given(
    term=st.sampled_from(SUSPENDABLE),
    begin=begins,
    gaps=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 15)), min_size=1, max_size=3),
)
def test_several_suspensions_agree_with_the_finger(term, begin, gaps):
    key, case = term
    pauses, last = [], begin
    # With the shortest limit of ten days and gaps of at most 6, only the first two are sure to lie inside it.
    for wait, length in gaps[: 3 if key in ("TC.S", "KN.LIM") else 1]:
        first = last + wait * ONE
        last = first + (length - 1) * ONE
        pauses.append(Suspension(first, last))
    stood = {pause.first + n * ONE for pause in pauses for n in range((pause.last - pause.first).days + 1)}
    due = law.due(key, begin, case=case, suspensions=pauses)
    assert due.due_on == count(due.wording, due.wording.length(case), begin, stood)
    assert law.recompute(due.ledger_json()) == due.due_on


@given(begin=begins, first=st.integers(1, 30), second=st.integers(1, 30))
def test_extensions_agree_with_the_finger(begin, first, second):
    due = law.due("TC.S", begin, extensions=[first, second])
    assert due.due_on == count(due.wording, 30 + first + second, begin)


@given(
    begin=st.dates(date(2023, 1, 1), date(2023, 12, 1)),
    off=st.sets(st.dates(date(2023, 1, 1), date(2023, 12, 31)), max_size=40),
    worked=st.sets(st.dates(date(2023, 1, 1), date(2023, 12, 31)), max_size=20),
    term=st.sampled_from(TERMS),
)
def test_any_calendar_agrees_with_the_finger(begin, off, worked, term):
    key, case = term
    rows = [DayRow(day, "off", "Nghỉ", "thử", "V") for day in off]
    rows += [DayRow(day, "make_up", "Làm", "thử", "V") for day in worked - off]
    calendar = Calendar(rows, known=[2022, 2023, 2024])
    due = law.due(key, begin, case=case, calendar=calendar)
    assert due.due_on == count(due.wording, due.wording.length(case), begin, calendar=calendar)
    assert due.own_latest_on == due.due_on
    assert law.recompute(due.ledger_json()) == due.due_on


@given(
    begin=st.dates(date(2023, 1, 1), date(2023, 12, 1)),
    unsure=st.sets(st.dates(date(2023, 1, 1), date(2023, 12, 31)), max_size=40),
    term=st.sampled_from(FORWARDS),
)
def test_the_generous_reading_is_the_plain_one_of_a_calendar_where_all_doubt_is_off(begin, unsure, term):
    key, case = term
    rows = [DayRow(day, "off", "Nghỉ", "thử", "S", confirmed=False) for day in unsure]
    sure = [DayRow(day, "off", "Nghỉ", "thử", "S") for day in unsure]
    doubtful, decided = Calendar(rows, known=[2023, 2024]), Calendar(sure, known=[2023, 2024])
    assert (
        law.due(key, begin, case=case, calendar=doubtful).own_latest_on
        == law.due(key, begin, case=case, calendar=decided).due_on
    )
