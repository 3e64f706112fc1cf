"""The Vietnamese name of every indicator code."""

import tomllib
from functools import cache
from pathlib import Path

LABELS = Path(__file__).with_name("labels.toml")


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    table = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    return table["label"], table["segment"]


def phrase_of(code: str) -> str:
    """The name in lower case, fit to follow a number: "đơn khiếu nại".

    A rare code is put together from its segments.
    """
    labels, segments = _tables()
    if code in labels:
        return labels[code]
    head, _, last = code.rpartition(".")
    if head in labels and last in segments:
        return f"{labels[head]}: {segments[last]}"
    return ", ".join(segments.get(segment, segment.replace("_", " ")) for segment in code.split("."))


def label_of(code: str) -> str:
    """The name with a capital, fit for a table's cell: "Đơn khiếu nại"."""
    phrase = phrase_of(code)
    return phrase[:1].upper() + phrase[1:]
