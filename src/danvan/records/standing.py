"""Standing duties: what a unit owes in every span and on every event, generated ahead and met by records.

`reschedule` is the writer for them. It is idempotent: a duty that exists is kept as it is, and only its meeting is
filled in. Rows are made by the database, one statement for a duty and span, whatever the number of units.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import connection, transaction

from danvan import law
from danvan.org.models import Unit
from danvan.records import calendar, events
from danvan.records.area import Area
from danvan.records.declare import StandingDuty, standing_duties
from danvan.records.evidence import meet
from danvan.records.history import say_who
from danvan.records.loading import checked_at_once
from danvan.records.models import Duty
from danvan.records.owing import due_in
from danvan.records.spans import Span, spans

# Evidence may be handed in later than its span; older than this it is entered by hand, duty by duty.
LATE_EVIDENCE = timedelta(days=400)
# Set by the row and by the database.
_EACH = {"id", "unit", "created_at"}


@transaction.atomic
@checked_at_once()
def reschedule(
    under: Unit | Iterable[int], since: date, until: date, *, is_illustrative: bool = False
) -> int:
    """Make the standing duties of units and all below that are due within [since, until], and mark those met.

    Returns how many are new. `under` is a unit or the ids of several: what this installation serves of the lists of
    the whole country. Duties on events are made for events of those days.
    """
    say_who(None, "Lập nghĩa vụ định kỳ")
    roots = [under.pk] if isinstance(under, Unit) else under
    area, days = Area(roots, since, until), calendar.current()
    made = 0
    for standing in standing_duties().values():
        if standing.events:
            made += events.call_forth(standing, area, since, until, days)
        else:
            made += _of_spans(standing, area, since, until, days, is_illustrative)
        waiting = Duty.objects.open().filter(clock=standing.key, begins_on__lte=until)
        meet(standing, waiting, since - LATE_EVIDENCE)
    return made


def _of_spans(
    standing: StandingDuty, area: Area, since: date, until: date, days: law.Calendar, is_illustrative: bool
) -> int:
    owed = [
        (span, due)
        for span in _near(standing, since, until)
        if (due := due_in(standing, span, days)) is not None and since <= due.due_on <= until
    ]
    present = _present(standing, [span for span, _due in owed])
    made = 0
    for span, due in owed:
        missing = [unit for unit in area.units(standing, span.last) if unit not in present[span.key]]
        if missing:
            made += _insert(_duty(standing, span, due, is_illustrative), missing)
    return made


def _near(standing: StandingDuty, since: date, until: date) -> Iterator[Span]:
    """Spans of which something may be due in these days: a yearly date lies anywhere in its year, or in the next."""
    if standing.every != "year":
        return spans(standing.every, since, until)
    return spans("year", date(since.year - 1, 1, 1), date(until.year, 12, 31))


def _present(standing: StandingDuty, owed: list[Span]) -> dict[str, set[int]]:
    """Period → ids of the units that have the duty already. One query."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Duty.objects.filter(record=None, clock=standing.key, period__in=[span.key for span in owed])
    for period, unit_id in rows.values_list("period", "unit_id"):
        found[period].add(unit_id)
    return found


def _duty(standing: StandingDuty, span: Span, due: law.Due, is_illustrative: bool) -> Duty:
    return Duty.from_due(
        due,
        clock=standing.key,
        label=str(standing.label),
        period=span.key,
        is_illustrative=is_illustrative,
    )


def _insert(pattern: Duty, unit_ids: list[int]) -> int:
    """One row like the pattern for each unit; a row that another run has just made is kept."""
    fields = [field for field in Duty._meta.local_concrete_fields if field.name not in _EACH]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    # Typed by the column they go to; the JSON ledger is the same for all.
    values = [field.get_db_prep_save(getattr(pattern, field.attname), connection) for field in fields]
    casts = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_duty (unit_id, {columns}) SELECT unit, {casts} FROM unnest(%s::bigint[]) AS unit"
            " ON CONFLICT (unit_id, clock, period) WHERE record_id IS NULL DO NOTHING",
            [*values, unit_ids],
        )
        return cursor.rowcount
