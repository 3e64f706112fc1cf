"""A recovery key cut into three parts of which any two give it back (Shamir, by pycryptodome). No Django.

A part is written as groups of four signs for paper: its number, its 32 bytes and four bytes of check, in hexadecimal.
"""

from hashlib import sha256

from Crypto.Protocol.SecretSharing import Shamir

from danvan.ui.errors import Refusal

NEEDED, PARTS = 2, 3
_HALF = 16  # the library shares sixteen bytes at a time
_CHECK = 4
V1 = 1


def split(secret: bytes) -> list[bytes]:
    """Three parts of a secret of 32 bytes: form, number, then sixteen bytes for each half."""
    first, second = (Shamir.split(NEEDED, PARTS, half) for half in (secret[:_HALF], secret[_HALF:]))
    return [bytes((V1, number)) + one + dict(second)[number] for number, one in first]


def join(parts: list[bytes]) -> bytes:
    """The secret of two different parts. Refusal for fewer, or for what is no part. A wrong part gives a wrong secret."""
    known = {_number(part): bytes(part) for part in parts}
    if len(known) < NEEDED:
        raise Refusal("Cần hai phần khóa khác nhau của hai người giữ; một phần không mở được gì.")
    halves = (
        Shamir.combine(
            [(number, part[start : start + _HALF]) for number, part in list(known.items())[:NEEDED]]
        )
        for start in (2, 2 + _HALF)
    )
    return b"".join(halves)


def on_paper(part: bytes) -> str:
    """A part as it is printed."""
    digits = (part + sha256(part).digest()[:_CHECK]).hex().upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def from_paper(written: str) -> bytes:
    """A part as it was typed from paper. Refusal where a sign is wrong or missing."""
    try:
        raw = bytes.fromhex("".join(written.split()))
        part, check = raw[:-_CHECK], raw[-_CHECK:]
        _number(part)
    except (ValueError, Refusal):
        raise Refusal(
            "Phần khóa gõ từ bản giấy thiếu hoặc sai dạng; hãy gõ lại từng nhóm bốn ký tự."
        ) from None
    if sha256(part).digest()[:_CHECK] != check:
        raise Refusal("Phần khóa gõ từ bản giấy có ký tự sai; hãy dò lại từng nhóm bốn ký tự.")
    return part


def _number(part: bytes) -> int:
    if len(part) != 2 + 2 * _HALF or part[0] != V1 or part[1] not in range(1, PARTS + 1):
        raise Refusal("Phần khóa không đúng dạng; hãy báo người vận hành.")
    return part[1]
