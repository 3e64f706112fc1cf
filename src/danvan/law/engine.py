"""The deadline engine: a rule, the day it begins and what happened meanwhile give a due day and its ledger.

Counting follows Bộ luật Dân sự 2015, Điều 147 and 148: the first day is not counted; a last day that is off moves to the
next working day; a month ends on the same date or at the month's end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from danvan.law import telling
from danvan.law.allowing import Extension, checked_extensions, checked_suspensions
from danvan.law.book import calendar as default_calendar
from danvan.law.book import rulebook
from danvan.law.dues import Due
from danvan.law.ledger import Step
from danvan.law.reading_dates import add_months
from danvan.law.rules import Governing, RuleBook
from danvan.law.walking import Clock, Suspension
from danvan.law.wordings import Wording
from danvan.law.working_days import Calendar
from danvan.ui.errors import Refusal

_WORKING_DAYS = "ngày làm việc"
_MONTHS = {"tháng": 1, "năm": 12}


def due(
    rule: str,
    begins: date,
    *,
    case: str | None = None,
    suspensions: Iterable[Suspension | tuple[date, date | None]] = (),
    extensions: Iterable[Extension | int] = (),
    calendar: Calendar | None = None,
    book: RuleBook | None = None,
    domain: str | None = None,
) -> Due:
    """The due day of `rule` for an event on `begins`, under the wording of that day.

    `case` picks a total (phuc_tap, vung_xa…); `suspensions` are spans with both ends included, the last perhaps without
    an end (None); `extensions` are days granted on paper; `domain` is the field of the matter, whose own law may win:
    then `Due.rule` is the special rule, or there is no verdict where the book does not hold one. Refusal: no such rule,
    not law on that day, a case, suspension, extension or field that is not known.
    """
    book = book or rulebook()
    field = book.governing(rule, begins, domain) if domain else None
    wording = field.wording if field else book.wording(rule, begins)
    answer = due_under(
        wording,
        begins,
        case=case,
        suspensions=suspensions,
        extensions=extensions,
        calendar=calendar,
        book=book,
    )
    return _governed(answer, field) if field and field.is_special else answer


def due_under(
    wording: Wording,
    begins: date,
    *,
    case: str | None = None,
    suspensions: Iterable[Suspension | tuple[date, date | None]] = (),
    extensions: Iterable[Extension | int] = (),
    calendar: Calendar | None = None,
    book: RuleBook | None = None,
) -> Due:
    """The due day under one wording, whether or not it was in force when the event happened; else as `due`."""
    book = book or rulebook()
    calendar = calendar or default_calendar()
    pauses = [pause if isinstance(pause, Suspension) else Suspension(*pause) for pause in suspensions]
    grants = [grant if isinstance(grant, Extension) else Extension(grant) for grant in extensions]
    since = max(begins, wording.valid_from)
    rival = book.in_force(wording.conflicts_with, since) if wording.conflicts_with else None
    stands = bool(pauses) and any(pause.last is None for pause in pauses)
    own = _Terms(wording, begins, case, pauses, grants, calendar, book, stands)
    other = _Terms(rival, begins, None, pauses, grants, calendar, book, stands) if rival else None
    return _due(own, other)


@dataclass(slots=True)
class _Terms:
    """All that one reading of a limit needs."""

    wording: Wording
    begins: date
    case: str | None
    pauses: list[Suspension]
    grants: list[Extension]
    calendar: Calendar
    book: RuleBook
    stands: bool  # a suspension has begun and not ended

    def check(self) -> None:
        """Refusal for what is no limit, and for a suspension or extension the law does not know."""
        wording = self.wording
        if wording.kind != "duration":
            raise Refusal(
                f"Quy tắc {wording.key} ({wording.label}) không phải một thời hạn nên không tính được ngày đến hạn."
            )
        if self.pauses:
            checked_suspensions(wording, self.pauses, self.book)
        if self.grants:
            checked_extensions(wording, self.grants, max(self.begins, wording.valid_from), self.book)

    def walked(self, *, lenient: bool = False) -> Clock:
        """A clock run to its due day."""
        wording, length = self.wording, self.wording.length(self.case)
        working = wording.unit == _WORKING_DAYS
        clock = Clock(self.begins, self.pauses, self.calendar, working=working, lenient=lenient)
        if wording.direction == "backwards":
            clock.run_back(length)
        elif wording.unit in _MONTHS:
            clock.run_to(add_months(self.begins, length * _MONTHS[wording.unit]))
        else:
            clock.run(length)
            for grant in self.grants:
                clock.extend(grant.days)
        if wording.roll:
            clock.roll()
        clock.finish()
        return clock

    def latest(self, due_on: date) -> date:
        """The due day of the most generous reading."""
        if self.stands:
            return date.max
        # Counting back, the plain reading already ends latest: doubtful days off are worked in it.
        if self.wording.direction == "backwards" or not self.calendar.has_doubt(self.begins, due_on):
            return due_on
        return max(due_on, self.walked(lenient=True).position)

    def is_provisional(self, clock: Clock, latest: date) -> bool:
        """Whether the day rests on a calendar not yet announced."""
        if self.stands:
            return True
        if self.wording.unit == _WORKING_DAYS:
            first, last = min(self.begins, clock.position), max(self.begins, latest)
            return self.calendar.is_provisional(first, last)
        # In calendar days only the end can meet a day off.
        return self.wording.roll and self.calendar.is_provisional(clock.counted_to, latest)

    def steps(self, clock: Clock) -> list[Step]:
        """The ledger up to the due day."""
        wording = self.wording
        begin = telling.begin(wording, self.begins, self.case, wording.length(self.case))
        teller = telling.Teller(wording, clock.counted_to, self.calendar, self.book, self.pauses, self.grants)
        return [begin, *teller.steps(clock)]


def _due(terms: _Terms, rival: _Terms | None = None) -> Due:
    terms.check()
    wording = terms.wording
    try:
        clock = terms.walked()
        due_on = clock.position
        own_latest = terms.latest(due_on)
    except OverflowError:
        raise Refusal(
            f"Thời hạn của quy tắc {wording.key} vượt quá lịch; hãy kiểm tra ngày bắt đầu."
        ) from None
    provisional = terms.is_provisional(clock, own_latest)
    steps = terms.steps(clock)
    if terms.stands:
        steps.append(telling.standing(wording, due_on, clock.counted))
    else:
        later = own_latest if own_latest != due_on else None
        steps.append(telling.result(wording, due_on, clock.counted, provisional=provisional, later=later))
    steps.append(telling.citing(wording, due_on))
    latest, verdict = own_latest, wording.checked.allows_verdict
    other = _due(rival) if rival else None
    if other:
        latest = max(latest, other.latest_on)
        provisional = provisional or other.provisional
        verdict = verdict and other.verdict_possible
        steps.append(telling.conflicting(wording, other.wording, other.due_on))
    ledger = tuple(steps)
    begins, case, key = terms.begins, terms.case, wording.key
    return Due(key, wording, case, begins, due_on, own_latest, latest, provisional, verdict, ledger, other)


def _governed(due: Due, field: Governing) -> Due:
    certain = field.special is field.wording
    ledger = (*due.ledger, telling.governed(field, due.due_on))
    return replace(due, verdict_possible=due.verdict_possible and certain, ledger=ledger)
