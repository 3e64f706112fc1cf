"""The XLSX form out and in: what was filled in comes back, and every hostile or mistaken file is refused whole."""

import io
from importlib import import_module
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from danvan.reports.flow import sheets, tables
from danvan.reports.flow.models import UnitCell, UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.loading import book
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FORM = "01-kqgq"
NAME = "Xã Số 1.1"
NUMBER_ROW, DATA_ROW = 8, 9


@pytest.fixture(autouse=True)
def read_here(request, monkeypatch):
    """Read in this process, which is quicker; one test leaves it to the process apart, as the program does."""

    def here(name, data, **_limits):
        module, function = name.split(":")
        return getattr(import_module(module), function)(data)

    if request.node.originalname != "test_what_is_filled_in_comes_back_by_its_number":
        monkeypatch.setattr(book.apart, "run", here)


@pytest.fixture
def commune(place):
    return place.communes[0]


@pytest.fixture
def shape():
    return tables.shape_of(FORM, QUARTER)[0]


@pytest.fixture
def blank(commune, shape):
    return sheets.written(commune, NAME, period_of(QUARTER), shape)


def filled(content: bytes, values: dict[int, Any], change=None) -> bytes:
    """The form with values by its printed column number, in an officer's own office program."""
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    places = {cell.value: cell.column for cell in sheet[NUMBER_ROW] if isinstance(cell.value, int)}
    for number, value in values.items():
        sheet.cell(DATA_ROW, places[number]).value = value
    if change:
        change(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def take(content, commune, by, **more):
    return sheets.take(
        content,
        more.pop("unit", commune),
        more.pop("period", QUARTER),
        more.pop("form", FORM),
        by=by,
        name=NAME,
        **more,
    )


def keys(shape):
    return dict(zip(sheets.numbers(shape), tables.columns(shape), strict=True))


def test_what_is_filled_in_comes_back_by_its_number(blank, commune, compiler, shape):
    table = take(filled(blank, {1: 12, 2: 0, 3: 12}), commune, compiler)
    key = keys(shape)
    assert dict(table.cells.values_list("code", "value")) == {key[1]: 12, key[2]: 0, key[3]: 12}
    assert (table.state, table.origin, len(table.source_hash)) == ("da_nop", "xlsx", 64)


@pytest.mark.parametrize("form", ["dvcq", "01-xld", "02-tcd", "03-kqgq"])
def test_every_column_of_a_form_goes_out_and_comes_back(commune, form):
    shape = tables.shape_of(form, QUARTER)[0]
    values = {key: place for place, key in enumerate(tables.columns(shape), 1)}
    content = sheets.written(commune, NAME, period_of(QUARTER), shape, values)
    assert sheets.read(content, commune, NAME, period_of(QUARTER), shape) == values


def test_the_same_file_again_changes_nothing_and_another_is_the_next_version(blank, commune, compiler):
    content = filled(blank, {1: 7})
    first = take(content, commune, compiler)
    assert take(content, commune, compiler) == first
    second = take(filled(blank, {1: 8}), commune, compiler)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("thay_the", "da_nop", 2)
    assert first.cells.get().value == 7


def said(match):
    return pytest.raises(sheets.Rejected, match=match)


@pytest.mark.parametrize(
    ("value", "match"),
    [
        ("=1+1", "công thức"),
        ('=HYPERLINK("http://x")', "công thức"),
        (-3, "số âm"),
        ("-3", "số âm"),
        (1.5, "không phải số nguyên"),
        ("12 đơn", "không phải số nguyên"),
        ("1.234", "không phải số nguyên"),
        ("không", "không phải số nguyên"),
        (True, "không phải số nguyên"),
        (10**16, "lớn quá"),
        ("9" * 40, "lớn quá"),
        ("#REF!", "không phải số nguyên"),
        ("²", "không phải số nguyên"),
    ],
)
def test_a_cell_that_is_no_count_is_told_with_its_place_and_nothing_is_kept(
    blank, commune, compiler, value, match
):
    with said(rf"ô C9 .*{match}"):
        take(filled(blank, {1: 5, 2: value}), commune, compiler)
    assert not UnitTable.objects.exists()
    assert not UnitCell.objects.exists()


def test_all_faults_are_told_at_once(blank, commune, compiler):
    with said("và 2 lỗi khác") as found:
        take(filled(blank, {1: "a", 2: -1, 3: 0.5}), commune, compiler)
    assert [fault[:5] for fault in found.value.faults] == ["ô B9 ", "ô C9 ", "ô D9 "]


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"period": "2023-Q2"}, "kỳ 2023-Q1, không phải 2023-Q2"),
        ({"form": "02-kqgq"}, "hàng số thứ tự|không phải Biểu số 02/KQGQ"),
    ],
)
def test_the_file_of_another_form_or_period_is_refused(blank, commune, compiler, more, match):
    with said(match):
        take(filled(blank, {1: 5}), commune, compiler, **more)
    assert not UnitTable.objects.exists()


