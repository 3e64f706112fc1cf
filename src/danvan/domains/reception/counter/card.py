"""What a scanner types of an identity card, or a person by hand: pure functions over one line of text.

The card of 2021 holds `number | old number | name | birth ddmmyyyy | sex | address | issue date`; the card of 2024 adds
fields of relatives after these, which are dropped unread. Fields are told by their shape, so that lost or doubled
separators do no harm. What looks damaged is said, never mended: a name is nobody's to guess.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from danvan.domains.reception.counter.marks import looks_broken
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

LONGEST = 800
_SEPARATORS = re.compile(r"[|¦│ǀ‖\t\r\n]+")
_NUMBER = re.compile(r"[0-9]{12}|[0-9]{9}")
_PASSPORT = re.compile(r"[A-Z][0-9]{7,8}")
_DAY = re.compile(r"[0-9]{8}")
_SEXES = {"nam": "nam", "nu": "nu"}
_UNPARTED = re.compile(
    r"(?P<number>[0-9]{12})(?P<old>[0-9]{9})?(?P<name>[^0-9]{2,}?)(?P<born>[0-9]{8})(?P<sex>nam|nữ|nu)"
    r"(?P<address>.*?)(?P<issued>[0-9]{8})?[^0-9]*",
    re.IGNORECASE,
)
_BY_HAND = re.compile(
    r"(?P<name>[^0-9]{2,}?)[\s,;-]+(?P<born>(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-])?(?P<year>[0-9]{4}))"
)
# The number row of Windows' own Vietnamese keyboard types these instead of digits.
_WRONG_LAYOUT = re.compile(r"[ăâêộ\u0300\u0309\u0303\u0301\u0323đ]{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Card:
    """A person as the line tells; what it does not tell is empty. `warnings` are whole sentences for the officer."""

    number: str = ""
    old_number: str = ""
    full_name: str = ""
    born_on: date | None = None
    born_year: int | None = None
    sex: str = ""
    address: str = ""
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_scanned(self) -> bool:
        """Whether a card was read, not a number or a name typed by hand."""
        return bool(self.number and self.full_name)


def parse(text: str) -> Card:
    """The card in one typed line. Raises Refusal, without the text in it, when nothing can be told."""
    line = nfc(text).strip().strip("|").strip()
    if not line or len(line) > LONGEST:
        raise Refusal("Chưa đọc được thẻ; hãy quét lại, hoặc gõ số giấy tờ, hoặc họ tên và năm sinh.")
    if typed := _number_alone(line):
        return typed
    fields = [field.strip() for field in _SEPARATORS.split(line) if field.strip()]
    card = _told(fields) if len(fields) > 2 else _unparted(line)
    if card is None:
        card = _by_hand(line)
    if card is None:
        raise _unreadable(line)
    return card


def _unreadable(line: str) -> Refusal:
    if _WRONG_LAYOUT.search(line):
        return Refusal(
            "Máy quét gõ chữ thay cho số: bàn phím đang ở kiểu “Vietnamese” của Windows; hãy chuyển sang tiếng Anh (US), "
            "tắt bộ gõ rồi quét lại."
        )
    return Refusal(
        "Không đọc được thẻ từ dòng vừa quét; hãy tắt bộ gõ tiếng Việt rồi quét lại, hoặc gõ số giấy tờ, hoặc họ tên và "
        "năm sinh (ví dụ: Trần Thị B 1985)."
    )


def _number_alone(line: str) -> Card | None:
    bare = re.sub(r"[\s.\-]", "", line).upper()
    if _NUMBER.fullmatch(bare) or _PASSPORT.fullmatch(bare):
        return Card(number=bare)
    if bare.isascii() and bare.isdigit() and len(bare) not in (4, 8):
        raise Refusal(
            f"Số vừa gõ có {len(bare)} chữ số; số căn cước, số định danh có 12 chữ số, chứng minh nhân dân có 9."
        )
    return None


def _told(fields: list[str]) -> Card | None:
    """Fields by their shape: the number first, dates of eight digits, the sex; a name before, an address behind."""
    numbers = [field for field in fields if _NUMBER.fullmatch(field)]
    days = [index for index, field in enumerate(fields) if _DAY.fullmatch(field)]
    if not numbers or not days:
        return None
    born_at = days[0]
    name = next((field for field in fields[:born_at] if not any(sign.isdigit() for sign in field)), "")
    name = name or next((field for field in fields[:born_at] if not field.isdigit()), "")
    after = fields[born_at + 1 :]
    sex = next((_SEXES[fold(field)] for field in after[:1] if fold(field) in _SEXES), "")
    behind = after[1:] if sex else after
    address = behind[0] if behind and not _DAY.fullmatch(behind[0]) else ""
    issued = next((field for field in behind[:2] if _DAY.fullmatch(field)), "")
    number = next((one for one in numbers if len(one) == 12), numbers[0])
    old = next((one for one in numbers if one != number and len(one) == 9), "")
    return _made(number, old, name, fields[born_at], sex, address, issued)


def _unparted(line: str) -> Card | None:
    """A scanner that drops its separators leaves one long word; its parts still differ in shape."""
    bare = _SEPARATORS.sub("", line)
    found = _UNPARTED.fullmatch(bare)
    if found is None:
        return None
    told = {name: (value or "").strip() for name, value in found.groupdict().items()}
    sex = _SEXES[fold(told["sex"])]
    return _made(
        told["number"], told["old"], told["name"], told["born"], sex, told["address"], told["issued"]
    )


def _by_hand(line: str) -> Card | None:
    found = _BY_HAND.fullmatch(line)
    if found is None:
        return None
    year = int(found["year"])
    if not 1900 <= year <= 2100:
        return None
    name = " ".join(found["name"].split())
    return Card(full_name=name, born_year=year, warnings=_warned(name, "", "", None, ""))


def _made(number: str, old: str, name: str, born: str, sex: str, address: str, issued: str) -> Card:
    born_on = _day(born)
    name, address = " ".join(name.split()), " ".join(address.split())
    return Card(
        number=number,
        old_number=old,
        full_name=name,
        born_on=born_on,
        born_year=born_on.year if born_on else _year(born),
        sex=sex,
        address=address,
        issued_on=_day(issued),
        warnings=_warned(name, address, number, born_on, sex),
    )


def _warned(name: str, address: str, number: str, born_on: date | None, sex: str) -> tuple[str, ...]:
    said = []
    if number and not name:
        said.append("Thẻ quét không có họ tên; hãy gõ họ tên theo thẻ.")
    if looks_broken(name) or looks_broken(address, may_have_digits=True):
        said.append(
            "Dấu tiếng Việt trong họ tên hoặc địa chỉ có vẻ bị bộ gõ (Telex, VNI, Unikey) làm hỏng; hãy so với thẻ và sửa "
            "tay, hoặc tắt bộ gõ rồi quét lại."
        )
    if number and born_on is None:
        said.append("Ngày sinh trên thẻ không đọc được hoặc chỉ có năm; hãy xem thẻ.")
    if born_on and len(number) == 12 and not _agrees(number, born_on, sex):
        said.append("Số căn cước không khớp năm sinh hoặc giới tính; hãy so lại với thẻ.")
    return tuple(said)


def _agrees(number: str, born_on: date, sex: str) -> bool:
    """The fourth digit tells century and sex, the next two the year of birth (số định danh cá nhân)."""
    century, year = divmod(born_on.year, 100)
    if int(number[4:6]) != year or int(number[3]) // 2 != century - 19:
        return False
    return not sex or int(number[3]) % 2 == (sex == "nu")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d%m%Y").date()
    except ValueError:
        return None


def _year(text: str) -> int | None:
    """Cards of people who know only their year carry 0000 before it."""
    year = int(text[4:8]) if len(text) == 8 else 0
    return year if 1900 <= year <= 2100 else None
