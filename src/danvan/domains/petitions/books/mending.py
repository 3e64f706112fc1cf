"""What the page of wrong rows shows: the cells of each row opened, and a control for each that wants mending."""

from dataclasses import dataclass
from typing import Any

from danvan.domains.petitions.books import columns, staging
from danvan.domains.petitions.books.cells import CHOICES
from danvan.domains.petitions.models import Book, Letter, Matter

SIZE = 15


@dataclass(frozen=True, slots=True)
class Cell:
    """One of our columns in a row: what stands there, what is wrong, and what may be chosen instead."""

    key: str
    label: str
    text: str
    fault: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that wants mending: its number in the file, its telling cells, and the wrong ones."""

    number: int
    told: list[tuple[str, str]]
    cells: list[Cell]


def shown(book: Book) -> dict[str, Any]:
    """The first rows that want mending, how many there are, and how many fit."""
    waiting = book.rows.filter(has_faults=True).order_by("number")
    wrong = [
        _wrong(row.number, row.faults, row_cells) for row, row_cells in staging.opened(book, waiting[:SIZE])
    ]
    count = waiting.count()
    return {
        "wrong": wrong,
        "count": count,
        "fitting": book.rows.count() - count,
        "more": max(count - SIZE, 0),
    }


def _wrong(number: int, faults: dict[str, str], row_cells: dict[str, str]) -> Wrong:
    told = [
        (columns.BY_KEY[key].label, text)
        for key, text in row_cells.items()
        if text and key not in faults and key in columns.BY_KEY
    ]
    wanted = [
        Cell(key, columns.BY_KEY[key].label, row_cells.get(key, ""), fault, _options(key))
        for key, fault in faults.items()
    ]
    return Wrong(number, told, wanted)


def _options(key: str) -> list[tuple[str, str]]:
    """(value, words) of a column that is chosen; nothing for one that is typed."""
    if key not in CHOICES:
        return []
    model: Any = Matter if key == "result" else Letter
    known = CHOICES[key][0]
    return [
        (str(value), str(words)) for value, words in model._meta.get_field(key).flatchoices if value in known
    ]
