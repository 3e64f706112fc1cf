"""What changes within a period: forms on 5/3/2024, numbers of the law, units; and the figures of each part."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Kind
from danvan.org.tests.factories import change_parents, make_unit, put_under
from danvan.records.declare import Indicator
from danvan.reports import live, regimes
from danvan.reports.between_periods import adds_up
from danvan.reports.form_files import form, version_on
from danvan.reports.regimes import FORM, RULE, UNITS, split, turns, without_counterpart
from danvan.reports.tests.factories import letters, make_place
from danvan.reports.windows import period_of

OLD, NEW = "01-xld", "01-xld-2024"
CROSSING, CHANGE = "2024-Q1", date(2024, 3, 5)
MANY = "xld01.tiep_nhan.nhieu_nguoi"


@pytest.fixture
def place(db, settings):
    settings.DEMONSTRATION_DAY = date(2024, 6, 1)
    return make_place(1, 2)


def read(place, period=CROSSING, key=NEW):
    found = live.read(place.province, period, key)
    return found.figures, found.form


def test_the_form_is_the_one_of_the_last_day():
    assert version_on(OLD, period_of(CROSSING).last).key == NEW
    assert version_on(OLD, period_of("2023-Q4").last).key == OLD


def test_the_change_of_circular_within_the_quarter_is_told_with_both_texts(place):
    (turn,) = turns(*read(place))
    assert (turn.on, turn.kind) == (CHANGE, FORM)
    assert turn.text.startswith("Từ 5/3/2024 áp dụng ")
    assert "01/2024/TT-TTCP" in turn.text
    assert "02/2021/TT-TTCP" in turn.text


@pytest.mark.parametrize(
    ("period", "key"),
    [("2023-Q4", OLD), ("2024-Q2", NEW), ("2024-Q1", "dvcq"), ("2024-03-05..2024-03-14", NEW)],
)
def test_where_nothing_changes_nothing_is_told(place, period, key):
    figures, shape = read(place, period, key)
    assert turns(figures, shape) == []
    assert split(figures, []) is None


def test_the_parts_are_counted_by_themselves_and_add_up(place):
    for on, count in ((date(2023, 12, 15), 2), (date(2024, 3, 4), 3), (CHANGE, 4), (date(2024, 3, 14), 5)):
        letters(place.communes[0], "khieu_nai", count, on)
    figures, shape = read(place)
    found = split(figures, turns(figures, shape))
    assert found.windows == (
        (date(2023, 12, 15), date(2024, 3, 4)),
        (CHANGE, date(2024, 3, 14)),
    )
    lines = {line.code: line for line in found.lines}
    assert (lines["xld01.tiep_nhan"].parts, lines["xld01.tiep_nhan"].whole) == (("5", "9"), "14")
    assert lines["xld01.tiep_nhan"].adds


def test_of_all_that_adds_up_the_parts_come_to_the_whole_and_the_rest_says_so(place):
    for on in (date(2023, 12, 1), date(2024, 2, 1), CHANGE, date(2024, 3, 14)):
        letters(place.communes[0], "khieu_nai", 3, on)
        letters(place.communes[1], "to_cao", 2, on)
    figures, shape = read(place)
    found = split(figures, turns(figures, shape))
    assert {line.adds for line in found.lines} == {True, False}
    for line in found.lines:
        if line.adds:
            assert sum(int(part.replace(".", "")) for part in line.parts) == int(
                line.whole.replace(".", "")
            ), line
        else:
            item = figures.items[line.code]
            assert not adds_up(item) or item.limits


def test_the_parts_cost_one_question_a_source_and_part(place, django_assert_max_num_queries):
    letters(place.communes[0], "khieu_nai", 1, date(2024, 2, 1))
    figures, shape = read(place)
    found = turns(figures, shape)
    with django_assert_max_num_queries(14):  # twice the tree with its heirs (6) and one source
        split(figures, found)


def test_columns_without_a_counterpart_are_told_on_both_sides():
    gone, new = without_counterpart(form(NEW), period_of(CROSSING))
    assert gone
    codes = {row.code for row in form(NEW).rows if row.code}
    assert all(row.code not in codes for row in gone if row.code)
    assert {row.column for row in gone} <= {row.column for row in form(OLD).rows}
    assert {row.column for row in new} <= {row.column for row in form(NEW).rows}
    assert without_counterpart(form(OLD), period_of("2023-Q4")) == ([], [])


def test_a_number_of_the_law_that_changes_within_is_told_with_the_figures_that_ask_it(place, monkeypatch):
    figures, shape = read(place, "2023-Q1", OLD)
    old = SimpleNamespace(valid_from=date(2014, 1, 1), value=5, label="Đơn có nhiều người", citation="Điều 1")
    new = SimpleNamespace(valid_from=date(2023, 2, 1), value=3, label="Đơn có nhiều người", citation="Điều 2")
    monkeypatch.setattr(regimes, "_wordings", lambda rule: [(old, new)])
    (turn,) = turns(figures, shape)
    assert (turn.on, turn.kind) == (date(2023, 2, 1), RULE)
    assert "từ 1/2/2023 là 3 thay 5 (Điều 2)" in turn.text
    assert MANY in turn.codes
    asked = {item.code for item in figures.items.values() if isinstance(item, Indicator) and item.limits}
    assert set(turn.codes) == asked
    found = split(figures, [turn])
    assert {line.code for line in found.lines} == asked
    assert not any(line.adds for line in found.lines), "two numbers count two different things"


@pytest.mark.parametrize(
    ("on", "value"), [(date(2022, 12, 15), 3), (date(2023, 3, 15), 3), (date(2023, 2, 1), 5)], ids=str
)
def test_a_number_of_another_time_or_the_same_number_is_no_change(place, monkeypatch, on, value):
    figures, shape = read(place, "2023-Q1", OLD)
    old = SimpleNamespace(valid_from=date(2014, 1, 1), value=5, label="", citation="")
    monkeypatch.setattr(regimes, "_wordings", lambda rule: [(old, replace_ns(old, on, value))])
    assert turns(figures, shape) == []


def replace_ns(old, on, value):
    return SimpleNamespace(**{**vars(old), "valid_from": on, "value": value})


def test_units_that_begin_and_end_within_the_period_are_told_by_day(place):
    on = date(2024, 2, 1)
    change_parents(place.communes[0], valid=DateRange(date(2000, 1, 1), on))
    put_under(make_unit("Xã Mới", Kind.COMMUNE), place.districts[0], DateRange(on, None))
    found = [turn for turn in turns(*read(place)) if turn.kind == UNITS]
    assert [turn.text for turn in found] == [
        "Ngày 1/2/2024: 1 đơn vị lập mới hoặc chuyển đến, 1 đơn vị kết thúc hoặc chuyển đi."
    ]
    assert split(read(place, "2023-Q4", OLD)[0], found) is None, "a change of units splits no figure"


def test_a_version_that_began_before_the_period_is_no_change(place):
    figures, shape = read(place)
    assert turns(figures, replace(shape, valid_from=figures.period.first)) == []
