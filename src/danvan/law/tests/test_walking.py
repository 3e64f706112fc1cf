"""The clock by itself: which spans it leaves behind, forwards and backwards, standing and rolling."""

from datetime import date

import pytest

from danvan import law
from danvan.law.walking import Clock, Span, Suspension, ordered
from danvan.ui.errors import Refusal

D = date
CALENDAR = law.calendar()


def clock(begins, *pauses, working=False):
    return Clock(begins, [Suspension(*pause) for pause in pauses], CALENDAR, working=working)


def test_calendar_days_are_one_span():
    running = clock(D(2023, 2, 8))
    running.run(30)
    assert running.spans == [Span("count", D(2023, 2, 9), D(2023, 3, 10))]
    assert running.finish() == running.counted_to == D(2023, 3, 10)


def test_working_days_break_at_weekends():
    running = clock(D(2023, 3, 9), working=True)
    running.run(3)
    assert [(span.kind, span.days) for span in running.spans] == [("count", 1), ("skipped", 2), ("count", 2)]


def test_a_begin_before_tet_skips_it_first():
    running = clock(D(2023, 1, 19), working=True)
    running.run(1)
    assert running.spans == [
        Span("skipped", D(2023, 1, 20), D(2023, 1, 26)),
        Span("count", D(2023, 1, 27), D(2023, 1, 27)),
    ]


def test_days_off_inside_a_suspension_are_suspended_and_not_skipped():
    running = clock(D(2023, 3, 6), (D(2023, 3, 9), D(2023, 3, 13)), working=True)
    running.run(3)
    assert [(span.kind, span.days) for span in running.spans] == [
        ("count", 2),
        ("suspended", 5),
        ("count", 1),
    ]
    assert running.finish() == D(2023, 3, 14)


def test_a_suspension_that_begins_on_a_day_off_still_stands():
    running = clock(D(2023, 3, 9), (D(2023, 3, 12), D(2023, 3, 14)), working=True)
    running.run(2)
    kinds = [(span.kind, span.days) for span in running.spans]
    assert kinds == [("count", 1), ("skipped", 1), ("suspended", 3), ("count", 1)]


def test_running_twice_goes_on_from_where_it_stopped():
    once, twice = clock(D(2023, 2, 8)), clock(D(2023, 2, 8))
    once.run(30)
    twice.run(10)
    twice.run(20)
    assert once.spans == twice.spans


def test_an_extension_does_not_melt_into_the_count():
    running = clock(D(2023, 2, 8))
    running.run(5)
    running.extend(5)
    running.extend(5)
    assert [(span.kind, span.turn) for span in running.spans] == [
        ("count", 0),
        ("extended", 1),
        ("extended", 2),
    ]


def test_rolling_on_a_working_day_does_nothing():
    running = clock(D(2023, 2, 8))
    running.run(30)
    running.roll()
    assert running.position == running.counted_to


def test_rolling_leaves_the_counted_day_behind():
    running = clock(D(2023, 2, 10))
    running.run(30)
    running.roll()
    assert (running.counted_to, running.position) == (D(2023, 3, 12), D(2023, 3, 13))
    assert running.spans[-1] == Span("rolled", D(2023, 3, 13), D(2023, 3, 13))


def test_backwards_spans_run_from_the_nearest_to_the_farthest():
    running = clock(D(2023, 1, 30), working=True)
    running.run_back(5)
    assert running.spans == [
        Span("skipped", D(2023, 1, 28), D(2023, 1, 29)),
        Span("count", D(2023, 1, 27), D(2023, 1, 27)),
        Span("skipped", D(2023, 1, 20), D(2023, 1, 26)),
        Span("count", D(2023, 1, 16), D(2023, 1, 19)),
    ]
    assert running.position == D(2023, 1, 16)


def test_backwards_in_calendar_days_is_one_span():
    running = clock(D(2023, 3, 6))
    running.run_back(3)
    assert running.spans == [Span("count", D(2023, 3, 3), D(2023, 3, 5))]


def test_a_suspension_never_reached_is_refused_with_the_clocks_ends():
    running = clock(D(2023, 2, 8), (D(2023, 4, 1), D(2023, 4, 2)))
    running.run(30)
    with pytest.raises(Refusal, match="sau 8/2/2023, đến hết 10/3/2023"):
        running.finish()


def test_suspensions_are_put_in_order():
    later, earlier = Suspension(D(2023, 3, 1), D(2023, 3, 2)), Suspension(D(2023, 2, 1), D(2023, 2, 2))
    assert ordered([later, earlier]) == [earlier, later]


def test_a_suspension_inside_another_is_refused():
    outer, inner = Suspension(D(2023, 2, 1), D(2023, 2, 20)), Suspension(D(2023, 2, 5), D(2023, 2, 6))
    with pytest.raises(Refusal, match="chồng nhau ở ngày 5/2/2023"):
        ordered([inner, outer])
