"""The desk's pages of reports. Each view gets, guards, calls one function and renders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.records.desk.access import Reach, desk_page
from danvan.reports import desk, signing, trees
from danvan.reports.canonical import canonical
from danvan.reports.desk_forms import AmendForm, DraftForm, SignForm
from danvan.reports.documents.content import paper_of
from danvan.reports.documents.files import made
from danvan.reports.loading.staging import may_keep
from danvan.reports.models import Report
from danvan.ui.errors import Refusal

# What a page that leads to a new draft may have chosen already, by the word in its address.
ASKED = (("unit", "don_vi"), ("form", "bieu"), ("period", "ky"))


@require_safe
@desk_page
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports that the account may see, drafts first."""
    reach = Reach(request.user)
    may_make = bool(reach.units("reports.type"))
    context = {"reach": reach, "entries": desk.listed(reach), "may_make": may_make}
    context["signs_for"] = reach.units("reports.sign")
    context["keeps_forms"] = may_make and may_keep(reach.account, reach.on)
    return render(request, "reports/list.html", context)


@require_http_methods(["GET", "POST"])
@desk_page
def begin(request: HttpRequest) -> HttpResponse:
    """Make a draft: choose unit, period and form."""
    reach = Reach(request.user)
    asked = {name: request.GET[word] for name, word in ASKED if word in request.GET}
    form = DraftForm(reach, request.POST or None, initial=asked)
    if form.is_valid():
        chosen = form.cleaned_data
        unit = desk.unit_of(reach, chosen["unit"])
        try:
            tree_on = trees.day_of(chosen["tree"], chosen["period"])
            made = signing.prepare(unit, chosen["period"], chosen["form"], by=reach.account, tree_on=tree_on)
            return redirect(made)
        except Refusal as refusal:
            form.add_error("period", str(refusal))
    context = {"reach": reach, "form": form}
    return render(request, "reports/begin.html", context, status=400 if form.is_bound else 200)


@require_safe
@desk_page
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: a draft with its trials, or a signed one with its proof and what changed since."""
    reach = Reach(request.user)
    return _page(request, desk.Sheet(reach, desk.one(reach, pk)))


def _page(request: HttpRequest, sheet: desk.Sheet, status: int = 200, **forms: object) -> HttpResponse:
    context = {
        "reach": sheet.reach,
        "sheet": sheet,
        "sign_form": SignForm(),
        "amend_form": AmendForm(prefix="amend"),
    }
    context["illustrative"] = sheet.content.is_illustrative
    return render(request, "reports/page.html", context | forms, status=status)


@require_POST
@desk_page
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze and sign a draft."""
    reach = Reach(request.user)
    sheet = desk.Sheet(reach, desk.one(reach, pk))
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            signing.sign(
                sheet.report,
                by=reach.account,
                reason=form.cleaned_data["reason"],
                shown=request.POST.get("shown"),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ký và đóng băng báo cáo."))
            return redirect(sheet.report)
    return _page(request, sheet, 400, sign_form=form)


@require_POST
@desk_page
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the version that will take a signed one's place."""
    reach = Reach(request.user)
    sheet = desk.Sheet(reach, desk.one(reach, pk))
    form = AmendForm(request.POST, prefix="amend")
    if form.is_valid():
        try:
            return redirect(signing.amend(sheet.report, by=reach.account, reason=form.cleaned_data["reason"]))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, sheet, 400, amend_form=form)


@require_POST
@desk_page
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the public edition."""
    reach = Reach(request.user)
    report = signing.approve_public_edition(desk.one(reach, pk), by=reach.account)
    messages.success(request, _("Đã duyệt bản công khai; cổng công khai hiện báo cáo từ bây giờ."))
    return redirect(report)


@require_safe
@desk_page
def behind(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The records behind one figure, as far as this account may read them."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    context = {"reach": reach, "report": report, "behind": desk.behind(reach, report, code)}
    return render(request, "reports/behind.html", context)


@require_safe
@desk_page
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The internal report as pdf, docx, xlsx, the workbook of its form, or json (the package)."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    if kind == "json":
        body, mime = canonical(signing.envelope(report)), "application/json"
    else:
        body, mime = made(paper_of(report), kind, _public_address(request, report))
    name = f"danvan-{report.unit.slug}-{report.period}-{report.form}-{report.version}.{kind}"
    return HttpResponse(
        body, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _public_address(request: HttpRequest, report: Report) -> str:
    """Where the public edition stands, once there is one."""
    if not report.published_on:
        return ""
    try:
        return request.build_absolute_uri(reverse("portal:report", args=[report.unit.slug, report.period]))
    except NoReverseMatch:
        return ""
