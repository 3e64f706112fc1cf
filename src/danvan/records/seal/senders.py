"""The one key of who sends a tố cáo over the network: sixteen digits, shown once, of which nothing is kept but a hash.

Fifteen digits are drawn, the last is a check (Damm), so that a slip of typing is told from a code that opens nothing. Who
denounces under a name adds a second item: the year of birth, or the last three digits of the telephone. Code and item make,
by Argon2id, the private key to which the office's answers are sealed.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b, pbkdf2_hmac

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from nacl import pwhash

from danvan.records.desk.patience import told_when_held
from danvan.records.gates import Gate
from danvan.records.models import Record, SealSender, Tombstone
from danvan.records.seal import boxes, own_keys, witness
from danvan.ui.errors import Refusal

DIGITS, GROUP = 16, 4
# After how many wrong second items of one case in all how many seconds pass before another is looked at. There is no end
# for good: who has the code alone would shut the page to its owner.
PAUSES = ((20, 86_400), (10, 6 * 3600), (5, 3600))
# Right openings of one case in an hour: each costs a turn of Argon2id.
OPENED = Gate("niem-phong-mo", 60, 3600)
BUSY = "Máy đang bận nên chưa làm gì; hãy đợi ít giây rồi bấm lần nữa."
PRESSED = "Lần bấm trước của trang này còn đang ghi; hãy đợi ít giây rồi bấm Gửi lần nữa, máy chỉ giữ một lần và một mã."
OFTEN = (
    "Hồ sơ này đã được mở quá nhiều lần trong một giờ; hãy mở lại sau một giờ, hoặc đến nơi tiếp công dân."
)
# Some milliseconds a look-up; who has database and key tries ten to the fifteenth times as much.
STRETCH = 20_000
SLIP = f"Mã phải có {DIGITS} chữ số, gồm cả số cuối; có số gõ thiếu, gõ sai hoặc đổi chỗ. Hãy so lại với mã Bà/Ông đã chép."
_TURN = 0x7ADD5EA1  # one derivation at a time in the installation: each takes 256 MB
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


@dataclass(frozen=True, slots=True)
class Derived:
    """What the database will know of a sender: the public key, and what it takes to make the private one again."""

    public: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    cost: boxes.Cost
    is_named: bool


def derive(code: str, second: str = "") -> Derived:
    """A sender's key, at a second's cost and in turn with all others: before any row is held. Refusal where that is long."""
    salt, cost = boxes.new_salt(), own_keys.cost()
    with transaction.atomic():
        _take_turn()
        public = boxes.public_of(_private(code, second, salt, cost))
    return Derived(public, salt, cost, bool(second))


def make(record: Record, second: str = "", *, code: str = "", derived: Derived | None = None) -> str:
    """The receipt code of a case that its sender handed in himself, to be shown once, as sixteen digits.

    `second` (digits) makes the sender a named one; `code` is one of `code_of`, else a fresh one; `derived` is what `derive`
    made of both. Called in the transaction that makes the case, as its last step.
    """
    code = code or _new_code()
    own = derived or derive(code, second)
    with transaction.atomic():
        sender = SealSender.objects.create(
            case_id=record.pk,
            code_hash=_hash(settings.SECRET_KEY, code),
            public=own.public,
            salt=own.salt,
            passes=own.cost.passes,
            memory=own.cost.memory,
            is_named=own.is_named,
        )
        witness.sign(sender)
    return code


def code_of(form_key: str) -> str:
    """The code that one form leads to, however often it is sent: `form_key` is its secret, which only its pages hold.

    So a second press finds what the first one made, and shows its code, though nothing of the form was ever stored.
    """
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"danvan.formkey").digest()
    stem = int.from_bytes(blake2b(form_key.encode(), key=key, digest_size=16).digest()) % 10 ** (DIGITS - 1)
    return _checked(stem)


@contextmanager
def alone_with(code: str) -> Iterator[None]:
    """Nobody else sends by this code meanwhile; whoever does so at the same moment waits. No transaction is needed.

    Raises Refusal where the wait, for that or for a row, grows too long.
    """
    number = int(_hash(settings.SECRET_KEY, code)[:15], 16)
    with told_when_held(PRESSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
    try:
        with told_when_held(BUSY):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def sent_with(code: str) -> Record | None:
    """The record that was sent with a code of `code_of`. Whoever types one proves the second item too (`find`)."""
    sender = SealSender.objects.filter(code_hash=_hash(settings.SECRET_KEY, code)).first()
    return sender.case.record if sender else None


def read_code(typed: str) -> str:
    """Sixteen digits as they were typed, in groups or not. Refusal where a digit is missing or wrong."""
    code = "".join(sign for sign in typed if not sign.isspace() and sign not in "-.")
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()) or _damm(code):
        raise Refusal(SLIP)
    return code


def find(code: str, second: str = "") -> tuple[Record, bytes] | None:
    """The record and the sender's private key; None alike for an unknown code, a wrong second item and too many of those.

    `code` as `read_code` gives it. Argon2id is paid only for a code that exists. Refusal where the machine is busy, and
    where the case was rightly opened too often.
    """
    hashes = [_hash(key, code) for key in _secrets()]
    sender = SealSender.objects.filter(code_hash__in=hashes).select_related("case__record__unit").first()
    if sender is None or _pauses(sender.pk):
        return None
    if OPENED.is_shut_for(str(sender.pk)):
        raise Refusal(OFTEN)
    with transaction.atomic():
        _take_turn()
        if _pauses(sender.pk):  # others waited for the turn meanwhile
            return None
        private = _private(code, second, bytes(sender.salt), boxes.Cost(sender.passes, sender.memory))
        if not secrets.compare_digest(boxes.public_of(private), bytes(sender.public)):
            _count_wrong(sender.pk)
            return None
    OPENED.count_for(str(sender.pk))
    return sender.case.record, private


@dataclass(frozen=True, slots=True)
class Wrong:
    """Wrong second items of one case in all: how many, since when, and the last of them."""

    times: int
    first: datetime
    last: datetime


def wrong_of(pk: int) -> Wrong | None:
    """What was typed wrongly at the case of a key; None where nothing was. It does not run out."""
    found = cache.get(_wrong(pk))
    return Wrong(*found) if found else None


def sender_of(record: Record) -> SealSender | None:
    """The sender of a record that came over the network as a tố cáo; None for every other."""
    return SealSender.objects.filter(case_id=record.pk).first()


def hash_of(record: Record) -> str:
    """The keyed hash of a record's code, for its tombstone; empty where it did not come over the network."""
    sender = sender_of(record)
    return sender.code_hash if sender else ""


