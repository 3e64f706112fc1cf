"""The head of a blank form is read as a person reads it, or refused with the cell that cannot be told."""

from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from danvan.reports.form_files import files
from danvan.reports.loading import book, heads
from danvan.reports.loading.tests.workbooks import blank_form, leaf, over, saved
from danvan.ui.errors import Refusal

TABLES = [key for key, item in files().items() if item.is_table and item.is_verified]
SMALL = [
    leaf("Tổng số đơn", 1),
    over("Tiếp nhận trong kỳ", leaf("Khiếu nại", 2), leaf("Tố cáo", 3)),
    over(
        "Kết quả", over("Đã giải quyết", leaf("Số tiền (Trđ)", 4), leaf("Đất (m2)", 5)), leaf("Số vụ việc", 6)
    ),
]
PATHS = [
    ["Tổng số đơn"],
    ["Tiếp nhận trong kỳ", "Khiếu nại"],
    ["Tiếp nhận trong kỳ", "Tố cáo"],
    ["Kết quả", "Đã giải quyết", "Số tiền"],
    ["Kết quả", "Đã giải quyết", "Đất"],
    ["Kết quả", "Số vụ việc"],
]


def shape(data, number=0):
    return heads.read(book.sheets(data)[number])


def told(found):
    return [column.path for column in found.columns]


def leaves(level, above=()):
    for head in level:
        if head.row is not None:
            yield [*above, head.title]
        else:
            yield from leaves(head.below, (*above, head.title))


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "centred"])
def test_each_statutory_form_is_read_back_from_its_workbook(key, merged):
    form = files()[key]
    found = shape(
        blank_form(form.columns, title=f"{form.title}", subject=form.subject.upper(), merged=merged)
    )
    assert told(found) == list(leaves(form.columns))
    assert [column.no for column in found.columns] == [row.column for row in form.rows if row.column]
    assert (found.order_place, found.name_place) == ("A", "B")
    assert found.title == form.title
    assert found.subject == form.subject
    assert (found.cite, found.dated) == ("Thông tư 02/2021/TT-TTCP", "2021-03-22")


@pytest.mark.parametrize(
    "numbered",
    [
        {"number": str},
        {"number": int},
        {"number": float},
        {"number": lambda no: f"({no})"},
        {"number": lambda no: f" ( {no} ) "},
        {"number": None},
    ],
    ids=["text", "integer", "float", "brackets", "spaces", "none"],
)
@pytest.mark.parametrize("names", [("STT", "Đơn vị"), ("Tên cơ quan, đơn vị",), ("TT", "Địa phương")])
def test_columns_are_numbered_as_the_form_does_it_or_from_left_to_right(numbered, names):
    found = shape(blank_form(SMALL, names=names, **numbered))
    assert told(found) == PATHS
    assert [column.no for column in found.columns] == [1, 2, 3, 4, 5, 6]
    assert [column.unit for column in found.columns] == ["đơn", "", "", "đồng", "m²", "vụ việc"]
    assert bool(found.number_row) == (numbered["number"] is not None)
    assert found.name_place == ("A" if len(names) == 1 else "B")
    assert any("không có dòng số cột" in text for text in found.notices) == (numbered["number"] is None)
    assert found.first_row == 7 + 3 + (numbered["number"] is not None)


@pytest.mark.parametrize(
    ("texts", "equations", "unread"),
    [
        ({1: "1=2+3"}, ["1 = 2 + 3"], 0),
        ({1: "(1)=(2)+(3)"}, ["1 = 2 + 3"], 0),
        ({1: "1 = 2+3+...+6"}, ["1 = 2 + 3 + 4 + 5 + 6"], 0),
        ({1: "1=2+…+5", 3: "3<=2"}, ["1 = 2 + 3 + 4 + 5", "3 <= 2"], 0),
        ({1: "1=2+3", 6: "6=4/5*100"}, ["1 = 2 + 3"], 1),
        ({1: "1=2+9"}, [], 1),
        ({1: "1=2-3"}, [], 1),
    ],
)
def test_equations_in_the_row_of_numbers_are_proposed_and_others_told(texts, equations, unread):
    found = shape(blank_form(SMALL, numbers=texts))
    assert found.equations == equations
    assert sum("Công thức" in notice for notice in found.notices) == unread
    assert told(found) == PATHS


@pytest.mark.parametrize(
    ("formula", "equation"),
    [
        ("=D11+E11", ["1 = 2 + 3"]),
        ("=SUM(D11:F11)", ["1 = 2 + 3 + 4"]),
        ("=sum(D11:E11)+H11", ["1 = 2 + 3 + 6"]),
        ("=D12+E12", []),
        ("=D11*E11", []),
        ("=C11+D11", []),
        ("=D11", []),
    ],
)
def test_formulas_of_the_first_row_are_equations_too(formula, equation):
    def change(sheet):
        sheet["C11"] = formula

    assert shape(blank_form(SMALL, change=change)).equations == equation


