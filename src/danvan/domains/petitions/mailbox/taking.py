"""A message becomes a letter, once: its row, the letter and the envelope are written together or not at all."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from danvan.domains.petitions.mailbox.message import LARGEST, NotAMessage, fingerprint, parse
from danvan.domains.petitions.models import Channel
from danvan.org.models import Account, Unit
from danvan.records import envelopes, writing
from danvan.records.models import TakenMail
from danvan.records.today import today
from danvan.ui.errors import Refusal

Outcome = TakenMail.Outcome


@dataclass(frozen=True, slots=True)
class Source:
    """Where in a mailbox a message lies: keyed hash of the mailbox, its UIDVALIDITY and the message's UID."""

    mailbox: str
    validity: int
    uid: int


@transaction.atomic
def take(
    raw: bytes, unit: Unit, *, on: date, by: Account | None = None, source: Source | None = None
) -> TakenMail:
    """Open a letter of a message, its content sealed at once; the row says what became of it.

    A second copy, a program's own message and bytes that are no message open none. Safe to be called again for the same
    place in a mailbox and beside another worker: the database keeps one row of each place and one letter of a message.
    """
    known = already(source)
    if known:
        return known
    day = min(on, today())
    mark = fingerprint(raw, settings.SECRET_KEY.encode())
    if TakenMail.objects.filter(unit=unit, fingerprint=mark, outcome=Outcome.LETTER).exists():
        return _note(Outcome.TWICE, raw, unit, day, source, mark)
    try:
        message = parse(raw)
    except (NotAMessage, RecursionError):
        return _note(Outcome.BROKEN, raw, unit, day, source, mark)
    if message.is_automatic:
        return _note(Outcome.AUTOMATIC, raw, unit, day, source, mark)
    letter = writing.open_record(
        "don",
        by=by,
        unit=unit,
        on=day,
        channel=Channel.MAIL,
        is_illustrative=bool(settings.DEMONSTRATION_DAY),
    )
    envelopes.seal(letter, message.values, message.files, by=by)
    row = _note(Outcome.LETTER, raw, unit, day, source, mark)
    TakenMail.objects.filter(pk=row.pk).update(record_id=letter.pk)
    row.record_id = letter.pk
    return row


def already(source: Source | None) -> TakenMail | None:
    """The row of a place in a mailbox that was looked at before."""
    if source is None:
        return None
    place = {"mailbox": source.mailbox, "validity": source.validity, "uid": source.uid}
    return TakenMail.objects.filter(**place).first()


def note_too_large(size: int, unit: Unit, *, on: date, source: Source) -> TakenMail:
    """Say that a message is larger than is taken; a person looks at it in the mailbox."""
    known = already(source)
    return known or _row(Outcome.TOO_LARGE, size, unit, min(on, today()), source, "")


def take_upload(raw: bytes, unit: Unit, *, on: date, by: Account) -> TakenMail:
    """Take a message that an officer saved as a file; Refusal, a sentence, where no letter comes of it."""
    if on > today():
        raise Refusal("Ngày nhận thư chưa tới; hãy nhập ngày thư đến hộp thư.")
    if not raw.strip():
        raise Refusal("Tệp rỗng (0 byte); hãy lưu lại thư dạng .eml.")
    if len(raw) > LARGEST:
        raise Refusal("Thư lớn hơn 25 MB; hãy tách tệp gửi kèm rồi nhận như đơn giấy.")
    row = take(raw, unit, on=on, by=by)
    if row.outcome == Outcome.LETTER:
        return row
    raise Refusal(
        {
            Outcome.TWICE: "Thư này đã được nhận trước đó; không nhận lần hai.",
            Outcome.AUTOMATIC: "Đây là thư trả lời tự động hoặc thư báo của máy chủ, không phải đơn.",
        }.get(Outcome(row.outcome), "Tệp không phải thư điện tử; hãy lưu thư dạng .eml rồi tải lên.")
    )


def _note(outcome: str, raw: bytes, unit: Unit, day: date, source: Source | None, mark: str) -> TakenMail:
    return _row(outcome, len(raw), unit, day, source, mark)


def _row(outcome: str, size: int, unit: Unit, day: date, source: Source | None, mark: str) -> TakenMail:
    return TakenMail.objects.create(
        unit=unit,
        mailbox=source.mailbox if source else "",
        validity=source.validity if source else None,
        uid=source.uid if source else None,
        day=day,
        size=size,
        fingerprint=mark,
        outcome=outcome,
    )
