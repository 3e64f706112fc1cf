"""The deadline engine: a rule, the day it begins and what happened meanwhile give a due day and its ledger.

Counting follows Bộ luật Dân sự 2015, Điều 147 and 148: the first day is not counted; a last day that is off moves to the
next working day; a month ends on the same date or at the month's end.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from danvan.law import telling
from danvan.law.allowing import Extension, checked_extensions, checked_suspensions
from danvan.law.book import calendar as default_calendar
from danvan.law.book import rulebook
from danvan.law.dues import Due
from danvan.law.ledger import COUNTED, Step
from danvan.law.reading_dates import add_months
from danvan.law.rules import RuleBook, Wording
from danvan.law.walking import Clock, Span, Suspension, walk_back
from danvan.law.working_days import Calendar
from danvan.ui.errors import Refusal

_WORKING_DAYS = "ngày làm việc"
_MONTHS = {"tháng": 1, "năm": 12}


def due(
    rule: str,
    begins: date,
    *,
    case: str | None = None,
    suspensions: Iterable[Suspension | tuple[date, date]] = (),
    extensions: Iterable[Extension | int] = (),
    calendar: Calendar | None = None,
    book: RuleBook | None = None,
) -> Due:
    """The due day of `rule` for an event on `begins`, under the wording of that day.

    `case` picks a total (phuc_tap, vung_xa…); `suspensions` are spans with both ends included; `extensions` are days
    granted on paper. Refusal: no such rule, not law on that day, a case, suspension or extension the rule does not know.
    """
    book = book or rulebook()
    calendar = calendar or default_calendar()
    pauses = [pause if isinstance(pause, Suspension) else Suspension(*pause) for pause in suspensions]
    grants = [grant if isinstance(grant, Extension) else Extension(grant) for grant in extensions]
    own = _due(book.wording(rule, begins), begins, case, pauses, grants, calendar, book)
    rival = own.wording.conflicts_with
    if not rival or not any(wording.is_in_force(begins) for wording in book.wordings(rival)):
        return own
    other = _due(book.wording(rival, begins), begins, None, pauses, grants, calendar, book)
    return _with_conflict(own, other)


def due_in_span(wording: Wording, first: date, last: date, calendar: Calendar | None = None) -> Due:
    """What is owed within a week or month: due on its last day, or, when the span has no working day, on the next one.

    Refusal when the wording is not a frequency.
    """
    if wording.kind != "frequency":
        raise Refusal(
            f"Quy tắc {wording.key} không phải việc định kỳ; hãy dùng quy tắc có tần suất theo tuần, tháng."
        )
    calendar = calendar or default_calendar()
    latest = last if calendar.next_working(first) <= last else calendar.next_working(last)
    provisional = calendar.is_provisional(first, latest)
    steps = telling.in_span(wording, first, last)
    days = steps[1].days
    later = latest if latest != last else None
    steps += [
        telling.result(last, days, provisional=provisional, later=later),
        telling.citing(wording, last),
    ]
    verdict = wording.checked.allows_verdict
    return Due(wording.key, wording, None, first, last, latest, latest, provisional, verdict, tuple(steps))


def _due(
    wording: Wording,
    begins: date,
    case: str | None,
    pauses: list[Suspension],
    grants: list[Extension],
    calendar: Calendar,
    book: RuleBook,
) -> Due:
    if wording.kind != "duration":
        raise Refusal(
            f"Quy tắc {wording.key} ({wording.label}) không phải một thời hạn nên không tính được ngày đến hạn."
        )
    length = wording.length(case)
    checked_suspensions(wording, pauses, book)
    checked_extensions(wording, grants, begins, book)
    try:
        spans, end = _spans(wording, begins, length, pauses, grants, calendar)
        due_on = calendar.next_working(end) if wording.roll else end
        latest = _latest(wording, begins, length, pauses, grants, calendar, due_on)
    except OverflowError:
        raise Refusal(
            f"Thời hạn của quy tắc {wording.key} vượt quá lịch; hãy kiểm tra ngày bắt đầu."
        ) from None
    provisional = _is_provisional(wording, begins, end, due_on, latest, calendar)
    steps = [telling.begin(wording, begins, case, length)]
    grounds = {pause.first: f" ({pause.ground})" if pause.ground else "" for pause in pauses}
    steps += [telling.passing(span, wording, calendar, grounds) for span in spans]
    if due_on != end:
        steps.append(telling.rolling(end, due_on, calendar, book))
    steps += _closing(wording, steps, due_on, latest, provisional)
    verdict = wording.checked.allows_verdict
    return Due(wording.key, wording, case, begins, due_on, latest, latest, provisional, verdict, tuple(steps))


def _closing(
    wording: Wording, steps: list[Step], due_on: date, latest: date, provisional: bool
) -> list[Step]:
    counted = sum(step.days for step in steps if step.kind in COUNTED)
    later = latest if latest != due_on else None
    return [
        telling.result(due_on, counted, provisional=provisional, later=later),
        telling.citing(wording, due_on),
    ]


def _spans(
    wording: Wording,
    begins: date,
    length: int,
    pauses: list[Suspension],
    grants: list[Extension],
    calendar: Calendar,
    *,
    lenient: bool = False,
) -> tuple[list[Span], date]:
    working = calendar if wording.unit == _WORKING_DAYS else None
    if wording.direction == "backwards":
        spans = walk_back(begins, length, working)
        return spans, spans[-1].first
    if wording.unit in _MONTHS:
        end = add_months(begins, length * _MONTHS[wording.unit])
        return [Span("count", begins + timedelta(days=1), end)], end
    clock = Clock(begins, pauses, working, lenient=lenient)
    clock.run(length)
    for grant in grants:
        clock.run(grant.days, "extended")
    return clock.spans, clock.finish()


def _latest(
    wording: Wording,
    begins: date,
    length: int,
    pauses: list[Suspension],
    grants: list[Extension],
    calendar: Calendar,
    due_on: date,
) -> date:
    # Counting back, the plain reading already ends latest: doubtful days off are worked in it.
    if wording.direction == "backwards" or not calendar.has_doubt(begins, due_on):
        return due_on
    _, end = _spans(wording, begins, length, pauses, grants, calendar, lenient=True)
    return max(due_on, calendar.next_working(end, lenient=True) if wording.roll else end)


def _is_provisional(
    wording: Wording, begins: date, end: date, due_on: date, latest: date, calendar: Calendar
) -> bool:
    if wording.unit == _WORKING_DAYS:
        return calendar.is_provisional(min(begins, due_on), max(begins, latest))
    # In calendar days only the end can meet a day off.
    return wording.roll and calendar.is_provisional(end, latest)


def _with_conflict(own: Due, other: Due) -> Due:
    latest = max(own.latest_on, other.latest_on)
    return Due(
        own.rule,
        own.wording,
        own.case,
        own.begins_on,
        own.due_on,
        own.own_latest_on,
        latest,
        own.provisional or other.provisional,
        own.verdict_possible and other.verdict_possible,
        (*own.ledger, telling.conflicting(own.wording, other.wording, other.due_on)),
        other,
    )
