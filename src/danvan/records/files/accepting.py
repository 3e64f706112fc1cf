"""Which files are taken: told by what is in them, never by their names, and within limits that are checked first.

Photographs are read and written anew, upright and without what they tell of place, device and maker; a PDF is kept byte
for byte, since it may carry a signature.
"""

import io
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from danvan.records.files import apart
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

LARGEST = 20_000_000
MOST_PAGES = 300
MOST_FILES = 40
PDF, JPEG, PNG, TIFF = "application/pdf", "image/jpeg", "image/png", "image/tiff"
WEBP = "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = (JPEG, PNG, TIFF, WEBP)
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", TIFF: "tif", DOCX: "docx"}
TAKEN = "PDF, JPG, PNG, TIFF, WebP hoặc DOCX"
ACCEPT = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp,.docx"
_MOST_PARTS, _LARGEST_UNPACKED, _MOST_TIMES = 2_000, 150_000_000, 300
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is kept."""

    name: str
    data: bytes
    media_type: str
    pages: int


def accept(name: str, data: bytes) -> Taken:
    """The file as it is to be kept. Refusal, a sentence without the file's name: it may be a person's."""
    if not data:
        raise Refusal("Tệp rỗng (0 byte); hãy chọn lại tệp.")
    if len(data) > LARGEST:
        raise Refusal(
            f"Tệp lớn hơn {number(LARGEST // 1_000_000)} MB; hãy chia nhỏ hoặc quét với độ nét 200–300 dpi."
        )
    media_type = media_type_of(data)
    if media_type == PDF:
        return Taken(shown_name(name, PDF), data, PDF, _pages(data))
    if media_type == DOCX:
        return Taken(shown_name(name, DOCX), data, DOCX, 1)
    if media_type in IMAGES:
        return _photograph(name, data)
    raise Refusal(f"Tệp không phải {TAKEN} (xét theo nội dung tệp, không theo tên); hãy quét hoặc lưu lại.")


def media_type_of(data: bytes) -> str:
    """The kind of a file by its first bytes, of a package by its parts; empty for what is not taken."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] in (b"II*\0", b"MM\0*"):
        return TIFF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return DOCX if data.startswith(b"PK\x03\x04") and _is_document(data) else ""


def shown_name(name: str, media_type: str) -> str:
    """The last part of the name a browser or sender gave, fit to show, with the ending that the content has."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    clean = _INVISIBLE.sub("", last).strip(" .") or "tep"
    stem = clean.rsplit(".", 1)[0] if "." in clean[1:] else clean
    return f"{stem[:100].strip()}.{ENDINGS[media_type]}"


def _pages(data: bytes) -> int:
    told = json.loads(apart.run("pages", data, seconds=20))
    if told.get("locked"):
        raise Refusal("Tệp PDF có mật khẩu nên không đọc được; hãy bỏ mật khẩu rồi gửi lại.")
    pages = told.get("pages", 0)
    if not pages:
        raise Refusal("Tệp PDF bị hỏng hoặc không có trang nào; hãy quét hoặc lưu lại.")
    if pages > MOST_PAGES:
        raise Refusal(f"Tệp có {number(pages)} trang, nhiều hơn {MOST_PAGES}; hãy chia thành nhiều tệp.")
    return pages


def _photograph(name: str, data: bytes) -> Taken:
    answer = apart.run("photograph", data, seconds=60)
    head, image = answer.split(b"\n", 1)
    told = json.loads(head)
    if told.get("too_large"):
        raise Refusal("Ảnh quá lớn (trên 60 triệu điểm ảnh hoặc quá nhiều trang); hãy thu nhỏ rồi gửi lại.")
    if not image:
        raise Refusal("Tệp ảnh bị hỏng nên không đọc được; hãy chụp hoặc quét lại.")
    if len(image) > LARGEST:
        raise Refusal("Ảnh sau khi lưu lại lớn quá; hãy thu nhỏ hoặc gửi dạng PDF.")
    return Taken(shown_name(name, told["media_type"]), image, told["media_type"], told["pages"])


def _is_document(data: bytes) -> bool:
    """Whether a package is a Word document without macros that does not unpack into a flood."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    floods = len(parts) > _MOST_PARTS or unpacked > min(_LARGEST_UNPACKED, _MOST_TIMES * len(data))
    macros = any("vbaproject" in name.lower() for name in names)
    locked = any(part.flag_bits & 1 for part in parts)
    return "word/document.xml" in names and not (floods or macros or locked)
