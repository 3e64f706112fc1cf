"""Counts working days by looking up instead of walking: one reading of a calendar as its sorted working days.

Days are proleptic Gregorian ordinals (`date.toordinal()`), so 1 is a Monday and every seventh day a Sunday. Within the
years that the calendar's rows touch the working days are listed; before and after them only the week's pattern speaks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Set as AbstractSet
from datetime import date

_WEEK, _FIVE = 7, 5
LAST_ORDINAL = date.max.toordinal()


def _weekdays_to(ordinal: int) -> int:
    """How many Mondays to Fridays there are from day 1 to this day."""
    weeks, rest = divmod(ordinal, _WEEK)
    return weeks * _FIVE + min(rest, _FIVE)


def _nth_weekday(count: int) -> int:
    weeks, rest = divmod(count - 1, _FIVE)
    return weeks * _WEEK + rest + 1


class DayCount:
    """Working days under one reading. `off` and `worked` are the ordinals of days that break the week's pattern."""

    def __init__(self, off: AbstractSet[int], worked: AbstractSet[int]) -> None:
        rows = off | worked
        self._first = date(date.fromordinal(min(rows)).year, 1, 1).toordinal() if rows else 1
        self._last = date(date.fromordinal(max(rows)).year, 12, 31).toordinal() if rows else 0
        self._off, self._worked = off, worked
        self._days = [day for day in range(self._first, self._last + 1) if self.is_worked(day)]
        self._weekdays_before = _weekdays_to(self._first - 1)
        self._weekdays_to_last = _weekdays_to(self._last)

    def is_worked(self, ordinal: int) -> bool:
        """Whether that day is worked."""
        if ordinal in self._off:
            return False
        return 0 < ordinal % _WEEK <= _FIVE or ordinal in self._worked

    def after(self, ordinal: int, count: int) -> list[int]:
        """The next `count` working days after a day, nearest first."""
        rank = self._rank(ordinal)
        if rank >= 0 and rank + count <= len(self._days):
            return self._days[rank : rank + count]
        return [self._at(rank + turn) for turn in range(1, count + 1)]

    def before(self, ordinal: int, count: int) -> list[int]:
        """The last `count` working days before a day, nearest first."""
        rank = self._rank(ordinal - 1)
        return [self._at(rank - turn) for turn in range(count)]

    def _rank(self, ordinal: int) -> int:
        """How many listed days there are up to this one; negative before the list, going on by weeks after it."""
        if ordinal > self._last:
            return len(self._days) + _weekdays_to(ordinal) - self._weekdays_to_last
        if ordinal < self._first:
            return _weekdays_to(ordinal) - self._weekdays_before
        return bisect_right(self._days, ordinal)

    def _at(self, rank: int) -> int:
        if rank > len(self._days):
            return _nth_weekday(self._weekdays_to_last + rank - len(self._days))
        return self._days[rank - 1] if rank > 0 else _nth_weekday(self._weekdays_before + rank)


class Doubts:
    """Days that stand in doubt, asked by spans."""

    def __init__(self, days: AbstractSet[date]) -> None:
        self._days = sorted(days)

    def within(self, first: date, last: date) -> bool:
        """Whether one of them lies from first to last."""
        place = bisect_left(self._days, first)
        return place < len(self._days) and self._days[place] <= last
