"""Spans tile the year, their keys can be read back, their words are those of the office."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.spans import MONTHS, PER, every_of, read, span_of, spans, words

DAYS = st.dates(date(2014, 1, 1), date(2060, 12, 31))
EVERY = st.sampled_from(["week", *MONTHS])


@given(DAYS, EVERY)
def test_a_day_lies_in_its_span_and_the_key_gives_the_span_back(day, every):
    span = span_of(every, day)
    assert span.first <= day <= span.last
    assert read(span.key) == span
    assert every_of(span.key) == every


@given(DAYS, st.integers(0, 900), EVERY)
def test_spans_tile_without_gap_and_end_inside(since, length, every):
    until = since + timedelta(days=length)
    found = list(spans(every, since, until))
    assert all(since <= span.last <= until for span in found)
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)
    # Nothing that ends inside is left out.
    if found:
        assert found[0] == span_of(every, since)
        assert span_of(every, found[-1].last + timedelta(days=1)).last > until


@given(st.text(max_size=12))
def test_any_other_text_is_no_key(text):
    span = read(text)
    assert span is None or span.key == text


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("2023-W06", "tuần 6/2023"),
        ("2020-W53", "tuần 53/2020"),
        ("2023-02", "tháng 2/2023"),
        ("2023-12", "tháng 12/2023"),
        ("2023-Q1", "quý I/2023"),
        ("2023-Q4", "quý IV/2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2023-H2", "6 tháng cuối năm 2023"),
        ("2023", "năm 2023"),
        ("2023-13", "2023-13"),
        ("2021-W53", "2021-W53"),
        ("2023-Q5", "2023-Q5"),
        ("0000", "0000"),
        ("x-y", "x-y"),
        ("٢٠٢٣", "٢٠٢٣"),
        ("", ""),
    ],
)
def test_a_period_is_said_in_words(key, said):
    assert words(key) == said


@pytest.mark.parametrize(
    ("every", "day", "key", "first", "last"),
    [
        ("week", date(2023, 1, 1), "2022-W52", date(2022, 12, 26), date(2023, 1, 1)),
        ("week", date(2021, 1, 3), "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("month", date(2024, 2, 29), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2023, 3, 31), "2023-Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("quarter", date(2023, 10, 1), "2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("half", date(2023, 6, 30), "2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("half", date(2023, 7, 1), "2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("year", date(2023, 7, 1), "2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_the_turning_points(every, day, key, first, last):
    span = span_of(every, day)
    assert (span.key, span.first, span.last) == (key, first, last)


def test_every_kind_of_span_has_the_words_of_a_rule():
    assert set(PER) == {"week", *MONTHS}


def test_a_word_that_is_no_span_is_an_error():
    with pytest.raises(KeyError):
        span_of("decade", date(2023, 1, 1))
