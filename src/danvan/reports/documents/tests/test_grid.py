"""A statistical form as a grid: every head over its columns, sums of rows, what is missing, closed or not counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports import live
from danvan.reports.documents.content import of_live
from danvan.reports.documents.grid import CLOSED_SIGN, NOT_COUNTED_SIGN, WIDEST_A4, grid_of
from danvan.reports.edition import public_body
from danvan.reports.form_files import files
from danvan.reports.tests.factories import letters, make_place

QUARTER = "2023-Q1"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


def body_of(shape, units=(("xa", "Xã A"),), values=None, typed=None):
    """A body as small as a grid needs it, of a form of the program; `values` are (unit, code) → number."""
    rows = [row for section in shape.sections for row in section.rows]
    values = values or {}
    own = {"slug": "tinh", "name": "Tỉnh Thử", "kind": "tinh", "code": ""}
    every = [{"slug": "tinh", "name": "Tỉnh Thử", "parent": ""}]
    every += [{"slug": slug, "name": name, "parent": "tinh"} for slug, name in units]
    sections = [
        {"title": one.title, "rows": [{**row_of(row), "under": list(row.under)} for row in one.rows]}
        for one in shape.sections
    ]
    about = {"key": shape.key, "title": shape.title, "subject": shape.subject, "cite": shape.cite, "note": ""}
    return {
        "form": {**about, "table": True, "sections": sections},
        "unit": own,
        "units": every,
        "period": {"last": "2023-03-14"},
        "lines": [{"column": row.column, "typed": (typed or {}).get(row.column, "")} for row in rows],
        "cells": [
            {"unit": unit["slug"], "code": row.code, "value": values.get((unit["slug"], row.code), 0)}
            for unit in every
            for row in rows
            if row.code
        ],
    }


def row_of(row):
    names = ("label", "unit", "code", "typed", "column", "note")
    return {name: getattr(row, name) for name in names}


TABLES = [shape.key for shape in files().values() if shape.is_table]


@pytest.mark.parametrize("key", TABLES)
def test_heads_cover_each_place_over_the_columns_once(key):
    grid = grid_of(body_of(files()[key]))
    covered = [
        (row, column)
        for head in grid.heads
        for row in range(head.row, head.row + head.rows)
        for column in range(head.column, head.column + head.columns)
    ]
    assert len(covered) == len(set(covered))
    assert set(covered) == {(r, c) for r in range(grid.depth) for c in range(grid.width)}


@pytest.mark.parametrize("key", TABLES)
def test_every_printed_column_stands_in_its_order_under_all_its_heads(key):
    shape = files()[key]
    grid = grid_of(body_of(shape))
    printed = [row for row in shape.rows if row.column]
    assert [column.column for column in grid.columns] == sorted(row.column for row in printed)
    assert grid.labels == ["A", "B", *(f"({row.column})" for row in printed)]
    for place, column in enumerate(grid.columns, 2):
        over = [h.text for h in grid.heads if h.column <= place < h.column + h.columns]
        assert over[-1] == column.leaf, column
        for head in column.under:
            assert head in over, (column, head)


@pytest.mark.parametrize("key", TABLES)
def test_a_form_too_wide_for_a4_is_laid_on_a3(key):
    grid = grid_of(body_of(files()[key]))
    assert grid.paper == ("a4" if len(grid.columns) <= WIDEST_A4 else "a3")


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(0, 1000))
def test_the_rows_right_below_and_the_unit_s_own_add_up_to_the_total(parts, rest):
    shape = files()["02-xld"]
    code = shape.rows[0].code
    units = [(f"xa{n}", f"Xã {n}") for n in range(len(parts))]
    values = {(slug, code): part for (slug, _name), part in zip(units, parts, strict=True)}
    values["tinh", code] = sum(parts) + rest
    rows = grid_of(body_of(shape, units, values)).rows
    assert rows[-1].is_total
    assert rows[-1].places[0].value == sum(row.places[0].value for row in rows[:-1])
    assert (rows[0].name == "Tại cơ quan") == bool(rest)


def test_a_counted_nought_a_missing_figure_and_one_that_nobody_counts_are_three_things():
    shape = files()["02-xld"]
    body = body_of(shape)
    body["cells"][0]["value"] = None
    first = body["form"]["sections"][1]["rows"][0]
    first["code"] = ""
    body["cells"] = [cell for cell in body["cells"] if cell["code"] != shape.rows[1].code]
    total = grid_of(body).rows[-1]
    missing, uncounted, nought = total.places[:3]
    assert missing.value is None
    assert missing.text != "0"
    assert (uncounted.value, uncounted.text) == (None, NOT_COUNTED_SIGN)
    assert (nought.value, nought.text) == (0, "")
    assert any(note.startswith("Cột (2): ") for note in grid_of(body).notes)
    assert any(note.startswith(f"{NOT_COUNTED_SIGN}: ") for note in grid_of(body).notes)


def test_what_a_report_stated_stands_in_the_total_of_a_column_that_nobody_counts():
    shape = files()["02-xld"]
    body = body_of(shape, typed={2: "1.234"})
    body["form"]["sections"][1]["rows"][0]["code"] = ""
    body["cells"] = [cell for cell in body["cells"] if cell["code"] != shape.rows[1].code]
    rows = grid_of(body).rows
    assert rows[-1].places[1].text == "1.234"
    assert rows[0].places[1].text == NOT_COUNTED_SIGN


def test_units_below_units_are_numbered_and_set_in():
    shape = files()["02-xld"]
    body = body_of(shape, [("huyen", "Huyện A"), ("so", "Sở B")])
    body["units"].insert(2, {"slug": "xa", "name": "Xã C", "parent": "huyen"})
    body["cells"] += [{**cell, "unit": "xa"} for cell in body["cells"] if cell["unit"] == "so"]
    rows = grid_of(body).rows
    told = [(row.number, row.name, row.depth) for row in rows]
    assert told == [("1", "Huyện A", 0), ("1.1", "Xã C", 1), ("2", "Sở B", 0), ("", "Tổng số", 0)]


@pytest.mark.django_db
def test_the_public_grid_of_a_commune_s_district_shows_no_closed_number():
    place = make_place(1, 2)
    letters(place.communes[0], "khieu_nai", 3)
    letters(place.communes[1], "khieu_nai", 20)
    body = of_live(live.read(place.districts[0], QUARTER, "02-xld")).body
    open_ = grid_of(body)
    assert open_.rows[0].places[0].value == 3
    closed = grid_of(public_body(body))
    assert not [row for row in closed.rows if row.number]
    assert any("không mở trong bản công khai" in note for note in closed.notes)


@pytest.mark.django_db
def test_a_small_total_is_closed_in_the_public_grid():
    place = make_place(1, 1)
    letters(place.communes[0], "khieu_nai", 3)
    body = of_live(live.read(place.communes[0], QUARTER, "02-xld")).body
    total = grid_of(public_body(body)).rows[-1]
    assert total.places[0].value is None
    assert total.places[0].text == CLOSED_SIGN
