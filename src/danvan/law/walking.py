"""Walks a clock from day to day: which days count, which are skipped, which stand suspended. No texts here.

All walks give contiguous spans, so that a reader can follow them on a wall calendar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from danvan.law.words import day
from danvan.law.working_days import Calendar
from danvan.ui.errors import Refusal

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands from `first` to `last`, both included; `ground` is the reason in words."""

    first: date
    last: date
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last` of one kind: count, extended, skipped, suspended or rolled.

    `turn` tells which extension the days belong to, from 1; 0 for all others.
    """

    kind: str
    first: date
    last: date
    turn: int = 0

    @property
    def days(self) -> int:
        """How many calendar days the span covers."""
        return (self.last - self.first).days + 1


class Clock:
    """A clock that has begun; each call moves `position` and records the spans it passed.

    `counted_to` is the last day counted, before any roll to a working day.
    """

    def __init__(
        self,
        begins: date,
        suspensions: Sequence[Suspension],
        calendar: Calendar,
        *,
        working: bool,
        lenient: bool = False,
    ) -> None:
        """With `working` only working days count, otherwise every day does."""
        self.begins = self.position = self.counted_to = begins
        self.spans: list[Span] = []
        self._pending = list(ordered(suspensions))
        self._calendar = calendar
        self._working = working
        self._lenient = lenient
        self._turn = 0

    def run(self, days: int) -> None:
        """Count `days` more days, standing still through suspensions and, in working days, through days off."""
        self._run(days, "count")

    def extend(self, days: int) -> None:
        """Count the days of one more extension."""
        self._turn += 1
        self._run(days, "extended")

    def _run(self, days: int, kind: str) -> None:
        step = self._run_working if self._working else self._run_calendar
        while days:
            days -= step(days, kind)
        self.counted_to = self.position

    def run_to(self, end: date) -> None:
        """Count every day up to `end` (a limit in months or years)."""
        self._pass("count", self.position + _ONE, end)
        self.counted_to = end

    def run_back(self, days: int) -> None:
        """Count `days` days before the beginning, which is not counted; spans run from the nearest to the farthest."""
        while days:
            before = self.position - _ONE
            counts = not self._working or self._is_working(before)
            self._pass_back("count" if counts else "skipped", before)
            days -= counts
        self.counted_to = self.position

    def roll(self) -> None:
        """Move on to a working day; a suspension that begins before it leaves that last day still to come."""
        rolled = self._calendar.next_working(self.position, lenient=self._lenient)
        while self._pending and self.position < self._pending[0].first <= rolled:
            first = self._pending[0].first
            if first > self.position + _ONE:
                self._pass("rolled", self.position + _ONE, first - _ONE)
            self._stand(first)
            rolled = self._calendar.next_working(self.position + _ONE, lenient=self._lenient)
        if rolled > self.position:
            self._pass("rolled", self.position + _ONE, rolled)

    def finish(self) -> date:
        """The due day; Refusal for a suspension that begins outside the clock."""
        if self._pending:
            left = self._pending[0]
            raise Refusal(
                f"Ngày tạm đình chỉ {day(left.first)} nằm ngoài thời hạn (sau {day(self.begins)}, "
                f"đến hết {day(self.position)}); hãy kiểm tra lại ngày."
            )
        return self.position

    def _is_working(self, when: date) -> bool:
        return self._calendar.is_working(when, lenient=self._lenient)

    def _run_calendar(self, days: int, kind: str) -> int:
        first = self.position + _ONE
        if self._stand(first):
            return 0
        if self._pending:
            days = min(days, max((self._pending[0].first - first).days, 0) or days)
        self._pass(kind, first, first + timedelta(days=days - 1))
        return days

    def _run_working(self, days: int, kind: str) -> int:
        first = self.position + _ONE
        if self._stand(first):
            return 0
        works = self._is_working(first)
        self._pass(kind if works else "skipped", first, first)
        return int(works)

    def _stand(self, first: date) -> bool:
        if not self._pending or self._pending[0].first != first:
            return False
        pause = self._pending.pop(0)
        self._pass("suspended", pause.first, pause.last)
        return True

    def _pass(self, kind: str, first: date, last: date) -> None:
        turn = self._turn if kind == "extended" else 0
        before = self.spans[-1] if self.spans else None
        # Suspensions and extensions that touch stay apart: each has its own paper.
        if before and (before.kind, before.turn) == (kind, turn) and kind != "suspended":
            self.spans[-1] = Span(kind, before.first, last, turn)
        else:
            self.spans.append(Span(kind, first, last, turn))
        self.position = last

    def _pass_back(self, kind: str, when: date) -> None:
        if self.spans and self.spans[-1].kind == kind:
            self.spans[-1] = Span(kind, when, self.spans[-1].last)
        else:
            self.spans.append(Span(kind, when, when))
        self.position = when


def ordered(suspensions: Sequence[Suspension]) -> list[Suspension]:
    """By first day; Refusal for one that ends before it begins or that overlaps another."""
    rows = sorted(suspensions, key=lambda row: row.first)
    for row in rows:
        if row.last < row.first:
            raise Refusal(
                f"Khoảng tạm đình chỉ {day(row.first)}–{day(row.last)} có ngày cuối trước ngày đầu; hãy sửa lại."
            )
    for before, after in pairwise(rows):
        if after.first <= before.last:
            raise Refusal(
                f"Hai khoảng tạm đình chỉ chồng nhau ở ngày {day(after.first)}; hãy gộp hoặc sửa lại."
            )
    return rows
