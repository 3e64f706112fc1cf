"""How one number came to stand in place of another: pure functions over two numbers and what stands around them."""

from collections.abc import Mapping

from danvan.ui.numbers import number

UNIT_SLIPS = ((1_000, "một bậc đơn vị (nghìn, triệu, tỷ)"), (1_000_000, "hai bậc đơn vị (đồng, triệu, tỷ)"))
LEAST_TELLING = 10  # smaller numbers are equal by chance too often to say that one was taken for the other


def is_transposed(written: int, meant: int) -> bool:
    """Whether swapping two neighbouring, different digits of `meant` gives `written`."""
    a, b = str(written), str(meant)
    if written < 10 or meant < 10 or len(a) != len(b):
        return False
    off = [i for i in range(len(a)) if a[i] != b[i]]
    return len(off) == 2 and off[1] == off[0] + 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]


def is_mistyped(written: int, meant: int) -> bool:
    """Whether exactly one digit differs, in numbers long enough for that to mean something."""
    a, b = str(written), str(meant)
    return len(a) == len(b) and len(a) >= 2 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def is_digit_off(written: int, meant: int) -> bool:
    """Whether one digit was dropped or typed too often, in numbers of at least three digits."""
    short, long = sorted((str(written), str(meant)), key=len)
    if len(long) < 3 or len(long) != len(short) + 1 or min(written, meant) < 0:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def slip(
    written: int, meant: int, periods: Mapping[str, int] | None = None, lines: Mapping[str, int] | None = None
) -> tuple[str, str]:
    """(kind, sentence) of the likeliest slip of the pen; ("", "") when none fits or the numbers are equal.

    `periods` are what neighbouring periods have of the same figure, `lines` what other lines of the same paper have, by
    their names. Kinds: period_slip, line_slip, unit_slip, transposed, mistyped, digit_off.
    """
    if written == meant:
        return "", ""
    if written >= LEAST_TELLING:
        if label := _equal(periods, written):
            return "period_slip", f"{number(written)} là số của {label}: có thể chép nhầm kỳ."
        if label := _equal(lines, written):
            return "line_slip", f"{number(written)} là số của dòng “{label}”: có thể chép nhầm dòng."
    for factor, name in UNIT_SLIPS:
        if written and meant and (written == meant * factor or meant == written * factor):
            return "unit_slip", f"Lệch đúng {number(factor)} lần: có thể ghi nhầm {name}."
    for kind, fits, words in (
        ("transposed", is_transposed, "đảo chữ số"),
        ("mistyped", is_mistyped, "gõ sai một chữ số"),
        ("digit_off", is_digit_off, "gõ thiếu hoặc thừa một chữ số"),
    ):
        if fits(written, meant):
            return kind, f"Có thể {words}: {number(meant)} thành {number(written)}."
    return "", ""


def _equal(others: Mapping[str, int] | None, value: int) -> str:
    """The one name with that value; "" when none or several have it."""
    found = [label for label, other in (others or {}).items() if other == value]
    return found[0] if len(found) == 1 else ""
