"""The PDF of a paper: PDF/A, the typesetter's own fonts, the same bytes for the same sheet."""

import json
import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from danvan.records.papers.layout import Sheet
from danvan.ui import qr
from danvan.ui.dates import HANOI

TEMPLATE = Path(__file__).with_name("paper.typ")
ROOT = Path(__file__).resolve().parents[2]
STANDARD: Literal["a-3a"] = "a-3a"


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
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(datetime.combine(made_on, time(12), HANOI).timestamp()),
        )
