"""The list of what is due to be destroyed in some units, and of what is kept and why: the same for dry run and run.

A list has a digest over everything that makes it; the run takes that digest back and refuses any other list.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.crypto import salted_hmac

from danvan import law
from danvan.records.declare import record_type
from danvan.records.models import Record
from danvan.records.retention import contents, holds, schedule
from danvan.ui.dates import day

MOST = 200  # records of one decision: what a person can look through; the rest comes with the next one
CHUNK = 500
FORMAT = "danvan-huy-2"


@dataclass(frozen=True, slots=True)
class Item:
    """One record whose time is over: since when, by which rule, what would go, and what keeps it."""

    record: Record
    event_on: date
    due: law.Due
    parts: contents.Parts
    held: tuple[holds.Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due and what is held on a day, the oldest first; at most MOST of each, `has_more` says that more follow."""

    on: date
    due: tuple[Item, ...]
    held: tuple[Item, ...]
    has_more: bool

    @property
    def digest(self) -> str:
        """HMAC-SHA256 (hex) over the list of what is due: records as they stand, rules, days, what hangs on them, its words.

        Under a key of the installation, since it stays in the tombstone: a guess at a word cannot be tried against it.
        """
        told = [FORMAT, self.on.isoformat(), *(_told(item) for item in self.due)]
        return salted_hmac(FORMAT, json.dumps(told, ensure_ascii=False), algorithm="sha256").hexdigest()


def plan(unit_ids: Collection[int], on: date, *, sealed_ids: Collection[int] | None = None) -> Plan:
    """The list for units on a day. Of the units outside `sealed_ids` (all are in it when absent) no sealed record."""
    due: list[Item] = []
    held: list[Item] = []
    has_more = False
    for item in _over(unit_ids, on, unit_ids if sealed_ids is None else sealed_ids):
        kept = held if item.held else due
        if len(kept) < MOST:
            kept.append(item)
        else:
            has_more = True
            if len(due) == MOST:
                break
    return Plan(on, tuple(due), tuple(held), has_more)


def why_not(record: Record, on: date) -> list[str]:
    """Why a record may not be destroyed on a day, as sentences; none where its time is over and nothing keeps it."""
    row = schedule.row_of(record.type, record.state)
    if row is None or not record.closed_on:
        return [schedule.why_kept(record.type) if record.closed_on else "Hồ sơ chưa kết thúc."]
    event = getattr(record.own(), row.dated_by)
    if event is None:
        return [schedule.NO_EVENT]
    due = row.time(event)
    if due is None:
        return [schedule.NO_WORDING]
    if due.latest_on >= on:
        return [f"Phải lưu đến hết ngày {day(due.latest_on)} ({due.citation})."]
    return [holding.why for holding in holds.holdings([record.pk], on).get(record.pk, [])]


def counts(unit_ids: Collection[int], on: date) -> dict[int, int]:
    """Unit → how many records have passed their time and still stand: what a compiler may see. No record."""
    found: dict[int, int] = {}
    for row in schedule.rows():
        rows, times = _candidates(row, unit_ids, on)
        past = rows.filter(**{f"{row.dated_by}__in": list(times)}).order_by()
        for unit_id, total in past.values_list("unit_id").annotate(Count("pk")):
            found[unit_id] = found.get(unit_id, 0) + total
    return found


def _over(unit_ids: Collection[int], on: date, sealed_ids: Collection[int]) -> Iterator[Item]:
    """Every record of the units whose time is over, the longest over first, with what keeps it."""
    for row in schedule.rows():
        rows, times = _candidates(row, unit_ids, on)
        rows = rows.filter(**{f"{row.dated_by}__in": list(times)}).select_related("unit")
        hidden = set(unit_ids) - set(sealed_ids)
        rows = rows.exclude(secrecy=Record.Secrecy.SEALED, unit_id__in=hidden)
        rows = rows.order_by(row.dated_by, "pk")
        for start in range(0, rows.count(), CHUNK):
            chunk = list(rows[start : start + CHUNK])
            ids = [record.pk for record in chunk]
            keeping, parts = holds.holdings(ids, on), contents.parts_of(ids)
            for record in chunk:
                event = getattr(record, row.dated_by)
                held = tuple(keeping.get(record.pk, ()))
                yield Item(record, event, times[event], parts[record.pk], held)


def _candidates(row: schedule.Row, unit_ids: Collection[int], on: date) -> tuple[Any, dict[date, law.Due]]:
    """Closed records of a row that still stand, and the end of the time of each day that is over."""
    model = record_type(row.type).model
    rows = model._default_manager.filter(
        state=row.ended, closed_on__isnull=False, tombstone__isnull=True, unit_id__in=unit_ids
    )
    days = rows.filter(**{f"{row.dated_by}__lt": on}).values_list(row.dated_by, flat=True).distinct()
    times = {event: time for event in days.order_by() if (time := row.time(event))}
    return rows, {event: time for event, time in times.items() if time.latest_on < on}


def _told(item: Item) -> list[Any]:
    record = item.record
    return [
        *(record.pk, record.version, record.state, record.type, record.number),
        *(item.event_on.isoformat(), item.due.rule, item.due.latest_on.isoformat()),
        item.parts.hash,
        item.parts.spoken,
    ]
