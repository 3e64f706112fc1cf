"""Faults planted in random tables whose sums hold: the right cause is named first, and a sound table raises no alarm."""

from dataclasses import dataclass, field

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan.records.declare import Identity
from danvan.reports.repairs import repair
from danvan.reports.slips import is_digit_off, is_mistyped, is_transposed, slip
from danvan.reports.trials import MISSING, Check, table_trials


@dataclass
class Table:
    """Cells in rows and columns with their totals; each cell stands in the sum of its row and of its column."""

    rows: int
    columns: int
    values: dict[str, int]
    equations: list[Identity] = field(default_factory=list)

    def __post_init__(self):
        rows, columns = range(self.rows), range(self.columns)
        for r in rows:
            self.tie(f"hang{r}", [f"o{r}{c}" for c in columns])
        for c in columns:
            self.tie(f"cot{c}", [f"o{r}{c}" for r in rows])
        self.tie("tong", [f"hang{r}" for r in rows])
        self.equations.append(
            Identity("nam_trong", "Nằm trong", ("tong",), ("hang0",), is_derived=True, at_most=True)
        )

    def tie(self, whole, parts):
        self.values[whole] = sum(self.values[code] for code in parts)
        self.equations.append(Identity(whole, f"Tổng {whole}", (whole,), tuple(parts)))

    @property
    def cells(self):
        return [f"o{r}{c}" for r in range(self.rows) for c in range(self.columns)]

    @property
    def names(self):
        return {code: f"số đơn {code}" for code in self.values}

    def tried(self, values=None, **more) -> list[Check]:
        stated = self.values if values is None else values
        return table_trials(self.equations, stated, self.names, kind="bang_gui", place="Xã Minh Họa", **more)

    def failed(self, values, **more) -> list[Check]:
        return [check for check in self.tried(values, **more) if not check.ok]


@st.composite
def tables(draw, least=100, most=99_999):
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    drawn = draw(
        st.lists(st.integers(least, most), min_size=rows * columns, max_size=rows * columns, unique=True)
    )
    cells = [f"o{r}{c}" for r in range(rows) for c in range(columns)]
    return Table(rows, columns, dict(zip(cells, drawn, strict=True)))


def swapped(value):
    """The value with the first two neighbouring digits that differ exchanged; itself where that is no number."""
    text = str(value)
    for i in range(len(text) - 1):
        if text[i] != text[i + 1] and not (i == 0 and text[1] == "0"):
            return int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    return value


# -- sound tables ------------------------------------------------------------------------------------------
@given(tables(least=0), st.data())
def test_a_sound_table_raises_no_alarm(table, data):
    earlier = data.draw(st.dictionaries(st.sampled_from(sorted(table.values)), st.integers(0, 99_999)))
    assert table.failed(table.values, earlier=earlier) == []
    assert repair(table.values, table.equations, {}) is None


@given(tables(least=0), st.data())
def test_what_nobody_stated_is_not_zero_and_no_failure(table, data):
    gone = data.draw(st.sets(st.sampled_from(sorted(table.values)), min_size=1, max_size=len(table.values)))
    stated = {code: value for code, value in table.values.items() if code not in gone}
    found = table.tried(stated)
    assert all(check.ok for check in found)
    for item in table.equations:
        codes = {*item.whole, *item.parts}
        mine = [check for check in found if check.key == item.key]
        if codes <= gone:
            assert mine == [], "an equation of which nothing is stated says nothing"
        else:
            (check,) = mine
            assert (check.cause == MISSING) == bool(codes & gone)
            assert check.is_undecided == bool(codes & gone)
            assert not check.blocks


def test_a_stated_zero_is_a_zero():
    table = Table(2, 2, dict.fromkeys(("o00", "o01", "o10", "o11"), 0))
    assert all(check.ok and not check.is_undecided for check in table.tried())
    (row, column) = table.failed(table.values | {"o00": 5})
    assert (row.key, column.key, row.computed, row.stated) == ("hang0", "cot0", 5, 0)


