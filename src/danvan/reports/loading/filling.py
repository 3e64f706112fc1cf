"""The uploaded blank workbook filled with a report's figures: its own shape, nothing moved but what stands below."""

import io
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import openpyxl

from danvan.ui.vietnamese import fold

type Line = tuple[str, Mapping[int, int | str | None]]  # (a unit's name, column → its figure)


def filled(
    blank: bytes, shape: Mapping[str, Any], lines: Iterable[Line], total: Line, mark: str = ""
) -> bytes:
    """The workbook with a line for each unit and the total: below, or first where the form prints its total first.

    A figure that is None leaves its cell empty, which is not 0; `mark` is written above the table. Text is never a formula.
    """
    book = openpyxl.load_workbook(io.BytesIO(blank), keep_links=False)
    sheet = book[shape["sheet"]]
    first = shape["first_row"]
    named = _column(shape["name_place"] or shape["order_place"])
    is_first = bool(named) and fold(str(sheet.cell(first, named).value or "")).startswith(
        ("tong", "toan tinh")
    )
    rows = [(True, total), *((False, line) for line in lines)]
    if not is_first:
        rows = [*rows[1:], rows[0]]
    _make_room(sheet, first, len(rows), [_column(column["place"]) for column in shape["columns"]])
    order = 0
    for at, (is_total, (name, values)) in enumerate(rows, first):
        order += not is_total
        _write(sheet, at, _column(shape["order_place"]), "" if is_total else order, first)
        _write(sheet, at, named, name, first)
        for column in shape["columns"]:
            _write(sheet, at, _column(column["place"]), values.get(column["no"]), first)
    if mark:
        _mark(sheet, shape["top_row"], mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _column(place: str) -> int:
    return openpyxl.utils.column_index_from_string(place) if place else 0


def _write(sheet: Any, row: int, column: int, value: Any, like: int) -> None:
    if not column:
        return
    cell = sheet.cell(row, column)
    if type(cell).__name__ == "MergedCell":
        return
    if row != like:
        cell._style = copy(sheet.cell(like, column)._style)
    cell.value = None if value == "" else value
    if isinstance(value, str) and value:
        cell.data_type = "s"  # a name that begins with "=" stays a name


def _make_room(sheet: Any, first: int, needed: int, columns: list[int]) -> None:
    """Push what stands below the table down, so that no signature is written over."""
    below = [
        row
        for row in range(first, sheet.max_row + 1)
        if any(sheet.cell(row, column).value not in (None, "") for column in range(1, sheet.max_column + 1))
        and not _is_line(sheet, row, columns)
    ]
    if not below or first + needed < below[0]:
        return
    extra = first + needed + 1 - below[0]
    spans = [span for span in list(sheet.merged_cells.ranges) if span.min_row >= below[0]]
    heights = {row: sheet.row_dimensions[row].height for row in range(below[0], sheet.max_row + 1)}
    for span in spans:
        sheet.unmerge_cells(str(span))
    sheet.insert_rows(below[0], extra)
    for span in spans:
        span.shift(row_shift=extra)
        sheet.merge_cells(str(span))
    for row, height in heights.items():
        sheet.row_dimensions[row + extra].height = height


def _is_line(sheet: Any, row: int, columns: list[int]) -> bool:
    """A line of the table itself: formulas, numbers, or a total that the form prints already."""
    told = [sheet.cell(row, column).value for column in columns]
    if any(isinstance(value, int | float) or str(value or "").startswith("=") for value in told):
        return True
    first = next((sheet.cell(row, c).value for c in range(1, min(columns)) if sheet.cell(row, c).value), "")
    return (
        fold(str(first)).startswith(("tong", "toan tinh"))
        or str(first).strip(". ").isdigit()
        or set(str(first)) <= {"…", "."}
    )


def _mark(sheet: Any, top: int, mark: str) -> None:
    """Into the first free row above the table, else below all that is there."""
    free = (row for row in range(1, top) if not _is_taken(sheet, row))
    cell = sheet.cell(next(free, sheet.max_row + 2), 1)
    cell.value, cell.data_type = mark, "s"


def _is_taken(sheet: Any, row: int) -> bool:
    cells = [sheet.cell(row, column) for column in range(1, sheet.max_column + 1)]
    return any(cell.value is not None or type(cell).__name__ == "MergedCell" for cell in cells)
