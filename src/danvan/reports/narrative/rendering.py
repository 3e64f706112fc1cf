"""A sentence with its figures filled in. Pure: the same function words a draft and proves a frozen package."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from danvan.reports.narrative.syntax import (
    AGAINST_LAST_YEAR,
    AGAINST_PREVIOUS,
    LAST_YEAR,
    NOW,
    PREVIOUS,
    Bound,
    Plain,
    pieces,
)
from danvan.reports.narrative.words import Value, change

UNKNOWN = "…"


@dataclass(frozen=True, slots=True)
class Sides:
    """The figures that sentences may name: code → value, of the period and of those beside it.

    A period beside is None where nothing is known of it. `words` are NOW, PREVIOUS, LAST_YEAR → the period's name as it
    stands in a sentence (“quý I/2023”), and don_vi → the unit's name.
    """

    now: Mapping[str, Value]
    previous: Mapping[str, Value] | None = None
    last_year: Mapping[str, Value] | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, when: str, code: str) -> Value | None:
        """The value in NOW, PREVIOUS or LAST_YEAR; None where nothing counts it."""
        side = {NOW: self.now, PREVIOUS: self.previous, LAST_YEAR: self.last_year}[when]
        value = side.get(code) if side else None
        return value if value and value.is_known else None

    def named(self, when: str) -> str:
        """The period as a sentence names it."""
        return (
            self.words.get(when)
            or {NOW: "kỳ này", PREVIOUS: "kỳ trước", LAST_YEAR: "cùng kỳ năm trước"}[when]
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a sentence; `code` of the figure that it shows, "" for words; `compares` for words made of two figures."""

    text: str
    code: str = ""
    compares: bool = False


def render(text: str, sides: Sides) -> str:
    """The sentence. What cannot be filled in stands as “…”; `flags` says why."""
    return "".join(part.text for part in parts(text, sides))


def parts(text: str, sides: Sides) -> Iterator[Part]:
    """The runs of the sentence, for a screen that links each figure."""
    for piece in pieces(text):
        if isinstance(piece, Plain):
            yield Part(piece.text)
        elif not piece.code:
            yield Part(sides.words.get(piece.form) or piece.name)
        else:
            yield Part(_figure(piece, sides), piece.code, piece.form in (AGAINST_PREVIOUS, AGAINST_LAST_YEAR))


def _figure(piece: Bound, sides: Sides) -> str:
    now = sides.of(NOW, piece.code)
    if piece.form in (AGAINST_PREVIOUS, AGAINST_LAST_YEAR):
        if now is None:
            return UNKNOWN
        return change(now, sides.of(piece.wants, piece.code), sides.named(piece.wants))
    value = now if piece.form == NOW else sides.of(piece.wants, piece.code) if piece.wants else None
    return value.shown if value else UNKNOWN
