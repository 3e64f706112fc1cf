"""Figures that stop before the report's own period ends: interim figures, which break no rule."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from danvan.law import BrokenLaw, Period, period
from danvan.reports.reader.checks.mentions import Layout
from danvan.reports.reader.facts import Check
from danvan.ui.errors import Refusal

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
    """One warning (ok None) a named end: "đến tháng 2/2023" inside a report of quý I/2023, with all its places."""
    named_ends = _named_ends(layout.text)
    named = report_period(layout.text) if named_ends else None
    window = official_window(named.code) if named else None
    if named is None or window is None:
        return []
    ends: dict[date, list[re.Match[str]]] = {}
    for until, match in named_ends:
        start, end = layout.sentence(match.start())
        if until in window and until != window.last and layout.between(start, end):
            ends.setdefault(until, []).append(match)
    return [_warning(named, window, matches) for matches in ends.values()]


def official_window(code: str) -> Period | None:
    """The days that a report period covered under the law of its time; None where no known text governs it."""
    try:
        return period(code)
    except BrokenLaw:
        raise  # a damaged rule file is not "no law"
    except Refusal:
        return None


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


def _warning(named: Named, window: Period, matches: list[re.Match[str]]) -> Check:
    first, last = (f"{day.day}/{day.month}/{day.year}" for day in (window.first, window.last))
    hint = (
        f"Số liệu chưa trọn kỳ: văn bản ghi “{matches[0].group()}”, còn kỳ báo cáo {named.name} "
        f"tính từ {first} đến {last} ({window.citation}). Đây là số tạm tính, không phải sai phạm; "
        "không so với số liệu trọn kỳ."
    )
    return Check(
        type="window",
        label=f"Số liệu chưa trọn kỳ {named.name}",
        parts=(),
        stated=None,
        computed=None,
        ok=None,
        severity="info",
        hint=hint,
        places=tuple(match.span() for match in matches),
    )
