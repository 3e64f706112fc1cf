"""Cells of a workbook as a person would read them. No Django here: it is run in a process of its own."""

from datetime import date, datetime, time
from typing import Any

from danvan.ui.dates import day

LONGEST_CELL = 20_000
_TICKED = "x"  # plain, for a sheet may be typed in an old font
_SIGNS = dict.fromkeys([*range(32), 127], " ")


def rows_of(sheet: Any, most_rows: int, most_columns: int) -> list[list[str]] | None:
    """Rows of text without the empty ones at the end; None where there are more than may be."""
    rows = sheet.to_python(skip_empty_area=False)
    while rows and not any(map(as_text, rows[-1])):
        rows.pop()
    if len(rows) > most_rows:
        return None
    return [[as_text(cell) for cell in row[:most_columns]] for row in rows]


def as_text(value: Any) -> str:
    """Days day first, whole numbers without a point, a ticked box as a cross."""
    if isinstance(value, bool):
        return _TICKED if value else ""
    if isinstance(value, datetime | date):
        return day(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, time) or value is None:
        return "" if value is None else f"{value:%H:%M}"
    return tidy(str(value))


def tidy(text: str) -> str:
    """Single spaces, no signs that neither a page nor the database takes, and no more than a cell holds."""
    return " ".join(text.translate(_SIGNS).split())[:LONGEST_CELL]
