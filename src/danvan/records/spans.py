"""The spans in which something is owed: weeks, months, quarters, halves and years, with their keys and their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from danvan.law import add_months

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
PER = {"week": "tuần", "month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm"}
_ROMAN = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)
_KEYS = {
    "week": re.compile(r"(\d{4})-W(\d\d)", re.ASCII),
    "month": re.compile(r"(\d{4})-(\d\d)", re.ASCII),
    "quarter": re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    "half": re.compile(r"(\d{4})-H([12])", re.ASCII),
    "year": re.compile(r"(\d{4})", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One span: its key (2023-W06, 2023-02, 2023-Q1, 2023-H1, 2023) and its first and last day."""

    key: str
    first: date
    last: date


def spans(every: str, since: date, until: date) -> Iterator[Span]:
    """The whole spans that end within [since, until]; weeks are ISO weeks."""
    day = since
    while day <= until:
        span = span_of(every, day)
        if since <= span.last <= until:
            yield span
        day = span.last + _DAY


def span_of(every: str, day: date) -> Span:
    """The span in which a day lies; KeyError for a word that is no span."""
    if every == "week":
        first = day - day.weekday() * _DAY
        year, week, _ = day.isocalendar()
        return Span(f"{year}-W{week:02d}", first, first + 6 * _DAY)
    length = MONTHS[every]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Span(_key(every, first), first, add_months(first, length) - _DAY)


def _key(every: str, first: date) -> str:
    number = (first.month - 1) // MONTHS[every] + 1
    return {
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}-Q{number}",
        "half": f"{first.year}-H{number}",
        "year": str(first.year),
    }[every]


def every_of(key: str) -> str:
    """Which kind of span a key names; empty for any other text."""
    return next((every for every, pattern in _KEYS.items() if pattern.fullmatch(key)), "")


def read(key: str) -> Span | None:
    """The span that a key names; None for a text that is no key, or names a week or month that does not exist."""
    every = every_of(key)
    if not every:
        return None
    found = _KEYS[every].fullmatch(key)
    assert found
    year, number = int(found[1]), int(found[2]) if every != "year" else 1
    try:
        if every == "week":
            return span_of(every, date.fromisocalendar(year, number, 1))
        return span_of(every, date(year, (number - 1) * MONTHS[every] + 1, 1))
    except ValueError:
        return None


def words(key: str) -> str:
    """2023-02 → tháng 2/2023; 2023-W06 → tuần 6/2023; 2023-Q1 → quý I/2023; any other text as it is."""
    if read(key) is None:
        return key
    year, _, part = key.partition("-")
    match every_of(key):
        case "week":
            return f"tuần {int(part[1:])}/{year}"
        case "month":
            return f"tháng {int(part)}/{year}"
        case "quarter":
            return f"quý {_ROMAN[int(part[1:]) - 1]}/{year}"
        case "half":
            return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    return f"năm {year}"
