"""Sentences inside a package: each a leaf with its source, so that anybody can word it again from the frozen cells. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from danvan.reports.canonical import closed_leaf, sealed_leaf
from danvan.reports.narrative.rendering import Sides, render
from danvan.reports.narrative.syntax import LAST_YEAR, PREVIOUS, bound
from danvan.reports.narrative.words import Value

# What misshapen parts make of the reader.
_ODD = (KeyError, TypeError, AttributeError, ValueError, ArithmeticError)


def leaf(
    key: str,
    section: str,
    position: int,
    source: str,
    sides: Sides,
    stale: Iterable[str],
    nonce: str,
    *,
    is_proposed: bool,
) -> dict[str, Any]:
    """One paragraph as it is frozen; `beside` are the figures of other periods that its comparisons stand on.

    `is_proposed` says that nobody typed in it: its source is the outline's own.
    """
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
            "proposed": is_proposed,
            "nonce": nonce,
        }
    )


def _beside(source: str, sides: Sides) -> Iterator[dict[str, Any]]:
    asked = dict.fromkeys((piece.wants, piece.code) for piece in bound(source) if piece.wants)
    for when, code in asked:
        value = sides.of(when, code)
        if value is not None and not value.typed:
            yield {"when": when, "code": code, "count": value.count, "of": value.of}


def sides_in(now: dict[str, Value], one: dict[str, Any]) -> Sides:
    """What a frozen paragraph is worded from: the package's own `values_in`, and what it says of other periods itself."""
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
    told = [one for one in body.get("narrative", []) if not one.get("closed")]
    try:
        # Once: a stranger's package may have thousands of cells and paragraphs.
        now = values_in(body) if told else {}
    except _ODD:
        return [_not_held(one) for one in told]
    return [_not_held(one) for one in told if not _holds(one, now)]


def _holds(one: dict[str, Any], now: dict[str, Value]) -> bool:
    try:
        return bool(render(one["source"], sides_in(now, one)) == one["text"])
    except _ODD:
        return False


def _not_held(one: dict[str, Any]) -> str:
    return f"Lời văn phần “{one.get('section', '')}” không khớp các ô số liệu trong gói."


def public(body: dict[str, Any], closed: set[str], *, is_province: bool) -> list[dict[str, Any]]:
    """The paragraphs of the public edition: those that tell of a closed cell are closed with it.

    Below a province also those that compare, since another period may have closed what they tell, and those that somebody
    typed: “ba đơn tố cáo” tells a count without any digit.
    """

    def is_open(one: dict[str, Any]) -> bool:
        if {piece.code for piece in bound(one["source"])} & closed:
            return False
        return is_province or bool(one.get("proposed") and not one["beside"] and not one["stale"])

    return [one if is_open(one) else closed_leaf(one) for one in body["narrative"]]
