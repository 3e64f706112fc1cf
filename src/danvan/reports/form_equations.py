"""Equations between the columns of a form, as an officer types them: `3 = 4 + 5`, `(1) = (2) + (3)`, `7 <= 3`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from danvan.ui.errors import Refusal

MOST = 60  # of one form
_SIDE = re.compile(r"\(?\d{1,3}\)?(?:\s*\+\s*\(?\d{1,3}\)?)*")
_SIGNS = {"=": "=", "<=": "<=", "≤": "<=", "=<": "<=", ">=": ">=", "≥": ">=", "=>": ">="}
_SIGN = re.compile(r"\s*(<=|>=|=<|=>|≤|≥|=)\s*")
HOW = "hãy viết như “3 = 4 + 5” hoặc “7 <= 3”"


@dataclass(frozen=True, slots=True)
class Equation:
    """The sum of the columns `whole` = the sum of `parts`; `at_most` says that the parts may be less."""

    whole: tuple[int, ...]
    parts: tuple[int, ...]
    at_most: bool = False

    @property
    def columns(self) -> set[int]:
        """All numbers it speaks of."""
        return {*self.whole, *self.parts}

    def __str__(self) -> str:
        whole, parts = _joined(self.whole), _joined(self.parts)
        return f"{parts} <= {whole}" if self.at_most else f"{whole} = {parts}"


def _joined(columns: Iterable[int]) -> str:
    return " + ".join(map(str, columns))


def read_equation(text: str) -> Equation:
    """One equation; Refusal that shows how one is written. `a <= b` says that a is a part of b."""
    sides = _SIGN.split(text.strip())
    if len(sides) != 3 or not (_SIDE.fullmatch(sides[0]) and _SIDE.fullmatch(sides[2])):
        raise Refusal(f"Không đọc được đẳng thức “{text.strip()[:60]}”; {HOW}.")
    left, right = _numbers(sides[0]), _numbers(sides[2])
    sign = _SIGNS[sides[1]]
    if twice := {n for n in (*left, *right) if (*left, *right).count(n) > 1}:
        raise Refusal(f"Đẳng thức “{text.strip()}” nêu cột {min(twice)} hai lần; {HOW}.")
    if sign == "<=":
        return Equation(right, left, at_most=True)
    if sign == ">=":
        return Equation(left, right, at_most=True)
    # The sum is written on either side; the single column is the one that is a sum.
    return Equation(right, left) if len(left) > 1 and len(right) == 1 else Equation(left, right)


def _numbers(side: str) -> tuple[int, ...]:
    return tuple(int(found) for found in re.findall(r"\d+", side))


def read_equations(text: str, columns: Iterable[int]) -> list[Equation]:
    """One equation on each line, empty lines left out, each once; Refusal for one that names a column not in `columns`."""
    known = set(columns)
    found = [read_equation(line) for line in text.splitlines() if line.strip()]
    for item in found:
        if strange := item.columns - known:
            raise Refusal(f"Đẳng thức “{item}” nêu cột {min(strange)}, mà biểu không có cột ấy.")
    if len(found) > MOST:
        raise Refusal(f"Biểu có hơn {MOST} đẳng thức; hãy bỏ bớt.")
    return list(dict.fromkeys(found))
