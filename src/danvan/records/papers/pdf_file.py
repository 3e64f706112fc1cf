"""The PDF of a paper: PDF/A, a font of the widths of Times New Roman, the same bytes for the same sheet."""

import json
import logging
import warnings
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

from danvan.records.papers.layout import Sheet
from danvan.ui import qr
from danvan.ui.dates import HANOI

TEMPLATE = Path(__file__).with_name("paper.typ")
ROOT = Path(__file__).resolve().parents[2]
STANDARD: Literal["a-3a"] = "a-3a"
FACE = "Tinos"  # metric-equal to Times New Roman, which NĐ 30/2020 asks for and whose licence forbids to give it on


def pdf(sheet: Sheet) -> bytes:
    """The paper as PDF."""
    content = sheet | {"qr": qr.svg(sheet["tracking"]) if sheet["tracking"] else ""}
    return typeset(TEMPLATE, content, date(*sheet["made"]))


def typeset(template: Path, content: dict[str, Any], made_on: date) -> bytes:
    """A template of the house set with its content; `made_on` is never the clock's day, so that bytes are the same again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of typesetting alone; what is wrong raises TypstError
        return typst.compile(
            str(template),
            root=str(ROOT),
            format="pdf",
            font_paths=fonts(),
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(datetime.combine(made_on, time(12), HANOI).timestamp()),
        )


@cache
def fonts() -> typst.Fonts:
    """The fonts that `make install` laid down, and the typesetter's own; never those of the machine.

    Where the former lack, papers are set in the latter: an office must not be without its paper for want of a font. What is
    given out to be signed has then to come back to a machine that sets it alike, since its pages are compared.
    """
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(settings.PAPER_FONTS)])
    if FACE not in found.families():
        logging.getLogger(__name__).warning(
            "Thiếu phông chữ %s của văn bản PDF; hãy chạy: make install", FACE
        )
    return found
