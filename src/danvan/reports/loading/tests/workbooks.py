"""Blank forms as offices send them, drawn from a tree of heads: title block, merged heads, numbers, signatures."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font

from danvan.reports.form_heads import Head

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def leaf(title: str, column: int) -> Head:
    """A head over one column."""
    from danvan.reports.form_files import FormRow

    return Head(title, FormRow(title, column=column))


def over(title: str, *below: Head) -> Head:
    """A head over others."""
    return Head(title, None, list(below))


def blank_form(
    heads: list[Head],
    *,
    title: str = "Biểu số: 01/XLD",
    subject: str = "TỔNG HỢP KẾT QUẢ XỬ LÝ ĐƠN",
    paper: str = "(Ban hành kèm theo Thông tư số 02/2021/TT-TTCP ngày 22 tháng 3 năm 2021)",
    numbers: Mapping[int, str] | None = None,
    number: Callable[[int], Any] | None = str,
    merged: bool = True,
    names: tuple[str, ...] = ("STT", "Đơn vị"),
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """The workbook. `numbers` are texts of the row of numbers that differ; `number` None leaves the row out.

    Without `merged` a head over several columns stands in the first of them alone. `change` has the sheet last.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Bieu"
    width = len(names) + sum(head.span for head in heads)
    depth = max(head.depth for head in heads)
    _above(sheet, width, title, subject, paper)
    top = 7
    for column, name in enumerate(names, 1):
        sheet.cell(top, column, name)
        if depth > 1:
            sheet.merge_cells(start_row=top, start_column=column, end_row=top + depth - 1, end_column=column)
    _lay(sheet, heads, top, len(names) + 1, top + depth - 1, merged=merged)
    if number:
        _numbered(sheet, heads, top + depth, len(names), numbers or {}, number)
    foot = top + depth + bool(number) + 4
    sheet.cell(foot, 2, "NGƯỜI LẬP BIỂU")
    sheet.cell(foot, max(width - 2, 3), "THỦ TRƯỞNG ĐƠN VỊ")
    sheet.merge_cells(start_row=foot, start_column=max(width - 2, 3), end_row=foot, end_column=max(width, 4))
    if change:
        change(sheet)
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _above(sheet: Any, width: int, title: str, subject: str, paper: str) -> None:
    sheet.cell(1, 1, title)
    sheet.cell(1, max(width // 2, 3), MOTTO)
    sheet.merge_cells(start_row=1, start_column=max(width // 2, 3), end_row=1, end_column=max(width, 4))
    sheet.cell(2, 1, paper)
    sheet.cell(4, 1, subject).font = Font(bold=True)
    sheet.merge_cells(start_row=4, start_column=1, end_row=4, end_column=width)
    sheet.cell(5, 1, "Số liệu tính từ ngày …/…/… đến ngày …/…/…")
    sheet.merge_cells(start_row=5, start_column=1, end_row=5, end_column=width)
    sheet.cell(6, width, "Đơn vị tính: đơn, vụ việc")


def _lay(sheet: Any, heads: list[Head], row: int, column: int, bottom: int, *, merged: bool) -> None:
    for head in heads:
        cell = sheet.cell(row, column, head.title)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        last_row, last_column = (bottom, column) if head.row is not None else (row, column + head.span - 1)
        if (last_row, last_column) != (row, column) and (merged or head.row is not None):
            sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
        _lay(sheet, head.below, row + 1, column, bottom, merged=merged)
        column += head.span


def _numbered(
    sheet: Any,
    heads: list[Head],
    row: int,
    before: int,
    texts: Mapping[int, str],
    number: Callable[[int], Any],
) -> None:
    for column, sign in enumerate("AB"[:before], 1):
        sheet.cell(row, column, sign)
    column = before + 1
    for head in heads:
        for one in _leaves(head):
            sheet.cell(row, column, texts.get(one, number(one)))
            column += 1


def _leaves(head: Head) -> list[int]:
    if head.row is not None:
        return [head.row.column]
    return [number for below in head.below for number in _leaves(below)]
