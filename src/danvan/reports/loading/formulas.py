"""Equations that a blank form says itself: in its row of numbers ("3=4+5") and in the formulas of its first rows."""

import re

from danvan.reports.form_equations import read_equation
from danvan.reports.loading.grid import Grid, column_of, letter
from danvan.ui.errors import Refusal

LOOKED_AT = 3  # rows below the numbers
_DOTS = re.compile(r"\(?(\d{1,3})\)?\s*\+\s*(?:\.{2,}|…)\s*\+\s*\(?(\d{1,3})\)?")
_REFERENCE = re.compile(r"\$?([A-Z]{1,2})\$?(\d+)")
_RANGE = re.compile(r"SUM\(\$?([A-Z]{1,2})\$?(\d+):\$?([A-Z]{1,2})\$?(\d+)\)", re.I)


def printed(grid: Grid, row: int, numbers: dict[int, int]) -> tuple[list[str], list[str]]:
    """(equations of the row of numbers, a notice for each that cannot be tried)."""
    found, unread = [], []
    for column in numbers:
        text = grid.own(row, column)
        if not re.search(r"[=<>≤≥]", text):
            continue
        try:
            item = read_equation(_DOTS.sub(_spelled, text))
        except Refusal:
            unread.append(
                f"Công thức “{text[:60]}” ở ô {letter(column)}{row} không phải phép cộng nên không thử."
            )
            continue
        if strange := item.columns - set(numbers.values()):
            unread.append(f"Công thức “{text[:60]}” nêu cột ({min(strange)}), mà biểu không có cột ấy.")
            continue
        found.append(str(item))
    return found, unread


def _spelled(match: re.Match[str]) -> str:
    return " + ".join(map(str, range(int(match[1]), int(match[2]) + 1)))


def computed(grid: Grid, first_row: int, numbers: dict[int, int]) -> list[str]:
    """Equations of the cells that add up others of their own row."""
    found = []
    for row in range(first_row, first_row + LOOKED_AT):
        for column, no in numbers.items():
            formula = grid.formulas.get((row, column), "").removeprefix("=").replace(" ", "").upper()
            parts = _parts(formula, row, numbers)
            if len(parts) > 1 and no not in parts and len(set(parts)) == len(parts):
                found.append(f"{no} = {' + '.join(map(str, parts))}")
    return list(dict.fromkeys(found))


def _parts(formula: str, row: int, numbers: dict[int, int]) -> list[int]:
    """The numbers of the columns that a formula adds up; [] for one that does anything else."""
    spelled = _RANGE.sub(lambda match: _range(match, row), formula)
    found = []
    for part in spelled.split("+"):
        match = _REFERENCE.fullmatch(part)
        no = numbers.get(column_of(match[1])) if match and int(match[2]) == row else None
        if no is None:
            return []
        found.append(no)
    return found


def _range(match: re.Match[str], row: int) -> str:
    if int(match[2]) != row or int(match[4]) != row:
        return "?"
    return "+".join(
        f"{letter(c)}{row}" for c in range(column_of(match[1].upper()), column_of(match[3].upper()) + 1)
    )
