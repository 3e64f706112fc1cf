"""Workbooks made in memory: cells by place, or whole rows."""

import io
from typing import Any

import xlsxwriter


def xlsx(cells: dict[tuple[int, int], Any], sheets: tuple[str, ...] = ("So",), **options: Any) -> bytes:
    """An .xlsx whose every sheet holds the cells, by (row, column) from 0."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", **options}) as made:
        for name in sheets:
            sheet = made.add_worksheet(name)
            for (row, column), value in cells.items():
                sheet.write(row, column, value)
    return out.getvalue()


def xlsx_of(rows: list[list[Any]], **options: Any) -> bytes:
    """An .xlsx of one sheet with these rows."""
    return xlsx({(at, to): cell for at, row in enumerate(rows) for to, cell in enumerate(row)}, **options)
