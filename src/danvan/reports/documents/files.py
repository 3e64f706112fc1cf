"""The files that a report is given out as: one door for the desk's pages and the portal's."""

from collections.abc import Callable

from danvan.reports.documents.content import Content
from danvan.reports.documents.docx import docx
from danvan.reports.documents.form_book import form_book
from danvan.reports.documents.pdf import pdf
from danvan.reports.documents.xlsx import xlsx

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = "bieu.xlsx"

MAKERS: dict[str, tuple[Callable[[Content], bytes], str]] = {
    "docx": (docx, WORDS),
    "xlsx": (xlsx, WORKBOOK),
    FORM: (form_book, WORKBOOK),
}


def made(content: Content, kind: str, address: str = "") -> tuple[bytes, str]:
    """(bytes, content type) of a pdf, docx, xlsx or bieu.xlsx; `address` is where the PDF's QR code leads.

    Refusal for the workbook of a form where the report follows none. KeyError for another kind.
    """
    if kind == "pdf":
        return pdf(content, address), "application/pdf"
    maker, mime = MAKERS[kind]
    return maker(content), mime
