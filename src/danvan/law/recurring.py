"""What is owed in every span (a week, a month, a quarter, a half, a year) or by one day of every year."""

from datetime import date, timedelta

from danvan.law import telling
from danvan.law.book import calendar as default_calendar
from danvan.law.dues import Due
from danvan.law.ledger import Step
from danvan.law.reading_dates import add_months
from danvan.law.wordings import Wording
from danvan.law.words import day
from danvan.law.working_days import Calendar
from danvan.ui.errors import Refusal

# The shortest and the longest such span, in days.
_LENGTHS = {"tuần": (7, 7), "tháng": (28, 31), "quý": (90, 92), "6 tháng": (181, 184), "năm": (365, 366)}


def due_in_span(wording: Wording, first: date, last: date, calendar: Calendar | None = None) -> Due:
    """What is owed within a span: due on its last day, or, when the span has no working day, on the next one.

    Refusal when the wording is not a frequency, or the span is not one of those it speaks of.
    """
    if wording.kind != "frequency":
        raise Refusal(
            f"Quy tắc {wording.key} không phải việc định kỳ; hãy dùng quy tắc có tần suất theo tuần, tháng."
        )
    _check_length(wording, first, last)
    calendar = calendar or default_calendar()
    latest = last if calendar.next_working(first) <= last else calendar.next_working(last)
    provisional = calendar.is_provisional(first, latest)
    return _due(wording, telling.in_span(wording, first, last), latest, provisional=provisional)


def due_in_year(wording: Wording, year: int, calendar: Calendar | None = None) -> Due:
    """What is owed for a year by one day of it (or of the next, `year_shift`); the clock begins on 1 January.

    A day that the month has not is its last. A `working` one is the last working day on or before; any other stays
    where it is: no text read moves a fixed date. Refusal when the wording is no deadline or not law on that day.
    """
    named = yearly_day(wording, year)
    if not wording.is_in_force(named):
        raise Refusal(
            f"Lời văn của quy tắc {wording.key} từ {day(wording.valid_from)} không có hiệu lực ngày {day(named)}; "
            "hãy chọn lời văn của ngày ấy."
        )
    calendar = calendar or default_calendar()
    due_on = calendar.last_working(named) if wording.working else named
    provisional = wording.working and calendar.is_provisional(due_on, named)
    steps = telling.in_year(wording, year, named, due_on, calendar)
    return _due(wording, steps, due_on, provisional=provisional)


def yearly_day(wording: Wording, year: int) -> date:
    """The day that a deadline names for a year, before any look at the working days; it picks the wording."""
    if wording.kind != "deadline":
        raise Refusal(
            f"Quy tắc {wording.key} không phải hạn hằng năm; hãy dùng quy tắc ghi tháng và ngày đến hạn."
        )
    first = date(year + wording.year_shift, wording.month, 1)
    last = add_months(first, 1) - timedelta(days=1)
    return first.replace(day=min(wording.day, last.day))


def _check_length(wording: Wording, first: date, last: date) -> None:
    shortest, longest = _LENGTHS[wording.per]
    if not shortest <= (last - first).days + 1 <= longest:
        raise Refusal(
            f"Quy tắc {wording.key} phải làm mỗi {wording.per}; khoảng từ {day(first)} đến {day(last)} "
            f"không phải một {wording.per}, hãy chọn lại khoảng."
        )


def _due(wording: Wording, steps: list[Step], latest: date, *, provisional: bool) -> Due:
    begin, count = steps
    due_on = count.last
    later = latest if latest != due_on else None
    ledger = (
        begin,
        count,
        telling.result(wording, due_on, count.days, provisional=provisional, later=later),
        telling.citing(wording, due_on),
    )
    verdict = wording.checked.allows_verdict
    return Due(wording.key, wording, None, begin.first, due_on, latest, latest, provisional, verdict, ledger)
