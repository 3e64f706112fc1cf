"""The annex as a spreadsheet: every cell a text, no cell a formula, nothing of a tố cáo but days."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from danvan.domains.petitions.hard import book
from danvan.domains.petitions.hard.register import Line

DAY = date(2023, 6, 1)


def line(**values):
    told = {
        "number": "7/2023",
        "unit": "Xã Minh Họa",
        "address": "/x/",
        "began_on": date(2023, 2, 1),
        "entered_on": date(2023, 3, 1),
        "age": 120,
        "grounds": [("Phức tạp", "nhiều cơ quan"), ("Kéo dài", "")],
        "next_on": date(2023, 6, 15),
        "is_past": False,
        "is_sealed": False,
        "is_illustrative": True,
    }
    return Line(**(told | values))


def sheet_of(*lines, unit="Xã Minh Họa"):
    return load_workbook(io.BytesIO(book.workbook(lines, unit, DAY))).active


def test_heads_widths_and_cells_are_as_many():
    assert len(book.HEADS) == len(book.WIDTHS) == len(book.cells(line()))


def test_a_line_as_it_is_written_down():
    told = book.cells(
        line(
            title="Vụ việc khiếu nại",
            state="Đang giải quyết",
            leader="Lê Văn Minh Họa",
            plan="Họp",
            last_on=DAY,
            last="Đối thoại: xong",
            next_step="Trả lời",
            is_past=True,
        )
    )
    assert told == [
        "7/2023",
        "1/2/2023",
        "120",
        "Xã Minh Họa",
        "Vụ việc khiếu nại. Đang giải quyết",
        "Phức tạp: nhiều cơ quan; Kéo dài",
        "Lê Văn Minh Họa",
        "Họp",
        "1/6/2023 Đối thoại: xong",
        "Trả lời",
        "15/6/2023 (quá ngày dự kiến)",
    ]


def test_a_sealed_one_has_number_unit_days_and_ground():
    told = book.cells(line(is_sealed=True, last_on=DAY))
    assert told[4:] == [
        "Vụ việc niêm phong",
        "Phức tạp: nhiều cơ quan; Kéo dài",
        "",
        "",
        "1/6/2023",
        "",
        "15/6/2023",
    ]


def test_the_sheet_tells_title_unit_day_heads_and_rows():
    sheet = sheet_of(line(), line(number="8/2023"))
    assert sheet["A1"].value == book.TITLE
    assert sheet["A2"].value == "Xã Minh Họa, đến ngày 1/6/2023"
    assert [cell.value for cell in sheet[4]] == list(book.HEADS)
    assert [sheet["A5"].value, sheet["A6"].value, sheet["A7"].value] == ["7/2023", "8/2023", None]
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_no_word_becomes_a_formula(sign):
    evil = f'{sign}HYPERLINK("http://x","bấm")'
    sheet = sheet_of(line(plan=evil, next_step=evil, unit=evil), unit=evil)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)
    assert all(not str(cell.value).lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in cells)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=80))
def test_any_words_come_back_as_they_were_or_behind_an_apostrophe(words):
    cell = sheet_of(line(plan=words))["H5"].value or ""
    assert cell in (words, f"'{words}")
