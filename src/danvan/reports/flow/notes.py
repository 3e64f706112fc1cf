"""Notes on cells: asked, answered and settled, beside the numbers and never part of what is signed."""

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.visibility import may, require
from danvan.records.writing import say_who
from danvan.reports.flow.models import CellNote
from danvan.reports.flow.moving import LONGEST
from danvan.reports.flow.tables import require_speaking
from danvan.reports.flow.versions import write
from danvan.reports.flow.words import cleaned
from danvan.reports.form_files import form
from danvan.reports.models import Report
from danvan.ui.errors import Refusal


def of(report: Report) -> list[CellNote]:
    """All notes of a report, oldest first. One query."""
    return list(CellNote.objects.filter(report=report).select_related("by__person", "resolved_by__person"))


@transaction.atomic
def add(report: Report, code: str, text: str, *, by: Account) -> CellNote:
    """A note on a cell, or on the whole report with an empty code."""
    require(by, "reports.type", report.unit)
    if code and code not in form(report.form).codes:
        raise Refusal(f"Báo cáo này không có ô “{code[:80]}”; hãy tải lại trang.")
    words = _cleaned(text)
    say_who(by, "Ghi chú ô số liệu")
    return CellNote.objects.create(report=report, code=code, text=words, by=by)


@transaction.atomic
def edit(note: CellNote, text: str, version: int, *, by: Account) -> CellNote:
    """Change one's own words of an open note; Conflict when they were changed since `version` in another window.

    Refusal for another's words and for the reason of a return.
    """
    _require(note, by)
    if note.step_id or note.table_id:
        raise Refusal("Lý do trả lại giữ nguyên như người trả lại đã ghi; muốn trả lời hãy thêm ghi chú mới.")
    if note.by_id != by.pk:
        raise Refusal("Ghi chú này do người khác viết; muốn nói thêm hãy thêm ghi chú mới.")
    if note.resolved_at:
        raise Refusal("Ghi chú này đã giải quyết; muốn nói thêm hãy ghi chú mới.")
    words = _cleaned(text)
    say_who(by, "Sửa ghi chú ô số liệu")
    write(note, version, "text", words, "Ghi chú", by=by)
    return note


@transaction.atomic
def resolve(note: CellNote, *, by: Account) -> CellNote:
    """Say that a note is settled; a second time changes nothing."""
    _require(note, by)
    say_who(by, "Giải quyết ghi chú ô số liệu")
    CellNote.objects.filter(pk=note.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=by)
    note.refresh_from_db()
    return note


def _require(note: CellNote, by: Account) -> None:
    if note.report:
        if not may(by, "reports.sign", note.report.unit):
            require(by, "reports.type", note.report.unit)
    elif note.table:
        require_speaking(by, note.table.unit)


def _cleaned(text: str) -> str:
    words = cleaned(text)
    if not words:
        raise Refusal("Ghi chú chưa có chữ nào; hãy ghi điều cần nói.")
    if len(words) > LONGEST:
        raise Refusal(f"Ghi chú dài quá {LONGEST} chữ; hãy ghi ngắn lại.")
    return words
