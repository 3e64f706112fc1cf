"""Lines that a person pastes: a register number, a code, perhaps a day."""

import re
from datetime import date

from danvan.records.desk.access import Reach
from danvan.records.models import Record
from danvan.records.national.columns import register_number
from danvan.records.national.keeping import MOST_AT_ONCE, Entry, NotWritten, write
from danvan.ui.dates import parse_day
from danvan.ui.errors import Refusal

_APART = re.compile(r"[\t;]|\s+")
_MOST_WORDS = 4


def read(text: str, on: date) -> dict[int, tuple[tuple[int, int], str, date]]:
    """Line → (number, year), code as typed, day; `on` where a line has none.

    Raises NotWritten whose faults are by line; no sentence repeats what was typed.
    """
    found: dict[int, tuple[tuple[int, int], str, date]] = {}
    faults: dict[str, str] = {}
    seen: set[tuple[int, int]] = set()
    for at, line in enumerate(text.splitlines(), 1):
        words = [word for word in _APART.split(line) if word]
        if not words:
            continue
        try:
            number, code, told = _line(words, on)
        except Refusal as refusal:
            faults[str(at)] = str(refusal)
            continue
        if number in seen:
            faults[str(at)] = "Số này đã có ở một dòng trên; hãy bỏ một dòng."
        seen.add(number)
        found[at] = (number, code, told)
    if faults:
        raise NotWritten(faults)
    if not found:
        raise Refusal("Chưa có dòng nào; hãy dán các dòng có số và mã.")
    return found


def _line(words: list[str], on: date) -> tuple[tuple[int, int], str, date]:
    number = register_number(words[0])
    rest = words[1:]
    if number is None and rest:
        number, rest = register_number(words[0], rest[0]), rest[1:]
    if number is None or not rest or len(words) > _MOST_WORDS:
        raise Refusal("Dòng phải có số/năm trong sổ rồi đến mã, sau đó có thể có ngày; hãy sửa dòng này.")
    if len(rest) == 1:
        return number, rest[0], on
    try:
        return number, rest[0], parse_day(rest[1])
    except Refusal:
        raise Refusal(
            "Ngày của dòng không đọc được; hãy viết ngày trước, tháng sau, ví dụ 16/3/2023."
        ) from None


def write_lines(text: str, *, unit_id: int, group: str, on: date, reach: Reach) -> int:
    """Write the codes of all lines, or of none; how many are new. Raises NotWritten (faults by line) and Refusal."""
    lines = read(text, on)
    if len(lines) > MOST_AT_ONCE:
        raise Refusal(f"Mỗi lần ghi không quá {MOST_AT_ONCE} dòng; hãy chia làm nhiều lần.")
    years = {number[1] for number, _code, _on in lines.values()}
    numbers = {number[0] for number, _code, _on in lines.values()}
    rows = reach.seen(Record.objects.filter(unit_id=unit_id, type=group))
    rows = rows.filter(register_year__in=years, register_no__in=numbers)
    known = {
        (no, year): code for no, year, code in rows.values_list("register_no", "register_year", "public_id")
    }
    missing = {
        str(at): "Không có hồ sơ số này trong sổ của đơn vị; hãy xem lại số và năm."
        for at, (number, _code, _on) in lines.items()
        if number not in known
    }
    if missing:
        raise NotWritten(missing)
    at_record = {known[number]: at for at, (number, _code, _on) in lines.items()}
    entries = [Entry(known[number], code, told) for number, code, told in lines.values()]
    try:
        return write(entries, by=reach.account, today=reach.on)
    except NotWritten as refused:
        raise NotWritten(
            {str(at_record[public_id]): why for public_id, why in refused.faults.items()}
        ) from None
