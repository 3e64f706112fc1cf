"""Figures that stop before the report's own period ends: interim figures, which break no rule."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from danvan.reports.reader.checks.mentions import Layout
from danvan.reports.reader.facts import Check

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
QUARTER = re.compile(r"\bquý\s+(IV|I{1,3}|[1-4])\s*(?:/|-|,|năm|\s)+\s*(\d{4})\b", re.IGNORECASE)
MONTHS = re.compile(r"\b(6|06|sáu|9|09|chín)\s+tháng\s+(?:đầu\s+)?(?:năm\s+)?(\d{4})\b", re.IGNORECASE)
UNTIL_DAY = re.compile(r"\bđến\s+(?:hết\s+)?ngày\s+(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b", re.IGNORECASE)
UNTIL_MONTH = re.compile(
    r"\bđến\s+(?:hết\s+|cuối\s+)?tháng\s+(\d{1,2})\s*(?:/|-|năm)\s*(\d{4})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """A report period as the text names it; `code` is the law's: "2023-Q1", "2023-6M", "2023-9M"."""

    code: str
    name: str


def report_period(text: str) -> Named | None:
    """The first quarter that the text names, else the first "6 tháng" or "9 tháng"; None without a year."""
    if found := QUARTER.search(text):
        quarter = ROMAN[found[1].upper()]
        return Named(f"{found[2]}-Q{quarter}", f"quý {('I', 'II', 'III', 'IV')[quarter - 1]}/{found[2]}")
    if found := MONTHS.search(text):
        months = 6 if found[1].lower() in ("6", "06", "sáu") else 9
        return Named(f"{found[2]}-{months}M", f"{months} tháng đầu năm {found[2]}")
    return None


def window_checks(layout: Layout) -> list[Check]:
    """One warning (ok None) a named end: "đến tháng 2/2023" inside a report of quý I/2023, with all its
    places.
    """
    period = report_period(layout.text)
    window = official_window(period.code) if period else None
    if period is None or window is None:
        return []
    ends: dict[date, list[re.Match[str]]] = {}
    for until, match in _named_ends(layout.text):
        start, end = layout.sentence(match.start())
        if window[0] <= until < window[1] and layout.between(start, end):
            ends.setdefault(until, []).append(match)
    return [_warning(period, window, matches) for matches in ends.values()]


def official_window(code: str) -> tuple[date, date] | None:
    """First and last day of a report period in force at that time, from the law;
    None where the law knows none.
    """
    try:
        from danvan.law.period import window_of
    except ModuleNotFoundError:
        return None
    return window_of(code)


def _named_ends(text: str) -> list[tuple[date, re.Match[str]]]:
    """The ends that the text names, impossible dates left out; a month ends on its last day."""
    found = []
    for match in UNTIL_MONTH.finditer(text):
        month, year = int(match[1]), int(match[2])
        if 1 <= month <= 12 and year > 0:
            found.append((date(year, month, monthrange(year, month)[1]), match))
    for match in UNTIL_DAY.finditer(text):
        try:
            found.append((date(int(match[3]), int(match[2]), int(match[1])), match))
        except ValueError:
            continue
    return found


def _warning(period: Named, window: tuple[date, date], matches: list[re.Match[str]]) -> Check:
    first, last = (f"{day.day}/{day.month}/{day.year}" for day in window)
    hint = (
        f"Số liệu chưa trọn kỳ: văn bản ghi “{matches[0].group()}”, còn kỳ báo cáo {period.name} "
        f"theo quy định tính từ {first} đến {last}. Đây là số tạm tính, không phải sai phạm; "
        "không so với số liệu trọn kỳ."
    )
    return Check(
        type="window",
        label=f"Số liệu chưa trọn kỳ {period.name}",
        parts=(),
        stated=None,
        computed=None,
        ok=None,
        severity="info",
        hint=hint,
        places=tuple(match.span() for match in matches),
    )
