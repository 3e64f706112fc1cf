"""Names of units on a day, read in one question however many there are."""

from collections.abc import Iterable
from datetime import date

from danvan.org.models import UnitName


def names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """Unit id → its name on the day; the newest known name for a unit that did not live then. One query."""
    found: dict[int, str] = {}
    rows = UnitName.objects.filter(unit_id__in=set(unit_ids)).order_by("valid")
    settled: set[int] = set()
    for row in rows:
        if row.unit_id in settled:
            continue
        found[row.unit_id] = row.name
        if on in row.valid:
            settled.add(row.unit_id)
    return found


def choices(unit_ids: Iterable[int], on: date) -> list[tuple[str, str]]:
    """(id, name) pairs in Vietnamese order, for a select control. One query."""
    rows = UnitName.objects.filter(unit_id__in=set(unit_ids)).on(on).order_by("sort_key", "unit_id")
    return [(str(row.unit_id), row.name) for row in rows]
