"""Further lines of the desk's rail, beside the worklist and the record types; each room adds its own at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.records.desk.access import Reach

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = str


# The rail's parts from above; the first stands without a heading, the record types stand in RECORDS.
FIRST, RECORDS, DUTIES, MANAGING = "dau", "ho_so", "nghia_vu", "quan_tri"
HEADINGS: dict[str, Words] = {
    FIRST: "",
    RECORDS: _("Hồ sơ"),
    DUTIES: _("Nghĩa vụ và lịch"),
    MANAGING: _("Người và đơn vị"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rail: its words, the name of its address, its part, and for whom it stands there."""

    label: Words
    address_name: str
    part: str
    shows: Callable[[Reach], bool] = lambda reach: True

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse(self.address_name)


_lines: dict[str, Line] = {}


def add(
    label: Words, address_name: str, part: str, shows: Callable[[Reach], bool] = lambda reach: True
) -> None:
    """Put a line at the end of a part of `HEADINGS`; a second call for the same address replaces the first."""
    if part not in HEADINGS:
        raise ValueError(f"rail: no part {part!r}")
    _lines[address_name] = Line(label, address_name, part, shows)


def permitted(permission: str) -> Callable[[Reach], bool]:
    """For whom a role gives the permission somewhere."""
    return lambda reach: bool(reach.units(permission))


def lines(reach: Reach) -> list[Line]:
    """The lines that an account sees, in the order added."""
    return [line for line in _lines.values() if line.shows(reach)]
