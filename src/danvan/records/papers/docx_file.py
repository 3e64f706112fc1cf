"""The DOCX of a paper, for the offices that number and sign in another program. Times New Roman, as NĐ 30/2020 asks."""

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from danvan.records.papers.layout import Sheet
from danvan.ui import qr

FONT = "Times New Roman"
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def docx(sheet: Sheet) -> bytes:
    """The paper as DOCX; its properties name the kind of paper and the agency, nobody else."""
    document = Document()
    writer = Writer(document, 0.8 if sheet["layout"] == "phieu" else 1.0)
    _properties(document, sheet)
    _page(document, sheet)
    _head(writer, sheet)
    for block in sheet["body"]:
        writer.block(block, indents=sheet["layout"] in ("van_ban", "bien_ban"))
    _foot(writer, sheet)
    if sheet["tracking"]:
        _tracking(writer, sheet)
    if sheet["mark"]:
        writer.line(sheet["mark"], size=9, bold=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class Writer:
    """Paragraphs in the sizes of the annex; `scale` shrinks them for A5."""

    def __init__(self, place: Any, scale: float) -> None:
        self.place, self.scale = place, scale

    def at(self, place: Any) -> "Writer":
        """A writer into another place, a cell."""
        return Writer(place, self.scale)

    def line(self, text: str, *, size: float = 13, align: Any = None, **style: bool) -> Any:
        """One paragraph of one style."""
        return self.runs(
            [[text, style.get("bold", False)]], size=size, align=align, italic=style.get("italic", False)
        )

    def runs(
        self, runs: list[list[Any]], *, size: float = 13.5, align: Any = None, italic: bool = False
    ) -> Any:
        """One paragraph of several runs; an empty first paragraph of a cell is used up."""
        empty = (
            len(self.place.paragraphs) == 1
            and not self.place.paragraphs[0].runs
            and hasattr(self.place, "width")
        )
        paragraph = self.place.paragraphs[0] if empty else self.place.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0 if align == ALIGN.CENTER else 6 * self.scale)
        for words, bold in runs:
            run = paragraph.add_run(words)
            run.bold, run.italic, run.font.size = bool(bold), italic, Pt(round(size * self.scale * 2) / 2)
            run.font.name = FONT
            run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        return paragraph

    def block(self, block: dict[str, Any], *, indents: bool) -> None:
        """One block of the text."""
        kind, runs = block["kind"], block["runs"]
        if kind == "heading":
            self.runs([[words, True] for words, _bold in runs], align=ALIGN.CENTER)
            return
        if kind == "subheading":
            self.runs([[words, True] for words, _bold in runs])
            return
        if kind == "item":
            self.runs([["- ", False], *runs], align=ALIGN.JUSTIFY)
            return
        paragraph = self.runs(runs, align=ALIGN.JUSTIFY, italic=kind == "basis")
        if indents or kind == "basis":
            paragraph.paragraph_format.first_line_indent = Mm(10)


def _properties(document: Any, sheet: Sheet) -> None:
    about = document.core_properties
    moment = datetime.combine(datetime(*sheet["made"]), time(12))
    about.title, about.author, about.last_modified_by = sheet["title"], sheet["author"], sheet["author"]
    about.comments, about.keywords, about.subject, about.category = "", "", "", ""
    about.created, about.modified, about.language = moment, moment, "vi-VN"


def _page(document: Any, sheet: Sheet) -> None:
    section, small = document.sections[0], sheet["layout"] == "phieu"
    section.page_width, section.page_height = (Mm(148), Mm(210)) if small else (Mm(210), Mm(297))
    section.top_margin = section.bottom_margin = Mm(12 if small else 20)
    section.left_margin, section.right_margin = (Mm(18), Mm(12)) if small else (Mm(30), Mm(15))
    number_pages(section)
    document.styles["Normal"].font.name = FONT


def number_pages(section: Any) -> None:
    """The number of a page in the middle of its top, not on the first one."""
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        number.add_run()._element.append(_field(kind, text))


def _field(kind: str, text: str) -> Any:
    """A part of the field that shows the page's number."""
    element = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.text = text
    return element


def _head(writer: Writer, sheet: Sheet) -> None:
    if sheet["form"]:
        writer.line(sheet["form"], size=10, align=ALIGN.RIGHT, italic=True)
    if sheet["layout"] == "don":
        _nation(writer, sheet)
    else:
        _two_heads(writer, sheet)
    writer.line("", size=6)
    writer.line(sheet["heading"], size=14, align=ALIGN.CENTER, bold=True)
    if sheet["subject"]:
        writer.line(sheet["subject"], size=13.5, align=ALIGN.CENTER, bold=True)
    if sheet["addressee"]:
        writer.line(f"Kính gửi: {sheet['addressee']}", size=13.5, align=ALIGN.CENTER)
    writer.line("", size=6)


def _two_heads(writer: Writer, sheet: Sheet) -> None:
    left, right = _cells(writer.place, 2)
    agency = writer.at(left)
    if sheet["above"]:
        agency.line(sheet["above"].upper(), size=12, align=ALIGN.CENTER)
    names = [agency.line(name.upper(), size=12, align=ALIGN.CENTER, bold=True) for name in sheet["issuer"]]
    underlined(names[-1])
    if sheet["number"]:
        agency.line(sheet["number"], size=13, align=ALIGN.CENTER)
    _nation(writer.at(right), sheet)


def _nation(writer: Writer, sheet: Sheet) -> None:
    writer.line(NATION[0], size=12, align=ALIGN.CENTER, bold=True)
    underlined(writer.line(NATION[1], size=13, align=ALIGN.CENTER, bold=True))
    if sheet["dated"]:
        writer.line(sheet["dated"], size=13, align=ALIGN.CENTER, italic=True)


def underlined(paragraph: Any) -> None:
    """Draw the line that stands below a paragraph of the head."""
    for run in paragraph.runs:
        run.underline = True


def _cells(place: Any, count: int) -> list[Any]:
    """A row of cells without lines."""
    table = place.add_table(rows=1, cols=count)
    table.autofit = True
    return list(table.rows[0].cells)


def _foot(writer: Writer, sheet: Sheet) -> None:
    writer.line("", size=6)
    signatures = sheet["signatures"]
    cells = _cells(writer.place, max(2, len(signatures)))
    if sheet["recipients"]:
        left = writer.at(cells[0])
        left.runs([["Nơi nhận:", True]], size=12, italic=True)
        for line in sheet["recipients"]:
            left.line(f"- {line}", size=11)
    for cell, one in zip(reversed(cells), reversed(signatures), strict=False):
        _sign(writer.at(cell), one)


def _sign(writer: Writer, one: Sheet) -> None:
    for line in one["capacity"]:
        writer.line(line, size=13, align=ALIGN.CENTER, bold=True)
    if one["hint"]:
        writer.line(one["hint"], size=11, align=ALIGN.CENTER, italic=True)
    for _turn in range(3):
        writer.line("", size=13, align=ALIGN.CENTER)
    writer.line(one["name"], size=13, align=ALIGN.CENTER, bold=True)


def _tracking(writer: Writer, sheet: Sheet) -> None:
    left, right = _cells(writer.place, 2)
    left.width, right.width = Mm(32), Mm(86)
    left.paragraphs[0].add_run().add_picture(io.BytesIO(qr.png(sheet["tracking"])), width=Mm(26))
    told = writer.at(right)
    told.line("Mã tra cứu", size=12)
    told.line(sheet["code"], size=18, bold=True)
    told.line(sheet["way"], size=11)
