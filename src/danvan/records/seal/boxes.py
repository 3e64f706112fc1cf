"""The forms in which things lie sealed: one byte says which form, so that an older one can be read for ever. No Django.

    box      something sealed to a public key; whoever knows that key can add, only its other half opens
    vault    a private key under a passphrase (Argon2id); cost and salt stand beside it
    item     a box whose inside says which place of which case it was made for, padded so that its length tells little

Form 1: libsodium's sealed boxes (X25519, XSalsa20-Poly1305) and secret boxes, by PyNaCl. Keys are 32 bytes each.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from danvan.ui.errors import Refusal

type Raw = bytes | memoryview  # as the database driver gives bytes

V1 = b"\x01"
KEY_BYTES = 32
SMALLEST = 1024  # bytes of the least class; each class is twice the one before
LARGEST = 1 << 25
START = sha256(b"danvan seal, before the first item").hexdigest()
_LENGTH = 4

UNKNOWN_FORM = "Dạng niêm phong này mới hơn phần mềm đang chạy; hãy báo người vận hành cập nhật rồi mở lại."
CHANGED = (
    "Nội dung niêm phong không đúng chỗ hoặc đã bị sửa nên không mở; hãy báo ngay người đứng đầu và người vận hành, "
    "đừng xử lý tiếp hồ sơ này."
)
NOT_THIS_KEY = "Khóa này không mở được nội dung niêm phong."


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item belongs: its record, ring of keys, kind, its number in the ring, and the item before it.

    `ring_key` is the public half it is sealed to, in hexadecimal digits; `previous` the digest of the sealed item before.
    """

    record: int
    ring: str
    ring_key: str
    kind: str
    number: int
    previous: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs: Argon2id's passes and bytes of memory."""

    passes: int
    memory: int


MODERATE = Cost(pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE)
LEAST = Cost(pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)


def new_pair() -> tuple[bytes, bytes]:
    """(private, public) halves of a fresh key."""
    key = PrivateKey.generate()
    return bytes(key), bytes(key.public_key)


def public_of(private: bytes) -> bytes:
    """The public half that belongs to a private one."""
    return bytes(PrivateKey(private).public_key)


def seal(data: bytes, public: Raw) -> bytes:
    """A box that only the owner of `public` opens."""
    return V1 + bytes(SealedBox(PublicKey(bytes(public))).encrypt(data))


def unseal(box: Raw, private: bytes) -> bytes:
    """What lies in a box. Refusal for another key, changed bytes or a form not known here."""
    try:
        return SealedBox(PrivateKey(private)).decrypt(_inside(box))
    except (CryptoError, ValueError, TypeError):
        raise Refusal(NOT_THIS_KEY) from None


def lock(private: bytes, passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """A private key put under a passphrase. `salt` is 16 fresh bytes (`new_salt`)."""
    return V1 + bytes(SecretBox(_stretched(passphrase, salt, cost)).encrypt(private))


def unlock(vault: Raw, passphrase: str, salt: Raw, cost: Cost) -> bytes | None:
    """The private key; None for a wrong passphrase."""
    try:
        return SecretBox(_stretched(passphrase, salt, cost)).decrypt(_inside(vault))
    except (CryptoError, ValueError):
        return None


def new_salt() -> bytes:
    """Sixteen bytes drawn at random."""
    return random(pwhash.argon2id.SALTBYTES)


def new_secret() -> bytes:
    """A key of 32 bytes for `wrap`."""
    return random(KEY_BYTES)


def wrap(data: bytes, secret: bytes) -> bytes:
    """Bytes encrypted and authenticated under a secret of 32 bytes."""
    return V1 + bytes(SecretBox(secret).encrypt(data))


def unwrap(sealed: Raw, secret: bytes) -> bytes | None:
    """What was wrapped; None when the secret is another one or the bytes were changed."""
    try:
        return SecretBox(secret).decrypt(_inside(sealed))
    except (CryptoError, ValueError):
        return None


def seal_item(place: Place, payload: bytes) -> bytes:
    """An item for its place. Raises Refusal for more than 32 MB."""
    head = json.dumps(asdict(place), ensure_ascii=False, sort_keys=True).encode()
    inside = len(head).to_bytes(_LENGTH) + head + payload
    return seal(pad(inside), bytes.fromhex(place.ring_key))


def unseal_item(box: Raw, private: bytes, place: Place) -> bytes:
    """What an item holds. Refusal when it was made for another place than the one it is found at, or was changed."""
    _inside(box)  # a form not known here says so
    try:
        inside = unpad(unseal(box, private))
        end = _LENGTH + int.from_bytes(inside[:_LENGTH])
        told: Any = json.loads(inside[_LENGTH:end])
    except (Refusal, ValueError):
        raise Refusal(CHANGED) from None
    if told != asdict(place):
        raise Refusal(CHANGED)
    return inside[end:]


def digest(box: Raw) -> str:
    """What the next item, the row and the history remember of a sealed item: SHA-256 of its bytes, hexadecimal."""
    return sha256(bytes(box)).hexdigest()


def pad(data: bytes) -> bytes:
    """The data with its length before it, filled up with zeros to the next class of size."""
    needed, size = len(data) + _LENGTH, SMALLEST
    while size < needed:
        size *= 2
    if size > LARGEST:
        raise Refusal("Nội dung lớn hơn 32 MB nên không niêm phong được; hãy chia nhỏ.")
    return (len(data).to_bytes(_LENGTH) + data).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """The data of `pad`. ValueError for bytes that are none."""
    length = int.from_bytes(padded[:_LENGTH])
    if length > len(padded) - _LENGTH:
        raise ValueError("not padded")
    return padded[_LENGTH : _LENGTH + length]


def _inside(sealed: Raw) -> bytes:
    raw = bytes(sealed)
    if raw[:1] != V1:
        raise Refusal(UNKNOWN_FORM)
    return raw[1:]


def _stretched(passphrase: str, salt: Raw, cost: Cost) -> bytes:
    secret = passphrase.encode()
    return pwhash.argon2id.kdf(KEY_BYTES, secret, bytes(salt), opslimit=cost.passes, memlimit=cost.memory)
