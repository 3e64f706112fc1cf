"""Standing duties: what a unit owes in every month or week, generated ahead and met by records.

`reschedule` is the writer for them. It is idempotent: a duty that exists is kept, and only its meeting is filled in.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from danvan import law
from danvan.org.models import Unit
from danvan.org.tree import Tree
from danvan.records.declare import StandingDuty, record_types
from danvan.records.loading import copy_rows
from danvan.records.models import Duty
from danvan.records.writing import say_who
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Span:
    """One month or week: its key (2023-02, 2023-W06) and its first and last day."""

    key: str
    first: date
    last: date


def spans(every: str, since: date, until: date) -> Iterator[Span]:
    """The whole months or ISO weeks that end within [since, until]."""
    day = since
    while day <= until:
        span = _month(day) if every == "month" else _week(day)
        if since <= span.last <= until:
            yield span
        day = span.last + timedelta(days=1)


def _month(day: date) -> Span:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Span(f"{day:%Y-%m}", day.replace(day=1), following - timedelta(days=1))


def _week(day: date) -> Span:
    first = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Span(f"{year}-W{week:02d}", first, first + timedelta(days=6))


@transaction.atomic
def reschedule(under: Unit, since: date, until: date, *, is_illustrative: bool = False) -> int:
    """Make the standing duties of a unit and all below whose span ends within [since, until], and mark those met.

    Returns how many are new. The lists hold the whole country; `under` is what this installation serves.
    """
    say_who(None, "Lập nghĩa vụ định kỳ")
    made = 0
    for kind in record_types():
        for standing in kind.standing:
            for span in spans(standing.every, since, until):
                made += _make(standing, span, under, is_illustrative)
    return made


def _make(standing: StandingDuty, span: Span, under: Unit, is_illustrative: bool) -> int:
    wording = _wording(standing.rule, span.last)
    if wording is None:
        return 0
    units = [unit.pk for unit in Tree(span.last, under).units_of_kinds(standing.unit_kinds)]
    present = {
        duty.unit_id: duty
        for duty in Duty.objects.filter(record=None, clock=standing.key, period=span.key, unit_id__in=units)
    }
    meeting = _meeting(standing, span, times=int(wording.value))
    new = [_duty(standing, span, wording, unit, is_illustrative) for unit in units if unit not in present]
    for duty in new:
        _meet(duty, meeting)
    copy_rows(Duty, new)
    changed = [duty for duty in present.values() if _meet(duty, meeting)]
    Duty.objects.bulk_update(changed, ["met_on", "met_by"])
    return len(new)


def _wording(rule: str, on: date) -> Any | None:
    """The wording in force, or None on a day before or after the rule's life."""
    try:
        return law.rulebook().wording(rule, on)
    except Refusal:
        return None


def _meeting(standing: StandingDuty, span: Span, times: int) -> dict[int, tuple[date, int]]:
    """Unit id → (day, record id) of the record by which the count asked for was reached."""
    source: type[Model] = standing.source
    rows = (
        source._default_manager.filter(
            standing.met_by, **{f"{standing.placed_by}__range": (span.first, span.last)}
        )
        .order_by(standing.placed_by, "pk")
        .values_list("unit_id", standing.placed_by, "pk")
    )
    seen: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for unit_id, day, pk in rows:
        seen[unit_id].append((day, pk))
    return {unit_id: days[times - 1] for unit_id, days in seen.items() if len(days) >= times}


def _meet(duty: Duty, meeting: dict[int, tuple[date, int]]) -> bool:
    met = meeting.get(duty.unit_id)
    if met is None or duty.met_on:
        return False
    duty.met_on, duty.met_by_id = met
    return True


def _duty(standing: StandingDuty, span: Span, wording: Any, unit_id: int, is_illustrative: bool) -> Duty:
    due = law.due_in_span(wording, span.first, span.last)
    return Duty.from_due(
        due,
        record_id=None,
        unit_id=unit_id,
        clock=standing.key,
        label=str(standing.label),
        period=span.key,
        is_illustrative=is_illustrative,
    )
