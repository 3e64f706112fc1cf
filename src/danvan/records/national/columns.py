"""Which columns of a list from the national database, or pasted, mean what; only codes, numbers and days are taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from danvan.records.national.keeping import GROUPS, cleaned
from danvan.records.tables.reading import Sheet
from danvan.ui.dates import parse_day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

LOOKED_AT = 15
# Folded words with which a heading begins, a single word being the whole of it; each meaning is taken once.
WORDS = {
    "code": ("ma tren csdl", "ma csdl", "ma ho so", "ma don", "ma vu viec", "ma luot tiep", "ma so", "ma"),
    "year": ("nam so", "nam"),
    "on": ("ngay cap nhat", "ngay nhap", "ngay tao", "ngay"),
    "unit": ("don vi", "co quan"),
    "number": ("so thu tu trong so", "so vao so", "so thu tu", "so tiep nhan", "so ho so", "so"),
}
_NUMBER = re.compile(r"(\d{1,9})(?:\s*/\s*(\d{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list: its line in the file, the code as kept, register number, day; "" and None where not told."""

    line: int
    group: str
    code: str = ""
    number: tuple[int, int] | None = None
    on: date | None = None
    unit: str = ""
    is_unreadable: bool = False


def rows(sheet: Sheet, group: str) -> Iterator[Listed]:
    """Rows below the headings; Refusal where no heading tells of a code. Empty rows are left out.

    `group` is a key of GROUPS, taken where the sheet's own name is none of theirs.
    """
    head, meanings = _head(sheet.rows)
    named = {fold(str(label)): key for key, label in GROUPS.items()}
    group = named.get(fold(sheet.name), group)
    for line, cells in enumerate(sheet.rows[head + 1 :], head + 2):
        if any(cells):
            told = {key: cells[at] if at < len(cells) else "" for key, at in meanings.items()}
            yield _row(line, group, told)


def _head(table: list[list[str]]) -> tuple[int, dict[str, int]]:
    found = [(at, _meanings(cells)) for at, cells in enumerate(table[:LOOKED_AT])]
    known = [(len(meanings), -at) for at, meanings in found if "code" in meanings and len(meanings) > 1]
    if not known:
        raise Refusal(
            "Không tìm thấy dòng tiêu đề có cột “Mã” và cột “Số” hoặc “Ngày”; hãy ghi tiêu đề cho các cột rồi nạp lại."
        )
    at = -max(known)[1]
    return at, found[at][1]


def _meanings(cells: list[str]) -> dict[str, int]:
    heads = [" ".join(fold(re.sub(r"[,;:./()–-]", " ", cell)).split()) for cell in cells]
    found: dict[str, int] = {}
    for key, wanted in WORDS.items():
        free = [(at, head) for at, head in enumerate(heads) if at not in found.values() and len(head) <= 60]
        at = next((at for word in wanted for at, head in free if _fits(head, word)), None)
        if at is not None:
            found[key] = at
    return found


def _fits(head: str, word: str) -> bool:
    return head == word or (" " in word and f"{head} ".startswith(f"{word} "))


def _row(line: int, group: str, told: dict[str, str]) -> Listed:
    try:
        code = cleaned(told["code"]) if told.get("code") else ""
        on = parse_day(told["on"]) if told.get("on") else None
    except Refusal:
        return Listed(line, group, is_unreadable=True)
    return Listed(
        line,
        group,
        code,
        register_number(told.get("number", ""), told.get("year", "")),
        on,
        told.get("unit", ""),
    )


def register_number(number: str, year: str = "") -> tuple[int, int] | None:
    """(number, year) of "12/2023", or of "12" and "2023"; None for anything else."""
    found = _NUMBER.fullmatch(number.strip())
    told = (found[2] if found else "") or year.strip()
    if not found or not re.fullmatch(r"\d{4}", told, re.ASCII) or int(found[1]) >= 2**31:
        return None
    return int(found[1]), int(told)
