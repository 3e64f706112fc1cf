"""The list of the national database beside the register of one unit: what each has that the other lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.models import Record
from danvan.records.national import columns
from danvan.records.national.columns import Listed
from danvan.records.national.keeping import GROUPS
from danvan.records.national.waiting import NOT_UPDATED, owed_since
from danvan.records.tables import reading
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

MOST_SHOWN = 200  # twice this is what keeping.write takes at once
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the list and the record of its number; `kept` and `kept_on` are what stands at the record now."""

    row: Listed
    record: Record
    kept: str = ""
    kept_on: date | None = None

    @property
    def value(self) -> str:
        """What a person ticks: the record, the code, the day."""
        return f"{self.record.public_id}|{self.row.code}|{self.row.on or ''}"


@dataclass(slots=True)
class Compared:
    """What came of it. `proposed`: codes to be written; `other_days`, `other_codes`: what differs; `agreeing`: a count.

    `not_here`: rows of the list without a record; `not_there`: records without a row; `elsewhere` and `unreadable`
    count rows of other units and rows whose code or day cannot be read.
    """

    proposed: list[Pair] = field(default_factory=list)
    other_days: list[Pair] = field(default_factory=list)
    other_codes: list[Pair] = field(default_factory=list)
    not_here: list[Listed] = field(default_factory=list)
    not_there: list[Record] = field(default_factory=list)
    not_there_more: bool = False
    unreadable: list[int] = field(default_factory=list)
    agreeing: int = 0
    elsewhere: int = 0
    read: int = 0

    @property
    def shown(self) -> dict[str, list[Any]]:
        """The lists as far as a page shows them: together no more is offered for writing than is written at once."""
        proposed = self.proposed[:MOST_SHOWN]
        other_days = self.other_days[: MOST_SHOWN // 2]
        return {
            "proposed": proposed,
            "other_days": other_days,
            "other_codes": self.other_codes[: MOST_SHOWN // 2],
            "not_here": self.not_here[:MOST_SHOWN],
        }

    @property
    def has_more(self) -> bool:
        """Whether a list is longer than is shown."""
        return any(len(getattr(self, name)) > len(rows) for name, rows in self.shown.items())


def compare(content: bytes, *, unit_id: int, group: str, reach: Reach) -> Compared:
    """Read a list and lay it beside the records of the unit that the account sees. Nothing is kept of the file.

    Refusal for a file that cannot be read or has no column of codes.
    """
    sheets = reading.read_all(content)
    listed: list[Listed] = []
    refused: Refusal | None = None
    for sheet in sheets:
        try:
            listed += columns.rows(sheet, group)
        except Refusal as refusal:  # a sheet of notes beside the list
            refused = refusal
    if not listed:
        raise refused or Refusal("Danh sách không có dòng nào dưới tiêu đề; hãy xem lại tệp.")
    return _beside(listed, unit_id, reach)


def _beside(listed: list[Listed], unit_id: int, reach: Reach) -> Compared:
    name = fold(places.names([unit_id], reach.on).get(unit_id, ""))
    found = Compared(read=len(listed))
    rows = []
    for row in listed:
        if row.is_unreadable:
            found.unreadable.append(row.line)
        elif row.unit and fold(row.unit) != name:
            found.elsewhere += 1
        elif row.code or row.number:
            rows.append(row)
    ours = reach.seen(Record.objects.filter(unit_id=unit_id, type__in=GROUPS))
    _match(rows, ours, found)
    return found


def _match(rows: list[Listed], ours: QuerySet, found: Compared) -> None:
    by_code, by_number = _by_code(rows, ours), _by_number(rows, ours)
    met: set[int] = set()
    for row in rows:
        record = by_code.get((row.group, row.code)) if row.code else None
        record = record or (by_number.get((row.group, *row.number)) if row.number else None)
        if not row.code:  # a line of ours that nobody has filled in
            continue
        if record is None or record.pk in met:
            found.not_here.append(row)
            continue
        met.add(record.pk)
        _sort(row, record, found)
    waiting = ours.filter(NOT_UPDATED, type__in={row.group for row in rows}, received_on__gte=owed_since())
    left = list(waiting.exclude(pk__in=met).order_by("received_on", "id")[: MOST_SHOWN + 1])
    gone = _kept_but_missing(rows, ours, met)
    found.not_there = (gone + left)[:MOST_SHOWN]
    found.not_there_more = len(gone) + len(left) > MOST_SHOWN


def _sort(row: Listed, record: Record, found: Compared) -> None:
    kept = getattr(record, "national", None)
    pair = Pair(row, record, kept.code if kept else "", kept.on if kept else None)
    if not pair.kept:
        found.proposed.append(pair)
    elif pair.kept != row.code:
        found.other_codes.append(pair)
    elif row.on and pair.kept_on != row.on:
        found.other_days.append(pair)
    else:
        found.agreeing += 1


def _kept_but_missing(rows: list[Listed], ours: QuerySet, met: set[int]) -> list[Record]:
    """Records with a code that the list ought to hold, within the days that the list covers, and does not."""
    days = [row.on for row in rows if row.on]
    if not days:
        return []
    within = ours.filter(national__on__range=(min(days), max(days)), type__in={row.group for row in rows})
    missing = within.exclude(national__code="").exclude(pk__in=met).select_related("national")
    return list(missing.order_by("received_on", "id")[: MOST_SHOWN + 1])


def _by_code(rows: list[Listed], ours: QuerySet) -> dict[tuple[str, str], Record]:
    codes = sorted({row.code for row in rows if row.code})
    read = ours.select_related("national")
    return {
        (record.type, record.national.code): record
        for part in _chunks(codes)
        for record in read.filter(national__code__in=part)
    }


def _by_number(rows: list[Listed], ours: QuerySet) -> dict[tuple[str, int, int], Record]:
    numbers = sorted({row.number for row in rows if row.number})
    read = ours.select_related("national")
    found = {}
    for part in _chunks(numbers):
        asked = Q()
        for year in {year for _no, year in part}:
            asked |= Q(register_year=year, register_no__in=[no for no, of in part if of == year])
        for record in read.filter(asked):
            found[record.type, record.register_no, record.register_year] = record
    return found


def _chunks[T](values: list[T]) -> Iterable[list[T]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))
