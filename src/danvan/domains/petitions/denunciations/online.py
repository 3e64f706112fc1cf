"""A tố cáo that its sender hands in over the network: its line in the register, and the signed paper that comes later."""

from datetime import date

from danvan.domains.petitions.models import Channel, Kind, Letter
from danvan.org.models import Account, Unit
from danvan.records import writing
from danvan.records.models import SealCase, SealItem
from danvan.records.seal import items, modes, senders
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

ONLY_DENUNCIATION = (
    "Đơn này người gửi đã gửi qua mạng là tố cáo và nằm trong hồ sơ niêm phong nên không chuyển sang loại khác; nếu nội "
    "dung không phải tố cáo, hãy nhắn trong hồ sơ niêm phong để người gửi gửi lại đúng loại, rồi xếp lưu."
)
HELD_ELSEWHERE = (
    "Nội dung đã nằm trong hồ sơ niêm phong của người giữ khóa ở đây, không còn phong bì nào để chuyển lên; hãy nhắn trong "
    "hồ sơ niêm phong để người gửi gửi lại đến nơi có thẩm quyền, rồi xếp lưu."
)


def open_online(unit: Unit, on: date, *, is_named: bool) -> Letter:
    """The line of the register: number, day, way and class; no field, no name, no word.

    Sorted within the days of every letter. A named one then waits for its signed paper (Luật Tố cáo 2018, Điều 22 and 23),
    as `hold_unsigned` says of all that comes over a wire; one without a name has none to wait for and is never accepted
    as a tố cáo (Điều 25).
    """
    return writing.open_record(
        "don",
        by=None,
        unit=unit,
        on=on,
        channel=Channel.PORTAL,
        kind=Kind.DENUNCIATION,
        is_anonymous=not is_named,
    )


def check_class(letter: Letter) -> None:
    """Refusal where a letter that came under seal as a tố cáo is to become something else: its words would come out."""
    if (
        letter.kind != Kind.DENUNCIATION
        and letter.pk
        and SealCase.objects.filter(record_id=letter.pk).exists()
    ):
        raise Refusal(ONLY_DENUNCIATION)


def check_envelope(letter: Letter) -> None:
    """Refusal where there is no envelope that could go to the office above, since all lies in a sealed case."""
    if letter.pk and SealCase.objects.filter(record_id=letter.pk).exists():
        raise Refusal(HELD_ELSEWHERE)


def note_signed(letter: Letter, by: Account | None, on: date) -> None:
    """Write into the case of a letter that came over the network that its signed paper is there, for holders to read."""
    if senders.sender_of(letter) and modes.seals_here(letter.unit_id, on):
        items.put(letter, SealItem.Kind.NOTE, {"text": f"Nhận bản có chữ ký ngày {day(on)}."}, by=by)
