"""Further lines of the desk's rail, below the worklist and the record types; each room adds its own at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from danvan.records.desk.access import Reach

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rail: its words, the name of its address, and for whom it stands there."""

    label: Words
    address_name: str
    shows: Callable[[Reach], bool] = lambda reach: True

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse(self.address_name)


_lines: dict[str, Line] = {}


def add(label: Words, address_name: str, shows: Callable[[Reach], bool] = lambda reach: True) -> None:
    """Put a line at the end; a second call for the same address replaces the first."""
    _lines[address_name] = Line(label, address_name, shows)


def permitted(permission: str) -> Callable[[Reach], bool]:
    """For whom a role gives the permission somewhere."""
    return lambda reach: bool(reach.units(permission))


def lines(reach: Reach) -> list[Line]:
    """The lines that an account sees, in the order added."""
    return [line for line in _lines.values() if line.shows(reach)]
