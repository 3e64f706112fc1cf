"""Report periods: which days a month's, quarter's, half-year's or year's figures cover, by the law of that period.

The wording is the one in force on the window's last day, since a report is made when its window has closed.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from danvan.law.book import rulebook
from danvan.law.reading_dates import add_months, parse_span
from danvan.law.rules import RuleBook
from danvan.law.wordings import Wording
from danvan.law.words import day
from danvan.ui.errors import Refusal

FIRST_YEAR, LAST_YEAR = (
    1900,
    2199,
)  # the years that a day of ours can have; beside the calendar's ends dates overflow

# Part of the year → (first month, number of months, label before the year).
_PARTS = {
    "Q1": (1, 3, "Quý I/"),
    "Q2": (4, 3, "Quý II/"),
    "Q3": (7, 3, "Quý III/"),
    "Q4": (10, 3, "Quý IV/"),
    "6M": (1, 6, "6 tháng đầu năm "),
    "6M2": (7, 6, "6 tháng cuối năm "),
    "9M": (1, 9, "9 tháng năm "),
    "Y": (1, 12, "Năm "),
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER = r"(?:quý|quy|q)\s*([1-4]|iv|i{1,3})"
_YEAR = r"(?:năm\s*)?(\d{4})"
_BETWEEN = r"\s*[-/.,]?\s*"
_PATTERNS = (
    (re.compile(_QUARTER + _BETWEEN + _YEAR), "quarter_first"),
    (re.compile(_YEAR + _BETWEEN + _QUARTER), "quarter_last"),
    (re.compile(r"(\d{4})-([69])m([12]?)"), "months_last"),
    (re.compile(r"(\d{4})-h([12])"), "half_last"),
    (re.compile(r"([69])(?:m| tháng)\s*(đầu|cuối)?" + _BETWEEN + _YEAR), "months_first"),
    (re.compile(r"(\d{4})-(\d{1,2})"), "month_last"),
    (re.compile(r"(?:tháng\s*)?(\d{1,2})/(\d{4})|tháng\s*(\d{1,2})\s*năm\s*(\d{4})"), "month_first"),
    (re.compile(_YEAR + r"(?:-y)?"), "year"),
)
_REGIMES = ("RP", "GR")
_FREE = "RP.ADHOC"  # a report that is asked for: whoever asks names its days


@dataclass(frozen=True, slots=True)
class Period:
    """A report period and the days its figures cover, both ends included."""

    code: str
    label: str
    first: date
    last: date
    rule: str
    wording: Wording

    @property
    def citation(self) -> str:
        """Article and text that set the window."""
        return self.wording.citation

    @property
    def status(self) -> str:
        """V, S or M; an M window is an assumption and says so on the report."""
        return self.wording.checked.status

    @property
    def is_free(self) -> bool:
        """Whether its days were named by whoever asked, and not by a text."""
        return self.rule == _FREE

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last


def period(code: str, regime: str | None = None, book: RuleBook | None = None) -> Period:
    """The period of a code such as 2023-Q1, Q1/2023, quý I/2023, 2023-6M (2023-H1), 2023-02, 2023, or of two days.

    A free period is written A..B (2023-01-05..2023-02-10) and stands on the rule for reports that are asked for.
    `regime` RP is the inspection sector's reports, GR the whole administration's; by default RP, and GR where RP has no
    such period (months). Refusal for a code that cannot be read and for a period no known text governs.
    """
    if ".." in code:
        return _free(code, book or rulebook())
    year, part = read_code(code)
    if regime is not None and regime not in _REGIMES:
        raise Refusal(
            f"Chế độ báo cáo «{regime}» không có; chỉ có RP (ngành thanh tra) và GR (hành chính nhà nước)."
        )
    book = book or rulebook()
    for prefix in (regime,) if regime else _REGIMES:
        if found := _find(book, prefix, year, part):
            return found
    raise Refusal(_without_law(year, part, regime, book))


def _free(code: str, book: RuleBook) -> Period:
    first, last = parse_span(code)
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise Refusal(f"Khoảng ngày «{code}» ngoài các năm {FIRST_YEAR}–{LAST_YEAR}; hãy kiểm tra lại.")
    wording = book.in_force(_FREE, last)
    if wording is None:
        since = book.wordings(_FREE)[0].valid_from
        raise Refusal(
            f"Khoảng ngày đến {day(last)} không có văn bản nào trong bộ quy tắc quy định báo cáo theo yêu cầu; "
            f"loại kỳ này chỉ có từ {day(since)}."
        )
    label = f"Từ {day(first)} đến {day(last)}"
    return Period(f"{first.isoformat()}..{last.isoformat()}", label, first, last, wording.key, wording)


def read_code(code: str) -> tuple[int, str]:
    """(year, part) of what was typed; part is Q1–Q4, 6M, 6M2, 9M, Y or M01–M12."""
    text = " ".join(unicodedata.normalize("NFC", code).casefold().split())
    for pattern, shape in _PATTERNS:
        if match := pattern.fullmatch(text):
            read = _READERS[shape](*match.groups())
            if not FIRST_YEAR <= read[0] <= LAST_YEAR:
                break
            if read[1] in _PARTS or read[1] in {f"M{month:02d}" for month in range(1, 13)}:
                return read
    raise Refusal(
        f"Không đọc được kỳ báo cáo «{code}»; hãy viết như 2023-Q1, 2023-6M, 2023-9M, 2023-02, 2023 "
        "hoặc 2023-01-05..2023-02-10."
    )


def _months(number: str, half: str | None, year: str) -> tuple[int, str]:
    return int(year), f"{number}M" + ("2" if half in ("cuối", "2") else "")


def _quarter(number: str, year: str) -> tuple[int, str]:
    return int(year), f"Q{_ROMAN.get(number) or number}"


def _month(month: str, year: str) -> tuple[int, str]:
    return int(year), f"M{int(month):02d}"


_READERS: dict[str, Callable[..., tuple[int, str]]] = {
    "quarter_first": _quarter,
    "quarter_last": lambda year, number: _quarter(number, year),
    "months_last": lambda year, number, half: _months(number, half, year),
    "half_last": lambda year, half: _months("6", half, year),
    "months_first": _months,
    "month_last": lambda year, month: _month(month, year),
    "month_first": lambda a, b, c, d: _month(a or c, b or d),
    "year": lambda year: (int(year), "Y"),
}


def _find(book: RuleBook, prefix: str, year: int, part: str) -> Period | None:
    for wording in _candidates(book, prefix, part):
        if "absent" in wording.window:
            continue
        first, last = _edges(wording, year, part)
        if wording.is_in_force(last):
            return Period(_code(year, part), _label(year, part), first, last, wording.key, wording)
    return None


def _candidates(book: RuleBook, prefix: str, part: str) -> list[Wording]:
    kind = "M" if part.startswith("M") else part
    keys = (key for key in book.keys() if key.startswith(f"{prefix}."))  # noqa: SIM118 (a rule book is no mapping)
    wordings = (wording for key in keys for wording in book.wordings(key))
    return [wording for wording in wordings if wording.kind == "window" and kind in wording.window["periods"]]


def _edges(wording: Wording, year: int, part: str) -> tuple[date, date]:
    window = wording.window
    if "first" in window:
        first, last = (date(year + edge[0], edge[1], edge[2]) for edge in (window["first"], window["last"]))
        return first, last
    begins, months = (int(part[1:]), 1) if part.startswith("M") else _PARTS[part][:2]
    start = date(year, begins, 1)
    opens = add_months(start, -1).replace(day=window["opens"])
    closes = add_months(start, months - 1).replace(day=window["closes"])
    return opens, closes


def _code(year: int, part: str) -> str:
    if part == "Y":
        return str(year)
    return f"{year}-{part[1:]}" if part.startswith("M") else f"{year}-{part}"


def _label(year: int, part: str) -> str:
    return f"Tháng {int(part[1:])}/{year}" if part.startswith("M") else f"{_PARTS[part][2]}{year}"


def _without_law(year: int, part: str, regime: str | None, book: RuleBook) -> str:
    label = _label(year, part)
    regimes = (regime,) if regime else _REGIMES
    wordings = [wording for prefix in regimes for wording in _candidates(book, prefix, part)]
    absent = next((wording for wording in wordings if "absent" in wording.window), None)
    if absent and regime:
        return f"Kỳ {label} không có trong {absent.cite.document.cited}, {absent.cite.article}; hãy chọn kỳ khác."
    if not wordings:
        return f"Kỳ {label} không có trong chế độ báo cáo nào của bộ quy tắc; hãy chọn quý, 6 tháng, 9 tháng hoặc năm."
    since = day(min(wording.valid_from for wording in wordings))
    return f"Kỳ {label} không có văn bản nào trong bộ quy tắc quy định; loại kỳ này chỉ có từ {since}."
