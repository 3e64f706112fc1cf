"""Pictures of figures: none lies about lengths, says less than its table, or tells what is closed."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports import live
from danvan.reports.documents.charts import (
    BAR,
    FILLS,
    LABELS,
    MOST_BARS,
    OTHERS,
    VALUES,
    WIDTH,
    bars,
    charts_of,
)
from danvan.reports.documents.content import Content, of_live, of_report
from danvan.reports.edition import public_body
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters, make_place
from danvan.ui.numbers import number

SVG = "{http://www.w3.org/2000/svg}"
COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


def drawn(chart):
    """Lengths of the bars in the order drawn, and every text."""
    root = ElementTree.fromstring(chart.svg)
    lengths = [
        float(one.get("width"))
        for one in root.iter(f"{SVG}rect")
        if float(one.get("height")) == BAR - 3 and float(one.get("x")) == LABELS
    ]
    return lengths, ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


@given(COUNTS)
def test_lengths_are_to_each_other_as_the_numbers(values):
    chart = bars("Đơn", ["Quý I/2023"], [(f"Dòng {n}", (value,)) for n, value in enumerate(values)])
    lengths, _texts = drawn(chart)
    some = [value for value in values if value]
    assert len(lengths) == len(some)
    for value, length in zip(some, lengths, strict=True):
        assert abs(length - (WIDTH - LABELS - VALUES) * value / max(some)) < 0.01


@given(COUNTS)
def test_every_number_is_printed_at_its_bar_and_told_in_words(values):
    chart = bars("Đơn", ["Quý I/2023"], [(f"Dòng {n}", (value,)) for n, value in enumerate(values)])
    _lengths, texts = drawn(chart)
    shown = [value for value in values if value] or values
    assert [text for text in texts if text in {number(value) for value in values}] == [
        number(value) for value in shown
    ]
    assert chart.told == "; ".join(f"Dòng {n}: {number(value)}" for n, value in enumerate(values))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_gives_a_picture_that_can_be_read(title, label):
    ElementTree.fromstring(bars(title, ["a"], [(label, (1,))], measure=title).svg)


def test_rows_of_noughts_are_left_out_and_counted():
    chart = bars("Đơn", ["a", "b"], [("Một", (3, 1)), ("Hai", (0, 0)), ("Ba", (0, 2)), ("Bốn", (0, 0))])
    _lengths, texts = drawn(chart)
    assert "Hai" not in texts
    assert "Không vẽ 2 dòng bằng 0 ở mọi kỳ." in texts
    assert "Hai: a 0, b 0" in chart.told


def test_a_period_without_a_figure_has_no_bar_and_no_nought():
    lengths, texts = drawn(bars("Đơn", ["a", "b"], [("Một", (3, None)), ("Hai", (1, 2))]))
    assert len(lengths) == 3
    assert "0" not in texts


def test_series_differ_in_print_without_colour():
    """By how light they are and by their outline."""

    def light(fill):
        channels = re.search(r'fill="#(..)(..)(..)"', fill).groups()
        return sum(
            weight * int(channel, 16) for weight, channel in zip((0.3, 0.59, 0.11), channels, strict=True)
        )

    lights = sorted(map(light, FILLS))
    assert all(b - a > 60 for a, b in pairwise(lights))


def test_nothing_in_a_picture_asks_for_style_script_or_another_address():
    svg = bars("Đơn", ["a", "b"], [("Một", (3, 1))]).svg
    assert not re.search(r"style=|<style|<script|href|url\(|\son\w+=", svg)
    assert 'role="img"' in svg
    assert 'aria-label="Đơn. Một: a 3, b 1"' in svg


# -- of a report -------------------------------------------------------------------------------------------
@pytest.fixture
def place(db):
    place = make_place(1, 2)
    letters(place.communes[0], "khieu_nai", 30)
    letters(place.communes[0], "to_cao", 12)
    letters(place.communes[0], "khieu_nai", 7, on=date(2022, 11, 1))
    return place


def test_a_section_s_chart_shows_lines_of_one_measure_beside_their_past(place):
    found = charts_of(of_report(prepare(place.province, "2023-Q1", by=place.head)))
    (chart,) = [one for one in found if one.title == "Tiếp nhận, xử lý đơn"]
    assert "Đơn khiếu nại: Quý I/2023 30, Quý IV/2022 7" in chart.told
    assert "Quý I/2022" not in chart.told  # nothing was recorded then
    assert not [one for one in found if one.title == "Tiếp công dân"]  # nothing but noughts


def test_more_units_than_fit_stand_together_and_their_sum_is_kept(db):
    place = make_place(MOST_BARS + 3, 0)
    for n, unit in enumerate(place.districts, 1):
        letters(unit, "khieu_nai", n)
    content = of_live(live.read(place.province, "2023-Q1", "02-xld"))
    (chart,) = charts_of(content)
    told = dict(part.rsplit(": ", 1) for part in chart.told.split("; "))
    assert len(told) == MOST_BARS + 1
    rest = next(value for label, value in told.items() if label.startswith(OTHERS))
    assert rest == number(sum(range(1, 4)))
    assert sum(int(value) for value in told.values()) == sum(range(1, MOST_BARS + 4))


def test_a_public_chart_draws_no_closed_figure(place):
    letters(place.communes[1], "khieu_nai", 2)
    body = of_live(live.read(place.districts[0], "2023-Q1", "02-xld")).body
    assert "Xã Số 1.2: 2" in " ".join(chart.told for chart in charts_of(Content(body)))
    assert "Xã Số" not in " ".join(chart.told for chart in charts_of(Content(public_body(body))))
