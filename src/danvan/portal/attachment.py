"""The package inside a PDF of ours, taken out without opening the PDF: an unknown file is read with bounded work.

A PDF reader would unpack whatever a hostile file asks it to. Our own papers hold one attached stream in plain sight.
"""

import re
import zlib

from django.utils.translation import gettext as _

from danvan.ui.errors import Refusal

PDF_MARK = b"%PDF-"
MOST_ATTACHED = 4
UNPACKED_BYTES = 20_000_000
_STREAM = re.compile(rb"<<(?P<shape>[^\r\n]{0,400}?/EmbeddedFile\b[^\r\n]{0,400}?)>>\s{0,4}stream\r?\n")


def is_pdf(content: bytes) -> bool:
    """Whether the bytes say that they are a PDF."""
    return content.startswith(PDF_MARK)


def attached_package(content: bytes) -> bytes:
    """The one JSON package attached to a PDF; Refusal when there is none, more than one, or it cannot be unpacked."""
    found = []
    for match in _STREAM.finditer(content):
        end = content.find(b"endstream", match.end())
        body = content[match.end() : end if end > 0 else None]
        unpacked = _unpacked(body) if b"/FlateDecode" in match["shape"] else body
        if unpacked.lstrip()[:1] == b"{":
            found.append(unpacked)
        if len(found) > MOST_ATTACHED:
            break
    if len(found) != 1:
        raise Refusal(
            _(
                "Tệp PDF này không đính kèm gói số liệu đã ký; hãy chọn bản PDF tải từ trang báo cáo, chưa in hay lưu lại."
            )
        )
    return found[0]


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
