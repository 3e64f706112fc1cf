"""Which steps an account may take with a report now, for the buttons of its pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.records.desk.access import NotAllowed, Reach
from danvan.reports.flow import moving, notes
from danvan.reports.flow.models import CellNote, FlowStep
from danvan.reports.form_files import form
from danvan.reports.models import Report

STEPS: dict[str, Any] = {
    "trinh": moving.submit,
    "rut-trinh": moving.take_back,
    "duyet": moving.approve,
    "gui-len": moving.send_up,
}


@dataclass(frozen=True, slots=True)
class Act:
    """One step: its key, its words, where it is posted, or (`is_page`) the page that asks for reasons first."""

    key: str
    label: str
    address: str
    is_page: bool = False
    is_main: bool = False


def acts(reach: Reach, report: Report) -> list[Act]:
    """The steps that state and rights allow, the likeliest first. At most one query."""
    types, signs = (report.unit_id in reach.units(right) for right in ("reports.type", "reports.sign"))
    state = report.state
    found: list[Act] = []
    if state in (Report.State.DRAFT, Report.State.RETURNED) and types:
        found.append(_posted(report, "trinh", _("Trình người đứng đầu")))
    if state == Report.State.SUBMITTED and signs:
        found.append(_posted(report, "duyet", _("Duyệt")))
    if state in (Report.State.SUBMITTED, Report.State.APPROVED) and signs:
        found.append(_asked(report, "noi-bo", _("Trả lại để sửa")))
    if state == Report.State.SUBMITTED and types:
        found.append(_posted(report, "rut-trinh", _("Rút về sửa"), is_main=False))
    if report.is_signed:
        last = moving.last_between(report)
        if last is None and types and state == Report.State.SIGNED:
            found.append(_posted(report, "gui-len", _("Gửi cấp trên")))
        is_above = last is not None and last.to_unit_id in reach.units("reports.type")
        if last and last.act == FlowStep.Act.SEND_UP and is_above and state == Report.State.SIGNED:
            found.append(_asked(report, "xuong", _("Trả lại đơn vị gửi")))
    return found


def _posted(report: Report, key: str, label: str, *, is_main: bool = True) -> Act:
    return Act(key, label, reverse("reports:step", args=[report.pk, key]), is_main=is_main)


def _asked(report: Report, where: str, label: str) -> Act:
    return Act(where, label, reverse("reports:give_back", args=[report.pk, where]), is_page=True)


def report_for(reach: Reach, pk: int) -> Report:
    """The report if the account counts at its unit, or compiles at the unit that it was sent to; NotAllowed otherwise."""
    sent = FlowStep.objects.filter(
        act=FlowStep.Act.SEND_UP, report=pk, to_unit__in=reach.units("reports.type")
    )
    own = Q(unit_id__in=reach.units("records.count"))
    found = Report.objects.select_related("unit", "amends").filter(pk=pk)
    report = found.filter(own).first() or (found.first() if sent.exists() else None)
    if report is None:
        raise NotAllowed(_("Không có báo cáo này, hoặc tài khoản của Bà/Ông không được xem."))
    return report


@dataclass(frozen=True, slots=True)
class Flow:
    """What `_flow.html` shows: the steps so far, those possible, and the notes with the words of their cells."""

    report: Report
    acts: list[Act]
    steps: list[FlowStep]
    notes: list[tuple[CellNote, str]]
    cells: list[tuple[str, str]]
    may_note: bool

    @property
    def open_notes(self) -> int:
        """How many notes nobody has settled."""
        return sum(not note.resolved_at for note, _label in self.notes)


def flow(reach: Reach, report: Report) -> Flow:
    """The flow of one report as the account sees it. Four queries at most."""
    cells = [(row.code, row.label) for row in form(report.form).rows if row.code]
    labels = dict(cells)
    steps = FlowStep.objects.filter(report=report).select_related("by__person", "to_unit")
    kept = [(note, labels.get(note.code, note.code)) for note in notes.of(report)]
    may_note = report.unit_id in reach.units("reports.type")
    return Flow(report, acts(reach, report), list(steps), kept, cells, may_note)
