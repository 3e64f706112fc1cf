"""The rows of `cases/*.toml`: a begin, what happened, the due day a legal officer expects, the verdicts, and why."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from danvan.law.dues import Due
from danvan.law.engine import due
from danvan.law.files import LawFile
from danvan.law.judging import VERDICTS, judge
from danvan.law.recurring import due_in_span, due_in_year, yearly_day
from danvan.law.rules import RuleBook
from danvan.law.schema import Fault, check_fields
from danvan.law.windows import period
from danvan.law.wordings import Wording
from danvan.law.words import day
from danvan.law.working_days import Calendar

_FIELDS = {
    "rule": str,
    "begins": date,
    "last": date,
    "year": int,
    "period": str,
    "case": str,
    "domain": str,
    "suspend": list,
    "extend": list,
    "due": date,
    "latest": date,
    "provisional": bool,
    "verdict": bool,
    "judge": list,
    "why": str,
}

_NO_END = date.max


@dataclass(frozen=True, slots=True)
class Case:
    """One reviewed row. `latest` is only given where the most generous reading ends later.

    `last` ends the span of something owed in every span that begins on `begins`; `year` is that of a yearly day; of a
    report `period`, `begins` and `due` are the first and the last day. `judged` are days of doing it, each with its verdict.
    """

    place: str
    rule: str
    begins: date
    due: date
    why: str
    last: date | None = None
    year: int | None = None
    period: str = ""
    case: str | None = None
    domain: str | None = None
    suspend: tuple[tuple[date, date | None], ...] = ()
    extend: tuple[int, ...] = ()
    latest: date | None = None
    provisional: bool = False
    verdict: bool = True
    judged: tuple[tuple[date, str], ...] = ()

    def wrong(self, book: RuleBook, calendar: Calendar) -> str:
        """Where the law room's answer differs from the row, in words; empty when it agrees."""
        return self._other_window(book) if self.period else self.differences(self.answer(book, calendar))

    def _other_window(self, book: RuleBook) -> str:
        found = period(self.period, self.rule.partition(".")[0], book)
        if (found.rule, found.first, found.last) == (self.rule, self.begins, self.due):
            return ""
        return f"kỳ {self.period} theo máy là {found.rule}, từ {day(found.first)} đến {day(found.last)}"

    def answer(self, book: RuleBook, calendar: Calendar) -> Due:
        """What the engine says; a yearly day is reckoned under the wording whose day it is."""
        if self.year:
            return due_in_year(self._yearly(book), self.year, calendar)
        if self.last:
            return due_in_span(book.wording(self.rule, self.last), self.begins, self.last, calendar)
        return due(
            self.rule,
            self.begins,
            case=self.case,
            suspensions=self.suspend,
            extensions=self.extend,
            calendar=calendar,
            book=book,
            domain=self.domain,
        )

    def _yearly(self, book: RuleBook) -> Wording:
        series = book.wordings(self.rule)
        named = ((wording, yearly_day(wording, self.begins.year)) for wording in series)
        return next((wording for wording, on in named if wording.is_in_force(on)), series[0])

    def differences(self, found: Due) -> str:
        """Where the engine's answer differs from the row, in words; empty when it agrees."""
        said = []
        if found.due_on != self.due:
            said.append(f"hạn mong đợi {day(self.due)}, máy tính {day(found.due_on)}")
        stands = any(last is None for _, last in self.suspend)
        latest = self.latest or (date.max if stands else self.due)
        if found.latest_on != latest:
            said.append(f"hạn rộng nhất mong đợi {day(latest)}, máy tính {day(found.latest_on)}")
        if found.provisional != self.provisional:
            said.append("khác nhau ở «tạm tính»")
        if found.verdict_possible != self.verdict:
            said.append("khác nhau ở khả năng kết luận")
        for on, expected in self.judged:
            if (verdict := judge(found, on, on)) != expected:
                said.append(f"làm ngày {day(on)} mong đợi «{expected}», máy kết luận «{verdict}»")
        return "; ".join(said)


def load_cases(folder: Path) -> list[Case]:
    """Every row of the folder; BrokenLaw names file and line of a row that cannot be read."""
    cases = []
    for path in sorted(folder.glob("*.toml")):
        file = LawFile(path)
        for turn, entry in enumerate(file.tables.get("case", [])):
            try:
                cases.append(_case(file, turn, entry))
            except Fault as fault:
                raise file.refuse(str(fault), "case", turn, fault.field) from None
    return cases


def _case(file: LawFile, turn: int, entry: dict[str, Any]) -> Case:
    check_fields(entry, _FIELDS, ("rule", "due", "why"))
    if ("begins" in entry) == ("year" in entry):
        raise Fault(
            "begins", "mỗi dòng ghi một trong hai: «begins» (ngày bắt đầu) hoặc «year» (năm của hạn hằng năm)"
        )
    begins = entry.pop("begins", None) or date(entry["year"], 1, 1)
    place = f"{file.name}, dòng {file.line_of('case', turn)} ({entry['rule']} từ {day(begins)})"
    for span in entry.get("suspend", []):
        if isinstance(span, list) and len(span) == 1:
            span.append(_NO_END)  # TOML has no word for nothing
    pairs = _pairs(entry, "suspend", (date, date), "[ngày đầu, ngày cuối], hoặc [ngày đầu] khi chưa kết thúc")
    pauses = tuple((first, None if last == _NO_END else last) for first, last in pairs)
    judged = _pairs(entry, "judge", (date, str), "[ngày làm, kết luận]")
    for _, verdict in judged:
        if verdict not in VERDICTS:
            raise Fault("judge", f"kết luận «{verdict}» không có; các kết luận: {', '.join(VERDICTS)}")
    extend = tuple(entry.pop("extend", []))
    return Case(place=place, begins=begins, suspend=pauses, extend=extend, judged=judged, **entry)


def _pairs(
    entry: dict[str, Any], name: str, shape: tuple[type, type], said: str
) -> tuple[tuple[Any, Any], ...]:
    pairs = entry.pop(name, [])
    if any(not isinstance(pair, list) or tuple(map(type, pair)) != shape for pair in pairs):
        raise Fault(name, f"«{name}» là danh sách các cặp {said}")
    return tuple((first, second) for first, second in pairs)
