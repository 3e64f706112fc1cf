"""What must hold for every begin day, rule, suspension and extension."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from danvan import law
from danvan.ui.errors import Refusal

ON = date(2023, 2, 1)
FIRST, LAST = date(2021, 12, 1), date(2026, 6, 30)
BOOK = law.rulebook()


def lasts(key):
    """Whether the rule is a limit on every day that the properties begin on: some ended or began in between."""
    series = BOOK.wordings(key)
    begins, ends = series[0].valid_from, series[-1].valid_to
    whole = begins <= FIRST and (ends is None or ends >= LAST)
    return whole and all(wording.kind == "duration" and not wording.gap_before for wording in series)


LIMITS = [key for key in BOOK.keys() if lasts(key)]  # noqa: SIM118
FORWARDS = [key for key in LIMITS if BOOK.wording(key, ON).direction == "forwards"]
ROLLING = [key for key in LIMITS if BOOK.wording(key, ON).roll]
days = st.dates(FIRST, LAST)
rules = st.sampled_from(LIMITS)


@given(rule=rules, begins=days)
def test_recomputing_gives_the_stored_day(rule, begins):
    due = law.due(rule, begins)
    assert law.recompute(due.ledger_json()) == due.due_on


@given(rule=st.sampled_from(ROLLING), begins=days)
def test_a_rolling_limit_never_ends_on_a_day_off(rule, begins):
    assert law.calendar().is_working(law.due(rule, begins).due_on)


@given(
    rule=st.sampled_from([key for key in FORWARDS if BOOK.wording(key, ON).unit == "ngày làm việc"]),
    begins=days,
)
def test_a_limit_in_working_days_ends_on_one_and_counts_exactly_its_length(rule, begins):
    due = law.due(rule, begins)
    calendar = law.calendar()
    between = (begins + timedelta(days=n) for n in range(1, (due.due_on - begins).days + 1))
    assert sum(calendar.is_working(day) for day in between) == due.wording.value
    assert calendar.is_working(due.due_on)


@given(rule=rules, begins=days, later=st.integers(0, 40))
def test_a_later_start_never_gives_an_earlier_due(rule, begins, later):
    moved = begins + timedelta(days=later)
    assume(moved <= LAST)
    first, second = law.due(rule, begins), law.due(rule, moved)
    assert first.due_on <= second.due_on
    assert first.own_latest_on <= second.own_latest_on


@given(rule=rules, begins=days)
def test_the_generous_reading_is_never_earlier(rule, begins):
    due = law.due(rule, begins)
    assert due.due_on <= due.own_latest_on <= due.latest_on


@given(begins=days, after=st.integers(1, 30), length=st.integers(1, 120))
def test_suspending_n_calendar_days_moves_the_unrolled_end_by_n(begins, after, length):
    first = begins + timedelta(days=after)
    pause = law.Suspension(first, first + timedelta(days=length - 1))
    due = law.due("TC.S", begins, suspensions=[pause])
    end = begins + timedelta(days=30 + length)
    assert due.due_on == law.calendar().next_working(end)


@given(begins=days, after=st.integers(1, 30), length=st.integers(1, 60), grant=st.integers(1, 30))
def test_suspension_and_extension_add_up(begins, after, length, grant):
    first = begins + timedelta(days=after)
    pause = law.Suspension(first, first + timedelta(days=length - 1))
    due = law.due("TC.S", begins, suspensions=[pause], extensions=[grant])
    assert due.due_on == law.calendar().next_working(begins + timedelta(days=30 + length + grant))
    assert law.recompute(due.ledger_json()) == due.due_on


@given(begins=days)
def test_cases_are_totals_in_rising_order(begins):
    plain, remote, both = (
        law.due("KN.S1", begins, case=case).due_on for case in (None, "vung_xa", "vung_xa_phuc_tap")
    )
    assert plain < remote < both


@given(rule=rules, begins=days)
def test_the_steps_tile_the_time_between_begin_and_due(rule, begins):
    due = law.due(rule, begins)
    moving = [
        step for step in due.ledger if step.kind in ("count", "skipped", "rolled", "suspended", "extended")
    ]
    assert sum(step.days for step in moving) == abs((due.due_on - begins).days)


@given(day=st.dates(date(2020, 1, 1), date(2029, 1, 1)))
def test_the_next_working_day_is_the_first_one(day):
    calendar = law.calendar()
    following = calendar.next_working(day)
    assert calendar.is_working(following)
    assert not any(calendar.is_working(day + timedelta(days=n)) for n in range((following - day).days))


@given(day=days, months=st.integers(0, 60))
def test_months_keep_the_date_or_end_the_month(day, months):
    moved = law.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(when=st.dates(date(1945, 1, 1), date(2200, 12, 31)))
def test_a_day_written_is_the_day_read(when):
    assert law.parse_date(f"{when.day}/{when.month}/{when.year}") == when
    assert law.parse_date(when.isoformat()) == when


@given(text=st.text(max_size=20))
def test_any_text_is_a_day_or_a_refusal(text):
    try:
        read = law.parse_date(text)
    except Refusal:
        return
    assert text.strip().endswith((str(read.year), str(read.day)))


@given(text=st.text(alphabet="0123456789QMqýuí /-năthg.", max_size=14))
def test_any_code_is_a_period_or_a_refusal(text):
    try:
        period = law.period(text)
    except Refusal:
        return
    assert period.first < period.last