def destroyed(code: str) -> Tombstone | None:
    """What is left to say to who has the code of a case that was destroyed: its second item went with the case."""
    hashes = [_hash(key, code) for key in _secrets()]
    return Tombstone.objects.filter(code_hash__in=hashes).first()


def seal_to(record: Record, data: bytes) -> bytes:
    """Bytes sealed to the record's sender, padded so that the length tells little. Refusal without a sender, above 32 MB."""
    sender = sender_of(record)
    if sender is None:
        raise Refusal("Hồ sơ này không do người tố cáo gửi qua mạng nên không nhắn lại qua mạng được.")
    witness.check(sender)
    return boxes.seal(boxes.pad(data), sender.public)


def unseal(box: boxes.Raw, private: bytes) -> bytes:
    """What `seal_to` sealed. Refusal for another key, changed bytes, or a form not known here."""
    try:
        return boxes.unpad(boxes.unseal(box, private))
    except ValueError:
        raise Refusal(boxes.CHANGED) from None


def in_groups(code: str) -> str:
    """A code as people write it down: four groups of four."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _wrong(pk: int) -> str:
    return f"niem-phong-muc-hai:{pk}"


def _pauses(pk: int) -> bool:
    """Whether nothing is looked at yet, after so many wrong ones."""
    found = wrong_of(pk)
    if found is None:
        return False
    pause = next((seconds for times, seconds in PAUSES if found.times >= times), 0)
    return timezone.now() < found.last + timedelta(seconds=pause)


def _count_wrong(pk: int) -> None:
    """One more. Whoever counts has the turn."""
    found, now = wrong_of(pk), timezone.now()
    told = (found.times + 1, found.first, now) if found else (1, now, now)
    cache.set(_wrong(pk), told, None)


def _new_code() -> str:
    return _checked(secrets.randbelow(10 ** (DIGITS - 1)))


def _checked(number: int) -> str:
    stem = f"{number:0{DIGITS - 1}d}"
    return f"{stem}{_damm(stem)}"


def _damm(digits: str) -> int:
    """The check digit of some digits; 0 for digits that end in their own (H. M. Damm, a quasigroup of order ten)."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return state


def _private(code: str, second: str, salt: bytes, cost: boxes.Cost) -> bytes:
    said = f"{code}/{second}".encode()
    return pwhash.argon2id.kdf(boxes.KEY_BYTES, said, salt, opslimit=cost.passes, memlimit=cost.memory)


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _hash(secret: str, code: str) -> str:
    key = blake2b(secret.encode(), digest_size=32, person=b"danvan.sender").digest()
    return pbkdf2_hmac("sha256", code.encode(), key, STRETCH).hex()


def _take_turn() -> None:
    """Wait for the turn, which ends with the caller's transaction; Refusal where it takes too long."""
    with told_when_held(BUSY), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
