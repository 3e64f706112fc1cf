"""A statistical form as a workbook in its own shape: real numbers under its heads, ready to print.

A form that an officer loaded is filled in as its own workbook draws it; any other is drawn by the program. Text is always
written as text, so that no unit's name can act as a formula. A missing figure is an empty cell, a counted nought is 0.
"""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from danvan.records.papers.text import printable
from danvan.reports.documents.compared import amount
from danvan.reports.documents.content import Content
from danvan.reports.documents.form_drawing import drawn_anew
from danvan.reports.documents.grid import Grid, GridRow, Place, grid_of
from danvan.reports.documents.sheet import MARK, MARK_TEXT, heading, sheet_of
from danvan.reports.form_files import form
from danvan.reports.loading.models import LoadedForm
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

FACE, SIZE = "Times New Roman", 11
A3, A4 = 8, 9
ROW_HEIGHT, LINE_LENGTH = 15, 9  # points; letters that fit a column's width
DRAFT = "Dự thảo, chưa ký."
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHADE = PatternFill("solid", fgColor="F3F1EC")
HEAD = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT, RIGHT = Alignment(vertical="center", wrap_text=True), Alignment(horizontal="right", vertical="center")


def form_book(content: Content) -> bytes:
    """The workbook of a report whose form is a table; Refusal for one that is none."""
    if not content.body["form"]["table"]:
        raise Refusal("Báo cáo này không theo biểu thống kê nên không có tệp biểu; hãy tải bảng số liệu.")
    grid = grid_of(content.body)
    loaded = loaded_form(content.body["form"]["key"])
    book = _filled(loaded, grid, content) if loaded else _drawn(grid, content)
    out = io.BytesIO()
    _date(book, content)
    book.save(out)
    return out.getvalue()


def loaded_form(key: str) -> LoadedForm | None:
    """The form as an officer loaded it, with its blank workbook; None for a form of the program's own. Two queries."""
    try:
        shape = form(key)
    except Refusal:  # a form that is gone since: its grid stands in the body
        return None
    return LoadedForm.objects.filter(pk=shape.workbook).first() if shape.workbook else None


def _date(book: Workbook, content: Content) -> None:
    about = book.properties
    about.title, about.creator, about.language = printable(sheet_of(content)["title"])[:255], "", "vi-VN"


# -- drawn -------------------------------------------------------------------------------------------------
def _drawn(grid: Grid, content: Content) -> Workbook:
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "Biểu"
    top = _titles(sheet, grid, content)
    first = top + grid.depth + 1
    _heads(sheet, grid, top)
    after = _rows(sheet, grid.rows, first, list(range(1, grid.width + 1)))
    _foot(sheet, grid, content, after)
    _for_print(sheet, grid, content, f"{top}:{first - 1}")
    sheet.freeze_panes = f"C{first}"
    return book


