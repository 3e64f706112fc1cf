"""Workbooks to text: a line a row, cells parted by bars, as the tables of documents have them."""

import json
import re

from danvan.reports.reader.intake import apart
from danvan.reports.reader.intake.limits import MAX_COLUMNS, MAX_ROWS
from danvan.ui.errors import Refusal

WHOLE = re.compile(r"(-?\d+)\.0\Z")
PLAIN_DECIMAL = re.compile(r"-?\d+\.\d+\Z")


def rows_of_workbook(data: bytes, name: str) -> tuple[str, list[str]]:
    """All sheets one after another, each under its name. Raises Refusal for a locked, broken or overlong workbook."""
    try:
        sheets = json.loads(apart.run("cells", data, str(MAX_ROWS), str(MAX_COLUMNS)))
    except Refusal as error:
        raise Refusal(
            f"Tệp {name} bị hỏng hoặc quá nặng nên không đọc được; hãy lưu lại tệp dạng .xlsx."
        ) from error
    if sheets == "locked":
        raise Refusal(f"Tệp {name} đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
    if not isinstance(sheets, dict):
        raise Refusal(f"Tệp {name} bị hỏng, không mở được; hãy lưu lại tệp dạng .xlsx rồi thử lại.")
    lines: list[str] = []
    for sheet, rows in sheets.items():
        if rows is None:
            raise Refusal(f"Trang “{sheet}” của tệp {name} quá {MAX_ROWS} dòng; hãy tách riêng phần số liệu.")
        lines += [str(sheet), *(_line(row) for row in rows), ""]
    return "\n".join(lines), []


def _line(row: list[str]) -> str:
    return " | ".join(_shown(str(cell)) for cell in row).rstrip(" |")


def _shown(cell: str) -> str:
    """A number as Vietnamese writes it: a workbook keeps 12.5 where the page shows 12,5."""
    cell = " ".join(cell.split())
    if found := WHOLE.match(cell):
        return found[1]
    return cell.replace(".", ",") if PLAIN_DECIMAL.match(cell) else cell