def test_a_missing_figure_is_named_in_the_sentence():
    table = Table(2, 2, {"o00": 1, "o01": 2, "o10": 3, "o11": 4})
    stated = {code: value for code, value in table.values.items() if code not in ("o01", "tong")}
    found = {check.key: check.text for check in table.tried(stated)}
    assert found["hang0"] == "Chưa đủ số để kiểm tra: chưa có số đơn o01."
    assert found["tong"] == "Chưa đủ số để kiểm tra: chưa có số đơn tong."
    assert table.tried(stated, tell_missing=False) == [
        check for check in table.tried(stated) if not check.cause
    ]


# -- slips of the pen in one cell, which two sums see ------------------------------------------------------
def planted(table, code, written, kind, **more):
    """Plant a value and require that every failure it causes is told by the same cell and cause."""
    failed = table.failed(table.values | {code: written}, **more)
    assert len(failed) >= 2
    assert {check.cause for check in failed} == {kind}
    assert all(f"Nếu số đơn {code} là" in check.text for check in failed)
    assert all(f"{check.stated}" in check.text.replace(".", "") for check in failed)


@given(tables(), st.data())
def test_two_digits_exchanged(table, data):
    code = data.draw(st.sampled_from(table.cells))
    written = swapped(table.values[code])
    assume(written != table.values[code])
    planted(table, code, written, "transposed")


@given(tables(), st.data())
def test_one_digit_mistyped(table, data):
    code = data.draw(st.sampled_from(table.cells))
    text = str(table.values[code])
    place = data.draw(st.integers(0, len(text) - 1))
    digit = data.draw(st.sampled_from("123456789"))
    written = int(text[:place] + digit + text[place + 1 :])
    assume(written != table.values[code])
    planted(table, code, written, "mistyped")


@given(tables(), st.data())
def test_one_digit_left_out(table, data):
    code = data.draw(st.sampled_from(table.cells))
    text = str(table.values[code])
    place = data.draw(st.integers(0, len(text) - 1))
    short = text[:place] + text[place + 1 :]
    assume(short[0] != "0")
    planted(table, code, int(short), "digit_off")


@given(tables(), st.data(), st.sampled_from([1_000, 1_000_000]), st.booleans())
def test_a_slip_of_the_unit(table, data, factor, is_row):
    code = "hang1" if is_row else data.draw(st.sampled_from(table.cells))
    planted(table, code, table.values[code] * factor, "unit_slip")


@given(tables(), st.data())
def test_a_value_of_the_period_before(table, data):
    code = data.draw(st.sampled_from(table.cells))
    then = data.draw(st.integers(10, 99_999))
    assume(then != table.values[code])
    planted(table, code, then, "period_slip", earlier={code: then})


@given(tables(), st.data())
def test_any_other_single_cell_is_told_as_the_one_figure(table, data):
    code = data.draw(st.sampled_from(table.cells))
    written = data.draw(st.integers(0, 999_999))
    assume(written != table.values[code] and slip(written, table.values[code]) == ("", ""))
    found = repair(table.values | {code: written}, table.equations, table.names)
    assert (found.code, found.written, found.meant) == (code, written, table.values[code])
    assert found.kind == "one_figure"


@given(tables(), st.data())
def test_two_wrong_cells_are_not_told_as_one(table, data):
    first, second = ("o00", "o11")
    values = table.values | {
        code: table.values[code] + data.draw(st.integers(1, 9_999)) for code in (first, second)
    }
    assert repair(values, table.equations, table.names) is None


# -- totals that are not their parts -----------------------------------------------------------------------
@given(tables(), st.data())
def test_a_total_that_leaves_a_part_out(table, data):
    part = data.draw(st.sampled_from([f"hang{r}" for r in range(table.rows)]))
    written = table.values["tong"] - table.values[part]
    (check,) = table.failed(table.values | {"tong": written})[:1]
    assert check.cause in ("left_out", "carried_left_out")
    assert check.text.startswith(f"Tổng {written:,} bỏ sót ".replace(",", "."))


@given(tables(), st.data())
def test_a_total_that_counts_a_part_twice(table, data):
    part = data.draw(st.sampled_from([f"hang{r}" for r in range(table.rows)]))
    failed = table.failed(table.values | {"tong": table.values["tong"] + table.values[part]})
    assert [check.cause for check in failed] == ["counted_twice"]
    assert part in failed[0].text or "hoặc" in failed[0].text


