"""The printed head of a form as a tree, from the rows of its sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from danvan.reports.form_files import Form, FormRow


UNPRINTED = ("Số liệu chung", "Tổng số")  # titles of sections whose columns stand under no common head


@dataclass(slots=True)
class Head:
    """One head; a leaf has `row`, the column that stands under it, any other has `below`."""

    title: str
    row: FormRow | None = None
    below: list[Head] = field(default_factory=list)

    @property
    def span(self) -> int:
        """Over how many columns it stands."""
        return 1 if self.row is not None else sum(head.span for head in self.below)

    @property
    def depth(self) -> int:
        """How many rows of heads it needs, itself included."""
        return 1 + max((head.depth for head in self.below), default=0)


def tree(form: Form) -> list[Head]:
    """The heads of the numbered columns in their order; neighbours under the same head stand under one.

    A section whose only column says all is a head without one above it, as forms print “Tổng số đơn”.
    """
    found: list[Head] = []
    for section in form.sections:
        rows = [row for row in section.rows if row.column]
        if section.title in UNPRINTED or (len(rows) == 1 and not rows[0].under):
            above: tuple[str, ...] = ()
        else:
            above = (section.title,)
        for row in rows:
            _hang(found, (*above, *row.under), row)
    return found


def _hang(level: list[Head], above: tuple[str, ...], row: FormRow) -> None:
    for title in above:
        if not level or level[-1].row is not None or level[-1].title != title:
            level.append(Head(title))
        level = level[-1].below
    level.append(Head(row.leaf, row))
