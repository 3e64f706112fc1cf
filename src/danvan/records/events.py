"""Duties that an event calls forth at a unit: a session of the head, whose schedule must be posted before it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from danvan import law
from danvan.org.models import UnitName
from danvan.records.area import Area
from danvan.records.declare import StandingDuty, standing_duties
from danvan.records.models import Duty
from danvan.records.owing import due_after

_BATCH = 1000


def call_forth(standing: StandingDuty, area: Area, since: date, until: date, days: law.Calendar) -> int:
    """Make the duty for every event of these days that has none yet; how many. One query and the writing."""
    event = standing.events
    assert event
    known = Duty.objects.filter(record_id=OuterRef("pk"), clock=standing.key)
    records = event.model._default_manager.filter(
        event.where, ~Exists(known), **{f"{event.dated_by}__range": (since, until)}
    )
    return _make(standing, records.order_by("pk"), lambda on: set(area.units(standing, on)), days)


def follow(record: Any, days: law.Calendar) -> int:
    """Make the duties that a record just written calls forth; how many."""
    made, kind = 0, type(record)
    for standing in standing_duties().values():
        event = standing.events
        if event is None or event.model is not kind or getattr(record, event.dated_by) is None:
            continue
        known = Duty.objects.filter(record_id=record.pk, clock=standing.key)
        if known.exists() or not event.model._default_manager.filter(event.where, pk=record.pk).exists():
            continue
        made += _make(standing, [record], _owes(standing, record.unit_id), days)
    return made


def _owes(standing: StandingDuty, unit_id: int) -> Callable[[date], set[int]]:
    def units(on: date) -> set[int]:
        owing = UnitName.objects.on(on).filter(unit_id=unit_id, kind__in=standing.unit_kinds)
        return set(owing.values_list("unit_id", flat=True))

    return units


def _make(
    standing: StandingDuty, records: Iterable[Any], owing: Callable[[date], set[int]], days: law.Calendar
) -> int:
    event = standing.events
    assert event
    asked: dict[date, tuple[law.Due | None, set[int]]] = {}
    new = []
    for record in records:
        on = getattr(record, event.dated_by)
        if on not in asked:
            asked[on] = due_after(standing, on, days), owing(on)
        due, units = asked[on]
        if due is not None and record.unit_id in units:
            new.append(_duty(standing, record, due))
    Duty.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


def _duty(standing: StandingDuty, record: Any, due: law.Due) -> Duty:
    return Duty.from_due(
        due,
        record_id=record.pk,
        unit_id=record.unit_id,
        clock=standing.key,
        label=str(standing.label),
        is_illustrative=record.is_illustrative,
    )
