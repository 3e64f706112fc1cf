"""Equations of a form's own columns: as they are typed, and as they are tried on counted and typed figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.compute import compute
from danvan.reports.form_checks import form_checks, tried
from danvan.reports.form_equations import MOST, Equation, read_equation, read_equations
from danvan.reports.form_files import FormRow, files, form
from danvan.reports.live import read
from danvan.reports.tests.factories import letters, make_place, typed_report
from danvan.ui.errors import Refusal

columns = st.lists(st.integers(1, 999), min_size=2, max_size=9, unique=True)


# -- as typed ---------------------------------------------------------------------------------------------
@given(columns, st.booleans())
def test_what_is_shown_is_read_back_as_the_same(numbers, at_most):
    item = Equation((numbers[0],), tuple(numbers[1:]), at_most)
    assert read_equation(str(item)) == item


@pytest.mark.parametrize(
    ("text", "whole", "parts", "at_most"),
    [
        ("3=4+5", (3,), (4, 5), False),
        (" 3 = 4 + 5 ", (3,), (4, 5), False),
        ("(3)=(4)+(5)", (3,), (4, 5), False),
        ("4 + 5 = 3", (3,), (4, 5), False),
        ("1 + 2 = 3 + 4", (1, 2), (3, 4), False),
        ("7 = 3", (7,), (3,), False),
        ("7 <= 3", (3,), (7,), True),
        ("7≤3", (3,), (7,), True),
        ("3 >= 7", (3,), (7,), True),
        ("7 + 8 <= 3", (3,), (7, 8), True),
    ],
)
def test_the_ways_in_which_an_equation_is_written(text, whole, parts, at_most):
    item = read_equation(text)
    assert (item.whole, item.parts, item.at_most) == (whole, parts, at_most)


@pytest.mark.parametrize(
    "text",
    [
        *("", "3", "3 =", "= 3", "3 = 4 5", "3 = 4 + ", "3 = 4 - 5", "3 = 4 * 5", "3 == 4", "3 = 4 = 5"),
        *(
            "3 < 4",
            "ba = 4",
            "3 = 4.5",
            "1000 = 2",
            "3 = 4 + x",
            "3 = 4 + 4",
            "3 = 3 + 4",
            "=SUM(A1:B2)",
            "<script>",
        ),
    ],
)
def test_what_is_no_equation_is_refused_with_an_example(text):
    with pytest.raises(Refusal, match="hãy viết như “3 = 4 \\+ 5”"):
        read_equation(text)


def test_lines_are_read_once_each_and_name_only_columns_that_there_are():
    assert list(map(str, read_equations("1=2+3\n\n 1 = 2 + 3\n3<=1", [1, 2, 3]))) == ["1 = 2 + 3", "3 <= 1"]
    with pytest.raises(Refusal, match="nêu cột 4"):
        read_equations("1 = 2 + 4", [1, 2, 3])
    with pytest.raises(Refusal, match=f"hơn {MOST}"):
        read_equations("\n".join(f"{n} = {n + 1}" for n in range(1, 63)), range(1, 100))


# -- as tried ---------------------------------------------------------------------------------------------
ROWS = {no: FormRow(f"Cột số {no}", "đơn", typed=f"T.{no}", column=no) for no in range(1, 6)}


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=3))
def test_a_sum_holds_exactly_when_it_is_one(parts):
    values = dict(enumerate(parts, 2))
    item = Equation((1,), tuple(values))
    assert tried(item, ROWS, values | {1: sum(parts)}, "Xã").ok
    assert not tried(item, ROWS, values | {1: sum(parts) + 1}, "Xã").ok
    most = Equation((1,), tuple(values), at_most=True)
    assert tried(most, ROWS, values | {1: sum(parts) + 1}, "Xã").ok
    assert tried(most, ROWS, values | {1: sum(parts) - 1}, "Xã").ok is False


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_missing_value_is_not_nought(missing):
    values = {1: 0, 2: 0, 3: 0} | {missing: None}
    assert tried(Equation((1,), (2, 3)), ROWS, values, "Xã") is None
    assert (
        tried(Equation((1,), (2, 3)), ROWS, {n: v for n, v in values.items() if n != missing}, "Xã") is None
    )


def test_a_failed_sum_says_which_part_was_left_out():
    check = tried(Equation((1,), (2, 3, 4)), ROWS, {1: 258, 2: 38, 3: 94, 4: 164}, "Xã")
    assert check.cause == "left_out"
    assert "38" in check.text


@pytest.fixture
def place(db):
    return make_place(districts=1, communes=2)


def stated(place, **values):
    typed_report(place.province, {f"TTHC.{name}": value for name, value in values.items()})
    return [check for check in read(place.province, "2023-Q1", "motcua").checks if check.kind == "cot_bieu"]


def test_typed_columns_are_tried_on_the_whole(place):
    (held,) = stated(place, ton=3, tiep_nhan=10, da_giai_quyet=9, chua_giai_quyet=4, truc_tuyen=6)
    assert held.ok
    assert "Đúng cả 2 đẳng thức" in held.text, "those of which a figure is missing are not said to hold"


def test_a_typed_column_that_does_not_add_up_blocks_until_it_is_answered_for(place):
    failed = [
        check
        for check in stated(place, ton=3, tiep_nhan=10, da_giai_quyet=9, chua_giai_quyet=5)
        if not check.ok
    ]
    assert [check.blocks for check in failed] == [True]
    assert failed[0].codes == ("TTHC.ton", "TTHC.tiep_nhan")
    (warned,) = [check for check in stated(place, truc_tuyen=11) if check.label.startswith("Cột 5")]
    assert (warned.ok, warned.blocks) == (False, False)


def test_counted_columns_are_tried_at_every_unit_and_what_is_declared_already_is_not_tried_twice(place):
    from dataclasses import replace

    letters(place.communes[0], "khieu_nai", 2)
    shape = form("01-xld-2024")
    figures = compute(place.province, "2023-Q1", shape.codes)
    declared = replace(shape, equations=(read_equation("6 = 8 + 9 + 10"),))
    assert form_checks(declared, figures) == []
    own = replace(shape, equations=(read_equation("1 = 2"),))
    failed = [check.unit for check in form_checks(own, figures) if not check.ok]
    assert place.communes[0].names.get().name in failed
    assert place.communes[1].names.get().name not in failed


# -- outlines of other kinds ------------------------------------------------------------------------------
OUTLINES = ("qcdc", "pctn", "motcua", "nhanh")


@pytest.mark.parametrize("key", OUTLINES)
def test_an_outline_of_ours_says_whose_it_is_and_why_a_figure_is_typed(key):
    item = files()[key]
    assert "không phải biểu mẫu do văn bản nào ban hành" in item.note
    assert not item.is_table
    assert "Biểu số" not in item.title + item.subject
    for row in item.rows:
        assert bool(row.code) != bool(row.note), row.label
        assert row.code or (row.typed and len(row.note) > 20)


def test_a_typed_figure_means_one_thing_in_all_forms():
    labels: dict[str, set[str]] = {}
    for item in files().values():
        for row in item.rows:
            if row.typed and not row.code:
                labels.setdefault(row.typed, set()).add(row.unit)
    assert {code: units for code, units in labels.items() if len(units) > 1} == {}


@pytest.mark.parametrize("key", OUTLINES)
def test_an_outline_is_computed_for_any_days(place, key):
    letters(place.communes[0], "khieu_nai", 2)
    live = read(place.province, "2023-01-15..2023-02-10", key)
    values = {line.row.code: line.cell.value for line in live.lines if line.row.code}
    assert values.get("don.tiep_nhan", 2) == 2
    assert not live.blocking
