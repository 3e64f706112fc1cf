"""Sentences of comparison, worded from two numbers. Pure.

A percentage is given of what was at least SMALL and is not nought; shares are compared in percentage points of what is
printed, so that a reader who subtracts finds the same.
"""

from dataclasses import dataclass
from decimal import Decimal

from danvan.ui.numbers import number, percent, rounded, share

SMALL = 20
UP, DOWN, SAME = "tang", "giam", "bang"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure in one period: a count, or a share as two counts. `typed` is a stated figure as it is printed.

    `lacks` says that a table leaves it empty, so that it is not the whole.
    """

    count: int | None
    of: int | None = None
    unit: str = ""
    typed: str = ""
    is_share: bool = False
    lacks: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything was counted or stated; a share of nothing is not known."""
        return bool(self.typed) or (self.count is not None and (not self.is_share or bool(self.of)))

    @property
    def shown(self) -> str:
        """1.234 or 93,5 %; "" when not known."""
        if not self.is_known:
            return ""
        return self.typed or (share(self.count, self.of) if self.is_share else number(self.count))

    @property
    def printed(self) -> Decimal | None:
        """What is compared: a count itself, a share in per cent with its one decimal. None when not known or typed."""
        if self.typed or not self.is_known:
            return None
        if not self.is_share:
            return Decimal(self.count or 0)
        return rounded(Decimal(self.count or 0) * 100 / Decimal(self.of or 1), 1)


def direction(now: Value, before: Value | None) -> str:
    """UP, DOWN or SAME; "" where there is nothing to compare."""
    if before is None or now.printed is None or before.printed is None:
        return ""
    return SAME if now.printed == before.printed else UP if now.printed > before.printed else DOWN


def change(now: Value, before: Value | None, against: str) -> str:
    """“tăng 12 đơn (4,2 %) so với quý IV/2022”; says so where there is nothing to compare. `against` names the period."""
    way = direction(now, before)
    if not way or before is None:
        return f"chưa có số liệu {against} để so sánh"
    if way == SAME:
        both = ", đều bằng 0" if not now.printed and not now.is_share else ""
        return f"không đổi so với {against}{both}"
    gap = abs((now.printed or Decimal(0)) - (before.printed or Decimal(0)))
    verb = "tăng" if way == UP else "giảm"
    if now.is_share:
        return f"{verb} {number(gap.normalize())} điểm phần trăm so với {against}"
    if not before.printed:
        said = f"{verb} từ 0 lên {number(now.printed)} {now.unit}"
    elif not now.printed:
        said = f"{verb} từ {number(before.printed)} xuống 0 {now.unit}"
    else:
        said = f"{verb} {number(gap)} {now.unit}"
    return f"{said.rstrip()}{_in_per_cent(gap, before.printed, now.printed)} so với {against}"


def _in_per_cent(gap: Decimal, before: Decimal | None, now: Decimal | None) -> str:
    """“ (4,2 %)”; nothing from or to nought, for a small base, or for less than half a tenth, which would read as 0 %."""
    if not now or not before or before < SMALL:
        return ""
    exact = gap * 100 / before
    return f" ({percent(exact)})" if rounded(exact, 1) else ""
