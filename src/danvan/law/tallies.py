"""How many rules, wordings, days and reviewed rows there are, by kind and by how far they were checked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from danvan.law.cases_file import Case
from danvan.law.printing import table
from danvan.law.rules import RuleBook
from danvan.law.schema import STATUSES
from danvan.law.wordings import Wording
from danvan.law.words import CHECKED, KINDS
from danvan.law.working_days import Calendar, DayRow


def tallies(book: RuleBook, calendar: Calendar, cases: Sequence[Case]) -> str:
    """A table of kinds by status, then a line each for texts and days."""
    rows = list(_kind_rows(book, cases))
    sums = (str(sum(int(row[column]) for row in rows)) for column in range(1, len(STATUSES) + 3))
    total = ("cộng", *sums, str(len(cases)))
    heads = ("Loại", "Quy tắc", "Lời văn", *STATUSES, "Trường hợp mẫu")
    meaning = "; ".join(f"{status} {words}" for status, words in CHECKED.items())
    texts = Counter(document.status for document in book.documents.values())
    lines = [f"Văn bản: {len(book.documents)} ({_by_status(texts)}).", *_day_lines(calendar.rows())]
    return "\n".join([table(heads, [*rows, total]), f"({meaning}.)", *lines])


def every_wording(book: RuleBook) -> Iterator[Wording]:
    """Every wording of every rule."""
    for key in book.keys():  # noqa: SIM118 (a rule book is no mapping)
        yield from book.wordings(key)


def _kind_rows(book: RuleBook, cases: Sequence[Case]) -> Iterator[tuple[str, ...]]:
    wordings = Counter((wording.kind, wording.checked.status) for wording in every_wording(book))
    # A rule whose wordings differ in kind counts once, under its newest.
    rules = Counter(book.wordings(key)[-1].kind for key in book.keys())  # noqa: SIM118
    reviewed = Counter(book.wordings(case.rule)[-1].kind for case in cases)
    reviewed["addition"] = sum(bool(case.extend) for case in cases)  # an addition is never reckoned alone
    for kind, name in KINDS.items():
        by_status = [wordings[kind, status] for status in STATUSES]
        numbers = (rules[kind], sum(by_status), *by_status, reviewed[kind])
        yield (name, *map(str, numbers))


def _day_lines(rows: Iterable[DayRow]) -> list[str]:
    rows = list(rows)
    checked = _by_status(Counter(row.status for row in rows))
    off = sum(row.kind == "off" for row in rows)
    computed, unsure = sum(row.computed for row in rows), sum(not row.confirmed for row in rows)
    return [
        f"Ngày nghỉ: {off}, ngày làm bù: {len(rows) - off} ({checked}); "
        f"dự kiến, tạm tính: {computed}; đã công bố nhưng chưa thành luật: {unsure}."
    ]


def _by_status(counts: Counter[str]) -> str:
    return ", ".join(f"{status} {counts[status]}" for status in STATUSES)
