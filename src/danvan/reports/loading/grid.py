"""A sheet as its reader sees it: merged cells say the same everywhere, hidden rows and columns are not there."""

from collections.abc import Iterator
from typing import Any

from danvan.ui.vietnamese import nfc

type Span = tuple[int, int, int, int]  # top, left, bottom, right


def letter(column: int) -> str:
    """AA of 27."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_of(place: str) -> int:
    """27 of AA."""
    found = 0
    for sign in place:
        found = found * 26 + ord(sign) - 64
    return found


class Grid:
    """Rows and columns count from 1; texts are NFC with single spaces."""

    def __init__(self, sheet: dict[str, Any]) -> None:
        self.name: str = sheet["name"]
        self.hidden_rows = set(sheet["hidden_rows"])
        self._merged: dict[tuple[int, int], Span] = {}
        self._spans: list[Span] = [tuple(span) for span in sheet["merged"]]
        self._text: dict[tuple[int, int], str] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        for row, column, text, formula in sheet["cells"]:
            self._text[row, column] = " ".join(nfc(text).split())
            if formula:
                self.formulas[row, column] = formula
        last_row = max((row for row, _column in self._text), default=0)
        last_column = max((column for _row, column in self._text), default=0)
        for span in self._spans:  # a span may reach to the end of the sheet, far beyond any text
            for row in range(span[0], min(span[2], last_row) + 1):
                for column in range(span[1], min(span[3], last_column) + 1):
                    self._merged[row, column] = span
        used = {column for (row, column), text in self._text.items() if text and row not in self.hidden_rows}
        hidden = set(sheet["hidden_columns"])
        self.hidden_columns = sorted(hidden & used)
        self.rows = [row for row in range(1, last_row + 1) if row not in self.hidden_rows]
        self.columns = [column for column in range(1, last_column + 1) if column not in hidden]

    def cells(self) -> Iterator[tuple[int, int, str, str]]:
        """(row, column, text, formula) of all that is there; of a formula no text counts."""
        for (row, column), text in self._text.items():
            formula = self.formulas.get((row, column), "")
            yield row, column, "" if formula else text, formula

    def own(self, row: int, column: int) -> str:
        """The text that stands in the cell itself, not by a merge."""
        return self._text.get((row, column), "")

    def span(self, row: int, column: int) -> Span | None:
        """The merged range that the cell lies in."""
        return self._merged.get((row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell whose text is shown here."""
        span = self.span(row, column)
        return (span[0], span[1]) if span else (row, column)

    def text(self, row: int, column: int) -> str:
        """What is shown in the cell."""
        return self._text.get(self.anchor(row, column), "")

    def is_tall(self, row: int, column: int) -> bool:
        """Whether the cell is merged over several rows."""
        span = self.span(row, column)
        return bool(span and span[2] > span[0])

    def is_filled(self, row: int) -> bool:
        """Whether anything is shown in the row."""
        return row not in self.hidden_rows and any(self.text(row, column) for column in self.columns)