def test_the_file_of_another_unit_is_refused(blank, place, compiler):
    with said("đơn vị khác"):
        take(filled(blank, {1: 5}), place.communes[1], compiler)


def drop_column(workbook, sheet):
    sheet.delete_cols(4)


def shift_numbers(workbook, sheet):
    sheet.cell(NUMBER_ROW, 3).value, sheet.cell(NUMBER_ROW, 4).value = 3, 2


def add_column(workbook, sheet):
    sheet.cell(NUMBER_ROW, sheet.max_column + 1).value = sheet.max_column


def drop_numbers(workbook, sheet):
    sheet.delete_rows(NUMBER_ROW)


def second_row(workbook, sheet):
    sheet.cell(DATA_ROW + 1, 2).value = 3
    sheet.cell(DATA_ROW, 1).value = "Xã khác"


def twin_sheet(workbook, sheet):
    workbook.copy_worksheet(sheet)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (drop_column, r"thiếu cột \(3\)"),
        (shift_numbers, "không theo thứ tự"),
        (add_column, "thừa cột"),
        (drop_numbers, "không thấy hàng số thứ tự"),
        (second_row, "có 2 dòng số"),
        (twin_sheet, "nhiều trang"),
    ],
)
def test_a_form_whose_shape_was_changed_is_refused_with_the_reason(blank, commune, compiler, change, match):
    with said(match):
        take(filled(blank, {1: 5}, change), commune, compiler)
    assert not UnitTable.objects.exists()


def test_rows_of_other_units_are_passed_over_where_one_bears_the_name(blank, commune, compiler, shape):
    def more_rows(workbook, sheet):
        sheet.cell(DATA_ROW + 1, 1).value = "Xã Số 1.2"
        sheet.cell(DATA_ROW + 1, 2).value = 99

    table = take(filled(blank, {1: 5}, more_rows), commune, compiler)
    assert dict(table.cells.values_list("code", "value")) == {keys(shape)[1]: 5}


def test_columns_moved_with_their_numbers_are_followed(blank, commune, compiler, shape):
    def move(workbook, sheet):
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1, 2)

    table = take(filled(blank, {1: 5, 4: 6}, move), commune, compiler)
    assert dict(table.cells.values_list("code", "value")) == {keys(shape)[1]: 5, keys(shape)[4]: 6}


def test_an_empty_form_is_not_taken_as_zero(blank, commune, compiler):
    with said("chưa có số nào"):
        take(blank, commune, compiler)
    assert not UnitTable.objects.exists()


def foreign(title: str, shape, values: dict[int, int], head=f"{NAME}, Quý I/2023", row="") -> bytes:
    """A form made elsewhere: without our mark."""
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["A2"], sheet["A6"] = title, head, row
    for place, number in enumerate(sheets.numbers(shape), 2):
        sheet.cell(5, place).value = f"({number})"
        sheet.cell(6, place).value = values.get(number)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_form_made_elsewhere_is_known_by_its_printed_number(commune, compiler, shape):
    table = take(foreign("Biểu mẫu số: 01/KQGQ", shape, {1: 5}), commune, compiler)
    assert table.cells.get().value == 5


