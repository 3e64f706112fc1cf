"""The register as an annex: the heads and cells that paper and spreadsheet share."""

import io
from collections.abc import Iterable
from datetime import date

from xlsxwriter import Workbook

from danvan.domains.petitions.hard.register import Line
from danvan.ui.dates import day
from danvan.ui.spreadsheets import safe

TITLE = "Danh sách vụ việc phức tạp, đông người, kéo dài"
HEADS = (
    "Số vụ việc",
    "Ngày đầu",
    "Số ngày",
    "Đơn vị",
    "Nội dung, tình trạng",
    "Căn cứ",
    "Lãnh đạo phụ trách",
    "Kế hoạch",
    "Lần làm việc gần nhất",
    "Bước tiếp theo",
    "Ngày dự kiến",
)
WIDTHS = (12, 11, 9, 22, 34, 34, 24, 40, 34, 34, 14)


def cells(line: Line) -> list[str]:
    """A matter as it is written down, in the order of HEADS."""
    grounds = "; ".join(": ".join(filter(None, (str(label), why))) for label, why in line.grounds)
    planned = f"{day(line.next_on)} (quá ngày dự kiến)" if line.is_past else day(line.next_on)
    return [
        *(line.number, day(line.began_on), str(line.age), line.unit),
        ". ".join(filter(None, (line.title, line.state))),
        *(grounds, line.leader, line.plan),
        " ".join(filter(None, (day(line.last_on), line.last))),
        *(line.next_step, planned),
    ]


def workbook(lines: Iterable[Line], unit: str, on: date) -> bytes:
    """An XLSX of one sheet; text is written as text, and a cell that could be a formula is kept from being one."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, plain) as made:
        sheet = made.add_worksheet("Vụ việc phức tạp")
        bold, wrapped = made.add_format({"bold": True}), made.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, TITLE, bold)
        sheet.write_string(1, 0, str(safe(f"{unit}, đến ngày {day(on)}".lstrip(", "))))
        for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, head, bold)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for row, line in enumerate(lines, start=4):
            for column, text in enumerate(cells(line)):
                sheet.write_string(row, column, str(safe(text)), wrapped)
    return out.getvalue()
