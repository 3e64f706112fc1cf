"""The lists of units kept beside the code, and their reading. See PROVENANCE.md for where each came from."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

FOLDER = Path(__file__).parent
FIRST = date(2021, 1, 1)
SNAPSHOTS = ((FIRST, "2023.csv"), (date(2025, 1, 1), "2025-01.csv"), (date(2025, 7, 1), "2025-07.csv"))
SUCCESSIONS = "successions-2025-07.csv"
AGENCIES = "quang-binh-agencies.csv"
LAST_REFORM = SNAPSHOTS[-1][0]
REFORM_SOURCE = "Sắp xếp đơn vị hành chính từ ngày 1/7/2025"


@dataclass(slots=True)
class Spell:
    """A stretch of days with what held in it; `until` is the day after the last, None when still so."""

    since: date
    until: date | None
    text: str
    kind: str = ""
    note: str = ""


@dataclass(slots=True)
class Listed:
    """One identity as the lists tell it. Parents are slugs."""

    slug: str
    names: list[Spell] = field(default_factory=list)
    codes: list[Spell] = field(default_factory=list)
    parents: list[Spell] = field(default_factory=list)
    system: str = "gso"

    def end(self, day: date) -> None:
        """Nothing of it holds from that day on."""
        for spells in (self.names, self.codes, self.parents):
            if spells and spells[-1].until is None:
                spells[-1].until = day


def digest(folder: Path = FOLDER) -> str:
    """Changes when any list changes."""
    total = sha256()
    for path in sorted(folder.glob("*.csv")):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def rows(name: str, columns: tuple[str, ...], folder: Path = FOLDER) -> Iterator[dict[str, str]]:
    """Rows of a list; Refusal naming file, line and column for a missing file, header, column or value."""
    path = folder / name
    if not path.is_file():
        raise Refusal(f"Thiếu danh mục {name} trong org/lists; hãy tạo lại bằng tools/build_units.py.")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            if tuple(reader.fieldnames or ()) != columns:
                raise Refusal(f"{name}, dòng 1: các cột phải là {', '.join(columns)}.")
            for row in reader:
                _check(name, reader.line_num, row, columns)
                yield row
        except (csv.Error, UnicodeDecodeError) as error:
            raise Refusal(
                f"{name}, sau dòng {reader.line_num}: không đọc được ({error}); hãy sửa dòng đó."
            ) from error


MAY_BE_EMPTY = {"parent", "to", "note"}


def _check(name: str, line: int, row: dict[str, str], columns: tuple[str, ...]) -> None:
    if None in row or None in row.values():
        raise Refusal(f"{name}, dòng {line}: số cột không đúng; mỗi dòng phải có {len(columns)} cột.")
    for column in columns:
        if not row[column].strip() and column not in MAY_BE_EMPTY:
            raise Refusal(f"{name}, dòng {line}, cột {column}: đang để trống; hãy điền giá trị.")


def day(name: str, row: dict[str, str], column: str) -> date | None:
    """The day in a column, None when empty; Refusal naming the unit and column for anything else."""
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise Refusal(
            f"{name}, {row['name']}, cột {column}: “{row[column]}” không phải ngày; hãy viết như 2023-03-14."
        ) from None


def slug_of(name: str, code: str, taken: set[str]) -> str:
    """The stable address of a new identity: a province by its bare name, others by full name and code."""
    bare = re.sub(r"^(tinh|thanh pho) ", "", fold(name)) if len(code) == 2 else f"{fold(name)} {code}"
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if slug in taken:
        slug = f"{slug}-{LAST_REFORM.year}"
    taken.add(slug)
    return slug


def day_after(last: date | None) -> date | None:
    """The open end of a range whose last day is given."""
    return last + timedelta(days=1) if last else None
