"""Takes a book apart: .xls and .xlsx by one library, CSV in the encodings of offices; every cell becomes text.

Sizes are limited before and while reading; nothing in a file is executed.
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass

from danvan.records.files import apart
from danvan.records.tables import fonts
from danvan.records.tables.cells import tidy
from danvan.ui.errors import Refusal

MOST_BYTES, MOST_EXPANDED = 8_000_000, 120_000_000
MOST_ROWS, MOST_COLUMNS, SECONDS = 20_000, 60, 60
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SEPARATORS = (";", "\t", ",")
_UNREADABLE = "Không đọc được tệp; hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại."
_TOO_MANY = f"Sổ có hơn {MOST_ROWS} dòng; hãy chia sổ theo năm rồi nạp từng tệp."


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells as text in Unicode, trimmed; `font` is how it was typed, `name` how a workbook calls it."""

    rows: list[list[str]]
    font: str
    name: str = ""


def read(content: bytes) -> Sheet:
    """The sheet with the most filled cells. Refusal for what is empty, too large, protected or no book at all."""
    return max(read_all(content), key=lambda sheet: sum(bool(cell) for row in sheet.rows for cell in row))


def read_all(content: bytes) -> list[Sheet]:
    """Every sheet with rows below its first; a CSV is one without a name. Refusal as `read`."""
    if not content:
        raise Refusal("Tệp rỗng; hãy chọn lại tệp sổ.")
    if len(content) > MOST_BYTES:
        raise Refusal(f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB; hãy chia sổ theo năm rồi nạp từng tệp.")
    is_book = content.startswith((OLE, b"PK\x03\x04"))
    named = _workbook(content) if is_book else {"": _csv(content)}
    sheets = [_sheet(name, rows) for name, rows in named.items()]
    filled = [sheet for sheet in sheets if len(sheet.rows) >= 2]
    if not filled:
        raise Refusal("Sổ không có dòng nào dưới tiêu đề; hãy xem lại tệp.")
    return filled


def _sheet(name: str, rows: list[list[str]]) -> Sheet:
    rows = [row[:MOST_COLUMNS] for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Refusal(_TOO_MANY)
    font = fonts.font_of(cell for row in rows for cell in row)
    return Sheet([[fonts.to_unicode(cell, font) for cell in row] for row in rows], font, name)


def _workbook(content: bytes) -> dict[str, list[list[str]]]:
    """Read in a process of its own: a few thousand bytes may ask the library for gigabytes, and it would take ours along."""
    if content.startswith(b"PK"):
        _refuse_bomb(content)
    try:
        found = json.loads(apart.run("cells", content, str(MOST_ROWS), str(MOST_COLUMNS), seconds=SECONDS))
    except Refusal:
        raise Refusal(_UNREADABLE) from None
    if found == "locked":
        raise Refusal("Tệp đặt mật khẩu; hãy bỏ mật khẩu rồi nạp lại.")
    if found == "unreadable" or not found:
        raise Refusal(_UNREADABLE)
    if None in found.values():
        raise Refusal(_TOO_MANY)
    return found


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            expanded = sum(item.file_size for item in packed.infolist())
    except zipfile.BadZipFile:
        raise Refusal(_UNREADABLE) from None
    if expanded > MOST_EXPANDED:
        raise Refusal("Tệp giải nén quá lớn; hãy chia sổ theo năm rồi nạp từng tệp.")


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = "\n".join(text.splitlines()[:5])
    separator = max(SEPARATORS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [[tidy(cell) for cell in row] for row in reader]
    except csv.Error:
        raise Refusal(_UNREADABLE) from None


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else one byte a letter as the old fonts were typed."""
    if b"\0" in content[:2000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal(_UNREADABLE)
    for name in (
        ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1")
    ):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise Refusal(_UNREADABLE)
