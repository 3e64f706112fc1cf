"""No closed cell can be worked out: tried by brute force over every table that fits what stays open."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.reports.suppression import close, exposed_cells

LEAST = 5
SMALL = range(1, LEAST)


def table(rows):
    """Values and equations of a table of counts with totals of rows and columns; the grand total is ("*", "*")."""
    height, width = len(rows), len(rows[0])
    values = {(r, c): rows[r][c] for r in range(height) for c in range(width)}
    values |= {(r, "*"): sum(rows[r]) for r in range(height)}
    values |= {("*", c): sum(row[c] for row in rows) for c in range(width)}
    values["*", "*"] = sum(map(sum, rows))
    lines = [{(r, "*"): -1, **{(r, c): 1 for c in range(width)}} for r in [*range(height), "*"]]
    lines += [{("*", c): -1, **{(r, c): 1 for r in range(height)}} for c in [*range(width), "*"]]
    return values, lines


def closing(values, equations, fixed=()):
    return close(values, {key for key, value in values.items() if 0 < value < LEAST}, equations, fixed)


def possible(values, equations, closed, top):
    """All values that each closed cell can take, by trying every combination up to `top`.

    The reader knows that no empty cell is closed unless one had to be.
    """
    keys = sorted(closed, key=str)
    least = 0 if any(values[key] == 0 for key in closed) else 1
    seen = {key: set() for key in keys}
    for trial in product(range(least, top + 1), repeat=len(keys)):
        tried = values | dict(zip(keys, trial, strict=True))
        if all(sum(factor * tried[key] for key, factor in line.items()) == 0 for line in equations):
            for key, value in zip(keys, trial, strict=True):
                seen[key].add(value)
    return seen


@pytest.mark.parametrize("row", list(product([0, 1, 2, 6], repeat=3)))
def test_one_row_leaves_two_readings_of_each_closed_cell(row):
    values, equations = dict(enumerate(row)), [{**dict.fromkeys(range(3), 1), "sum": -1}]
    values["sum"] = sum(row)
    closed = closing(values, equations, {"sum"})
    if closed is None:
        return  # the total says it all: nothing is opened
    assert {n for n, value in enumerate(row) if 0 < value < LEAST} <= closed
    for key, readings in possible(values, equations, closed, sum(row)).items():
        assert values[key] not in SMALL or len(readings) > 1, key


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0, 1, 3, 5, 8]), min_size=2, max_size=2), min_size=2, max_size=2))
def test_small_tables_by_brute_force(rows):
    values, equations = table(rows)
    closed = closing(values, equations, {("*", "*")})
    if closed is None:
        return
    assert {key for key, value in values.items() if 0 < value < LEAST and key != ("*", "*")} <= closed
    if len(closed) <= 4:
        for key, readings in possible(values, equations, closed, values["*", "*"]).items():
            assert values[key] not in SMALL or len(readings) > 1, (key, rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=3, max_size=6))
def test_larger_tables_leave_nothing_exposed(rows):
    values, equations = table(rows)
    closed = closing(values, equations, {("*", "*")})
    if closed is not None:
        exposed = exposed_cells(values, closed, equations)
        assert not [key for key in exposed if values[key] in SMALL]
        assert {key for key, value in values.items() if 0 < value < LEAST} - {("*", "*")} <= closed


def test_a_single_small_cell_takes_three_others_with_it():
    values, equations = table([[2, 20, 30], [10, 40, 50], [60, 70, 80]])
    closed = closing(values, equations)
    assert (0, 0) in closed
    assert len(closed) >= 4


def test_a_table_without_small_cells_stays_open():
    values, equations = table([[5, 6], [7, 8]])
    assert closing(values, equations) == set()


def test_a_cell_that_another_table_gives_away_is_found():
    values = {"all": 20, "kn": 6, "tc": 3, "pa": 11}
    equation = {"all": 1, "kn": -1, "tc": -1, "pa": -1}
    assert exposed_cells(values, {"tc"}, [equation]) == {"tc"}
    closed = closing(values, [equation])
    assert closed > {"tc"}
    assert exposed_cells(values, closed, [equation]) == set()


def test_what_sums_to_nothing_is_exposed_however_many():
    values = {"sum": 0, "a": 0, "b": 0}
    assert exposed_cells(values, {"a", "b"}, [{"sum": -1, "a": 1, "b": 1}]) == {"a", "b"}


def test_two_sums_that_differ_by_one_cell_expose_it():
    values = {"x": 9, "y": 7, "a": 2, "b": 5, "c": 2}
    equations = [{"x": -1, "a": 1, "b": 1, "c": 1}, {"y": -1, "a": 1, "b": 1}]
    assert exposed_cells(values, {"a", "b", "c"}, equations) == {"c"}


def test_an_empty_table_hides_nothing():
    values, equations = table([[0, 0], [0, 0]])
    assert closing(values, equations, {("*", "*")}) == set()


def test_a_lone_small_cell_hides_among_empty_ones():
    values, equations = table([[2, 0], [0, 0]])
    closed = closing(values, equations, {("*", "*")})
    assert len(possible(values, equations, closed, 2)[0, 0]) > 1


def test_when_only_the_known_total_could_help_nothing_opens():
    assert close({"sum": 3, "a": 3}, {"a"}, [{"sum": -1, "a": 1}], {"sum"}) is None
