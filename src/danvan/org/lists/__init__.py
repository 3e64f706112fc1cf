"""The lists of units kept beside the code, and their reading. See PROVENANCE.md for where each came from."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from danvan.ui.errors import Refusal

FOLDER = Path(__file__).parent
FIRST = date(2021, 1, 1)
UNIT = ("code", "name", "kind", "parent")
LINK = ("old", "new", "part")
REFORM = ("list", "province", "on", "document", "note")
AGENCY = ("slug", "code", "name", "kind", "parent", "from", "to", "note")
AGENCY_LINK = ("old", "new", "on", "document")
MAY_BE_EMPTY = {"parent", "to", "note", "province"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the lists, the day it begins for provinces that reforms.csv does not name, and what led to it.

    `codes_carry`: whether a code of the list before goes on meaning the same unit unless a succession says otherwise.
    """

    since: date
    units: str
    links: str = ""
    codes_carry: bool = True


STAGES = (
    Stage(FIRST, "2023.csv"),
    Stage(date(2025, 1, 1), "2025-01.csv", "successions-2025-01.csv"),
    Stage(date(2025, 7, 1), "2025-07.csv", "successions-2025-07.csv", codes_carry=False),
)
# Between these days provinces merged communes, each on days of its own; reforms.csv knows only some of them.
UNDATED = (date(2023, 5, 1), date(2025, 1, 1))
REFORMS = "reforms.csv"
AGENCIES = "agencies.csv"
AGENCY_LINKS = "agencies-successions.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list that knows its place; `line` counts as an editor does, the header being line 1."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def refusal(self, column: str, why: str) -> Refusal:
        """The sentence that names file, line and column."""
        return Refusal(f"{self.file}, dòng {self.line}, cột {column}: {why}")

    def day(self, column: str) -> date | None:
        """The day in a column, None when empty; Refusal for anything but YYYY-MM-DD."""
        if not self.cells[column]:
            return None
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError:
            raise self.refusal(
                column, f"“{self.cells[column]}” không phải ngày; hãy viết như 2023-03-14."
            ) from None


def digest(folder: Path = FOLDER) -> str:
    """Changes when any list does, or the code that turns the lists into units."""
    total = sha256()
    for path in sorted([*folder.glob("*.csv"), *FOLDER.glob("*.py")]):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def rows(name: str, columns: tuple[str, ...], folder: Path = FOLDER) -> Iterator[Row]:
    """Rows of a list in NFC; Refusal naming file, line and mend for a missing file, header, column or value."""
    path = folder / name
    if not path.is_file():
        raise Refusal(f"Thiếu danh mục {name} trong org/lists; hãy tạo lại bằng tools/build_units.py.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            if tuple(reader.fieldnames or ()) != columns:
                raise Refusal(f"{name}, dòng 1: các cột phải là {', '.join(columns)}, đúng thứ tự đó.")
            for cells in reader:
                yield _checked(name, reader.line_num, cells, columns)
        except (csv.Error, UnicodeDecodeError) as error:
            raise Refusal(
                f"{name}, sau dòng {reader.line_num}: không đọc được ({error}); hãy lưu tệp dạng CSV, mã UTF-8."
            ) from error


def _checked(name: str, line: int, cells: dict, columns: tuple[str, ...]) -> Row:
    if None in cells or None in cells.values():
        raise Refusal(f"{name}, dòng {line}: số cột không đúng; mỗi dòng phải có {len(columns)} cột.")
    row = Row(name, line, {column: unicodedata.normalize("NFC", cells[column]).strip() for column in columns})
    for column in columns:
        if not row[column] and column not in MAY_BE_EMPTY:
            raise row.refusal(column, "đang để trống; hãy điền giá trị.")
    return row
