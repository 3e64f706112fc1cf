"""Which files are taken: told by what is in them, never by their names, and within limits that are checked first.

What is served is written anew (`records/cleaning`): photographs upright and without place, device and maker, PDFs and
Word documents without author, programs and embedded files. The bytes as they came are kept apart, see `originals`.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any

from danvan.records.files import apart, scanning
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


_RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$", re.I)
_UNFIT = re.compile(r'[<>:"|?*]')  # what Windows takes in no name; a colon opens a stream behind a file


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is served."""

    name: str
    data: bytes
    media_type: str
    pages: int
    lost_signature: bool = False
    lost_drawings: bool = False


def accept(name: str, data: bytes) -> Taken:
    """The file as it is to be served, scanned and written anew.

    Refusal, a sentence without the file's name, which may be a person's; also for one that is held or waits.
    """
    weigh(data)
    if not scanning.admitted(data).is_clean:
        raise Refusal(scanning.SHUT)
    return clean(name, data)


def for_envelope(name: str, data: bytes, *, waits: bool = False) -> tuple[str, bytes]:
    """(name fit to show, bytes as they came) of a file that goes under seal.

    What could not be taken afterwards is refused now, while the paper or the sender is still at hand. What the scanner
    holds or has not seen goes under seal unread: it is looked at again before anybody is shown it. With `waits` nobody is
    at hand to send it once more, so that a silent scanner refuses nothing.
    """
    weigh(data)
    if scanning.admitted(data, waits=waits).is_clean:
        return clean(name, data).name, data
    return held_name(name, data), data


def from_envelope(name: str, data: bytes) -> Taken:
    """What of a sealed file is shown: written anew, after the scanner has seen it. Refusal while it may not be."""
    if not scanning.admitted(data, may_refuse=False).is_clean:
        raise Refusal(scanning.SHUT)
    return clean(name, data)


def weigh(data: bytes) -> None:
    """Refusal for an empty file and for one that is too large."""
    if not data:
        raise Refusal("Tệp rỗng (0 byte); hãy chọn lại tệp.")
    if len(data) > LARGEST:
        raise Refusal(
            f"Tệp lớn hơn {number(LARGEST // 1_000_000)} MB; hãy chia nhỏ hoặc quét với độ nét 200–300 dpi."
        )


def clean(name: str, data: bytes, *, is_signed_copy: bool = False) -> Taken:
    """The file written anew. Refusal, a sentence without its name.

    A signed copy of the office's own paper stays byte for byte where it holds a digital signature, which no writing anew
    would leave; then nothing in it may run.
    """
    media_type = media_type_of(data)
    if media_type == PDF:
        told, cleaned = _pdf(data)
        as_it_is = is_signed_copy and told["signed"]
        if as_it_is and told["active"]:
            raise Refusal("Bản ký có chương trình hoặc tệp nhúng bên trong; hãy xuất lại PDF rồi ký.")
        served, lost = (data, False) if as_it_is else (cleaned, told["signed"])
        return Taken(shown_name(name, PDF), served, PDF, told["pages"], lost_signature=lost)
    if media_type == DOCX:
        _check_document(data)
        told, cleaned = apart.parted(apart.run("word", data, seconds=60))
        if told.get("unfit"):
            raise Refusal(
                "Tệp Word có phần mà máy không làm sạch được (ảnh quá lớn, phần lạ hoặc hỏng); hãy gửi dạng PDF."
            )
        return Taken(shown_name(name, DOCX), cleaned, DOCX, 1, told["signed"], told["drawings"])
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
    return DOCX if data.startswith(b"PK\x03\x04") and "word/document.xml" in _parts(data) else ""


def shown_name(name: str, media_type: str) -> str:
    """The last part of the name a browser or sender gave, fit to show and to save anywhere, with its content's ending."""
    return f"{_stem(name)}.{ENDINGS[media_type]}"


def held_name(name: str, data: bytes) -> str:
    """The same for a file that nobody has looked into."""
    return f"{_stem(name)}.{ENDINGS.get(media_type_of(data), 'bin')}"


def _stem(name: str) -> str:
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    shown = _UNFIT.sub("-", _INVISIBLE.sub("", last)).strip(" .") or "tep"
    stem = (shown.rsplit(".", 1)[0] if "." in shown[1:] else shown)[:100].strip(" .") or "tep"
    # Windows takes these for devices whatever follows the first point.
    return f"tep-{stem}" if _RESERVED.match(stem.split(".")[0].strip()) else stem


def _pdf(data: bytes) -> tuple[dict[str, Any], bytes]:
    told, cleaned = apart.parted(apart.run("pdf", data, seconds=60))
    if told.get("locked"):
        raise Refusal("Tệp PDF có mật khẩu nên không đọc được; hãy bỏ mật khẩu rồi gửi lại.")
    if told.get("swells"):
        raise Refusal("Tệp PDF bung ra quá lớn so với một bản quét; hãy quét hoặc in lại thành PDF khác.")
    if told.get("unfit"):
        raise Refusal(
            "Tệp PDF có ảnh viết lẫn trong trang mà máy không làm sạch được; hãy quét hoặc in lại thành PDF khác."
        )
    pages = told.get("pages", 0)
    if not pages:
        raise Refusal("Tệp PDF bị hỏng hoặc không có trang nào; hãy quét hoặc lưu lại.")
    if pages > MOST_PAGES:
        raise Refusal(f"Tệp có {number(pages)} trang, nhiều hơn {MOST_PAGES}; hãy chia thành nhiều tệp.")
    if len(cleaned) > 2 * LARGEST:
        raise Refusal("Tệp PDF sau khi lưu lại lớn quá; hãy quét hoặc in lại thành PDF khác.")
    return told, cleaned


def _photograph(name: str, data: bytes) -> Taken:
    told, image = apart.parted(apart.run("image", data, seconds=60))
    if told.get("too_large"):
        raise Refusal("Ảnh quá lớn (trên 60 triệu điểm ảnh hoặc quá nhiều trang); hãy thu nhỏ rồi gửi lại.")
    if not image:
        raise Refusal("Tệp ảnh bị hỏng nên không đọc được; hãy chụp hoặc quét lại.")
    if len(image) > LARGEST:
        raise Refusal("Ảnh sau khi lưu lại lớn quá; hãy thu nhỏ hoặc gửi dạng PDF.")
    return Taken(shown_name(name, told["media_type"]), image, told["media_type"], told["pages"])


def _parts(data: bytes) -> dict[str, zipfile.ZipInfo]:
    """The parts of a package by name, as its own list tells them; none for what is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {part.filename: part for part in package.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return {}


def _check_document(data: bytes) -> None:
    """Refusal for a Word document that is locked, carries a program, or unpacks into a flood."""
    parts = _parts(data)
    unpacked = sum(part.file_size for part in parts.values())
    if len(parts) > _MOST_PARTS or unpacked > min(_LARGEST_UNPACKED, _MOST_TIMES * len(data)):
        raise Refusal("Tệp Word bung ra quá lớn so với một văn bản; hãy lưu lại hoặc gửi dạng PDF.")
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Refusal("Tệp Word có mật khẩu nên không đọc được; hãy bỏ mật khẩu rồi gửi lại.")
    if any(_carries(name.lower()) for name in parts):
        raise Refusal("Tệp Word có chương trình hoặc tệp nhúng bên trong nên không nhận; hãy gửi dạng PDF.")


def _carries(name: str) -> bool:
    """A macro, a control, or any embedded file but the sheet behind a chart."""
    embedded = "/embeddings/" in name and not name.endswith((".xlsx", "/"))
    return "vbaproject" in name or "/activex/" in name or embedded
