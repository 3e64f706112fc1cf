"""The table of a report's page: what was typed beside what was counted, line by line of the form."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from danvan.portal.published import PublicReport

NOT_WHOLE = "chưa trọn kỳ"
STANDINGS = {"khop": "khop", "khong_khop": "khong_khop"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, typed beside counted. `standing` is a kind of flag or "" where nothing is compared."""

    label: str
    unit: str
    code: str
    typed: str
    counted: str
    standing: str
    text: str
    href: str
    is_closed: bool = False


def lines(report: PublicReport) -> list[Row]:
    """Every line of the form in order; lines that nobody typed and nothing counts are left out."""
    return [row for _title, rows in sections(report) for row in rows]


def sections(report: PublicReport) -> list[tuple[str, list[Row]]]:
    """(heading, rows) of the form. The package keeps its lines in the order of the form's rows."""
    waiting = iter(report.body["lines"])
    found = []
    for section in report.body["form"]["sections"]:
        rows = [_row(report, shape, next(waiting)) for shape in section["rows"]]
        if rows := [row for row in rows if row is not None]:
            found.append((section["title"], rows))
    return found


def _row(report: PublicReport, shape: dict[str, Any], line: dict[str, Any]) -> Row | None:
    code = shape["code"] or shape["typed"]
    if line.get("closed"):
        return Row(shape["label"], shape["unit"], code, "", "", "", "", "", is_closed=True)
    if line["standing"] == "trong":
        return None
    standing = STANDINGS.get(line["standing"], "")
    href = report.address("figure", code) if code else ""
    text = _without_interim(line["text"], report)
    return Row(line["label"], line["measure"], code, line["typed"], line["counted"], standing, text, href)


def _without_interim(text: str, report: PublicReport) -> str:
    """The reason of a line without the note that stands once above the table."""
    for note in interim_notes(report):
        text = re.sub(rf"{re.escape(note)}\.?", "", text, flags=re.IGNORECASE).strip()
    return text


def has_closed(report: PublicReport) -> bool:
    """Whether a line is kept back, so that the page must say why."""
    return any(line.get("closed") for line in report.body["lines"])


def interim_notes(report: PublicReport) -> dict[str, int]:
    """Notes saying that typed figures do not cover the whole period → how many figures each speaks of."""
    return Counter(figure["note"] for figure in report.body["typed"] if NOT_WHOLE in figure["note"])
