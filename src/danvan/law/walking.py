"""Walks a clock from span to span: which days count, which are skipped, which stand suspended. No texts here.

All walks give contiguous spans, so that a reader can follow them on a wall calendar. Inside, days are ordinals.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from danvan.law.day_counts import LAST_ORDINAL
from danvan.law.ledger import COUNTED
from danvan.law.words import day
from danvan.law.working_days import Calendar
from danvan.ui.errors import Refusal

_NEVER = LAST_ORDINAL + 1_000_000  # beyond any day: only a suspension stops a count


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands from `first` to `last`, both included; `ground` is the reason in words.

    Without a `last` it still stands: it is reckoned as one day long, so that the due day is the earliest there can be and
    does not move with the passing of days.
    """

    first: date
    last: date | None
    ground: str = ""


@dataclass(slots=True)
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

    `counted_to` is the last day counted, before any roll to a working day; `counted` is how many calendar days the limit
    itself took, extensions included.
    """

    __slots__ = (
        "_at",
        "_begins",
        "_counted",
        "_counts",
        "_passed",
        "_pending",
        "_turn",
        "_working",
        "counted",
    )

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
        self._begins = self._at = self._counted = begins.toordinal()
        self._passed: list[tuple[str, int, int, int]] = []  # kind, first, last, turn
        self._pending = _ordinals(suspensions) if suspensions else []
        self._counts = calendar.counts(lenient=lenient)
        self._working = working
        self._turn = 0
        self.counted = 0

    @property
    def position(self) -> date:
        """The day the clock has reached."""
        return date.fromordinal(self._at)

    @property
    def counted_to(self) -> date:
        """The last day counted."""
        return date.fromordinal(self._counted)

    @property
    def spans(self) -> list[Span]:
        """What was passed, from the beginning on."""
        return [Span(kind, first, last, turn) for kind, first, last, _, turn in self.dated()]

    def dated(self) -> Iterator[tuple[str, date, date, int, int]]:
        """The spans as kind, first and last day, number of days, turn."""
        dated = date.fromordinal
        for kind, first, last, turn in self._passed:
            yield kind, dated(first), dated(last), last - first + 1, turn

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
            stop = _NEVER
            if self._pending and self._pending[0][0] > self._at:
                stop = self._pending[0][0] - 1
            if stop == self._at:
                self._stand()
            else:
                days -= step(days, kind, stop)
        self._counted = self._at

    def run_to(self, end: date) -> None:
        """Count every day up to `end` (a limit in months or years)."""
        self._pass("count", end.toordinal())
        self._counted = self._at

    def run_back(self, days: int) -> None:
        """Count `days` days before the beginning, which is not counted; spans run from the nearest to the farthest."""
        if self._working:
            for when in self._counts.before(self._at, days):
                if when < self._at - 1:
                    self._pass_back("skipped", when + 1)
                self._pass_back("count", when)
        else:
            self._pass_back("count", self._at - days)
        self._counted = self._at

    def roll(self) -> None:
        """Move on to a working day; a suspension that begins before it leaves that last day still to come."""
        (rolled,) = self._counts.after(self._at - 1, 1)
        while self._pending and self._at < self._pending[0][0] <= rolled:
            first = self._pending[0][0]
            if first > self._at + 1:
                self._pass("rolled", first - 1)
            self._stand()
            (rolled,) = self._counts.after(self._at, 1)
        if rolled > self._at:
            self._pass("rolled", rolled)

    def finish(self) -> date:
        """The due day reached; Refusal for a suspension that begins outside the clock."""
        if self._pending:
            left = date.fromordinal(self._pending[0][0])
            raise Refusal(
                f"Ngày tạm đình chỉ {day(left)} nằm ngoài thời hạn (sau {day(date.fromordinal(self._begins))}, "
                f"đến hết {day(self.position)}); hãy kiểm tra lại ngày."
            )
        return self.position

    def _run_calendar(self, days: int, kind: str, stop: int) -> int:
        before = self._at
        self._pass(kind, min(before + days, stop))
        return self._at - before

    def _run_working(self, days: int, kind: str, stop: int) -> int:
        ahead = self._counts.after(self._at, days)
        if ahead[-1] > stop:
            ahead = ahead[: bisect_right(ahead, stop)]
        before = self._at
        for when in ahead:
            if when > before + 1:
                if before > self._at:
                    self._pass(kind, before)
                self._pass("skipped", when - 1)
            before = when
        if before > self._at:
            self._pass(kind, before)
        if len(ahead) < days and stop > self._at:
            self._pass("skipped", stop)  # days off before a suspension begins
        return len(ahead)

    def _stand(self) -> None:
        _, last = self._pending.pop(0)
        self._pass("suspended", last)

    def _pass(self, kind: str, last: int) -> None:
        if last > LAST_ORDINAL:
            raise OverflowError
        first = self._at + 1
        if kind in COUNTED:
            self.counted += last - self._at
        turn = self._turn if kind == "extended" else 0
        if self._passed and kind != "suspended":
            # Suspensions and extensions that touch stay apart: each has its own paper.
            before = self._passed[-1]
            if before[0] == kind and before[3] == turn:
                first = self._passed.pop()[1]
        self._passed.append((kind, first, last, turn))
        self._at = last

    def _pass_back(self, kind: str, first: int) -> None:
        if first < 1:
            raise OverflowError
        last = self._at - 1
        if kind in COUNTED:
            self.counted += self._at - first
        if self._passed and self._passed[-1][0] == kind:
            last = self._passed.pop()[2]
        self._passed.append((kind, first, last, 0))
        self._at = first


def ordered(suspensions: Sequence[Suspension]) -> list[Suspension]:
    """By first day; Refusal for one that ends before it begins, that overlaps another or follows one without an end."""
    rows = sorted(suspensions, key=lambda row: row.first)
    for row in rows:
        if row.last is not None and row.last < row.first:
            raise Refusal(
                f"Khoảng tạm đình chỉ {day(row.first)}–{day(row.last)} có ngày cuối trước ngày đầu; hãy sửa lại."
            )
    for before, after in pairwise(rows):
        if before.last is None:
            raise Refusal(
                f"Tạm đình chỉ từ {day(before.first)} chưa kết thúc nên chưa thể có lần từ {day(after.first)}; "
                "hãy ghi ngày kết thúc của lần trước."
            )
        if after.first <= before.last:
            raise Refusal(
                f"Hai khoảng tạm đình chỉ chồng nhau ở ngày {day(after.first)}; hãy gộp hoặc sửa lại."
            )
    return rows


def _ordinals(suspensions: Sequence[Suspension]) -> list[tuple[int, int]]:
    return [
        (pause.first.toordinal(), (pause.last or pause.first).toordinal()) for pause in ordered(suspensions)
    ]