def _titles(sheet: Worksheet, grid: Grid, content: Content) -> int:
    """Issuer and form at the sides, title, period and marks across; returns the first row of the heads."""
    body, head = content.body, heading(content)
    half = max(2, grid.width // 2)
    sides = (
        (1, " ".join(head["issuer-lines"]).upper(), body["form"]["title"]),
        (2, "", body["form"].get("cite", "")),
    )
    for row, left, right in sides:
        _across(sheet, row, 1, half, left, bold=row == 1)
        _across(sheet, row, half + 1, grid.width, right, bold=row == 1)
    period = body["period"]
    first, last = (day(date.fromisoformat(period[key])) for key in ("first", "last"))
    measures = dict.fromkeys(column.unit for column in grid.columns if column.unit)
    lines = [
        (body["form"]["subject"].upper(), True),
        (f"Kỳ báo cáo: {period['label']} (từ ngày {first} đến hết ngày {last})", False),
        *((mark, True) for mark in _marks(content)),
        (f"Đơn vị tính: {', '.join(measures)}", False),
    ]
    for row, (text, bold) in enumerate(lines, 4):
        _across(sheet, row, 1, grid.width, text, bold=bold)
    return 4 + len(lines) + 1


def _marks(content: Content) -> list[str]:
    unverified = content.body["form"].get("unverified", "")
    marks = [DRAFT] if content.is_draft else []
    marks += [f"{MARK}: {MARK_TEXT}"] if content.is_illustrative else []
    return [*marks, *([unverified] if unverified else [])]


def _across(sheet: Worksheet, row: int, first: int, last: int, text: str, *, bold: bool) -> None:
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    cell = sheet.cell(row, first)
    _text(cell, text)
    cell.font, cell.alignment = Font(name=FACE, size=SIZE + 1, bold=bold), HEAD
    if len(text) > 6 * (last - first + 1):
        sheet.row_dimensions[row].height = ROW_HEIGHT * (1 + len(text) // (7 * (last - first + 1)))


def _heads(sheet: Worksheet, grid: Grid, top: int) -> None:
    bold, longest = Font(name=FACE, size=SIZE, bold=True), [1] * grid.depth
    for head in grid.heads:
        row, column = top + head.row, head.column + 1
        for r in range(row, row + head.rows):
            for c in range(column, column + head.columns):
                sheet.cell(r, c).border = BOX
        if head.rows > 1 or head.columns > 1:
            end = {"end_row": row + head.rows - 1, "end_column": column + head.columns - 1}
            sheet.merge_cells(start_row=row, start_column=column, **end)
        cell = sheet.cell(row, column)
        _text(cell, head.text)
        cell.font, cell.alignment = bold, HEAD
        lines = -(-len(head.text) // (LINE_LENGTH * head.columns))
        last = head.row + head.rows - 1
        longest[last] = max(longest[last], -(-lines // head.rows) if column > 2 else 1)
    for number, lines in enumerate(longest):
        sheet.row_dimensions[top + number].height = ROW_HEIGHT * (lines + 0.4)
    for column, label in enumerate(grid.labels, 1):
        cell = sheet.cell(top + grid.depth, column)
        _text(cell, label)
        cell.font, cell.alignment, cell.border = Font(name=FACE, size=SIZE - 1, italic=True), HEAD, BOX
        sheet.column_dimensions[get_column_letter(column)].width = {1: 6, 2: 34}.get(column, 9)


def _foot(sheet: Worksheet, grid: Grid, content: Content, row: int) -> None:
    """Notes below the table, then place and day, authority and name at the right."""
    for number, note in enumerate(grid.notes, row + 1):
        _across(sheet, number, 1, grid.width, note, bold=False)
        cell = sheet.cell(number, 1)
        cell.font, cell.alignment = Font(name=FACE, size=SIZE - 1, italic=True), LEFT
    row += len(grid.notes) + 2
    head, half = heading(content), max(2, grid.width // 2)
    lines = [(head["dated"], False), *((line, True) for line in head["lines"]), ("", False), ("", False)]
    for number, (text, bold) in enumerate([*lines, (head["signer"], True)], row):
        _across(sheet, number, half + 1, grid.width, text, bold=bold)


def _for_print(sheet: Worksheet, grid: Grid, content: Content, heads: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A3 if grid.paper == "a3" else A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = heads
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = (mm / 25.4 for mm in (20, 15, 20, 20))
    sheet.oddHeader.center.text = "&P"
    sheet.oddFooter.left.text = sheet_of(content)["foot"].replace("&", "&&")


# -- filled ------------------------------------------------------------------------------------------------
def _filled(loaded: LoadedForm, grid: Grid, content: Content) -> Workbook:
    """The blank form with a row per unit below its numbers; what stood below goes down by as many rows."""
    shape: dict[str, Any] = loaded.shape
    by_number = {column["no"]: column_index_from_string(column["place"]) for column in shape["columns"]}
    first_two = [
        column_index_from_string(one) if one else 0 for one in (shape["order_place"], shape["name_place"])
    ]
    places = [*first_two, *(by_number[column.column] for column in grid.columns)]
    about = f"{content.body['unit']['name']}, {content.body['period']['label']}"
    told = [about, *_marks(content), *grid.notes]
    totals = dict(zip(places[2:], grid.rows[-1].places, strict=True))
    book = drawn_anew(bytes(loaded.blank), shape, len(grid.rows) + len(told) + 2, totals, _write)
    sheet = book[shape["sheet"]]
    after = _rows(sheet, grid.rows, shape["first_row"], places)
    for number, text in enumerate(told, after + 1):
        _text(sheet.cell(number, max(1, first_two[1])), text)
    return book


# -- cells -------------------------------------------------------------------------------------------------
def _rows(sheet: Worksheet, rows: list[GridRow], first: int, columns: list[int]) -> int:
    """Write the rows from `first` on, into those columns of the sheet (0 leaves one out); returns the row after them."""
    for number, row in enumerate(rows, first):
        font = Font(name=FACE, size=SIZE, bold=row.is_total)
        longest = 1 + len(row.name) // 34
        if longest > 1:
            sheet.row_dimensions[number].height = ROW_HEIGHT * longest
        values: list[str | Place] = [row.number, row.name, *row.places]
        for column, value in zip(columns, values, strict=True):
            if not column:
                continue
            cell = sheet.cell(number, column)
            _write(cell, value)
            cell.font, cell.border = font, BOX
            cell.alignment = RIGHT if isinstance(value, Place) else HEAD
            if column == columns[1]:
                cell.alignment = Alignment(vertical="center", wrap_text=True, indent=row.depth)
            if row.is_total:
                cell.fill = SHADE
    return first + len(rows)


def _write(cell: Any, value: str | Place) -> None:
    if isinstance(value, str):
        _text(cell, value)
    elif value.value is None:
        _text(cell, value.text)
    else:
        found = amount(value.value)
        cell.value = found if isinstance(found, int) else Decimal(found)
        cell.number_format = "#,##0" if isinstance(found, int) else "#,##0.0"


def _text(cell: Any, text: str) -> None:
    """Never a formula, whatever it begins with; nothing at all where there is nothing to say."""
    if text:
        cell.value = printable(text)
        cell.data_type = "s"
