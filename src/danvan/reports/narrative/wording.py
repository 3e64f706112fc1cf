"""A report's paragraphs worded from its figures of today, and frozen into its package."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from danvan.reports.beside import Beside, beside
from danvan.reports.comparison import shown
from danvan.reports.compute import Cell, Figures
from danvan.reports.documents.compared import beside_of
from danvan.reports.evidence import salted
from danvan.reports.live import Live
from danvan.reports.models import Report
from danvan.reports.narrative import frozen
from danvan.reports.narrative.blocks import Block, blocks, titles
from danvan.reports.narrative.flags import flags
from danvan.reports.narrative.rendering import Sides, render
from danvan.reports.narrative.syntax import LAST_YEAR, NOW, PREVIOUS, bound
from danvan.reports.narrative.words import Value


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph with its figures filled in and what no longer fits."""

    block: Block
    text: str
    stale: tuple[str, ...]


class Wording:
    """The words of one report. The periods beside are counted only when a sentence, or the caller, asks for them."""

    def __init__(self, report: Report, read: Live) -> None:
        self.report, self.live = report, read
        self.titles = titles(read.form)
        self.blocks = blocks(report, read.form)

    @cached_property
    def beside(self) -> Beside:
        """The figures of the periods beside."""
        return beside(self.live.figures)

    @cached_property
    def sides(self) -> Sides:
        """What the sentences may name; without the periods beside when no sentence compares."""
        compares = any(piece.wants for block in self.blocks for piece in bound(block.source))
        return sides_of(self.live, self.beside if compares else None)

    @cached_property
    def told(self) -> list[Told]:
        """The paragraphs that stand: none for a proposal of which a figure is not known, none for an emptied one."""
        return [self.of(block) for block in self.blocks if self.stands(block)]

    def stands(self, block: Block) -> bool:
        """Whether the paragraph is part of the report."""
        known = all(self.sides.of(NOW, piece.code) for piece in bound(block.source))
        return bool(block.source) and (known or bool(block.version))

    def of(self, block: Block) -> Told:
        """One paragraph in words."""
        return Told(
            block, render(block.source, self.sides), tuple(flags(block.source, self.sides, self.titles))
        )

    def leaves(self, salt: str) -> list[dict[str, Any]]:
        """The paragraphs as a package keeps them."""
        return [
            frozen.leaf(
                told.block.heading.key,
                told.block.heading.title,
                told.block.position,
                told.block.source,
                self.sides,
                told.stale,
                salted(salt, f"narrative|{n}"),
                is_proposed=told.block.source in told.block.heading.texts,
            )
            for n, told in enumerate(self.told)
        ]


def narrative_of(report: Report, read: Live, salt: str) -> dict[str, Any]:
    """{"narrative": leaves} for the package's body, with the figures beside that its papers compare with.

    Of a statistical table, which has neither, nothing.
    """
    wording = Wording(report, read)
    leaves = wording.leaves(salt)
    near = {} if read.form.is_table else beside_of(wording.beside, salt)
    return ({"narrative": leaves} if leaves else {}) | near


def sides_of(read: Live, near: Beside | None) -> Sides:
    """The figures of a report and of the periods beside it."""
    stated = {row.code: Value(None, unit=row.unit, typed=shown(row)) for row in read.typed}
    figures = read.figures
    words = {NOW: _within(figures.period.label), "don_vi": read.unit_name}
    if near and near.previous:
        words[PREVIOUS] = _within(near.previous.period.label)
    if near and near.last_year:
        words[LAST_YEAR] = f"cùng kỳ năm trước ({_within(near.last_year.period.label)})"
    return Sides(
        stated | _values(figures),
        _values(near.previous) if near and near.previous else None,
        _values(near.last_year) if near and near.last_year else None,
        words,
    )


def _values(figures: Figures) -> dict[str, Value]:
    return {code: value_of(cell) for code, cell in figures.row().items()}


def value_of(cell: Cell) -> Value:
    """A counted cell as sentences compare it."""
    return Value(cell.numerator, cell.denominator, cell.unit, "", cell.is_ratio, cell.lacks)


def _within(label: str) -> str:
    """“Quý I/2023” as it stands inside a sentence."""
    return label[:1].lower() + label[1:]
