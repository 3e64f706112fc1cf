"""Số đến: the number of the incoming book beside the number of our register, one for each unit and year.

It is kept as a number, since of an unclassified letter no word may stand in the clear: figures, capitals, signs.
"""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models import Letter
from danvan.records.declare import Move
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

# A zero stands before few figures alone, so that no telephone number passes; of letters one, or a sign of up to four.
_YEAR = r"(?:/(?:19|20)[0-9]{2})?"
SHAPE = re.compile(rf"(?:0[0-9]{{0,4}}|[1-9][0-9]{{0,6}})(?:[A-ZĐ]{_YEAR}|{_YEAR}(?:/[A-ZĐ]{{1,4}})?)")
SENTENCE = (
    "Số đến gồm chữ số, có thể thêm năm và một ký hiệu ngắn, ví dụ 456, 456/2023 hoặc 456/UBND; "
    "hãy ghi đúng như trong sổ văn bản đến."
)


def in_one_form(text: str) -> str:
    """The number without spaces and in capitals; Refusal for words."""
    number = "".join(text.split()).upper()
    if number and not SHAPE.fullmatch(number):
        raise Refusal(SENTENCE)
    return number


def check_arrival(letter: Letter, on: date) -> None:
    """Write the number in one form and its day; Refusal for words, for a day that cannot be, and for a number in use.

    Letters of old registers keep what stood there twice.
    """
    number = letter.incoming_number = in_one_form(letter.incoming_number)
    if not number:
        return
    letter.incoming_on = letter.incoming_on or letter.received_on or on
    if letter.incoming_on > on:
        raise Refusal(f"Ngày đến {day(letter.incoming_on)} sau ngày ghi {day(on)}; hãy xem lại ngày.")
    if not letter.is_back_entered and (other := _bearer(letter)):
        raise Refusal(
            f"Số đến {number} năm {letter.incoming_on.year} đã ghi cho đơn số {other.number} của đơn vị; hãy xem lại số."
        )


def _bearer(letter: Letter) -> Letter | None:
    """The letter of the same unit that already bears the number in that year. One query."""
    assert letter.incoming_on
    rows = Letter.objects.filter(
        unit_id=letter.unit_id,
        incoming_number=letter.incoming_number,
        incoming_on__year=letter.incoming_on.year,
    )
    return rows.exclude(pk=letter.pk).first()


def moves(states: tuple[str, ...]) -> tuple[Move, ...]:
    """The step that writes or mends it, in any of these states."""
    return (
        Move(
            "ghi_so_den",
            _("Ghi, sửa số đến"),
            states,
            "",
            "records.open",
            needs=("incoming_number", "incoming_on"),
            check=check_arrival,
            why=_("Số và ngày của sổ văn bản đến, cạnh số đăng ký; lịch sử giữ số cũ."),
        ),
    )
