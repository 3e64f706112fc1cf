"""`danvan law check`: loads every law file, reads every period, and runs the rows a legal officer reviewed."""

from dataclasses import dataclass, field
from pathlib import Path

from danvan.law.cases_file import Case, load_cases
from danvan.law.files import HERE
from danvan.law.loading import load_book
from danvan.law.rules import RuleBook
from danvan.law.working_days import Calendar, load_calendar
from danvan.ui.errors import Refusal


@dataclass(slots=True)
class Report:
    """What was looked at, and every fault as a sentence."""

    counts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Faults first, one a line, then the counts or the number of faults."""
        if self.faults:
            return "\n".join([*self.faults, f"Có {len(self.faults)} chỗ không đạt."])
        return f"Đạt: {', '.join(self.counts)}."


def check_everything(folder: Path = HERE) -> Report:
    """Load afresh and run all cases; a file that cannot be loaded is a fault and ends the check."""
    report = Report()
    try:
        book, calendar = load_book(folder), load_calendar(folder)
        cases = load_cases(folder / "cases")
    except Refusal as refusal:
        report.faults.append(str(refusal))
        return report
    _check_swaps(calendar, report)
    for case in cases:
        _run(case, book, calendar, report)
    wordings = sum(len(book.wordings(key)) for key in book.keys())  # noqa: SIM118
    report.counts = [
        f"{len(book.keys())} quy tắc",
        f"{wordings} lời văn",
        f"{len(book.documents)} văn bản",
        f"{len(calendar.rows())} ngày nghỉ và làm bù",
        f"{len(cases)} trường hợp mẫu",
    ]
    return report


def _run(case: Case, book: RuleBook, calendar: Calendar, report: Report) -> None:
    try:
        found = case.answer(book, calendar)
    except Refusal as refusal:
        report.faults.append(f"{case.place}: không tính được: {refusal}")
        return
    if wrong := case.differences(found):
        report.faults.append(f"{case.place}: {wrong}")


def _check_swaps(calendar: Calendar, report: Report) -> None:
    for row in calendar.rows():
        if row.swaps is None:
            continue
        other = calendar.row(row.swaps)
        if other is None or other.swaps != row.date or other.kind == row.kind:
            report.faults.append(f"Ngày {row.date} hoán đổi với {row.swaps} nhưng hai dòng không khớp nhau.")
