"""The blank workbook filled: its own shape to the last merge, figures as numbers, names as text, nothing written over."""

import io

import openpyxl
import pytest

from danvan.reports.form_files import files
from danvan.reports.loading import book, heads
from danvan.reports.loading.filling import filled
from danvan.reports.loading.tests.workbooks import blank_form, leaf, over

SMALL = [leaf("Tổng số đơn", 1), over("Kết quả", leaf("Khiếu nại", 2), leaf("Tố cáo", 3))]
LINES = [("Xã Một", {1: 3, 2: 1, 3: 2}), ("=HYPERLINK(0)", {1: 4, 2: None, 3: 0})]
TOTAL = ("Tổng số", {1: 7, 2: 1, 3: 2})


def shaped(data):
    return heads.read(book.sheets(data)[0]).as_json()


def sheet_of(data, lines=LINES, mark=""):
    return openpyxl.load_workbook(io.BytesIO(filled(data, shaped(data), lines, TOTAL, mark)))["Bieu"]


def row(sheet, at, width=5):
    return [sheet.cell(at, column).value for column in range(1, width + 1)]


def test_rows_stand_below_the_numbers_with_the_total_last():
    sheet = sheet_of(blank_form(SMALL))
    assert row(sheet, 10) == [1, "Xã Một", 3, 1, 2]
    assert row(sheet, 11) == [2, "=HYPERLINK(0)", 4, None, 0]
    assert row(sheet, 12) == [None, "Tổng số", 7, 1, 2]
    assert sheet["B11"].data_type == "s", "a name is never a formula"


def test_the_total_stands_first_where_the_form_prints_it_first():
    def change(sheet):
        sheet["B10"] = "Tổng cộng"

    sheet = sheet_of(blank_form(SMALL, change=change))
    assert row(sheet, 10) == [None, "Tổng số", 7, 1, 2]
    assert row(sheet, 11)[1] == "Xã Một"


@pytest.mark.parametrize("units", [0, 1, 2, 3, 40])
def test_signatures_below_are_pushed_down_and_never_written_over(units):
    data = blank_form(SMALL)
    before = openpyxl.load_workbook(io.BytesIO(data))["Bieu"]
    lines = [(f"Xã {n}", {1: n, 2: n, 3: n}) for n in range(units)]
    sheet = sheet_of(data, lines)
    said = {cell.value: cell for line in sheet.iter_rows() for cell in line if cell.value}
    assert said["NGƯỜI LẬP BIỂU"].row > 10 + units
    assert len(sheet.merged_cells.ranges) == len(before.merged_cells.ranges)
    sign = said["THỦ TRƯỞNG ĐƠN VỊ"]
    assert any(sign.coordinate in span for span in sheet.merged_cells.ranges)
    assert row(sheet, 10 + units)[1] == "Tổng số"


@pytest.mark.parametrize("key", ["01-tcd", "01-xld", "02-kqgq"])
def test_a_statutory_form_keeps_its_head_and_is_read_back(key):
    form = files()[key]
    data = blank_form(form.columns, title=form.title)
    numbers = [one.column for one in form.rows if one.column]
    out = filled(
        data, shaped(data), [("Xã Một", dict.fromkeys(numbers, 2))], ("Tổng số", dict.fromkeys(numbers, 2))
    )
    again, first = heads.read(book.sheets(out)[0]), heads.read(book.sheets(data)[0])
    assert again.columns == first.columns
    sheet = openpyxl.load_workbook(io.BytesIO(out))["Bieu"]
    assert [sheet[f"{column.place}{first.first_row}"].value for column in first.columns] == [2] * len(numbers)


def test_the_mark_of_an_unverified_form_stands_above_the_table():
    sheet = sheet_of(blank_form(SMALL), mark="Biểu mẫu chưa đối chiếu.")
    above = [cell.value for line in sheet.iter_rows(max_row=6) for cell in line]
    assert above.count("Biểu mẫu chưa đối chiếu.") == 1
    assert "TỔNG HỢP KẾT QUẢ XỬ LÝ ĐƠN" in above
