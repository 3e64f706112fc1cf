"""The cells of an XLSX workbook as plain lists, read in a process of its own; nothing of Django here.

    {"sheets": [{"name", "hidden", "cells": [[row, column, text, formula]], "merged": [[top, left, bottom, right]],
                 "hidden_rows", "hidden_columns", "wide"}]}   or   {"unfit": "macros"}

Rows and columns count from 1. Of a formula the text is what the workbook last computed.
"""

import io
import json
import zipfile
from typing import Any

MOST_ROWS, MOST_COLUMNS = 400, 250


def taken_apart(data: bytes) -> bytes:
    """What the process apart answers; see the module."""
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.infolist():
            text = packed.read(part) if part.filename.lower().endswith((".xml", ".rels")) else b""
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                return json.dumps({"unfit": "entities"}).encode()
            if part.filename == "[Content_Types].xml" and b"macroEnabled" in text:
                return json.dumps({"unfit": "macros"}).encode()
    try:
        written = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
        computed = openpyxl.load_workbook(io.BytesIO(data), keep_links=False, data_only=True)
    except Exception:  # the library raises whatever it meets in a broken file
        return json.dumps({"unfit": "broken"}).encode()
    found = [_sheet(sheet, computed[sheet.title]) for sheet in written.worksheets]
    return json.dumps({"sheets": found}).encode()


def _sheet(sheet: Any, computed: Any) -> dict[str, Any]:
    cells = []
    for (row, column), cell in sorted(
        sheet._cells.items()
    ):  # only cells that are there: a far one costs nothing
        if row > MOST_ROWS or cell.value is None:
            continue
        formula = str(cell.value) if cell.data_type == "f" else ""
        value = computed.cell(row, column).value if formula else cell.value
        text = "" if value is None else str(int(value)) if _whole(value) else str(value)
        if text.strip() or formula:
            cells.append([row, column, text, formula])
    widths = {key: item for key, item in sheet.column_dimensions.items() if item.hidden}
    return {
        "name": sheet.title,
        "hidden": sheet.sheet_state != "visible",
        "cells": [cell for cell in cells if cell[1] <= MOST_COLUMNS],
        "wide": any(cell[1] > MOST_COLUMNS for cell in cells),
        "merged": [
            [span.min_row, span.min_col, span.max_row, span.max_col]
            for span in sheet.merged_cells.ranges
            if span.min_row <= MOST_ROWS and span.min_col <= MOST_COLUMNS
        ],
        "hidden_rows": [
            row for row, item in sheet.row_dimensions.items() if item.hidden and row <= MOST_ROWS
        ],
        "hidden_columns": sorted(
            column
            for item in widths.values()
            for column in range(item.min or 0, min(item.max or 0, MOST_COLUMNS) + 1)
            if column
        ),
    }


def _whole(value: object) -> bool:
    return isinstance(value, float) and value == int(value)
