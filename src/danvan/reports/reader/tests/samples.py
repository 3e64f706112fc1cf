"""Files made for the tests: real bytes of each encoding and format."""

import io
import unicodedata
import zipfile
from pathlib import Path

import docx
import typst

from danvan.reports.reader.intake.legacy import TCVN3, VNI

REPORT = (
    "Báo cáo kết quả công tác quý I năm 2023\n"
    "Toàn tỉnh đã tiếp 97 lượt công dân, tiếp nhận và xử lý 258 đơn, trong đó 38 khiếu nại, 94 đơn tố cáo, "
    "164 đơn kiến nghị, phản ánh.\n"
    "Ngành Thanh tra thực hiện 85 cuộc thanh tra, kiểm tra, phát hiện sai phạm trên 3,1 tỷ đồng.\n"
    "Những người đứng đầu ở xã, phường thường xuyên đối thoại với Nhân dân; ưu tiên việc cũ, kéo dài.\n"
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def tcvn3_characters(text: str) -> str:
    """The text as TCVN3 shows it in a Western font; capital letters with tones have no code and are lowered."""
    codes = {letter: code for code, letter in TCVN3.items()}
    return "".join(codes.get(letter) or codes.get(letter.lower()) or letter for letter in text)


def vni_characters(text: str) -> str:
    """The text as VNI shows it in a Western font."""
    codes: dict[str, str] = {}
    for code, letter in VNI.items():
        codes.setdefault(letter, code)
    return "".join(codes.get(letter, letter) for letter in text)


def windows_1258(text: str) -> bytes:
    """The text in Windows-1258, which has every vowel's shape but writes most tones as a second byte."""
    out = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in TONES)
        shape = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
        out.append((shape + tone).encode("cp1258"))
    return b"".join(out)


def docx_bytes(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def simple_docx(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return docx_bytes(document)


def docx_with_part(name: str, content: bytes) -> bytes:
    """A sound DOCX in which one part is replaced or added."""
    target = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(simple_docx("Tiếp 97 lượt")))
    with source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for member in source.infolist():
            if member.filename != name:
                out.writestr(member, source.read(member))
        out.writestr(name, content)
    return target.getvalue()


def pdf(tmp_path: Path, markup: str) -> bytes:
    """A PDF set by Typst."""
    source = tmp_path / "report.typ"
    source.write_text(markup, encoding="utf-8")
    return bytes(typst.compile(str(source)))
