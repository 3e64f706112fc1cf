"""Reads a day as people type it, day before month, and never guesses."""

import re
from datetime import date, timedelta

from danvan.ui.errors import Refusal

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VIETNAMESE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_EARLIEST, _LATEST = 1945, 2200


def parse_date(text: str | date) -> date:
    """2023-03-13, 13/3/2023, 13.3.2023 or 13-3-2023; Refusal names what was typed and how to type it.

    Years outside 1945–2200 are refused: they are slips of the finger, and the calendar's end must stay far away.
    """
    if isinstance(text, date):
        return text
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, number = (int(part) for part in match.groups())
    elif match := _VIETNAMESE.fullmatch(text):
        number, month, year = (int(part) for part in match.groups())
    else:
        raise Refusal(f"Không đọc được ngày «{text}»; hãy viết như 13/3/2023 hoặc 2023-03-13.")
    if not _EARLIEST <= year <= _LATEST:
        raise Refusal(f"Năm {year} trong ngày «{text}» ngoài khoảng {_EARLIEST}–{_LATEST}; hãy kiểm tra lại.")
    if not 1 <= month <= 12:
        raise Refusal(f"Tháng {month} trong ngày «{text}» không có; ngày viết trước tháng, như 13/3/2023.")
    try:
        return date(year, month, number)
    except ValueError:
        raise Refusal(f"Ngày «{text}» không có trong lịch; hãy kiểm tra lại ngày và tháng.") from None


def parse_span(text: str) -> tuple[date, date]:
    """`A..B` with two days as `parse_date` reads them; both days belong to the span."""
    first, dots, last = text.partition("..")
    if not dots:
        raise Refusal(f"Khoảng ngày «{text}» phải viết dạng NGÀY..NGÀY, như 2023-02-01..2023-02-10.")
    begin, end = parse_date(first), parse_date(last)
    if end < begin:
        raise Refusal(f"Khoảng ngày «{text}» có ngày cuối trước ngày đầu; hãy đổi chỗ hai ngày.")
    return begin, end


def add_months(day: date, months: int) -> date:
    """The same date `months` later, or that month's last day where there is no such date (BLDS 2015, Điều 148 khoản 3)."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), _month_end(first))


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
