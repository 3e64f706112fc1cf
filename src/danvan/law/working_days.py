"""The working days of the public sector: weekends, days off and make-up Saturdays, each with its source.

Two readings of the same rows: the plain one, and the lenient one, in which every doubtful row is taken so that a
limit ends later (an unconfirmed day off is off, a make-up day known only from memory is not worked).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from danvan.law.day_counts import DayCount, Doubts
from danvan.law.files import HERE, LawFile
from danvan.law.schema import DAY_FIELDS, Fault, check_fields, check_status
from danvan.law.words import WEEKDAYS

_Day = date  # inside DayRow `date` is a field


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that breaks the week's pattern. `kind` is off or make_up; `swaps` is the day it was exchanged for.

    `computed` rows follow from the law and the lunar calendar before the yearly notice; a row with `confirmed` false
    is announced but not yet law, and is off only in the lenient reading.
    """

    date: _Day
    kind: str
    name: str
    source: str
    status: str = "M"
    computed: bool = False
    confirmed: bool = True
    swaps: _Day | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether a limit that meets this row is only «tạm tính»."""
        return self.computed or not self.confirmed


class Calendar:
    """Answers whether a day is worked, and which days stand in doubt. Immutable; `with_rows` makes another."""

    def __init__(self, rows: Iterable[DayRow], known: Iterable[int] = ()) -> None:
        """`known` are the years whose yearly notice is out; limits in any other year are provisional."""
        self._rows = {row.date: row for row in rows}
        self.known = frozenset(known)
        everything = self._rows.values()
        off = {row.date for row in everything if row.kind == "off" and row.confirmed}
        worked = {row.date for row in everything if row.kind == "make_up"}
        unsure = {row.date for row in everything if not row.confirmed}
        remembered = {day for day in worked if self._rows[day].status == "M"}
        self._plain = DayCount(_ordinals(off), _ordinals(worked))
        self._lenient = DayCount(_ordinals(off | unsure), _ordinals(worked - remembered))
        self._doubtful = Doubts(unsure | remembered)
        self._provisional = Doubts({row.date for row in everything if row.is_provisional})

    def row(self, day: date) -> DayRow | None:
        """The row of that day, if it breaks the week's pattern."""
        return self._rows.get(day)

    def rows(self) -> list[DayRow]:
        """All rows by date."""
        return sorted(self._rows.values(), key=lambda row: row.date)

    def counts(self, *, lenient: bool = False) -> DayCount:
        """One reading of the calendar, by ordinals."""
        return self._lenient if lenient else self._plain

    def is_working(self, day: date, *, lenient: bool = False) -> bool:
        """Whether the public sector works on that day."""
        return self.counts(lenient=lenient).is_worked(day.toordinal())

    def next_working(self, day: date, *, lenient: bool = False) -> date:
        """The day itself if worked, else the first working day after it."""
        return date.fromordinal(self.counts(lenient=lenient).after(day.toordinal() - 1, 1)[0])

    def last_working(self, day: date) -> date:
        """The day itself if worked, else the last working day before it."""
        return date.fromordinal(self._plain.before(day.toordinal() + 1, 1)[0])

    def has_doubt(self, first: date, last: date) -> bool:
        """Whether the two readings differ on some day from first to last."""
        return self._doubtful.within(first, last)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether working days from first to last rest on an unannounced year or an unconfirmed row."""
        if first.year not in self.known or last.year not in self.known:
            return True
        between = range(first.year + 1, last.year)
        return not self.known.issuperset(between) or self._provisional.within(first, last)

    def reason_off(self, day: date) -> str:
        """Why nobody works on that day: the holiday's name, or the weekday's."""
        row = self._rows.get(day)
        return row.name if row and row.kind == "off" else WEEKDAYS[day.weekday()]

    def with_rows(self, rows: Iterable[DayRow], known: Iterable[int] = ()) -> "Calendar":
        """This calendar with an administrator's rows laid over it: the later row of a day wins."""
        return Calendar([*self._rows.values(), *rows], self.known.union(known))


def _ordinals(days: Iterable[date]) -> set[int]:
    return {day.toordinal() for day in days}


def load_calendar(folder: Path = HERE) -> Calendar:
    """The calendar of `days/<year>.toml`; BrokenLaw names file and line of the first fault."""
    rows: list[DayRow] = []
    known: list[int] = []
    for path in sorted((folder / "days").glob("*.toml")):
        file = LawFile(path)
        rows += _year_rows(file)
        if not file.tables.get("computed", False):
            known.append(file.tables["year"])
    return Calendar(rows, known)


def _year_rows(file: LawFile) -> list[DayRow]:
    top = {name: value for name, value in file.tables.items() if name != "day"}
    try:
        check_fields(top, {"year": int, "computed": bool, "note": str}, ("year",))
        if str(top["year"]) != file.path.stem:
            raise Fault("year", f"«year = {top['year']}» khác tên tệp")
    except Fault as fault:
        raise file.refuse(str(fault)) from None
    rows: list[DayRow] = []
    for turn, entry in enumerate(file.tables.get("day", [])):
        try:
            rows.append(_day_row(entry, top["year"], rows[-1].date if rows else None))
        except Fault as fault:
            raise file.refuse(str(fault), "day", turn, fault.field) from None
    return rows


def _day_row(entry: dict[str, Any], year: int, before: date | None) -> DayRow:
    check_fields(entry, DAY_FIELDS, ("date", "kind", "name", "source", "status"))
    check_status(entry)
    if entry["kind"] not in ("off", "make_up"):
        raise Fault("kind", f"«kind = {entry['kind']}» không hợp lệ; chỉ nhận off (nghỉ), make_up (làm bù)")
    if entry["date"].year != year:
        raise Fault("date", f"ngày {entry['date']} không thuộc năm {year}")
    if before and entry["date"] <= before:
        raise Fault(
            "date",
            f"ngày {entry['date']} không sau ngày trước đó ({before}); mỗi ngày ghi một lần, theo thứ tự",
        )
    return DayRow(**entry)
