"""The drawing of a loaded form in a new workbook: its one sheet's texts, numbers and looks, and nothing else.

What is given out is copied by what it may hold, never cleaned of what it may not: a blank workbook also carries who made
and changed it, comments with their authors, other sheets, names, links to files, pictures, scenarios, rules of entry.
"""

import io
import re
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from danvan.records.papers.text import printable
from danvan.reports.documents.grid import Place
from danvan.reports.loading.cells import MOST_COLUMNS, MOST_ROWS

LOOKS = ("font", "fill", "border", "alignment", "number_format")
PAGE = ("orientation", "paperSize", "fitToWidth", "fitToHeight", "scale")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_SUM = re.compile(r"=(?:SUM|SUBTOTAL\(1?0?9[,;]|[(),:;+ ])*")


def drawn_anew(
    blank: bytes,
    shape: Mapping[str, Any],
    room: int,
    totals: Mapping[int, Place],
    write: Callable[[Any, str | Place], None],
) -> Workbook:
    """A new workbook with the form's sheet, `room` rows free where its data begin; what stood there goes down.

    No formula is kept. One above the data is what it last said; a column's only sum of its data is the report's total of
    that column (`totals`, by number of the column), which alone adds up all units whichever rows they stand in; any other
    would count other cells than it did and is left out.
    """
    written, said = (
        load_workbook(io.BytesIO(blank), keep_links=False, data_only=only) for only in (False, True)
    )
    source, computed = written[shape["sheet"]], said[shape["sheet"]]
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = shape["sheet"]
    first = shape["first_row"]
    sums = {column: _sums(source, column, first) for column in totals}
    shown = _shown(source)
    for place, cell in sorted(source._cells.items()):  # only cells that are there: a far one costs nothing
        if not shown(*place):
            continue
        row, column = place
        target = sheet.cell(row + room if row >= first else row, column)
        _look(cell, target)
        if cell.data_type != "f":
            _say(target, cell.value)
        elif row < first:
            _say(target, computed.cell(row, column).value)
        elif sums.get(column) == [row]:
            write(target, totals[column])
    _measure(source, sheet, first, room)
    _page(source, sheet)
    return book


def _shown(source: Worksheet) -> Callable[[int, int], bool]:
    """Whether a cell is of the form: within what is read of one, in no hidden row or column."""
    rows = {row for row, item in source.row_dimensions.items() if item.hidden}
    columns = {
        column
        for item in source.column_dimensions.values()
        if item.hidden and item.min and item.max
        for column in range(item.min, min(item.max, MOST_COLUMNS) + 1)
    }
    return lambda row, column: (
        row <= MOST_ROWS and column <= MOST_COLUMNS and row not in rows and column not in columns
    )


def _sums(source: Worksheet, column: int, first: int) -> list[int]:
    """Rows of the column's formulas below its head that add up its data from the first row on; [0] amid other formulas."""
    found = []
    for (row, at), cell in sorted(source._cells.items()):
        if at != column or row < first or cell.data_type != "f":
            continue
        found.append(row if _adds_data(cell.value, row, get_column_letter(column), first) else 0)
    return found


def _adds_data(formula: object, row: int, letter: str, first: int) -> bool:
    if not isinstance(formula, str) or len(formula) > 1000:
        return False
    named = _REFERENCE.findall(formula)
    rows = [int(number) for _letter, number in named]
    return (
        bool(_SUM.fullmatch(_REFERENCE.sub("", formula)))
        and {one for one, _number in named} == {letter}
        and min(rows) == (first + 1 if row == first else first)
        and row not in rows
    )


def _look(cell: Any, target: Any) -> None:
    if cell.has_style:
        for name in LOOKS:
            setattr(target, name, copy(getattr(cell, name)))


def _say(cell: Any, value: object) -> None:
    """Text stays text, whatever it begins with; what is neither text, number nor day is left out."""
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
    elif value is not None and not hasattr(value, "ref"):
        cell.value = value


def _measure(source: Worksheet, sheet: Worksheet, first: int, room: int) -> None:
    """Merged cells, heights and widths; those from the first row on go down with it."""
    for merged in list(source.merged_cells.ranges):
        if merged.max_row > MOST_ROWS or merged.max_col > MOST_COLUMNS:
            continue
        span = copy(merged)
        if span.min_row >= first:
            span.shift(row_shift=room)
        sheet.merge_cells(span.coord)
    for row, item in source.row_dimensions.items():
        if row <= MOST_ROWS and (item.height or item.hidden):
            target = sheet.row_dimensions[row + room if row >= first else row]
            target.height, target.hidden = item.height, item.hidden
    for key, item in source.column_dimensions.items():
        column = sheet.column_dimensions[key]
        column.min, column.max, column.width, column.hidden = item.min, item.max, item.width, item.hidden


def _page(source: Worksheet, sheet: Worksheet) -> None:
    """How it is printed; the rows repeated on each page stand above the data and do not move."""
    for name in PAGE:
        setattr(sheet.page_setup, name, getattr(source.page_setup, name))
    fit = source.sheet_properties.pageSetUpPr
    sheet.sheet_properties.pageSetUpPr.fitToPage = bool(fit and fit.fitToPage)
    sheet.page_margins = copy(source.page_margins)
    sheet.print_title_rows = source.print_title_rows
