"""Names of units on a day, read in one question however many there are."""

from collections.abc import Iterable
from datetime import date

from danvan.org.models import UnitName


def names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """Unit id → its name on the day; the newest known name for a unit that did not live then. One query."""
    found: dict[int, str] = {}
    rows = UnitName.objects.filter(unit_id__in=set(unit_ids)).order_by("valid")
    settled: set[int] = set()
    for unit_id, name, valid in rows.values_list("unit_id", "name", "valid"):
        if unit_id in settled:
            continue
        found[unit_id] = name
        if on in valid:
            settled.add(unit_id)
    return found


def choices(unit_ids: Iterable[int], on: date) -> list[tuple[str, str]]:
    """(id, name) pairs in Vietnamese order, for a select control. One query."""
    rows = UnitName.objects.filter(unit_id__in=set(unit_ids)).on(on).order_by("sort_key", "unit_id")
    return [(str(unit_id), name) for unit_id, name in rows.values_list("unit_id", "name")]
