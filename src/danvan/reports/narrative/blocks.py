"""The paragraphs of a draft: what is proposed, what officers wrote in its place, and the one writer of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from danvan.org.models import Account
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports.form_files import Form, form
from danvan.reports.models import Report, ReportBlock
from danvan.reports.narrative.outline import Heading, outline
from danvan.reports.narrative.syntax import kept
from danvan.ui.dates import moment
from danvan.ui.errors import Refusal

STEP = 10  # between the positions of paragraphs
LONGEST = 5_000
MOST = 40  # paragraphs of one heading
EDITABLE = (Report.State.DRAFT, Report.State.RETURNED)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph to edit. `version` is 0 while it is only proposed; `source` binds figures by their codes."""

    heading: Heading
    position: int
    source: str
    version: int = 0
    edited_by: str = ""
    edited_at: datetime | None = None

    @property
    def key(self) -> str:
        """tiep_dan-10: its place in a form's field names."""
        return f"{self.heading.key}-{self.position}"


class Overtaken(Refusal):
    """Somebody else wrote the paragraph meanwhile: `theirs` is what stands now, with its version."""

    def __init__(self, theirs: ReportBlock) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.edited_by} vừa ghi đoạn này lúc {moment(theirs.edited_at)}; phần Bà/Ông viết chưa ghi. "
            "Hãy xem hai bản, sửa lại rồi ghi lần nữa."
        )


def titles(shape: Form) -> dict[str, str]:
    """Code → title of everything that a sentence of the form may bind, in the order of the form."""
    return {row.code or row.typed: row.label for row in shape.rows if row.code or row.typed}


def blocks(report: Report, shape: Form | None = None) -> list[Block]:
    """All paragraphs in the order of the outline. Of an amendment those of the report it amends, until written anew."""
    headings = outline(shape or form(report.form))
    stored = _stored(report)
    found = list(_placed(headings, stored))
    known = {heading.key for heading in headings}
    other = Heading("khac", "Nội dung khác")
    found += [_written(other, row) for (key, _at), row in stored.items() if key not in known]
    return found


def _placed(
    headings: tuple[Heading, ...], stored: dict[tuple[str, int], tuple[ReportBlock, bool]]
) -> Iterator[Block]:
    for heading in headings:
        proposed = {STEP * n: text for n, text in enumerate(heading.texts, start=1)}
        positions = sorted({*proposed, *(at for key, at in stored if key == heading.key)})
        for at in positions:
            row = stored.get((heading.key, at))
            yield _written(heading, row) if row else Block(heading, at, proposed[at])


def _written(heading: Heading, found: tuple[ReportBlock, bool]) -> Block:
    row, is_own = found
    return Block(
        heading,
        row.position,
        row.text,
        row.version if is_own else 0,
        str(row.edited_by) if is_own else "",
        row.edited_at if is_own else None,
    )


def _stored(report: Report) -> dict[tuple[str, int], tuple[ReportBlock, bool]]:
    """(heading, position) → the row in force and whether it is the report's own. One query a version."""
    found = (
        {}
        if report.amends is None
        else {key: (row, False) for key, (row, _) in _stored(report.amends).items()}
    )
    for row in ReportBlock.objects.filter(report=report).select_related("edited_by"):
        found[row.section, row.position] = (row, True)
    return found


@transaction.atomic
def write(report: Report, section: str, position: int, text: str, version: int, *, by: Account) -> int:
    """Put a text in a paragraph's place and return its version now; the same text again writes nothing.

    Raises Refusal without the right, for a report that is not being drafted, an unknown heading, a text that is too
    long; Overtaken when `version` is not the one that stands.
    """
    require(by, "reports.type", report.unit)
    locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.state not in EDITABLE:
        raise Refusal(
            f"Báo cáo đang ở bước “{locked.get_state_display()}” nên không sửa được lời văn; "
            "chờ người đứng đầu trả lại, hoặc lập bản sửa đổi."
        )
    shape = form(report.form)
    heading = next((one for one in outline(shape) if one.key == section), None)
    words = kept(text, titles(shape))
    _refuse_odd(heading, position, words)
    row = ReportBlock.objects.filter(report=locked, section=section, position=position).first()
    if (row.text if row else _proposed(report, section, position, shape)) == words:
        return row.version if row else 0
    if row and row.version != version:
        raise Overtaken(row)
    say_who(by, "Ghi lời văn báo cáo")
    row = row or ReportBlock(report=locked, section=section, position=position, version=0)
    row.text, row.edited_by, row.version = words, by, row.version + 1
    row.save()
    return row.version


def _refuse_odd(heading: Heading | None, position: int, words: str) -> None:
    if heading is None or not 0 < position <= STEP * MOST:
        raise Refusal("Đề cương của báo cáo không có phần này; hãy tải lại trang.")
    if len(words) > LONGEST:
        raise Refusal(f"Đoạn này dài quá {LONGEST} ký tự; hãy tách thành nhiều đoạn.")


def _proposed(report: Report, section: str, position: int, shape: Form) -> str:
    """What stands there while nobody wrote in this version of the report; "" for a new paragraph."""
    places = {(block.heading.key, block.position): block.source for block in blocks(report, shape)}
    return places.get((section, position), "")
