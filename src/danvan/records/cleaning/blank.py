"""Drawings of nothing in the two formats of Windows: what stands in a Word document where a drawing was.

EMF: [MS-EMF] 2.3.4.2 and 2.3.4.1. WMF: [MS-WMF] 2.3.2.2, 2.3.2.3 and 2.3.2.1.
"""

import struct

_HEADER, _END = 1, 14  # records of an EMF
_BOX = (0, 0, 100, 100)


def emf() -> bytes:
    """A header and the end, in 108 bytes."""
    end = struct.pack("<5I", _END, 20, 0, 16, 20)
    size = 88 + len(end)
    head = struct.pack("<2I4i4i", _HEADER, 88, *_BOX, *_BOX)
    head += struct.pack("<4s3I2H3I", b" EMF", 0x10000, size, 2, 1, 0, 0, 0, 0)
    head += struct.pack("<2I2I", 100, 100, 100, 100)
    return head + end


def wmf() -> bytes:
    """The head that tells the size, a header and the end, in 46 bytes."""
    placed = struct.pack("<IH4hHI", 0x9AC6CDD7, 0, *_BOX, 96, 0)
    check = 0
    for (word,) in struct.iter_unpack("<H", placed):
        check ^= word
    header = struct.pack("<3HIHIH", 1, 9, 0x300, 12, 0, 3, 0)
    return placed + struct.pack("<H", check) + header + struct.pack("<IH", 3, 0)