@pytest.mark.parametrize(
    ("title", "match"), [("Biểu số 03/XLD", "biểu số 03/XLD"), ("Bảng số liệu", "không thấy tên biểu")]
)
def test_a_form_made_elsewhere_under_another_number_or_none_is_refused(
    commune, compiler, shape, title, match
):
    with said(match):
        take(foreign(title, shape, {1: 5}), commune, compiler)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (f"{NAME}, Quý I năm 2023", ""),
        (f"UBND {NAME.upper()} · từ ngày 15/12/2022 đến ngày 14/3/2023", "1"),
        ("Huyện Số 1, Quý I/2023", NAME),
    ],
)
def test_a_form_made_elsewhere_names_unit_and_period_in_its_own_way(commune, compiler, shape, head, row):
    table = take(foreign("Biểu số 01/KQGQ", shape, {1: 5}, head, row), commune, compiler)
    assert table.cells.get().value == 5


@pytest.mark.parametrize(
    ("head", "row", "match"),
    [
        ("Xã Số 1.2, Quý I/2023", "", "không ghi tên Xã Số 1.1"),
        (f"{NAME}, Quý I/2023", "Xã Số 1.2", "không ghi tên Xã Số 1.1"),
        ("Quý I/2023", "", "không ghi tên Xã Số 1.1"),
        (f"{NAME}, Quý IV/2022", "", "không ghi kỳ Quý I/2023"),
        (NAME, "", "không ghi kỳ Quý I/2023"),
    ],
)
def test_a_form_without_mark_of_another_unit_or_period_or_of_none_is_refused(
    commune, compiler, shape, head, row, match
):
    with said(match):
        take(foreign("Biểu số 01/KQGQ", shape, {1: 5}, head, row), commune, compiler)
    assert not UnitTable.objects.exists()


def test_a_form_of_ours_whose_mark_was_taken_off_is_not_taken_for_another(place, compiler, shape):
    def unmark(workbook, sheet):
        sheet["A4"] = None

    theirs = sheets.written(place.communes[1], "Xã Số 1.2", period_of("2022-Q4"), shape)
    with said("không ghi tên"):
        take(filled(theirs, {1: 5}, unmark), place.communes[0], compiler)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"PK\x03\x04 broken",
        b"{}",
        b"<html>",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600,
    ],
)
def test_what_is_no_workbook_is_refused(commune, compiler, content):
    with pytest.raises(Refusal):
        take(content, commune, compiler)
    assert not UnitTable.objects.exists()


def broken_equation():
    """A form and values of one declared equation whose total leaves its first part out."""
    from danvan.records.declare import identities

    known = tables.columns(tables.shape_of("01-xld", QUARTER)[0])
    for identity in identities(known, period_of(QUARTER).last):
        if not identity.is_derived and not identity.at_most and len(identity.parts) >= 3:
            values = dict.fromkeys((*identity.whole, *identity.parts), 0)
            return "01-xld", values | dict(zip(identity.parts, (38, 94, 164), strict=False)) | {
                identity.whole[0]: 258
            }
    raise AssertionError("no equation of three parts in this form")


def test_an_equation_that_fails_is_told_with_its_cause_and_taken_only_when_meant(commune, compiler):
    form, values = broken_equation()
    shape = tables.shape_of(form, QUARTER)[0]
    content = sheets.written(commune, NAME, period_of(QUARTER), shape, values)
    with said("bỏ sót 38"):
        take(content, commune, compiler, form=form)
    assert not UnitTable.objects.exists()
    assert take(content, commune, compiler, form=form, anyway=True).cells.count() == len(values)


def test_what_is_meant_passes_no_fault_of_a_cell(blank, commune, compiler):
    with said("số âm"):
        take(filled(blank, {1: -5}), commune, compiler, anyway=True)


def test_text_that_looks_like_a_formula_goes_out_as_text(commune, shape):
    content = sheets.written(commune, "=cmd|' /C calc'!A0", period_of(QUARTER), shape)
    cell = load_workbook(io.BytesIO(content)).active["A9"]
    assert cell.data_type == "s"


def test_who_may_not_speak_for_the_unit_is_refused_before_the_file_is_read(blank, commune, place):
    from danvan.org.tests.factories import make_account

    with pytest.raises(Refusal, match="không nộp bảng"):
        take(b"not read", commune, make_account("tong_hop", place.communes[1]))
