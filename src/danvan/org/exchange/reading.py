"""Taking a CSV file apart: the encodings and separators of Vietnamese spreadsheets, heads with or without marks."""

import csv
import io
from dataclasses import dataclass

from danvan.org.exchange.columns import HEADS, NEEDED
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

MOST_BYTES = 8_000_000
MOST_ROWS = 60_000
SEPARATORS = (";", ",", "\t")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands in the file: NFC, trimmed, every column there, those of the file that we do not know left out."""

    number: int
    cells: dict[str, str]


def read(content: bytes) -> list[Line]:
    """The rows of a file in their order; empty rows are left out.

    Takes UTF-8, UTF-16 and Windows-1258, with `;`, `,` or tab between cells, and an apostrophe before a cell that a
    spreadsheet would take for a formula. Raises Refusal for a file that is empty, too large or in another encoding, for
    missing heads, and for a row with more cells than heads.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB; hãy chia thành nhiều tệp theo tỉnh.")
    text = _decoded(content)
    if not text.strip():
        raise Refusal("Tệp không có dòng nào; hãy xuất danh mục ra tệp mẫu rồi điền vào đó.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        columns = _columns(next(reader))
        found = [line for cells in reader if (line := _line(reader.line_num, cells, columns))]
    except csv.Error as error:
        raise Refusal(
            f"Dòng {reader.line_num}: không tách được ô ({error}); hãy lưu lại tệp dạng CSV UTF-8."
        ) from error
    if len(found) > MOST_ROWS:
        raise Refusal(f"Tệp có {len(found)} dòng, nhiều hơn {MOST_ROWS}; hãy chia thành nhiều tệp.")
    return found


def _decoded(content: bytes) -> str:
    named = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for name in [named] if named else ["utf-8", "cp1258"]:
        try:
            text = nfc(content.decode(name))
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal("Không đọc được chữ trong tệp; hãy lưu lại bằng “CSV UTF-8 (phân tách bằng dấu phẩy)”.")


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(SEPARATORS, key=first.count)


def _columns(heads: list[str]) -> list[str | None]:
    known = {fold(head): column for column, head in HEADS.items()}
    columns = [known.get(fold(head)) for head in heads]
    missing = [HEADS[column] for column in NEEDED if column not in columns]
    if missing:
        raise Refusal(f"Dòng 1 thiếu cột {', '.join(missing)}; các cột cần có: {', '.join(HEADS.values())}.")
    named = [column for column in columns if column]
    if twice := next((column for column in named if named.count(column) > 1), None):
        raise Refusal(f"Dòng 1 có hai cột {HEADS[twice]}; hãy bỏ một cột.")
    return columns


def _line(number: int, cells: list[str], columns: list[str | None]) -> Line | None:
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise Refusal(f"Dòng {number}: nhiều ô hơn tiêu đề; hãy đặt ô có dấu phân cách trong ngoặc kép.")
    found = dict.fromkeys(HEADS, "")
    for column, cell in zip(columns, cells, strict=False):
        if column:
            found[column] = _plain(cell)
    return Line(number, found)


def _plain(cell: str) -> str:
    """The cell in single spaces, without the apostrophe that keeps a spreadsheet from reckoning."""
    return " ".join(cell.removeprefix("'").split())
