"""The words of a report: sentences in which every figure is bound to a cell, so that a changed cell changes the sentence.

What stands here reads a package's body alone; it knows no database, since `danvan verify` reads sentences with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class Bodied(Protocol):
    """Anything that holds a package's body: `reports.documents.content.Content`."""

    @property
    def body(self) -> dict[str, Any]:
        """The body."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: the heading it stands under, its text with figures filled in, and what no longer fits in it.

    `stale` are Vietnamese sentences for the officer; a paper does not print them.
    """

    section: str
    text: str
    stale: tuple[str, ...] = ()


def paragraphs(content: Bodied) -> list[Paragraph]:
    """The paragraphs of a report in order; [] for one without words. Those closed in a public edition are left out."""
    return list(_open(content.body.get("narrative", [])))


def _open(leaves: list[dict[str, Any]]) -> Iterator[Paragraph]:
    for leaf in leaves:
        if not leaf.get("closed"):
            yield Paragraph(leaf["section"], leaf["text"], tuple(leaf.get("stale", ())))
