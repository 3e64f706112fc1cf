"""The package inside a PDF of ours, taken out without opening the PDF: an unknown file is read with bounded work.

A PDF reader would unpack whatever a hostile file asks it to. Our own papers hold one attached stream in plain sight.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from danvan.ui.errors import Refusal

PDF_MARK = b"%PDF-"
MOST_TRIED = 8
UNPACKED_BYTES = 20_000_000
_LINE = 400  # bytes of a stream's dictionary, on one line, before and after its type
_TYPE = b"/EmbeddedFile"
_REST = re.compile(rb"/EmbeddedFile\b(?P<more>[^\r\n]{0,400}?)>>\s{0,4}stream\r?\n")


def is_pdf(content: bytes) -> bool:
    """Whether the bytes say that they are a PDF."""
    return content.startswith(PDF_MARK)


def attached_package(content: bytes) -> bytes:
    """The one JSON package attached to a PDF; Refusal when there is none, more than one, or it cannot be unpacked."""
    unpacked = (_unpacked(body) if packed else body for packed, body in _streams(content))
    found = [text for text in unpacked if text.lstrip()[:1] == b"{"]
    if len(found) != 1:
        raise Refusal(
            _(
                "Tệp PDF này không đính kèm gói số liệu đã ký; hãy chọn bản PDF tải từ trang báo cáo, chưa in hay lưu lại."
            )
        )
    return found[0]


def _streams(content: bytes) -> Iterator[tuple[bool, bytes]]:
    """(packed, body) of the first attached streams. Each byte is looked at a bounded number of times, whatever they say."""
    at = -1
    for _turn in range(MOST_TRIED):
        at = content.find(_TYPE, at + 1)
        if at < 0:
            return
        before = re.split(rb"[\r\n]", content[max(0, at - _LINE) : at])[-1]
        rest = _REST.match(content, at, at + 2 * _LINE)
        if b"<<" in before and rest:
            end = content.find(b"endstream", rest.end())
            yield b"/FlateDecode" in before + rest["more"], content[rest.end() : end if end > 0 else None]


def _unpacked(body: bytes) -> bytes:
    """The unpacked bytes, b"" for a broken stream; Refusal beyond the size that any package could have."""
    reader = zlib.decompressobj()
    try:
        unpacked = reader.decompress(body, UNPACKED_BYTES)
    except zlib.error:
        return b""
    if reader.unconsumed_tail:
        raise Refusal(_("Gói đính kèm trong tệp PDF lớn khác thường; hãy chọn bản PDF tải từ trang báo cáo."))
    return unpacked
