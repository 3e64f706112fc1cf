"""Vietnamese numbers: 1.280,04 · 3,1 · 01 · "1 triệu" · "2 tỷ 300 triệu" · "hai"."""

import re
from decimal import Decimal

GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?\Z")
GROUPED_BY_COMMA = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?\Z")
COMMA_DECIMAL = re.compile(r"[0-9]+,[0-9]+\Z")
POINT_DECIMAL = re.compile(r"[0-9]+\.[0-9]{1,2}\Z")
PLAIN = re.compile(r"[0-9]+\Z")
LONGEST = 20

SCALES = {"chục": 10, "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
SCALE_NAMES = {"ngàn": "nghìn", "tỉ": "tỷ"}
WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


def number_of(raw: str) -> int | Decimal | None:
    """The value of a written number, None where it cannot be told: "1.28.4", "1,234" before anything whole.

    A point groups thousands and a comma is the decimal sign; "8.4" can only be a decimal.
    """
    if len(raw) > LONGEST:
        return None
    if GROUPED.match(raw):
        return _whole_or_decimal(raw.replace(".", "").replace(",", "."))
    if COMMA_DECIMAL.match(raw):
        return _whole_or_decimal(raw.replace(",", "."))
    if POINT_DECIMAL.match(raw):
        return Decimal(raw)
    if GROUPED_BY_COMMA.match(raw):
        return _whole_or_decimal(raw.replace(",", ""))
    return int(raw) if PLAIN.match(raw) else None


def _whole_or_decimal(plain: str) -> int | Decimal:
    return Decimal(plain) if "." in plain else int(plain)


def in_dong(value: int | Decimal, factor: int) -> int:
    """The value in đồng; fractions of a đồng are dropped."""
    return int(Decimal(value) * factor)
