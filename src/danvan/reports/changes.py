"""A signed report against the records as they are now: which cells differ, and which records make the difference."""

from dataclasses import dataclass, field
from typing import Any

from danvan.reports import live
from danvan.reports.evidence import Entry, gather
from danvan.reports.models import Report


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that is not what was signed.

    `added`, `removed` and `altered` are ids of records: counted now only, counted then only, counted both times in
    another version. `signed` is None for a unit that the signed tree did not hold.
    """

    code: str
    label: str
    unit_name: str
    is_total: bool
    signed: int | None
    live: int | None
    added: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    altered: list[int] = field(default_factory=list)


def changes_since(report: Report) -> list[Change]:
    """Cells whose value or records differ from the signed package, from the top down; [] when nothing changed."""
    content = live.of_report(report)
    figures = content.figures
    signed = {(cell["unit"], cell["code"]): cell for cell in (report.package or {}).get("cells", [])}
    then = {line.record_id: line for line in _signed_entries(report)}
    now = {line.record_id: line for lines in gather(figures, "").entries.values() for line in lines}
    touched = {pk for pk in then.keys() | now.keys() if then.get(pk) != now.get(pk)}
    found = []
    for unit_id, name, row in figures.rows():
        slug, below = figures.tree.nodes[unit_id].unit.slug, set(figures.tree.walk(unit_id))
        for code, cell in row.items():
            sets = sorted_out(code, below, then, now, touched)
            before = signed.get((slug, code), {}).get("numerator")
            if any(sets) or before != cell.numerator:
                is_total = unit_id == figures.unit.pk
                found.append(Change(code, str(cell.label), name, is_total, before, cell.numerator, *sets))
    return found


def _signed_entries(report: Report) -> list[Entry]:
    texts = report.manifests.values_list("lines", flat=True)
    return [Entry.read(line) for text in texts for line in text.splitlines()]


def sorted_out(
    code: str, below: set[int], then: dict[int, Entry], now: dict[int, Entry], touched: set[int]
) -> tuple[list[int], list[int], list[int]]:
    """Of the touched records those that count in a cell now only, then only, and both times in another version."""
    added, removed, altered = [], [], []
    for pk in sorted(touched):
        was, is_ = (_counts(lines.get(pk), code, below) for lines in (then, now))
        if was and is_:
            altered.append(pk)
        elif is_:
            added.append(pk)
        elif was:
            removed.append(pk)
    return added, removed, altered


def _counts(entry: Any, code: str, below: set[int]) -> bool:
    return entry is not None and code in entry.codes and entry.place_id in below
