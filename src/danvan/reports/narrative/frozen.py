"""Sentences inside a package: each a leaf with its source, so that anybody can word it again from the frozen cells. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from danvan.reports.canonical import closed_leaf, sealed_leaf
from danvan.reports.narrative.flags import typed_numbers
from danvan.reports.narrative.rendering import Sides, render
from danvan.reports.narrative.syntax import LAST_YEAR, PREVIOUS, bound
from danvan.reports.narrative.words import Value


def leaf(
    key: str, section: str, position: int, source: str, sides: Sides, stale: Iterable[str], nonce: str
) -> dict[str, Any]:
    """One paragraph as it is frozen; `beside` are the figures of other periods that its comparisons stand on."""
    return sealed_leaf(
        {
            "key": key,
            "section": section,
            "position": position,
            "source": source,
            "text": render(source, sides),
            "beside": list(_beside(source, sides)),
            "words": dict(sides.words),
            "stale": list(stale),
            "nonce": nonce,
        }
    )


def _beside(source: str, sides: Sides) -> Iterator[dict[str, Any]]:
    asked = dict.fromkeys((piece.wants, piece.code) for piece in bound(source) if piece.wants)
    for when, code in asked:
        value = sides.of(when, code)
        if value is not None and not value.typed:
            yield {"when": when, "code": code, "count": value.count, "of": value.of}


def sides_in(body: dict[str, Any], one: dict[str, Any]) -> Sides:
    """The figures that a frozen paragraph is worded from: the package's own cells, and what it says of other periods."""
    now = values_in(body)
    beside: dict[str, dict[str, Value]] = {PREVIOUS: {}, LAST_YEAR: {}}
    for stated in one["beside"]:
        known = now.get(stated["code"])
        if not all(number is None or type(number) is int for number in (stated["count"], stated["of"])):
            raise TypeError("counts are whole numbers")
        value = Value(
            stated["count"], stated["of"], known.unit if known else "", "", stated["of"] is not None
        )
        beside[stated["when"]][stated["code"]] = value
    return Sides(now, beside[PREVIOUS], beside[LAST_YEAR], one["words"])


def values_in(body: dict[str, Any]) -> dict[str, Value]:
    """Code → value of the package's own unit: counted cells, and typed figures by the codes of typed reports."""
    found = {
        stated["code"]: Value(None, typed=stated["shown"], unit=stated["unit"])
        for stated in body.get("typed", [])
        if stated["shown"]
    }
    for cell in body["cells"]:
        if cell.get("unit") == body["unit"]["slug"] and not cell.get("closed"):
            of = cell["denominator"]
            found[cell["code"]] = Value(cell["numerator"], of, cell["measure"], "", of is not None)
    return found


def broken(body: dict[str, Any]) -> list[str]:
    """A sentence for each open paragraph that does not say what the package's cells say; for an odd one that too."""
    found = []
    for one in body.get("narrative", []):
        if one.get("closed"):
            continue
        try:
            holds = render(one["source"], sides_in(body, one)) == one["text"]
        except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
            holds = False
        if not holds:
            found.append(f"Lời văn phần “{one.get('section', '')}” không khớp các ô số liệu trong gói.")
    return found


def public(body: dict[str, Any], closed: set[str], *, is_province: bool) -> list[dict[str, Any]]:
    """The paragraphs of the public edition: those that tell of a closed cell are closed with it.

    Below a province also those that compare, since another period may have closed what they tell, and those with numbers
    that nobody bound to a cell.
    """

    def is_open(one: dict[str, Any]) -> bool:
        if {piece.code for piece in bound(one["source"])} & closed:
            return False
        return is_province or not (one["beside"] or one["stale"] or typed_numbers(one["source"]))

    return [one if is_open(one) else closed_leaf(one) for one in body["narrative"]]
