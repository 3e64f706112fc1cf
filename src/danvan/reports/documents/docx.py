"""The DOCX of a report, for offices that number, sign or go on writing in another program. It names Times New Roman."""

import io
from datetime import date, datetime, time
from typing import Any

import typst
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from danvan.records.papers.docx_file import FONT, NATION, Writer, number_pages, underlined
from danvan.records.papers.pdf_file import fonts
from danvan.records.papers.text import printable
from danvan.reports.documents.content import Content
from danvan.reports.documents.docx_tables import form_table, lines_table
from danvan.reports.documents.sheet import UNVERIFIED, Sheet, sheet_of

PORTRAIT = 165.0  # mm between the margins of an A4 page
PAPERS = {"a4": (297, 210), "a3": (420, 297)}
LEFT, RIGHT = 30, 15
LATE = RGBColor(0x9A, 0x2A, 0x1F)
PICTURE = '#set page(width: 165mm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
DRAFT = "Dự thảo, chưa ký."


def docx(content: Content) -> bytes:
    """The paper as DOCX, of the same words and numbers as the PDF; its properties name form, unit and issuer alone."""
    sheet = sheet_of(content)
    document = Document()
    writer = Writer(document, 1.0)
    _page(document, sheet)
    _head(writer, sheet)
    _title(writer, sheet, is_draft=content.is_draft)
    for sentence in sheet["opening"]:
        _words(writer, sentence)
    for number, section in enumerate(sheet["sections"]):
        _section(writer, section, f"{_roman(number + 1)}. ")
    _foot(writer, sheet)
    if content.envelope:
        writer.line(f"Mã băm gốc (SHA-256) của gói số liệu: {content.envelope['root']}", size=9)
    for annex in sheet["annexes"]:
        _annex(document, writer, annex, sheet)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, sheet: Sheet) -> None:
    about, moment = document.core_properties, datetime.combine(date(*sheet["made"]), time(12))
    about.title, about.author, about.last_modified_by = printable(sheet["title"])[:255], sheet["issuer"], ""
    about.created, about.modified, about.language, about.comments = moment, moment, "vi-VN", ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    _margins(section)
    number_pages(section)
    foot = f"{sheet['mark']} · {sheet['foot']}" if sheet["mark"] else sheet["foot"]
    for place in (section.footer, section.first_page_footer):
        run = place.paragraphs[0].add_run(printable(foot))
        run.font.size, run.font.name = Pt(9), FONT
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)


def _margins(section: Any, left: float = LEFT) -> None:
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(left), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)


def _head(writer: Writer, sheet: Sheet) -> None:
    left, right = _cells(writer, (68, 97))
    agency, nation = writer.at(left), writer.at(right)
    if sheet["above"]:
        agency.line(sheet["above"].upper(), size=12, align=ALIGN.CENTER)
    names = [
        agency.line(name.upper(), size=12, align=ALIGN.CENTER, bold=True) for name in sheet["issuer-lines"]
    ]
    underlined(names[-1])
    number = f"Số:        -BC/{sheet['sign']}" if sheet["party"] else f"Số:        /BC-{sheet['sign']}"
    agency.line(number, size=13, align=ALIGN.CENTER)
    if sheet["party"]:
        underlined(nation.line("ĐẢNG CỘNG SẢN VIỆT NAM", size=13, align=ALIGN.CENTER, bold=True))
    else:
        nation.line(NATION[0], size=12, align=ALIGN.CENTER, bold=True)
        underlined(nation.line(NATION[1], size=13, align=ALIGN.CENTER, bold=True))
    nation.line(sheet["dated"], size=13, align=ALIGN.CENTER, italic=True)


def _title(writer: Writer, sheet: Sheet, *, is_draft: bool) -> None:
    writer.line("", size=6)
    writer.line("BÁO CÁO", size=14, align=ALIGN.CENTER, bold=True)
    if sheet["form"]:
        writer.line(printable(sheet["form"]), size=13, align=ALIGN.CENTER)
    writer.line(printable(sheet["subject"]), size=14, align=ALIGN.CENTER, bold=True)
    underlined(writer.line(sheet["period"], size=13, align=ALIGN.CENTER, bold=True))
    writer.line("", size=6)
    marks = [DRAFT] * is_draft
    marks += [f"{sheet['mark']}: {sheet['mark-text']}"] if sheet["mark"] else []
    for mark in [*marks, *_unverified(sheet)]:
        _late(writer.line(mark, size=12, bold=True))


