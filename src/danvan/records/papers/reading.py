"""Papers read: those of a record, those for its sender, and the files of one. Who may read is the caller's question."""

from typing import Any

from django.db.models import Q

from danvan.records.models import Link, Paper, PaperText, Record
from danvan.records.papers import docx_file, layout, pdf_file
from danvan.ui.errors import Refusal

GONE = "Lời văn của văn bản này đã được xóa theo quy định; số, ngày và mã băm còn giữ."


def of(record: Record) -> list[Paper]:
    """All papers of a record, oldest first, cancelled ones too. One query; the texts are not read."""
    return list(Paper.objects.filter(record_id=record.pk).order_by("id"))


def for_sender(record: Record) -> list[Paper]:
    """What was issued to the sender and stands, of a letter with its matter's, newest first; none of a sealed record.

    A further letter joined to a matter does not show what was written to who complained first. One query.
    """
    if record.secrecy == Record.Secrecy.SEALED or not record.identity_released_on:
        return []
    arisen = Link.objects.filter(source_id=record.pk, kind=Link.Kind.ARISES, record__type="vu_viec")
    open_matters = arisen.exclude(record__secrecy=Record.Secrecy.SEALED).values("record_id")
    issued = Paper.objects.filter(
        Q(record_id=record.pk) | Q(record_id__in=open_matters),
        state=Paper.State.ISSUED,
        audience=Paper.Audience.SENDER,
        text__isnull=False,
    )
    return list(issued.order_by("-dated_on", "-id"))


def for_sealed_sender(record: Record) -> list[Paper]:
    """What was issued to who denounced and stands: of a sealed record and of what arose from it, oldest first. One query.

    None of another record, and no paper with anybody's own words in it. Read by holders of its sealed case alone.
    """
    if record.secrecy != Record.Secrecy.SEALED or record.identity_released_on:
        return []
    first = Link.objects.filter(source_id=record.pk, kind=Link.Kind.ARISES).values("record_id")
    further = Link.objects.filter(source_id__in=first, kind=Link.Kind.ARISES).values("record_id")
    issued = Paper.objects.filter(
        Q(record_id=record.pk) | Q(record_id__in=first) | Q(record_id__in=further),
        record__secrecy=Record.Secrecy.SEALED,
        state=Paper.State.ISSUED,
        audience=Paper.Audience.SENDER,
        text__is_personal=False,
    )
    return list(issued.order_by("dated_on", "id"))


def sheet(paper: Paper) -> layout.Sheet:
    """The stored blocks; Refusal where the text was taken away."""
    kept: Any = PaperText.objects.filter(pk=paper.pk).only("blocks").first()
    if kept is None:
        raise Refusal(GONE)
    return kept.blocks


def pdf(paper: Paper) -> bytes:
    """The PDF as issued; of a paper that waits, made from its blocks."""
    kept = PaperText.objects.filter(pk=paper.pk).first()
    if kept is None:
        raise Refusal(GONE)
    return bytes(kept.pdf) if kept.pdf else pdf_file.pdf(kept.blocks)


def docx(paper: Paper) -> bytes:
    """The DOCX made from the stored blocks."""
    return docx_file.docx(sheet(paper))


def drawn(sheet: layout.Sheet, ending: str) -> bytes:
    """A sheet that is kept nowhere, as pdf or docx."""
    return pdf_file.pdf(sheet) if ending == "pdf" else docx_file.docx(sheet)


def file_name(paper: Paper, ending: str) -> str:
    """van-ban-125-TB-UBND.pdf: number or key of the row, nothing of what the paper is about."""
    told = paper.number.replace("/", "-") if paper.number else f"ma-{paper.pk}"
    return f"van-ban-{told}.{ending}"


def is_unchanged(paper: Paper) -> bool:
    """Whether the stored text still has the hash that was written at issuing; Refusal where it was taken away."""
    return layout.digest(sheet(paper)) == paper.sha256
