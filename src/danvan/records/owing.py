"""What the law asks of one standing duty in one span: the wording that governs it and the due day."""

from datetime import date, timedelta
from functools import lru_cache

from danvan import law
from danvan.records.declare import StandingDuty
from danvan.records.spans import PER, Span
from danvan.ui.errors import Refusal


def due_in(standing: StandingDuty, span: Span, calendar: law.Calendar) -> law.Due | None:
    """The due day of a duty in a span under the wording of the span's last day; None where no law asked for it then.

    A yearly date falls in the span's year or, where the wording says so, in the next; its own day picks the wording.
    """
    wording = _in_force(standing.rule, span.last)
    if wording is not None and wording.kind == "frequency" and wording.per == PER[standing.every]:
        return law.due_in_span(wording, span.first, span.last, calendar)
    yearly = _yearly(standing.rule, span.last.year) if standing.every == "year" else None
    return None if yearly is None else law.due_in_year(yearly, span.last.year, calendar)


def due_after(standing: StandingDuty, on: date, calendar: law.Calendar) -> law.Due | None:
    """The due day of a duty that an event of a day calls forth; None where no law asked for it then."""
    wording = _in_force(standing.rule, on)
    if wording is None or wording.kind != "duration":
        return None
    return law.due(standing.rule, on, calendar=calendar)


def _in_force(rule: str, on: date) -> law.Wording | None:
    try:
        return law.rulebook().wording(rule, on)
    except Refusal:
        return None


def _yearly(rule: str, year: int) -> law.Wording | None:
    book = law.rulebook()
    for wording in book.wordings(rule) if rule in book else ():
        if wording.kind == "deadline" and wording.is_in_force(_nominal(wording, year)):
            return wording
    return None


def _nominal(wording: law.Wording, year: int) -> date:
    first = date(year + wording.year_shift, wording.month, 1)
    last = law.add_months(first, 1) - timedelta(days=1)
    return first.replace(day=min(wording.day, last.day))


@lru_cache(maxsize=512)
def asked(rule: str, wording_from: date) -> tuple[int, bool]:
    """How often the wording wants it done in a span, and whether it counts days rather than times.

    Two sessions on one day are one day. A yearly date is one time.
    """
    wording = _in_force(rule, wording_from)
    if wording is None or wording.kind != "frequency":
        return 1, False
    return wording.value, wording.unit != "lần"
