"""Which records meet a standing duty, which stand beside it, and the marking of duties as met.

A duty is marked once and keeps its mark; only the record that met it can take the mark away, by being withdrawn.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from danvan.org.models import Account
from danvan.records.declare import StandingDuty, standing_duties
from danvan.records.models import Duty
from danvan.records.owing import asked

WITHDRAWN = "Hồ sơ làm phát sinh nghĩa vụ này đã được rút lại."
Found = tuple[date, int]  # day, record id
_MEET = """
UPDATE records_duty d SET met_on = m.day, met_by_id = m.record
FROM unnest(%s::bigint[], %s::date[], %s::bigint[]) AS m(id, day, record)
WHERE d.id = m.id AND d.met_on IS NULL
"""


def meeting(duty: Duty, standing: StandingDuty) -> QuerySet:
    """The records that count towards a duty, oldest first."""
    return _of(duty, standing, standing.met_by)


def beside(duty: Duty, standing: StandingDuty) -> QuerySet:
    """The records shown beside the evidence, which meet nothing: sessions held by a deputy."""
    rows = standing.source._default_manager
    return _of(duty, standing, standing.beside) if standing.beside is not None else rows.none()


def _of(duty: Duty, standing: StandingDuty, where: Q) -> QuerySet:
    rows = standing.source._default_manager.filter(where).order_by(standing.placed_by, "pk")
    if duty.record_id:
        return rows.filter(pk=duty.record_id, **{f"{standing.placed_by}__isnull": False})
    if standing.period_by:
        return rows.filter(unit_id=duty.unit_id, **{standing.period_by: duty.period})
    return rows.filter(
        unit_id=duty.unit_id, **{f"{standing.placed_by}__range": (duty.begins_on, duty.due_on)}
    )


def meet(standing: StandingDuty, open_duties: QuerySet, since: date | None = None) -> int:
    """Mark those of a standing duty's open rows that its records meet; how many were marked. Three queries.

    Only records from `since` on are asked for.
    """
    rows = standing.source._default_manager.filter(
        standing.met_by, **{f"{standing.placed_by}__isnull": False}
    )
    if since:
        rows = rows.filter(**{f"{standing.placed_by}__gte": since})
    if standing.events:
        return _mark(_by_record(rows, standing, open_duties))
    found: dict[tuple[int, str], list[Found]] = defaultdict(list)
    columns = ("unit_id", standing.placed_by, "pk", *([standing.period_by] if standing.period_by else []))
    for unit_id, day, pk, *period in rows.order_by(standing.placed_by, "pk").values_list(*columns):
        found[unit_id, *(period or [""])].append((day, pk))
    if not found:
        return 0
    units = {unit_id for unit_id, _period in found}
    waiting = open_duties.filter(record=None, clock=standing.key, unit_id__in=units)
    return _mark(_by_span(waiting, standing, found))


def _by_span(
    waiting: QuerySet, standing: StandingDuty, found: dict[tuple[int, str], list[Found]]
) -> Iterator[tuple[int, Found]]:
    columns = ("pk", "unit_id", "period", "begins_on", "due_on", "rule", "wording_from")
    for pk, unit_id, period, first, last, rule, wording_from in waiting.values_list(*columns):
        records = found.get((unit_id, period if standing.period_by else ""), [])
        if not standing.period_by:
            records = records[bisect_left(records, (first, 0)) : bisect_right(records, (last, 2**63))]
        met = nth(records, *asked(rule, wording_from))
        if met:
            yield pk, met


def _by_record(rows: QuerySet, standing: StandingDuty, open_duties: QuerySet) -> Iterator[tuple[int, Found]]:
    waiting = dict(
        open_duties.filter(record__isnull=False, clock=standing.key).values_list("record_id", "pk")
    )
    for day, record_id in rows.filter(pk__in=waiting).values_list(standing.placed_by, "pk"):
        yield waiting[record_id], (day, record_id)


def nth(records: list[Found], times: int, by_day: bool) -> Found | None:
    """The record by which the count asked for is reached; where days count, one a day. `records` rise by day."""
    seen: set[date] = set()
    for position, (day, pk) in enumerate(records, 1):
        seen.add(day)
        if (len(seen) if by_day else position) == times:
            return day, pk
    return None


def _mark(met: Iterable[tuple[int, Found]]) -> int:
    rows = [(pk, day, record_id) for pk, (day, record_id) in met]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_MEET, [list(column) for column in zip(*rows, strict=True)])
        return cursor.rowcount


def sources() -> dict[type, list[StandingDuty]]:
    """Standing duties by the table whose records meet them."""
    by_table: dict[type, list[StandingDuty]] = defaultdict(list)
    for standing in standing_duties().values():
        by_table[standing.source].append(standing)
    return by_table


def follow(record: Any) -> int:
    """Mark what a record just written meets at its unit; how many. Nothing is asked for a type that meets no duty."""
    marked = 0
    for standing in sources().get(type(record), []):
        day = getattr(record, standing.placed_by)
        if day is None:
            continue
        own = Duty.objects.open().filter(clock=standing.key, unit_id=record.unit_id)
        if standing.events:
            own = own.filter(record_id=record.pk)
        elif standing.period_by:
            own = own.filter(period=getattr(record, standing.period_by))
        else:
            own = own.filter(begins_on__lte=day, due_on__gte=day)
        for duty in own:
            rows = list(meeting(duty, standing).values_list(standing.placed_by, "pk"))
            met = nth(rows, *asked(duty.rule, duty.wording_from))
            marked += _mark([(duty.pk, met)]) if met else 0
    return marked


def retract(record: Any, *, by: Account, on: date) -> int:
    """Take back what a withdrawn record met, where no other record meets it; how many duties are open again.

    What the record itself called forth is excused with it. Called in the transaction of the withdrawal, whose actor and
    reason the history keeps.
    """
    Duty.objects.open().filter(record_id=record.pk).update(excused_on=on, excused_by=by, excuse=WITHDRAWN)
    reopened = 0
    for duty in Duty.objects.filter(met_by_id=record.pk).select_for_update(of=("self",)):
        duty.met_on = duty.met_by = None
        standing = standing_duties().get(duty.clock)
        rows = list(meeting(duty, standing).values_list(standing.placed_by, "pk")) if standing else []
        if met := nth(rows, *asked(duty.rule, duty.wording_from)):
            duty.met_on, duty.met_by_id = met
        duty.save(update_fields=["met_on", "met_by"])
        reopened += duty.met_on is None
    return reopened
