"""`danvan law check`: loads every law file, reads every period, and runs the rows a legal officer reviewed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from danvan.law.cases_file import Case, load_cases
from danvan.law.files import HERE
from danvan.law.loading import load_book
from danvan.law.rules import RuleBook
from danvan.law.tallies import tallies
from danvan.law.topics import load_topics
from danvan.law.words import day
from danvan.law.working_days import Calendar, load_calendar
from danvan.ui.errors import Refusal

_RECKONED = ("duration", "deadline")


@dataclass(slots=True)
class Report:
    """What was looked at, in words, and every fault as a sentence."""

    counted: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The counts first, then «Đạt» or the faults, one a line, and their number."""
        if self.faults:
            end = [*self.faults, f"Có {len(self.faults)} chỗ không đạt."]
        else:
            end = ["Đạt: mọi quy tắc, văn bản, lịch và trường hợp mẫu."]
        return "\n".join([*([self.counted, ""] if self.counted else []), *end])


def check_everything(folder: Path = HERE, overlay: Path | None = None) -> Report:
    """Load afresh and run all cases, the province's own among them; a file that cannot be loaded ends the check."""
    report = Report()
    try:
        book, calendar = load_book(folder, overlay), load_calendar(folder)
        cases = []
        for place in (folder, overlay) if overlay else (folder,):
            load_topics(place)
            cases += load_cases(place / "cases")
    except Refusal as refusal:
        report.faults.append(str(refusal))
        return report
    report.counted = tallies(book, calendar, [case for case in cases if case.rule in book])
    report.faults += [*_swaps(calendar), *_runs(cases, book, calendar), *_without_case(cases, book)]
    return report


def _runs(cases: Iterable[Case], book: RuleBook, calendar: Calendar) -> Iterator[str]:
    for case in cases:
        try:
            wrong = case.wrong(book, calendar)
        except Refusal as refusal:
            wrong = f"không tính được: {refusal}"
        if wrong:
            yield f"{case.place}: {wrong}"


def _without_case(cases: Iterable[Case], book: RuleBook) -> Iterator[str]:
    reviewed = {case.rule for case in cases}
    for key in book.keys():  # noqa: SIM118 (a rule book is no mapping)
        newest = book.wordings(key)[-1]
        if newest.kind in _RECKONED and newest.checked.status != "M" and key not in reviewed:
            yield (
                f"Quy tắc {key} ({newest.label}) tính được hạn và đã kiểm chứng nhưng chưa có trường hợp mẫu; "
                "hãy thêm một dòng vào cases."
            )


def _swaps(calendar: Calendar) -> Iterator[str]:
    for row in calendar.rows():
        if row.swaps is None:
            continue
        other = calendar.row(row.swaps)
        if other is None or other.swaps != row.date or other.kind == row.kind:
            yield f"Ngày {day(row.date)} hoán đổi với {day(row.swaps)} nhưng hai dòng không khớp nhau."
