"""A written number as an interval: "hơn 843 triệu" is something from 843 to 844 million."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from danvan.reports.reader.facts import Fact

SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in base units (đồng, đơn, %), the least and the most it can stand for, and whether it is
    exact.
    """

    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def meets(self, other: "Amount") -> bool:
        """Whether one and the same number can stand behind both."""
        return self.low <= other.high and other.low <= self.high


def amount_of(fact: Fact) -> Amount:
    """The interval of a fact: its qualifier widens one way, a scale word or decimals by half a printed unit.

    Percentages with decimals keep half a unit of their last digit as well. A bare count is exact.
    """
    scale = scale_of(fact.unit)
    value = Decimal(fact.value) * scale
    decimals = printed_decimals(fact)
    step = Decimal(scale).scaleb(-decimals)
    if fact.qualifier_norm or fact.qualifier:
        return _qualified(fact, value, _round_step(fact, step))
    if scale > 1 or decimals or fact.unit == "%":
        return Amount(value, value - step / 2, value + step / 2)
    return Amount(value, value, value)


def reach(value: Decimal, step: Decimal) -> Decimal:
    """How far "hơn", "gần" may lead away from a number written in units of `step`.

    To the next number that would have been written so, for that one would have been nearer; and not beyond a quarter of
    the number, for who writes "hơn 1.000" of 1.900 says "gần 2.000".
    """
    return min(step, max(abs(value) / 4, Decimal(1)))


def _qualified(fact: Fact, value: Decimal, step: Decimal) -> Amount:
    norm = fact.qualifier_norm or "about"
    step = reach(value, step)
    low = value if norm == "at_least" else value - step
    high = value if norm == "at_most" else value + step
    return Amount(value, low, high)


def _round_step(fact: Fact, step: Decimal) -> Decimal:
    """A qualified "900" is rounded to hundreds, "67" to ones."""
    digits = re.sub(r"\D", "", fact.raw)
    if printed_decimals(fact) or not digits.strip("0"):
        return step
    return step * 10 ** (len(digits) - len(digits.rstrip("0")))


def scale_of(unit: str) -> int:
    """1 000 for "nghìn hồ sơ", 1 000 000 000 for "tỷ đồng", 1 without a scale word."""
    return SCALES.get(unit.split(" ", 1)[0].lower(), 1)


def base_unit(unit: str) -> str:
    """The unit without its scale word: "đồng" for "tỷ đồng"."""
    first, _, rest = unit.partition(" ")
    return rest if first.lower() in SCALES else unit


def printed_decimals(fact: Fact) -> int:
    """Digits after the decimal comma; none where the comma or dot groups thousands."""
    digits = re.sub(r"\D", "", fact.raw)
    if digits.lstrip("0") == str(fact.value):
        return 0
    mark = max(fact.raw.rfind(","), fact.raw.rfind("."))
    return len(fact.raw) - mark - 1 if mark >= 0 else 0


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of intervals."""
    low = high = value = Decimal(0)
    for amount in amounts:
        value, low, high = value + amount.value, low + amount.low, high + amount.high
    return Amount(value, low, high)
