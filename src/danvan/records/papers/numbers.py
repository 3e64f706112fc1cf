"""Numbers of papers: a unit's own books where it keeps them here, and the rules for numbers that come from elsewhere."""

import re
from datetime import date
from typing import Any

from django.db import connection, transaction

from danvan.org.models import Account, Succession, Unit, UnitName
from danvan.records.history import say_who
from danvan.records.models import OwnNumbers, Paper
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

_LETTERS = "0-9A-ZĐĂÂÊÔƠƯ"
NUMBER = re.compile(rf"([0-9]{{1,6}})((?:/[{_LETTERS}][{_LETTERS}.\-]{{0,24}}){{1,3}})")
SUFFIX = re.compile(rf"[{_LETTERS}][{_LETTERS}.\-]{{0,15}}")


def keeps_own(unit_id: int) -> bool:
    """Whether the unit's papers get their numbers here."""
    return OwnNumbers.objects.filter(unit_id=unit_id, is_on=True).exists()


@transaction.atomic
def set_own(unit: Unit, *, is_on: bool, suffix: str, by: Account) -> OwnNumbers:
    """Switch a unit's own books on or off and say its sign in the numbers (UBND); Refusal without the right.

    Switched off, a book keeps its last number; switched on again, it goes on from there.
    """
    require(by, "units.manage", unit)
    sign = suffix.strip().upper()
    if (is_on or sign) and not SUFFIX.fullmatch(sign):
        raise Refusal(
            "Ký hiệu cơ quan chỉ gồm chữ in hoa, chữ số, dấu chấm hoặc gạch nối, ví dụ UBND hoặc VP-TCD; hãy nhập lại."
        )
    say_who(by)
    return OwnNumbers.objects.update_or_create(unit=unit, defaults={"is_on": is_on, "suffix": sign})[0]


def book_begins(unit_id: int, on: date) -> date:
    """The day on which the unit's book of that day was opened: 1 January, or when the unit last took others in that year.

    A unit that has ended has no book: Refusal.
    """
    if not UnitName.objects.filter(unit_id=unit_id, valid__contains=on).exists():
        raise Refusal(
            f"Ngày {day(on)} đơn vị này không còn hoặc chưa hoạt động nên sổ văn bản đã khóa; "
            "hãy cấp số ở đơn vị tiếp nhận hồ sơ."
        )
    first = date(on.year, 1, 1)
    joined = Succession.objects.filter(successor_id=unit_id, on__gt=first, on__lte=on)
    return max(joined.values_list("on", flat=True), default=first)


def take(unit_id: int, symbol: str, on: date) -> tuple[int, date]:
    """The next number of the book and the day the book was opened; locked until the running transaction ends.

    A rollback gives the number back, so that no gap is left. Refusal for a day before that of the last number.
    """
    opened = book_begins(unit_id, on)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_numberseries AS s (unit_id, symbol, opened_on, last, last_on) VALUES (%s, %s, %s, 1, %s)"
            " ON CONFLICT (unit_id, symbol, opened_on) DO UPDATE SET last = s.last + 1,"
            " last_on = GREATEST(s.last_on, EXCLUDED.last_on) RETURNING last, last_on",
            [unit_id, symbol, opened, on],
        )
        last, last_on = cursor.fetchone()
    if last_on > on:
        raise Refusal(
            f"Số trước trong sổ đã ghi ngày {day(last_on)}; số mới không được ghi lùi về ngày {day(on)}."
        )
    return last, opened


def written(serial: int, symbol: str, suffix: str) -> str:
    """07/TB-UBND; numbers below ten take a zero (NĐ 30/2020, annex I)."""
    return f"{serial:02d}/{'-'.join(filter(None, (symbol, suffix)))}"


def read(text: str) -> str:
    """A number that came back from another program: digits, then signs; nobody's name can stand in it.

    7/TB-UBND and 07/TB-UBND are one number, so it is kept as the decree writes it.
    """
    found = NUMBER.fullmatch("".join(nfc(text).split()).upper().removeprefix("SỐ:"))
    if found is None or not int(found[1]):
        raise Refusal(
            "Số văn bản gồm số thứ tự và ký hiệu, ví dụ 125/TB-UBND; hãy nhập lại đúng như trên văn bản."
        )
    return f"{int(found[1]):02d}{found[2]}"


def refuse_taken(paper: Paper, number: str, opened: date) -> None:
    """Refusal where another paper of the same book bears the number, cancelled or not."""
    others: Any = Paper.objects.filter(unit_id=paper.unit_id, book_on=opened, number=number).exclude(
        pk=paper.pk
    )
    if others.exists():
        raise Refusal(f"Số {number} đã dùng cho văn bản khác của đơn vị; hãy xem lại số trên văn bản.")
