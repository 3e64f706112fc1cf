"""What a draft counted when it was last opened on an earlier day, against what it counts now."""

from dataclasses import dataclass, field
from datetime import date

from danvan.records.desk.access import Reach
from danvan.records.models import Record
from danvan.records.visibility import SEALED
from danvan.reports.changes import sorted_out
from danvan.reports.compute import Figures
from danvan.reports.evidence import Entry, Evidence
from danvan.reports.models import DraftDay, Report

MOST_SHOWN = 5  # records named beside a changed cell; its own page lists them all


@dataclass(slots=True)
class CellChange:
    """A figure of the report's unit that is not what it was; counts of records that came, went or were altered.

    `records` are those of them that the account may read, at most MOST_SHOWN, never a sealed one.
    """

    code: str
    label: str
    before: int | None
    now: int | None
    added: int
    removed: int
    altered: int
    ids: list[int] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class Since:
    """The day compared with, None when the draft was never opened before today, and what changed."""

    day: date | None
    changes: list[CellChange] = field(default_factory=list)


def remember(report: Report, figures: Figures, evidence: Evidence, on: date) -> None:
    """Keep what the draft counts, once a day; days before the last one are dropped."""
    lines = "\n".join(entry.line() for entries in evidence.entries.values() for entry in entries)
    today = DraftDay(report=report, on=on, cells=_counts(figures), lines=lines)
    DraftDay.objects.bulk_create([today], ignore_conflicts=True)
    if last := _before(report, on):
        DraftDay.objects.filter(report=report, on__lt=last.on).delete()


def since(reach: Reach, report: Report, figures: Figures, evidence: Evidence, on: date) -> Since:
    """The cells that changed since the last day before `on` on which the draft was opened."""
    then = _before(report, on)
    if then is None:
        return Since(None)
    found = list(_changes(then, figures, evidence))
    _name_records(reach, found)
    return Since(then.on, found)


def _before(report: Report, on: date) -> DraftDay | None:
    return DraftDay.objects.filter(report=report, on__lt=on).order_by("-on").first()


def _counts(figures: Figures) -> dict[str, int | None]:
    return {code: cell.numerator for code, cell in figures.row().items()}


def _changes(then: DraftDay, figures: Figures, evidence: Evidence) -> list[CellChange]:
    was = {entry.record_id: entry for entry in map(Entry.read, then.lines.splitlines())}
    now = {entry.record_id: entry for entries in evidence.entries.values() for entry in entries}
    touched = {pk for pk in was.keys() | now.keys() if was.get(pk) != now.get(pk)}
    below = set(figures.unit_ids)
    below |= {entry.place_id for entry in was.values()}  # a unit that ended meanwhile counted here then
    found = []
    for code, cell in figures.row().items():
        sets = sorted_out(code, below, was, now, touched)
        before = then.cells.get(code)
        # A record that was only written again is told where a figure moved with it, else every step would show.
        if not cell.is_ratio and (before != cell.numerator or sets[0] or sets[1]):
            added, removed, altered = sets
            sizes = (len(added), len(removed), len(altered))
            ids = [*added, *removed, *altered]
            found.append(CellChange(code, str(cell.label), before, cell.numerator, *sizes, ids))
    return found


def _name_records(reach: Reach, found: list[CellChange]) -> None:
    wanted = {pk for change in found for pk in change.ids[: 4 * MOST_SHOWN]}
    seen = reach.visible(Record.objects.filter(pk__in=wanted)).exclude(secrecy=SEALED)
    by_id = {record.pk: record for record in seen}
    for change in found:
        change.records = [by_id[pk] for pk in change.ids if pk in by_id][:MOST_SHOWN]