def _unverified(sheet: Sheet) -> list[str]:
    return [f"{UNVERIFIED}: {printable(sheet['unverified'])}"] if sheet["unverified"] else []


def _late(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.color.rgb = LATE


def _words(writer: Writer, text: str) -> None:
    paragraph = writer.runs([[printable(text), False]], size=13, align=ALIGN.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _section(writer: Writer, section: Sheet, number: str = "") -> None:
    title = writer.line(f"{number}{printable(section['title'])}", size=13, bold=True)
    title.paragraph_format.keep_with_next, title.paragraph_format.space_before = True, Pt(6)
    for text in section["paragraphs"]:
        _words(writer, text)
    if section["table"]:
        _put(writer, lines_table(section["table"], PORTRAIT))
    for note in section["notes"]:
        writer.line(printable(note), size=10.5, italic=True)


def _put(writer: Writer, table: Any) -> None:
    """A table after what stands last in the document; before the properties of its section."""
    body = writer.place.element.body
    body.insert(len(body) - 1, table)


def _foot(writer: Writer, sheet: Sheet) -> None:
    writer.line("", size=6)
    left, right = (writer.at(cell) for cell in _cells(writer, (82, 83)))
    left.runs([["Nơi nhận:", True]], size=12, italic=True).paragraph_format.space_after = Pt(0)
    last = len(sheet["recipients"]) - 1
    for number, one in enumerate(sheet["recipients"]):
        left.line(f"- {one}{'.' if number == last else ';'}", size=11).paragraph_format.space_after = Pt(0)
    for line in sheet["lines"]:
        right.line(printable(line), size=13, align=ALIGN.CENTER, bold=True)
    for _turn in range(3):
        right.line("", size=13, align=ALIGN.CENTER)
    right.line(printable(sheet["signer"]), size=13, align=ALIGN.CENTER, bold=True)


def _cells(writer: Writer, widths: tuple[float, float]) -> list[Any]:
    """A row of two cells without lines that is not parted between pages."""
    table = writer.place.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, column, width in zip(table.rows[0].cells, table.columns, widths, strict=True):
        cell.width = column.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return list(table.rows[0].cells)


def _annex(document: Any, writer: Writer, annex: Sheet, sheet: Sheet) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    width = _lay(section, annex["grid"])
    for text in (annex["name"], annex["title"].upper(), *([annex["subtitle"]] if annex["subtitle"] else [])):
        writer.line(printable(text), size=13, align=ALIGN.CENTER, bold=True)
    about = f"(Kèm theo Báo cáo số …… {sheet['dated'].split(', ')[-1]} của {sheet['issuer']})"
    writer.line(printable(about), size=12, align=ALIGN.CENTER, italic=True).paragraph_format.space_after = Pt(
        6
    )
    if annex["grid"]:
        for mark in _unverified(sheet):
            _late(writer.line(mark, size=12, bold=True))
        _put(writer, form_table(annex["grid"], width))
        for note in annex["grid"]["notes"]:
            writer.line(printable(note), size=9, italic=True)
    for one in annex["tables"]:
        _section(writer, one)
    for chart in annex["charts"]:
        _picture(writer, chart)
    for check in annex["checks"]:
        result = "Đạt" if check["ok"] else "Không đạt"
        writer.runs(
            [
                ["- ", False],
                [result, not check["ok"]],
                [printable(f" – {check['label']}: {check['text']}"), False],
            ]
        )


def _lay(section: Any, grid: Sheet | None) -> float:
    """The page of an annex, across for a form; returns how many mm lie between its margins."""
    wide, high = PAPERS[grid["paper"]] if grid else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if grid else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    left = 20 if grid else LEFT
    _margins(section, left)
    return wide - left - RIGHT


def _picture(writer: Writer, chart: Sheet) -> None:
    """The chart as a picture, since word processors draw SVG differently; its numbers stand in its description."""
    made = typst.compile(
        PICTURE.encode(), format="png", ppi=200, font_paths=fonts(), sys_inputs={"svg": chart["svg"]}
    )
    writer.place.add_picture(io.BytesIO(made), width=Mm(PORTRAIT))
    shown = writer.place.paragraphs[-1]._element.xpath(".//wp:docPr")[0]
    shown.set("descr", printable(f"{chart['title']}. {chart['told']}"))


def _roman(number: int) -> str:
    """1 → I, 14 → XIV."""
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text