def test_hidden_rows_and_columns_are_left_out_and_told():
    def change(sheet):
        sheet.column_dimensions["E"].hidden = True
        sheet.row_dimensions[8].hidden = True

    found = shape(blank_form(SMALL, change=change))
    assert [column.no for column in found.columns] == [1, 2, 4, 5, 6]
    assert told(found)[2] == ["Kết quả", "Số tiền"]
    assert "Cột E bị ẩn trong tệp nên không đọc." in found.notices
    assert "Dòng 8 của tiêu đề bị ẩn trong tệp nên không đọc." in found.notices


def test_rich_text_and_marks_written_apart_are_plain_text():
    def change(sheet):
        sheet["C7"] = CellRichText("Tổng ", TextBlock(InlineFont(b=True), "số đơn"))  # the mark apart

    (first, *_rest) = shape(blank_form(SMALL, change=change)).columns
    assert first.path == ["Tổng số đơn"]


def test_a_column_without_a_number_is_left_out_by_name():
    def change(sheet):
        sheet.cell(7, 9, "Ghi chú")
        sheet.merge_cells("I7:I9")

    found = shape(blank_form(SMALL, change=change))
    assert told(found) == PATHS
    assert any("Cột I (“Ghi chú”)" in text for text in found.notices)


def test_filled_rows_below_do_not_make_a_second_table():
    def change(sheet):
        for row, values in ((11, [1, "Xã A", 1, 2, 3, 4, 5, 6]), (12, [2, "Xã B", 1, 1, 1, 2, 3, 4])):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column, value)

    assert told(shape(blank_form(SMALL, change=change))) == PATHS


def test_of_several_sheets_each_is_read_by_itself_and_empty_or_hidden_ones_are_not_offered():
    one = openpyxl.load_workbook(__import__("io").BytesIO(blank_form(SMALL)))
    second = one.create_sheet("Huong dan")
    second["A1"] = "Cách ghi biểu"
    one.create_sheet("Trong")
    hidden = one.create_sheet("An")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    found = book.sheets(saved(one))
    assert [sheet["name"] for sheet in found] == ["Bieu", "Huong dan"]
    assert told(heads.read(found[0])) == PATHS
    with pytest.raises(Refusal, match="Không thấy tiêu đề bảng trong trang tính “Huong dan”"):
        heads.read(found[1])


# -- what is refused --------------------------------------------------------------------------------------
def cell(place, value):
    def change(sheet):
        sheet[place] = value

    return change


def two_tables(sheet):
    for column, title in enumerate(("TT", "Đơn vị", "Số đơn", "Số vụ việc"), 1):
        sheet.cell(20, column, title)
        sheet.cell(21, column, column)


def wide(sheet):
    for column in range(1, 2001):
        sheet.cell(10, column, f"({column})")


def only_formulas(sheet):
    for row in sheet.iter_rows():
        for one in row:
            if one.value is not None and type(one).__name__ != "MergedCell":
                one.value = "=1+1"


def empty_head(sheet):
    sheet["H8"] = None
    sheet["F7"] = None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (cell("E10", "2"), r"Số cột \(2\) đánh hai lần, ở ô D10 và E10"),
        (empty_head, r"Cột \(6\), ô H9, không có tiêu đề"),
        (two_tables, "có 2 bảng .*dòng 10 và 21"),
        (wide, "ở ngoài cột thứ 250"),
        (only_formulas, "chỉ có công thức"),
    ],
    ids=["twice", "no head", "two tables", "wide", "formulas"],
)
def test_a_head_that_cannot_be_told_is_refused_with_its_place(change, said):
    with pytest.raises(Refusal, match=said):
        shape(blank_form(SMALL, change=change))


def test_a_form_of_too_many_columns_is_refused():
    with pytest.raises(Refusal, match="Biểu có 201 cột, nhiều hơn 200"):
        shape(blank_form([leaf(f"Cột số {no}", no) for no in range(1, 202)]))


def test_the_day_of_a_paper_is_one_of_the_calendar_or_none():
    found = shape(blank_form(SMALL, paper="Thông tư 06/2025/TT-TTCP ngày 29/9/2025"))
    assert date.fromisoformat(found.dated) == date(2025, 9, 29)
    assert shape(blank_form(SMALL, paper="Thông tư 06/2025/TT-TTCP ngày 45/19/2025")).dated == ""
    assert shape(blank_form(SMALL, paper="")).cite == ""
