"""Dates as this country writes them: day first, no leading zeros on screen, the weekday in words."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from danvan.ui.errors import Refusal

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
FIRST_YEAR, LAST_YEAR = 1900, 2199
_CENTURY_TURN = 70  # a two-digit year from 70 on is of the last century: people are born then

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_NO_YEAR = re.compile(r"\d{1,2}\s*[/.\- ]\s*\d{1,2}")


def day(value: date | None) -> str:
    """16/3/2023; nothing for None. An instant is shown by its day in Hà Nội."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local.day}/{local.month}/{local.year}"


def day_long(value: date | None) -> str:
    """16/3/2023 (thứ Năm)."""
    return "" if value is None else f"{day(value)} ({WEEKDAYS[_local(value).weekday()]})"


def day_full(value: date | None) -> str:
    """The day as the head of a paper writes it: "ngày 16 tháng 3 năm 2023".

    Days below 10 and the months 1 and 2 take a leading zero (annex I of Nghị định 30/2020/NĐ-CP).
    """
    if value is None:
        return ""
    local = _local(value)
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def moment(value: datetime | None) -> str:
    """18:51 16/3/2023, on the clock of Hà Nội; an instant without a zone is shown as it stands."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local:%H:%M} {day(local)}"


def days_between_words(due: date | None, today: date) -> str:
    """How far the due day is, said beside the date: "còn 3 ngày", "hôm nay", "đã qua 2 ngày".

    Of days alone: whether a limit is late only its mark says, for a passed day may not be judged by a rule from memory.
    """
    if due is None:
        return ""
    left = (_plain(due) - _plain(today)).days
    if left == 0:
        return "hôm nay"
    return f"còn {left} ngày" if left > 0 else f"đã qua {-left} ngày"


def parse_day(text: str) -> date:
    """The day that a person wrote, day first: 16/3/2023, 3.4.23, "ngày 16 tháng 3 năm 2023", or 2023-03-16.

    Raises Refusal with a sentence for a day that does not exist, a missing year or anything else.
    """
    written = " ".join(text.split())
    parts = _parts(written)
    if parts is None:
        raise Refusal(_unreadable(written))
    year, month, number = parts
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(
            f"Năm {year} trong “{written}” nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}; hãy xem lại năm."
        )
    try:
        return date(year, month, number)
    except ValueError:
        raise Refusal(
            f"Ngày “{written}” không có trong lịch; hãy viết ngày trước, tháng sau, ví dụ 16/3/2023."
        ) from None


def _parts(written: str) -> tuple[int, int, int] | None:
    """(year, month, day) as read, not yet checked against the calendar."""
    if found := _YEAR_FIRST.fullmatch(written):
        year, month, number = found.groups()
    elif found := _DAY_FIRST.fullmatch(written) or _IN_WORDS.fullmatch(written):
        number, month, year = found.groups()
    else:
        return None
    return _whole_year(year), int(month), int(number)


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= _CENTURY_TURN else 2000)


def _unreadable(written: str) -> str:
    if not written:
        return "Chưa có ngày; hãy viết ngày/tháng/năm, ví dụ 16/3/2023."
    if _NO_YEAR.fullmatch(written):
        return f"Ngày “{written}” thiếu năm; hãy viết đủ ngày/tháng/năm, ví dụ 16/3/2023."
    return f"Không đọc được ngày “{written[:40]}”; hãy viết ngày/tháng/năm, ví dụ 16/3/2023."


def _local(value: date) -> date:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(HANOI)
    return value


def _plain(value: date) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local
