"""The rows of `cases/*.toml`: a begin, what happened, the due day a legal officer expects, and why."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from danvan.law.dues import Due
from danvan.law.engine import due
from danvan.law.files import LawFile
from danvan.law.rules import RuleBook
from danvan.law.schema import Fault, check_fields
from danvan.law.words import day
from danvan.law.working_days import Calendar

_FIELDS = {
    "rule": str,
    "begins": date,
    "case": str,
    "suspend": list,
    "extend": list,
    "due": date,
    "latest": date,
    "provisional": bool,
    "verdict": bool,
    "why": str,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One reviewed row. `latest` is only given where the most generous reading ends later."""

    place: str
    rule: str
    begins: date
    due: date
    why: str
    case: str | None = None
    suspend: tuple[tuple[date, date], ...] = ()
    extend: tuple[int, ...] = ()
    latest: date | None = None
    provisional: bool = False
    verdict: bool = True

    def answer(self, book: RuleBook, calendar: Calendar) -> Due:
        """What the engine says."""
        return due(
            self.rule,
            self.begins,
            case=self.case,
            suspensions=self.suspend,
            extensions=self.extend,
            calendar=calendar,
            book=book,
        )

    def differences(self, found: Due) -> str:
        """Where the engine's answer differs from the row, in words; empty when it agrees."""
        said = []
        if found.due_on != self.due:
            said.append(f"hạn mong đợi {day(self.due)}, máy tính {day(found.due_on)}")
        if found.latest_on != (self.latest or self.due):
            said.append(
                f"hạn rộng nhất mong đợi {day(self.latest or self.due)}, máy tính {day(found.latest_on)}"
            )
        if found.provisional != self.provisional:
            said.append("khác nhau ở «tạm tính»")
        if found.verdict_possible != self.verdict:
            said.append("khác nhau ở khả năng kết luận")
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
    check_fields(entry, _FIELDS, ("rule", "begins", "due", "why"))
    pairs = entry.pop("suspend", [])
    if any(not isinstance(pair, list) or [type(end) for end in pair] != [date, date] for pair in pairs):
        raise Fault("suspend", "«suspend» là danh sách các cặp [ngày đầu, ngày cuối]")
    place = f"{file.name}, dòng {file.line_of('case', turn)} ({entry['rule']} từ {day(entry['begins'])})"
    return Case(
        place=place,
        suspend=tuple((first, last) for first, last in pairs),
        extend=tuple(entry.pop("extend", [])),
        **entry,
    )
