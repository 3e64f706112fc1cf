"""Numbers as this country writes them: 1.234,5. Money is whole đồng; shares are divided in Decimal."""

import re
from decimal import ROUND_HALF_UP, Decimal

from danvan.ui.errors import Refusal

type Amount = int | float | Decimal

NOTHING = "–"
BILLION, MILLION, THOUSAND = 10**9, 10**6, 10**3
_SCALES = {"tỷ": BILLION, "tỉ": BILLION, "triệu": MILLION, "nghìn": THOUSAND, "ngàn": THOUSAND}

_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_MONEY = re.compile(r"(?P<number>[-−+0-9., ]+?)\s*(?P<scale>tỷ|tỉ|triệu|nghìn|ngàn)?\s*(?:đồng|đ|vnđ|vnd)?")


def number(value: Amount | None, places: int | None = None) -> str:
    """1234.5 → "1.234,5"; with `places` exactly so many decimals, halves rounded up; nothing for None."""
    if value is None:
        return ""
    exact = _decimal(value)
    if places is not None:
        exact = rounded(exact, places)
    whole, _, decimals = f"{abs(exact):f}".partition(".")
    text = f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")
    # U+2212, since screen readers skip a hyphen before a number
    return f"−{text}" if exact < 0 else text


def money(dong: int | None) -> str:
    """3100000000 → "3.100.000.000 đồng"."""
    return "" if dong is None else f"{number(dong)} đồng"


def money_short(dong: int | None) -> str:
    """3100000000 → "3,1 tỷ đồng"; at most two decimals; below a million the whole amount."""
    if dong is None:
        return ""
    millions = rounded(Decimal(dong) / MILLION, 2)
    if abs(millions) >= 1000:
        return f"{_at_most(Decimal(dong) / BILLION, 2)} tỷ đồng"
    if abs(dong) >= MILLION:
        return f"{_at_most(millions, 2)} triệu đồng"
    return money(dong)


def percent(value: Amount | None, places: int = 1) -> str:
    """93.46 → "93,5 %": a number already in per cent, at most `places` decimals; "–" for None."""
    return NOTHING if value is None else f"{_at_most(_decimal(value), places)} %"


def share(part: int | None, whole: int | None, places: int = 1) -> str:
    """29 of 31 → "93,5 %"; "–" where there is nothing to divide by."""
    if part is None or not whole:
        return NOTHING
    return percent(Decimal(part) * 100 / Decimal(whole), places)


def signed(value: Amount | None, places: int | None = None) -> str:
    """A change with its sign: "+12", "−3", "0"."""
    if value is None:
        return ""
    return f"+{number(value, places)}" if value > 0 else number(value, places)


def parse_number(text: str) -> Decimal:
    """The number a person wrote: "1.234,5", "1 234", "0,5", "-3".

    A dot only groups thousands and a comma only opens decimals; raises Refusal where the text breaks that.
    """
    written = " ".join(text.split())
    sign, body = (-1, written[1:].strip()) if written[:1] in ("-", "−") else (1, written.removeprefix("+"))
    if not (_GROUPED.fullmatch(body) or _PLAIN.fullmatch(body)):
        raise Refusal(_unreadable(written))
    return sign * Decimal(body.replace(".", "").replace(" ", "").replace(",", "."))


def parse_money(text: str) -> int:
    """Whole đồng of "3,1 tỷ đồng", "500 triệu", "1.234.000 đ"; raises Refusal for less than one đồng."""
    written = " ".join(text.lower().split())
    found = _MONEY.fullmatch(written)
    if found is None:
        raise Refusal(
            f"Không đọc được số tiền “{written[:40]}”; hãy viết ví dụ 3,1 tỷ đồng hoặc 3.100.000.000 đồng."
        )
    dong = parse_number(found["number"]) * _SCALES.get(found["scale"] or "", 1)
    if dong != dong.to_integral_value():
        raise Refusal(f"Số tiền “{written}” lẻ dưới một đồng; hãy viết số tiền tròn đồng.")
    return int(dong)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as the printed forms do; Python's own rounding would send 0.5 to the even neighbour."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _at_most(value: Decimal, places: int) -> str:
    text = number(value, places)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _decimal(value: Amount) -> Decimal:
    # through str: Decimal(0.1) would show the float's binary tail
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _unreadable(written: str) -> str:
    if not written:
        return "Chưa có số; hãy viết ví dụ 1.234,5."
    return (
        f"Không đọc được số “{written[:40]}”; dấu chấm chỉ để tách hàng nghìn, dấu phẩy để tách phần lẻ, "
        "ví dụ 1.234,5."
    )