@given(tables(least=10), st.data())
def test_a_column_of_the_period_before_left_out_has_its_own_cause(table, data):
    names = table.names | {"hang0": "đơn kỳ trước chuyển sang"}
    values = table.values | {"tong": table.values["tong"] - table.values["hang0"]}
    failed = table_trials(table.equations, values, names, kind="bang_gui", place="Xã")
    failed = [check for check in failed if check.key == "tong"]
    assume(sum(values[f"hang{r}"] == values["hang0"] for r in range(table.rows)) == 1)
    assert [check.cause for check in failed] == ["carried_left_out"]


def test_a_single_equation_alone_keeps_the_cause_that_its_sum_tells():
    """Of one failing sum each figure could be the wrong one: nothing is named but what the sum itself shows."""
    item = Identity("tong", "Tổng", ("tong",), ("a", "b"))
    values = {"tong": 2_348, "a": 1_111, "b": 1_234}
    (check,) = table_trials([item], values, {}, kind="bang_gui", place="Xã")
    assert repair(values, [item], {}) is None, "three digits could be the mistyped one"
    assert (check.ok, check.cause) == (False, "mistyped")


def test_a_sum_that_holds_acquits_its_figures():
    """Alone, a (1011 for 1911) and b (1234 for 2134) could both be slips; a stands in a sum that holds, so it is b."""
    total = Identity("tong", "Tổng", ("tong",), ("a", "b"))
    other = Identity("hai", "Hai", ("a",), ("c", "d"))
    values = {"tong": 3_145, "a": 1_011, "b": 1_234, "c": 1_000, "d": 11}
    assert repair(values, [total], {}) is None
    found = repair(values, [total, other], {"b": "đơn tố cáo"})
    assert (found.code, found.meant, found.kind) == ("b", 2_134, "transposed")
    assert found.text.startswith("Nếu đơn tố cáo là 2.134 thay vì 1.234 thì mọi đẳng thức đều đúng.")
    check, held = table_trials([total, other], values, {}, kind="bang_gui", place="Xã")
    assert (check.cause, held.ok) == ("transposed", True)


def test_the_severity_is_the_equations_or_the_one_asked_for():
    table = Table(2, 2, {"o00": 1, "o01": 2, "o10": 3, "o11": 4})
    values = table.values | {"tong": 2}
    assert [check.severity for check in table.failed(values)] == ["error", "warning"]
    assert {check.severity for check in table.failed(values, severity="warning")} == {"warning"}


# -- two numbers -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        (285, 258, "transposed"),
        (259, 258, "mistyped"),
        (28, 258, "digit_off"),
        (2_588, 258, "digit_off"),
        (258_000, 258, "unit_slip"),
        (258, 258_000_000, "unit_slip"),
        (5, 8, ""),
        (258, 258, ""),
        (1, 12, ""),
        (258, 0, ""),
        (100, 999, ""),
    ],
)
def test_what_slip_makes_one_number_of_another(written, meant, kind):
    found, text = slip(written, meant)
    assert found == kind
    assert bool(text) == bool(kind)


def test_a_number_of_another_period_or_line_is_named_by_it():
    assert slip(258, 296, {"Quý IV/2022": 258}) == (
        "period_slip",
        "258 là số của Quý IV/2022: có thể chép nhầm kỳ.",
    )
    kind, text = slip(258, 296, {}, {"Đơn tố cáo": 258})
    assert kind == "line_slip"
    assert "“Đơn tố cáo”" in text


@pytest.mark.parametrize(
    "periods", [{"a": 258, "b": 258}, {"a": 257}, {}, None], ids=["two", "other", "none", "nothing"]
)
def test_a_number_that_several_periods_or_none_have_is_not_laid_to_one(periods):
    assert slip(258, 296, periods)[0] == ""


def test_small_numbers_are_equal_by_chance():
    assert slip(9, 3, {"Quý IV/2022": 9}) == ("", "")
    assert slip(10, 3, {"Quý IV/2022": 10})[0] == "period_slip"


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_slips_of_digits_go_both_ways_and_never_hold_of_equal_numbers(a, b):
    for fits in (is_transposed, is_mistyped, is_digit_off):
        assert fits(a, b) == fits(b, a)
        assert not fits(a, a)
    assert sum(fits(a, b) for fits in (is_transposed, is_mistyped, is_digit_off)) <= 1
