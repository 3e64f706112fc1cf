"""Why an identity fails: pure functions over numbers, shared by the reader and by the report's own checks.

Every answer is a candidate, worded as one; nobody is accused of more than the arithmetic shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations

from danvan.reports.slips import LEAST_TELLING, UNIT_SLIPS, is_mistyped, is_transposed
from danvan.ui.numbers import number

CARRIED_WORDS = ("kỳ trước", "năm trước", "quý trước", "tồn")


@dataclass(frozen=True, slots=True)
class Cause:
    """One candidate reason.

    `kind` is left_out, counted_twice, carried_left_out, carried_counted_twice, period_slip, unit_slip, transposed,
    mistyped, swapped_base, truncated or complement; `labels` are the parts it names; `text` is a Vietnamese
    sentence.
    """

    kind: str
    labels: tuple[str, ...]
    text: str


def explain_sum(
    parts: Mapping[str, int], stated: int, earlier: Mapping[str, int] | None = None
) -> Cause | None:
    """The likeliest reason why `parts` (label → count or đồng) do not add up to `stated`; None if equal or
    unknown.

    Tried in this order: the smallest set of parts left out, the smallest set counted twice, a part that has its value of
    a neighbouring period (`earlier`, label → value then), a factor of 1 000, two neighbouring digits swapped, one digit
    mistyped. A set is named only when at most two sets fit.
    """
    gap = sum(parts.values()) - stated
    if gap == 0 or not parts:
        return None
    return (
        _subset_cause(parts, stated, gap)
        or _period_cause(parts, gap, earlier or {})
        or _unit_cause(parts, stated, gap)
        or _digit_cause(parts, stated, gap)
    )


def _period_cause(parts: Mapping[str, int], gap: int, earlier: Mapping[str, int]) -> Cause | None:
    """The one part that is what it was in another period, and could be what is missing instead."""
    same = [label for label, value in parts.items() if value == earlier.get(label) and value >= LEAST_TELLING]
    if len(same) != 1 or parts[same[0]] - gap < 0:
        return None
    (label,) = same
    right = number(parts[label] - gap)
    text = f"{number(parts[label])} {label} bằng đúng số của kỳ bên cạnh: có thể chép nhầm kỳ; đủ tổng thì phải là {right}."
    return Cause("period_slip", (label,), text)


def _subset_cause(parts: Mapping[str, int], stated: int, gap: int) -> Cause | None:
    sets = _smallest_sets(parts, abs(gap), whole_allowed=gap < 0)
    if not sets or len(sets) > 2:
        return None
    named = " hoặc ".join(_listed(parts, labels) for labels in sets)
    carried = all(any(word in label.lower() for word in CARRIED_WORDS) for label in sets[0])
    if gap > 0:
        kept = " + ".join(number(value) for label, value in parts.items() if label not in sets[0])
        text = f"{kept} = {number(stated)}: tổng bỏ sót {named}."
        return Cause("carried_left_out" if carried else "left_out", sets[0], text)
    text = f"Cộng thêm một lần {named} thì bằng {number(stated)}: có thể đã tính hai lần."
    return Cause("carried_counted_twice" if carried else "counted_twice", sets[0], text)


def _smallest_sets(parts: Mapping[str, int], target: int, whole_allowed: bool) -> list[tuple[str, ...]]:
    """All sets of the smallest size whose values add up to `target`;
    sizes stop where chance would find one anyway.
    """
    labels = [label for label, value in parts.items() if value > 0]
    largest = 3 if len(labels) <= 10 else 2 if len(labels) <= 40 else 1
    for size in range(1, min(largest, len(labels)) + 1):
        found = [s for s in combinations(labels, size) if sum(parts[label] for label in s) == target]
        found = [s for s in found if whole_allowed or len(s) < len(parts)]
        if found:
            return found
    return []


def _listed(parts: Mapping[str, int], labels: tuple[str, ...]) -> str:
    return " và ".join(f"{number(parts[label])} {label}" for label in labels)


def _unit_cause(parts: Mapping[str, int], stated: int, gap: int) -> Cause | None:
    computed = stated + gap
    for factor, name in UNIT_SLIPS:
        if stated * factor == computed or stated == computed * factor:
            text = f"Tổng lệch đúng {number(factor)} lần: có thể ghi nhầm {name}."
            return Cause("unit_slip", (), text)
        for label, value in parts.items():
            if value and (
                value * factor - value == -gap or (value - value // factor == gap and value % factor == 0)
            ):
                return Cause("unit_slip", (label,), f"{number(value)} {label} có thể ghi nhầm {name}.")
    return None


def _digit_cause(parts: Mapping[str, int], stated: int, gap: int) -> Cause | None:
    computed = stated + gap
    if is_transposed(stated, computed):
        return Cause("transposed", (), f"Có thể đảo chữ số: {number(computed)} thành {number(stated)}.")
    for label, value in parts.items():
        meant = value - gap
        if is_transposed(value, meant):
            text = f"Có thể đảo chữ số của {label}: {number(meant)} thành {number(value)}."
            return Cause("transposed", (label,), text)
    if is_mistyped(stated, computed):
        return Cause("mistyped", (), f"Có thể gõ sai một chữ số: {number(computed)} thành {number(stated)}.")
    return None


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """100 × part ÷ whole in Decimal; ZeroDivisionError when whole is 0."""
    if whole == 0:
        raise ZeroDivisionError("whole is 0")
    return Decimal(100) * Decimal(part) / Decimal(whole)


def rounds_to(value: Decimal, stated: Decimal) -> bool:
    """Whether `value` rounded half up to the printed digits of `stated` is `stated`."""
    return value.quantize(_step(stated), ROUND_HALF_UP) == stated


def cuts_to(value: Decimal, stated: Decimal) -> bool:
    """Whether `value` cut (not rounded) to the printed digits of `stated` is `stated`."""
    return value.quantize(_step(stated), ROUND_DOWN) == stated


def _step(stated: Decimal) -> Decimal:
    exponent = stated.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def explain_ratio(
    part: int | Decimal,
    whole: int | Decimal,
    stated: Decimal,
    other_bases: Mapping[str, int | Decimal] | None = None,
) -> Cause | None:
    """Why `stated` percent is not part ÷ whole; None if it is, or if no reason is found.

    `stated` keeps its printed digits (Decimal("88.20") has two). Tried: cut instead of rounded, another
    base of `other_bases` (label → number), base and part swapped, the remainder's share, two digits swapped.
    """
    if whole == 0 or rounds_to(percent(part, whole), stated):
        return None
    value = percent(part, whole)
    if cuts_to(value, stated):
        correct = number(value.quantize(_step(stated), ROUND_HALF_UP))
        return Cause("truncated", (), f"Tỷ lệ bị cắt số chứ không làm tròn; làm tròn phải là {correct}%.")
    for label, base in (other_bases or {}).items():
        if base and base != whole and _fits(percent(part, base), stated):
            text = f"Đúng nếu chia cho {number(base)} {label}: tỷ lệ lấy nhầm mẫu số."
            return Cause("swapped_base", (label,), text)
    if part and _fits(percent(whole, part), stated):
        return Cause("swapped_base", (), "Đúng nếu đảo tử số và mẫu số.")
    if _fits(100 - value, stated):
        return Cause("complement", (), "Đúng với phần còn lại: tỷ lệ là của số chưa xong.")
    return _ratio_digits(value, stated)


def _fits(value: Decimal, stated: Decimal) -> bool:
    return rounds_to(value, stated) or cuts_to(value, stated)


def _ratio_digits(value: Decimal, stated: Decimal) -> Cause | None:
    step = _step(stated)
    meant = value.quantize(step, ROUND_HALF_UP)
    if is_transposed(int(stated / step), int(meant / step)):
        text = f"Có thể đảo chữ số: {number(meant)}% thành {number(stated)}%."
        return Cause("transposed", (), text)
    return None


def explain_difference(now: int, then: int, stated: int) -> Cause | None:
    """Why `stated` is not |now − then|; None if it is, or if only a blind guess is left."""
    meant = abs(now - then)
    if meant == stated:
        return None
    if is_transposed(stated, meant):
        return Cause("transposed", (), f"Có thể đảo chữ số: {number(meant)} thành {number(stated)}.")
    if is_mistyped(stated, meant):
        return Cause("mistyped", (), f"Có thể gõ sai một chữ số: {number(meant)} thành {number(stated)}.")
    return None
