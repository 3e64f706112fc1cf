"""PDF to text, page by page, wrapped lines joined again."""

import io
import re

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from danvan.reports.reader.intake.limits import MAX_CHARACTERS, MAX_PAGES, Scanned
from danvan.ui.errors import Refusal

BULLET = re.compile(r"^\s*(?:[-+*•–]|\d+(?:\.\d+)*[.)]\s|[IVX]+\.\s|[a-zđ]\)\s)")
SENTENCE_OVER = re.compile(r"[.:;!?/]\s*$")
FULL_LINE, FULL_LETTERS = 0.75, 45


def text_of_pdf(data: bytes, name: str) -> tuple[str, list[str]]:
    """Text and notes. Raises Refusal for an encrypted, broken, scanned or overlong file."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MAX_PAGES:
                raise Refusal(
                    f"Tệp {name} có {len(document.pages)} trang, vượt giới hạn {MAX_PAGES} trang; "
                    "hãy tách riêng phần báo cáo."
                )
            pages = _pages(document)
    except Refusal:
        raise
    except Exception as error:  # pdfminer raises many kinds for one cause: the file is broken
        raise Refusal(_reason(error, name)) from error
    if not any(page.strip() for page in pages):
        raise Scanned(name, len(pages))
    return "\n".join(map(unwrap, pages)), []


def _pages(document: pdfplumber.PDF) -> list[str]:
    pages: list[str] = []
    for page in document.pages:
        pages.append(page.extract_text() or "")
        page.close()
        if sum(map(len, pages)) > MAX_CHARACTERS:
            break
    return pages


def _reason(error: Exception, name: str) -> str:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect) or "Password" in type(cause).__name__:
        return f"Tệp {name} đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại PDF."
    return f"Tệp {name} là PDF bị hỏng, không đọc được; hãy xuất lại PDF từ bản gốc."


def unwrap(page: str) -> str:
    """Joins a line to the next where the line is full and its sentence goes on;
    headings, bullets and rows stay.
    """
    lines = page.split("\n")
    width = max(map(len, lines), default=0)
    joined: list[str] = []
    full = False
    for line in lines:
        if full and joined and not BULLET.match(line):
            joined[-1] = f"{joined[-1]} {line.lstrip()}"
        else:
            joined.append(line)
        full = len(line) >= max(FULL_LINE * width, FULL_LETTERS) and not SENTENCE_OVER.search(line)
    return "\n".join(joined)
