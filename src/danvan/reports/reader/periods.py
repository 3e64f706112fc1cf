"""The spans of time that a text names: "quý I/2023", "đến tháng 2/2023", "6 tháng đầu năm 2020"."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
COUNTED = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
UNKNOWN_YEAR = "????"
YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
DAY = r"(?P<{0}d>[0-9]{{1,2}})[/.-](?P<{0}m>[0-9]{{1,2}})(?:[/.-](?P<{0}y>(?:19|20)[0-9]{{2}}))?"


@dataclass(frozen=True, slots=True)
class Span:
    """One mention of a time. `code` is 2023, 2023-Q1, 2023-6M, 2023-02, 2023-02-16, or first/last of these;
    None where the text does not give the year. `interim` is true for "đến tháng 2/2023": figures up to a
    day that need not be the end of the report's period.
    """

    start: int
    end: int
    raw: str
    code: str | None
    year: int | None
    interim: bool = False


def _range(match: re.Match[str]) -> str | None:
    last_year = match["by"] or match["ay"]
    if last_year is None:
        return None
    first_year = match["ay"] or last_year
    first = f"{first_year}-{int(match['am']):02d}-{int(match['ad']):02d}"
    return f"{first}/{last_year}-{int(match['bm']):02d}-{int(match['bd']):02d}"


def _until_day(match: re.Match[str]) -> str | None:
    if match["ay"] is None:
        return None
    return f"{match['ay']}-01-01/{match['ay']}-{int(match['am']):02d}-{int(match['ad']):02d}"


def _day(_: re.Match[str]) -> str | None:
    """A single day is no period: "ngày 16/3/2023" tells when something was said."""
    return None


def _until_month(match: re.Match[str]) -> str | None:
    year = match["year"] or UNKNOWN_YEAR
    return f"{year}-01/{year}-{int(match['month']):02d}"


def _quarter(match: re.Match[str]) -> str | None:
    return f"{match['year'] or UNKNOWN_YEAR}-Q{ROMAN[match['quarter'].lower()]}"


def _months(match: re.Match[str]) -> str | None:
    count = int(match["count"]) if match["count"].isdigit() else COUNTED[match["count"].lower()]
    return f"{match['year'] or UNKNOWN_YEAR}-{count}M"


def _month(match: re.Match[str]) -> str | None:
    return f"{match['year'] or UNKNOWN_YEAR}-{int(match['month']):02d}"


def _years(match: re.Match[str]) -> str | None:
    return f"{match['year']}/{match['last']}"


def _year(match: re.Match[str]) -> str | None:
    return match["year"]


_OF_YEAR = rf"(?:\s*(?:/|-|,|năm)?\s*(?:năm\s+)?{YEAR}(?![0-9]))?"
_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
    (
        rf"từ\s+(?:ngày\s+)?{DAY.format('a')}\s*(?:đến|tới|-|–)\s*(?:hết\s+)?(?:ngày\s+)?{DAY.format('b')}",
        _range,
    ),
    (rf"{DAY.format('a')}\s*(?:-|–|đến)\s*{DAY.format('b')}", _range),
    (
        rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)?tháng\s+(?P<month>[0-9]{{1,2}}){_OF_YEAR}",
        _until_month,
    ),
    (rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+)?{DAY.format('a')}", _until_day),
    (rf"(?:ngày\s+){DAY.format('a')}", _day),
    (r"(?P<ad>[0-9]{1,2})[/.-](?P<am>[0-9]{1,2})[/.-](?P<ay>(?:19|20)[0-9]{2})", _day),
    (rf"quý\s+(?P<quarter>iv|i{{1,3}}|[1-4])(?!\w){_OF_YEAR}", _quarter),
    (
        r"(?P<count>[0-9]{1,2}|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s+tháng"
        rf"(?:\s+(?:đầu|cuối|qua))?(?:\s+của)?{_OF_YEAR}",
        _months,
    ),
    (rf"tháng\s+(?P<month>[0-9]{{1,2}}){_OF_YEAR}", _month),
    (r"(?P<year>(?:19|20)[0-9]{2})\s*[-–]\s*(?P<last>(?:19|20)[0-9]{2})", _years),
    (rf"(?:năm|nhiệm kỳ)\s+{YEAR}(?![0-9.,]*[0-9])", _year),
    (rf"(?:(?<=so )|(?<=với )|(?<=kỳ )){YEAR}(?![0-9.,]*[0-9])", _year),
)
_FINDERS = tuple((re.compile(rf"(?<!\w)(?:{shape})", re.IGNORECASE), name) for shape, name in _SHAPES)
UNTIL = re.compile(r"(?:tính\s+)?(?:đến|tới)\s", re.IGNORECASE)
FULL_YEAR = re.compile(r"[0-9]{4}")


def find_periods(text: str) -> list[Span]:
    """All spans of time in reading order; they do not overlap, the longer reading wins."""
    found: list[Span] = []
    for finder, name in _FINDERS:
        found.extend(_span(match, name(match)) for match in finder.finditer(text))
    return _dated(_apart(found))


def _span(match: re.Match[str], code: str | None) -> Span:
    years = FULL_YEAR.findall(code or "")
    interim = bool(UNTIL.match(match.group()))
    return Span(match.start(), match.end(), match.group(), code, int(years[-1]) if years else None, interim)


def _dated(spans: list[Span]) -> list[Span]:
    """ "quý I" alone is of the year of the document; without one it has no code."""
    known = [span for span in spans if span.code and UNKNOWN_YEAR not in span.code]
    document = document_period(known)
    year = document.year if document else None
    return [
        span
        if not span.code or UNKNOWN_YEAR not in span.code
        else replace(span, code=span.code.replace(UNKNOWN_YEAR, str(year)) if year else None, year=year)
        for span in spans
    ]


def _apart(found: list[Span]) -> list[Span]:
    chosen: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not chosen or span.start >= chosen[-1].end:
            chosen.append(span)
    return chosen


def document_period(spans: list[Span]) -> Span | None:
    """The first quarter or run of months with its year, else the first month, else the first year."""
    for shape in (r"[0-9]{4}-(?:Q[1-4]|[0-9]{1,2}M)\Z", r"[0-9]{4}-[0-9]{2}\Z", r".*/.*\Z", r"[0-9]{4}\Z"):
        for span in spans:
            if span.code and re.match(shape, span.code):
                return span
    return None


LAST_MONTH = (
    (re.compile(r"([0-9]{4})-([0-9]{2})\Z"), 1),
    (re.compile(r"([0-9]{4})-Q([1-4])\Z"), 3),
    (re.compile(r"([0-9]{4})-([0-9]{1,2})M\Z"), 1),
)


def since_january(span: Span | None) -> str | None:
    """The months of the year up to the end of a month, quarter or run of months: what "lũy kế từ đầu năm" covers.

    None where the span tells no end.
    """
    for shape, months in LAST_MONTH:
        if span and span.code and (found := shape.match(span.code)):
            return f"{found[1]}-01/{found[1]}-{int(found[2]) * months:02d}"
    return span.code if span and span.interim else None


# "so với cùng kỳ năm 2022", "từ năm 2018 chuyển sang": another period than the figures'.
BRACKET_REACH = 500  # characters
COMPARED = re.compile(r"(?:cùng kỳ|so với|so|từ|trước)\s*\Z", re.IGNORECASE)


class Timeline:
    """Looks up the span around or before a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = find_periods(text)
        self._starts = [span.start for span in self.spans]
        self.document = document_period([span for span in self.spans if not self._is_compared(span)])

    def last_within(self, start: int, place: int) -> Span | None:
        """The last span with a code that begins in [start, place) and is not the period compared with."""
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self.spans[index].start >= start:
            span = self.spans[index]
            if span.code and not self._is_compared(span) and not self._in_bracket_before(span, place):
                return span
            index -= 1
        return None

    def _is_compared(self, span: Span) -> bool:
        return bool(COMPARED.search(self.text, max(0, span.start - 20), span.start))

    def _in_bracket_before(self, span: Span, place: int) -> bool:
        """ "3.512 lượt (năm 2022: 3.204 lượt), tăng 9,6%": the bracket's year does not outlive it."""
        between = self.text[span.end : min(place, span.end + BRACKET_REACH)]
        return between.count(")") > between.count("(")

    def any_within(self, start: int, place: int) -> Span | None:
        """The last span with a code that begins in [start, place)."""
        index = bisect_right(self._starts, place) - 1
        span = self.spans[index] if index >= 0 else None
        return span if span and span.start >= start and span.code else None

    def year_at(self, place: int) -> int | None:
        """The year of the span that begins at a place."""
        index = bisect_right(self._starts, place) - 1
        return self.spans[index].year if index >= 0 and self.spans[index].start == place else None
