"""From a template's text to blocks: lines with conditions in front and places in braces.

    > Căn cứ …;            a basis, in italics
    # QUYẾT ĐỊNH:          a heading in the middle
    ## I. Thành phần       a heading at the left
    - …                    a line of a list
    [released] …           only where the paper may name persons; [sealed] only where it may not
    [from 2026-07-01] …    only from that day; [to 2026-06-30] only until it
    [has name] … [no name] only where the place is filled, only where it is not
    … **bold** … {name}    a place; an unfilled one is a dotted line

A block is `{"kind": …, "runs": [[words, is bold], …]}`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

DOTS = "……………………"
LONG_DOTS = "\u200b".join("…" * 60)  # may break anywhere, at the end of a line
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONDITION = re.compile(r"\[(released|sealed|from [\d-]{10}|to [\d-]{10}|has \w+|no \w+)\]\s*")
_PLACE = re.compile(r"\{(\w+)\}")
_DOTTED = re.compile("…{30,}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_KINDS = (("## ", "subheading"), ("# ", "heading"), ("> ", "basis"), ("- ", "item"))

type Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a text is filled with. `names_persons` is false of a paper that must not tell who anybody is."""

    values: dict[str, str]
    on: date
    names_persons: bool
    long: frozenset[str] = frozenset()


def printable(text: str) -> str:
    """The text without signs that neither DOCX nor the database takes; they come in by pasting and by phones."""
    return _UNPRINTABLE.sub(" ", text)


def blocks(text: str, filling: Filling) -> list[Block]:
    """The blocks of a text, in order; a line whose condition fails is left out, and empty lines are nothing."""
    return [block for line in _lines(text, filling) if line.strip() for block in _paragraphs(line, filling)]


def _paragraphs(line: str, filling: Filling) -> Iterator[Block]:
    """One block, or several where the line is a place for a longer text in several paragraphs."""
    place = _PLACE.fullmatch(line)
    parts = [part for part in filling.values.get(place[1], "").splitlines() if part.strip()] if place else []
    if len(parts) < 2:
        yield _block(line, filling)
    for part in parts if len(parts) > 1 else ():
        yield {"kind": "text", "runs": [[" ".join(part.split()), False]]}


def fill(text: str, filling: Filling) -> str:
    """One line with its places filled, marks taken out."""
    return "".join(words for words, _bold in _runs(text, filling))


def places(text: str) -> set[str]:
    """Names of the places in a text, and those that its conditions ask for."""
    asked = {
        condition.split()[1] for condition in _CONDITION.findall(text) if condition[:3] in ("has", "no ")
    }
    return {*_PLACE.findall(text), *asked}


def _lines(text: str, filling: Filling) -> Iterator[str]:
    for line in text.splitlines():
        rest, holds = line.strip(), True
        while found := _CONDITION.match(rest):
            holds = holds and _holds(found[1], filling)
            rest = rest[found.end() :]
        if holds:
            yield rest


def _holds(condition: str, filling: Filling) -> bool:
    word, _, told = condition.partition(" ")
    if word in ("released", "sealed"):
        return filling.names_persons == (word == "released")
    if word in ("has", "no"):
        return bool(filling.values.get(told)) == (word == "has")
    bound = date.fromisoformat(told)
    return filling.on >= bound if word == "from" else filling.on <= bound


def _block(line: str, filling: Filling) -> Block:
    for mark, kind in _KINDS:
        if line.startswith(mark):
            return {"kind": kind, "runs": _runs(line[len(mark) :], filling)}
    return {"kind": "text", "runs": _runs(line, filling)}


def _runs(line: str, filling: Filling) -> list[list[Any]]:
    """Bold marks are read before the places are filled: what somebody typed is never taken for a mark."""
    runs: list[list[Any]] = []
    for n, part in enumerate(_BOLD.split(_DOTTED.sub(_breaking, line))):
        if part:
            runs.append([_PLACE.sub(lambda found: _value(found[1], filling), part), n % 2 == 1])
    return runs


def _breaking(dots: re.Match[str]) -> str:
    """A template's own dotted place may break anywhere too; unbroken it would tear the words before it apart."""
    return "\u200b".join(dots[0])


def _value(name: str, filling: Filling) -> str:
    value = " ".join(filling.values.get(name, "").split())
    return value or (LONG_DOTS if name in filling.long else DOTS)
