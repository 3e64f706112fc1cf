"""What a file is, by its content; the name only helps to word the refusal."""

import io
import re
import zipfile

from danvan.reports.reader.intake.limits import MAX_MEMBERS, MAX_UNPACKED
from danvan.ui.errors import Refusal

HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b",
    re.I | re.S,
)
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
TEXT_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")  # read by Tesseract
# Bytes at the head of what is surely no text
MAGICS = (
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
)


def kind_of(data: bytes, name: str) -> str:
    """One of pdf, docx, xlsx, picture, html, txt. Raises Refusal for an old, encrypted, packed or binary file."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refusal(_old_office(data, name))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data, name)
    if data.lstrip()[:5] == b"{\\rtf":
        raise Refusal(f"Tệp {name} là định dạng RTF; hãy mở tệp rồi lưu lại dạng .docx.")
    if data.startswith(PICTURES):
        return "picture"
    if data.startswith(MAGICS) or _is_binary(data):
        raise Refusal(
            f"Tệp {name} là tệp nhị phân, không phải văn bản; hãy gửi tệp .txt, .html, .docx hoặc .pdf."
        )
    head = data.removeprefix(b"\xef\xbb\xbf")[:4096].replace(b"\0", b"")
    return "html" if HTML.match(head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")) else "txt"


def _is_binary(data: bytes) -> bool:
    """Control bytes that no text encoding writes, unless the zeros are UTF-16's or UTF-32's."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    head = data[:65536]
    zeros = head.count(0)
    if zeros:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        pairs = max(even, odd) > len(head) // 10 and min(even, odd) <= max(even, odd) // 20
        return not pairs
    controls = len(head) - len(head.translate(None, TEXT_CONTROLS))
    return controls > len(head) // 200 + 2  # a stray control character does not make a text binary


def _old_office(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"Tệp {name} đặt mật khẩu; hãy mở tệp, bỏ mật khẩu rồi lưu lại dạng .docx."
    if "Workbook".encode("utf-16-le") in data:
        return f"Tệp {name} là bảng tính Excel đời cũ (.xls); hãy lưu phần báo cáo dạng .docx hoặc .pdf."
    return f"Tệp {name} là văn bản Word đời cũ (.doc); hãy mở tệp rồi lưu lại dạng .docx."


def _zip_kind(data: bytes, name: str) -> str:
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refusal(
            f"Tệp {name} bị hỏng, không mở được; hãy lưu lại tệp dạng .docx rồi thử lại."
        ) from error
    names = {member.filename for member in members}
    kind = next((kind for part, kind in OFFICE.items() if part in names), None)
    if kind is None:
        raise Refusal(
            f"Tệp {name} là tệp nén, không phải văn bản; hãy gửi báo cáo dạng .docx, .xlsx, .pdf, .html hoặc .txt."
        )
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1024 // 1024
        raise Refusal(
            f"Tệp {name} bung ra quá lớn (giới hạn {limit} MB); hãy bỏ ảnh, phụ lục rồi lưu lại dạng .docx."
        )
    if any(member.flag_bits & 1 for member in members):
        raise Refusal(f"Tệp {name} đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
    return kind
