"""Papers at the desk: what a record has and may get, one paper with its text and files, issuing and cancelling."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.records import papers
from danvan.records.desk import page, panels, paper_beside, paper_forms
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.panels import Folded, inside
from danvan.records.models import Paper, Record
from danvan.records.papers import declare, facts, issuing, layout, numbers
from danvan.records.papers.declare import PaperTemplate
from danvan.ui.errors import Refusal

PANEL = "records/papers_panel.html"
TYPES = {
    "pdf": ("application/pdf", papers.pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.docx),
}


def panel(record: Any, reach: Reach) -> Folded | None:
    """The papers of a record, and those that its present state asks for and that are not there yet. One query.

    It waits for who may prepare what is asked for, and for who gives numbers where one has none yet.
    """
    had = papers.of(record)
    there = {paper.key for paper in had if paper.state != Paper.State.CANCELLED}
    offered = offers(record, reach)
    lacking = set(declare.of_state(record)) - there
    if not had and not offered:
        return None
    asked = [one for one in offered if one.key in lacking]
    unnumbered = sum(paper.state == Paper.State.PREPARED for paper in had)
    waits = bool(asked or (unnumbered and record.unit_id in reach.units(issuing.NUMBERS)))
    context = {"record": record, "papers": had, "asked": asked, "more": bool(offered)}
    said = inside(len(had), unnumbered, _("chờ số"))
    return Folded(_("Văn bản"), context, said, waits=waits, anchor="van-ban")


panels.register(PANEL, panel, place=20)


def offers(record: Any, reach: Reach) -> list[PaperTemplate]:
    """What the account may prepare for the record today."""
    found = papers.templates_for(record, reach.on)
    return [one for one in found if record.unit_id in reach.units(one.permission)]


def find(pk: int, reach: Reach) -> Paper:
    """The paper if the account may see its record as an officer; Http404 without a word on whether it exists."""
    paper = Paper.objects.filter(pk=pk).select_related("record__unit", "unit", "issued_by__person").first()
    if paper is None or not page.is_own(paper.record, reach):
        raise Http404
    return paper


def tracking_address(request: HttpRequest) -> str:
    """The address of the page on which a sender asks for his record; empty where there is none."""
    try:
        return request.build_absolute_uri(reverse("portal:track"))
    except NoReverseMatch:
        return ""


@require_safe
@desk_page
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which paper to prepare."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    if not page.is_own(record, reach):
        raise Http404
    own = record.own()
    context = {"record": record, "reach": reach, "offers": offers(own, reach), "asked": declare.of_state(own)}
    return render(request, "records/papers_choose.html", context | {"illustrative": record.is_illustrative})


@require_http_methods(["GET", "POST"])
@desk_page
def prepare(request: HttpRequest, public_id: str, template_key: str) -> HttpResponse:
    """Fill in one paper; look at it before it is kept."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    kind = _offered(record, template_key, reach)
    names = facts.may_name_persons(record, kind)
    sent = request.POST if request.method == "POST" else None
    form = paper_forms.prepare_form(kind, names_persons=names, sent=sent, on=reach.on)
    context: dict[str, Any] = {
        "record": record,
        "kind": kind,
        "form": form,
        "reach": reach,
        "names_persons": names,
    }
    if sent is not None and form.is_valid():
        try:
            values = {
                "on": form.cleaned_data["on"],
                "address": tracking_address(request),
                **paper_forms.filled(form),
            }
            if "xem" not in sent:
                paper = papers.prepare(record, kind.key, by=reach.account, **values)
                messages.success(request, _("Đã soạn văn bản."))
                return redirect("records:paper", paper.pk)
            context["sheet"] = papers.preview(record, kind.key, **values)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context |= {"illustrative": record.is_illustrative, "form_of_law": kind.form_on(reach.on)}
    return render(request, "records/paper_prepare.html", context, status=400 if form.errors else 200)


def _offered(record: Record, key: str, reach: Reach) -> PaperTemplate:
    kind = next((one for one in papers.templates() if one.key == key), None)
    if kind is None or not page.is_own(record, reach):
        raise Http404
    if record.unit_id not in reach.units(kind.permission):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không có quyền soạn văn bản này tại đơn vị này; hãy liên hệ người quản trị."
            )
        )
    return kind


@require_safe
@desk_page
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: its text, its number, its files."""
    reach = Reach(request.user)
    paper = find(pk, reach)
    try:
        sheet: layout.Sheet | None = papers.sheet(paper)
    except Refusal:
        sheet = None
    context: dict[str, Any] = {"paper": paper, "record": paper.record, "sheet": sheet, "reach": reach}
    context |= {"may_issue": may_issue(paper, reach), "may_cancel": may_cancel(paper, reach)}
    context |= {"unchanged": sheet is not None and layout.digest(sheet) == paper.sha256}
    context |= paper_beside.beside(paper, reach)
    return render(request, "records/paper.html", context | {"illustrative": paper.record.is_illustrative})


@require_safe
@desk_page
def paper_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The paper as PDF or DOCX."""
    paper = find(pk, Reach(request.user))
    media_type, make = TYPES[ending]
    name = papers.file_name(paper, ending)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(make(paper), content_type=media_type, headers=headers)


def may_issue(paper: Paper, reach: Reach) -> bool:
    """A paper that waits for a number, over a unit where the account gives numbers."""
    return paper.state == Paper.State.PREPARED and paper.unit_id in reach.units(issuing.NUMBERS)


def may_cancel(paper: Paper, reach: Reach) -> bool:
    """A paper not cancelled yet, by who gives numbers or, without one, by who prepares."""
    if paper.state == Paper.State.CANCELLED:
        return False
    permission = issuing.NUMBERS if paper.number else papers.template(paper.key).permission
    return paper.unit_id in reach.units(permission)


@require_http_methods(["GET", "POST"])
@desk_page
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, day and signer. Văn thư sees of a sealed record's paper that it waits, and nothing else."""
    reach = Reach(request.user)
    paper = Paper.objects.filter(pk=pk).select_related("record", "unit").first()
    if paper is None or paper.unit_id not in reach.units(issuing.NUMBERS):
        raise Http404
    own = numbers.keeps_own(paper.unit_id)
    sent = request.POST if request.method == "POST" else None
    copy = paper_beside.waiting_copy(paper)
    found = paper_beside.read_of(copy) if copy and sent is None else None
    form = paper_forms.IssueForm(paper, sent, own=own, on=reach.on, found=found)
    if sent is not None and form.is_valid():
        try:
            issued = papers.issue(paper, by=reach.account, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ban hành văn bản số %(number)s.") % {"number": issued.number})
            return redirect("records:paper", paper.pk) if copy else redirect("records:clerk")
    is_open = page.is_own(paper.record, reach)
    context = {"paper": paper, "form": form, "own": own, "reach": reach, "is_open": is_open, "found": found}
    context |= {"illustrative": paper.record.is_illustrative}
    return render(request, "records/paper_issue.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@desk_page
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a paper, for a reason of the list."""
    reach = Reach(request.user)
    paper = find(pk, reach)
    if not may_cancel(paper, reach):
        raise NotAllowed(_("Văn bản này đã hủy, hoặc tài khoản của Bà/Ông không có quyền hủy."))
    form = paper_forms.CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        papers.cancel(paper, by=reach.account, on=reach.on, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã hủy văn bản; số và lý do vẫn hiện trong sổ."))
        return redirect("records:paper", pk)
    context = {"paper": paper, "form": form, "reach": reach, "illustrative": paper.record.is_illustrative}
    return render(request, "records/paper_cancel.html", context, status=400 if form.errors else 200)
