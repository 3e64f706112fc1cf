"""Reads a Vietnamese report or press text: its figures, and the identities they must satisfy."""

from pathlib import Path

from danvan.reports.reader.checks import check_facts
from danvan.reports.reader.facts import Check, Fact, Reading

__all__ = ["Check", "Fact", "Reading", "read", "read_text"]


def read(source: bytes | str | Path, name: str = "") -> Reading:
    """The reading of a file (a path, or its bytes with the `name` it came under).

    Raises Refusal with a Vietnamese sentence naming the file where it cannot be read.
    """
    from danvan.reports.reader.intake import take_in

    document = take_in(source, name)
    reading = read_text(document.text)
    return Reading(reading.text, reading.facts, reading.checks, list(document.notes))


def read_text(text: str) -> Reading:
    """The reading of a text that is already NFC."""
    from danvan.reports.reader.find import find_facts

    facts = find_facts(text)
    return Reading(text, facts, check_facts(text, facts))
