"""Legal texts: number, title, rank and the days they were in force."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One legal text. `rank` is 1 for a law or code, 2 decree, 3 circular, 4 other; a lower rank outranks.

    `valid_to` is the last day in force, None while no end is known.
    """

    number: str
    title: str
    rank: int
    valid_from: date
    valid_to: date | None = None
    issued: date | None = None
    amended_by: tuple[str, ...] = ()
    replaced_by: str = ""
    status: str = "V"
    note: str = ""

    def covers(self, first: date, last: date | None) -> bool:
        """Whether the text was in force on every day from `first` to `last` (None: without end)."""
        if first < self.valid_from:
            return False
        return self.valid_to is None or (last is not None and last <= self.valid_to)

    def meets(self, first: date, last: date | None) -> bool:
        """Whether the text was in force on at least one day of the span."""
        begins_in_time = last is None or self.valid_from <= last
        return begins_in_time and (self.valid_to is None or first <= self.valid_to)

    @property
    def cited(self) -> str:
        """How it is named in a citation: Luật Khiếu nại 2011 (02/2011/QH13)."""
        return self.title if self.number == self.title else f"{self.title} ({self.number})"
