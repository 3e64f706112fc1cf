"""DOCX to text: paragraphs and tables in order, a table's row as a line, old fonts converted run by run."""

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from danvan.reports.reader.intake.encodings import note_of
from danvan.reports.reader.intake.legacy import by_font
from danvan.ui.errors import Refusal

MAX_DEPTH = 5


def text_of_docx(data: bytes, name: str) -> tuple[str, list[str]]:
    """Text and notes. Raises Refusal for a broken file."""
    try:
        document = docx.Document(io.BytesIO(data))
        walk = _Walk(document)
        text = "\n".join(walk.lines(document.element.body, 0))
    except Exception as error:  # python-docx and lxml raise many kinds for one cause: the file is broken
        raise Refusal(
            f"Tệp {name} bị hỏng, không đọc được; hãy mở bằng Word rồi lưu lại dạng .docx."
        ) from error
    return text, [note_of(encoding) for encoding in sorted(walk.encodings)]


class _Walk:
    """Reads the XML of one document; `encodings` collects the legacy encodings met."""

    def __init__(self, document: Any) -> None:
        self.encodings: set[str] = set()
        self._fonts = {
            style.style_id: _style_font(style) for style in document.styles if hasattr(style, "font")
        }
        self._default = self._fonts.get(_default_style(document))

    def lines(self, parent: Any, depth: int) -> Iterator[str]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield self.paragraph(child)
            elif child.tag == qn("w:tbl") and depth < MAX_DEPTH:
                yield from self.rows(child, depth)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
                yield from self.lines(child, depth)

    def rows(self, table: Any, depth: int) -> Iterator[str]:
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue  # a row of an inner table is read with its own cell
            cells = [
                " ".join(filter(None, self.lines(cell, depth + 1))) for cell in row.iterchildren(qn("w:tc"))
            ]
            yield " | ".join(re.sub(r"\s+", " ", cell).strip() for cell in cells)

    def paragraph(self, paragraph: Any) -> str:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        font = self._fonts.get(style.get(qn("w:val"))) if style is not None else None
        return "".join(self.run(run, font or self._default) for run in _runs(paragraph))

    def run(self, run: Any, inherited: str | None) -> str:
        text = "".join(_piece(child) for child in run)
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        own = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) if fonts is not None else None
        styled = self._fonts.get(style.get(qn("w:val"))) if style is not None else None
        text, encoding = by_font(text, own or styled or inherited)
        if encoding and not text.isascii():
            self.encodings.add(encoding)
        return text


def _runs(paragraph: Any) -> Iterator[Any]:
    """Runs of the paragraph, inserted and linked ones too; not the fallback copies of drawings."""
    for run in paragraph.iter(qn("w:r")):
        if not any(ancestor.tag.endswith("}Fallback") for ancestor in run.iterancestors()):
            yield run


def _piece(child: Any) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    return {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}.get(
        child.tag, ""
    )


def _style_font(style: Any) -> str | None:
    """The font of a style or of the styles it is based on."""
    for _ in range(20):
        if style is None:
            return None
        if getattr(style, "font", None) is not None and style.font.name:
            return str(style.font.name)
        style = getattr(style, "base_style", None)
    return None


def _default_style(document: Any) -> str | None:
    return next(
        (s.style_id for s in document.styles if s.element.get(qn("w:default")) == "1" and s.type == 1), None
    )
