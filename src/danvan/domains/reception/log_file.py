"""Sổ tiếp công dân as a workbook: the same books, heads and cells as on the page, a sheet for each form of the law."""

import io
from datetime import date

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from danvan.domains.reception.log import Book
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.spreadsheets import safe

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST = 32_767  # signs of one cell
WIDTH, HEAD_ROW = 18, 3  # width in signs; the row of the heads, counted from nought


def workbook(books: list[Book], unit: str, made_on: date) -> bytes:
    """The books of a unit as XLSX, every cell written as text. Raises Refusal for a book longer than one may print."""
    if any(book.is_cut for book in books):
        raise Refusal(_("Sổ dài hơn số dòng tải được một lần; hãy chọn khoảng ngày ngắn hơn."))
    out = io.BytesIO()
    with Workbook(out, PLAIN) as made:
        bold, wrapped = (
            made.add_format({"bold": True, "text_wrap": True}),
            made.add_format({"text_wrap": True}),
        )
        for book in books:
            _sheet(made, book, unit, made_on, bold, wrapped)
    return out.getvalue()


def _sheet(made: Workbook, book: Book, unit: str, made_on: date, bold: Format, wrapped: Format) -> None:
    sheet = made.add_worksheet(f"{book.since:%Y%m%d}-{book.until:%Y%m%d}")
    span = _("Từ ngày %(since)s đến ngày %(until)s") % {"since": day(book.since), "until": day(book.until)}
    for row, told in enumerate((unit, _("Sổ tiếp công dân"), f"{span} · {book.citation}")):
        sheet.write_string(row, 0, _cell(told), bold)
    lines = [(list(book.heads), bold)] + [(line, wrapped) for line in book.lines]
    for row, (cells, style) in enumerate(lines, HEAD_ROW):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, _cell(cell), style)
    closing = _("Khóa sổ ngày %(day)s: %(count)d lượt tiếp.") % {
        "day": day(made_on),
        "count": len(book.lines),
    }
    sheet.write_string(HEAD_ROW + len(lines) + 1, 0, closing)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.set_column(0, len(book.heads) - 1, WIDTH)


def _cell(told: str) -> str:
    """Guarded, and as much of it as a cell holds: a longer text would leave the cell empty."""
    text = str(safe(told))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def file_name(since: date, until: date) -> str:
    """so-tiep-cong-dan-20230301-20230331.xlsx: days, nobody's name."""
    return f"so-tiep-cong-dan-{since:%Y%m%d}-{until:%Y%m%d}.xlsx"
