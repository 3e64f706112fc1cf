"""What a head had before the eyes: one digest of the counts, the words and the typed figures of a draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from danvan.reports import live
from danvan.reports.canonical import digest
from danvan.reports.comparison import shown
from danvan.reports.form_files import form
from danvan.reports.models import Report
from danvan.reports.narrative.blocks import blocks


def seen(report: Report, content: live.Live) -> str:
    """The digest of a draft as it reads now, 64 hex digits. One query for each version that it amends, and one."""
    cells = (content.figures.cell(code) for code in content.form.codes)
    counts = {cell.code: cell.numerator for cell in cells if not cell.is_ratio}
    return _of(report, counts, ((figure.code, shown(figure)) for figure in content.typed))


def seen_in(report: Report, body: Mapping[str, Any]) -> str:
    """The same digest, of the body that a draft's page is drawn from."""
    own = {cell["code"]: cell for cell in body["cells"] if cell["unit"] == body["unit"]["slug"]}
    counts = {
        code: own[code]["numerator"]
        for code in form(report.form).codes
        if code in own and own[code]["denominator"] is None
    }
    return _of(report, counts, ((figure["code"], figure["shown"]) for figure in body["typed"]))


def _of(report: Report, counts: Mapping[str, int | None], typed: Iterable[tuple[str, str]]) -> str:
    words = [[block.key, block.source] for block in blocks(report)]
    return digest({"counts": dict(counts), "words": words, "typed": sorted(map(list, typed))})
