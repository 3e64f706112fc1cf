"""Pictures kept as they lie in a PDF, which would lose with every writing anew: only what tells of their maker is cut out.

JPEG: ITU-T T.81 annex B. JPEG 2000: ITU-T T.800 annexes A and I.
"""

import re
from collections.abc import Iterator

# What colours need and nothing else: JFIF, a profile, and how Adobe's programs keep them. Of the first and last only the
# fixed part, behind which a small picture or anything may lie.
_JFIF, _PROFILE, _ADOBE = 0xE0, 0xE2, 0xEE
_TOLD = frozenset({0xFE, *range(0xE0, 0xF0)})
_SCAN, _END, _BEGIN = 0xDA, 0xD9, b"\xff\xd8"
_MARK = re.compile(rb"\xff[^\x00\xff]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_BOXES = (b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jpch", b"jplh", b"jp2c")
_CODES, _COMMENT, _TILE = b"\xff\x4f", 0x64, 0x90


def jpeg(data: bytes) -> bytes:
    """A JPEG without comments and application segments but those of colours, nor anything before or behind the picture.

    Read as readers do, who skip what stands before a marker. What breaks off stays broken off; no JPEG gives nothing.
    """
    at = data.find(_BEGIN)
    if at < 0:
        return b""
    return b"".join([_BEGIN, *_jpeg_parts(data, at + 2)])


def _jpeg_parts(data: bytes, at: int) -> Iterator[bytes]:
    while found := _MARK.search(data, at):
        at, mark = found.start(), data[found.start() + 1]
        if mark == _END:
            yield b"\xff\xd9"
            return
        if mark == 0x01 or 0xD0 <= mark <= 0xD8:  # these stand alone
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            return
        yield from _segment(mark, data[at + 4 : at + 2 + length])
        at += 2 + length
        if mark == _SCAN:
            after = _AFTER_SCAN.search(data, at)
            until = after.start() if after else len(data)
            yield data[at:until]
            at = until


def _segment(mark: int, told: bytes) -> Iterator[bytes]:
    if mark == _JFIF:
        told = told[:12] + b"\0\0" if told.startswith(b"JFIF\0") and len(told) >= 14 else b""
    elif mark == _ADOBE:
        told = told[:12] if told.startswith(b"Adobe") and len(told) >= 12 else b""
    elif mark in _TOLD and not (mark == _PROFILE and told.startswith(b"ICC_PROFILE\0")):
        told = b""
    if told or mark not in _TOLD:
        yield bytes([0xFF, mark]) + (len(told) + 2).to_bytes(2, "big") + told


def jpx(data: bytes) -> bytes:
    """A JPEG 2000 picture without boxes of metadata and comments; what is none gives nothing."""
    if data.startswith(_CODES):
        return _codes(data)
    if data[4:8] != _BOXES[0]:
        return b""
    return b"".join(_boxes(data))


def _boxes(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        length, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        until = len(data) if length == 0 else at + length
        if until < at + head:
            return
        if kind in _BOXES:
            told = data[at + head : until]
            told = _codes(told) if kind == b"jp2c" else told
            yield (len(told) + 8).to_bytes(4, "big") + kind + told
        at = until


def _codes(data: bytes) -> bytes:
    """The picture's codes without comments in their head."""
    out, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and data[at + 1] != _TILE and at + 4 <= len(data):
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2:
            break
        if data[at + 1] != _COMMENT:
            out.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join([*out, data[at:]])
