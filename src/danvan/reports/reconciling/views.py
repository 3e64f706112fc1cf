"""The pages that read a report already written, hold it against the records, take it over, and compare two of them."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.reports.models import TypedReport
from danvan.reports.reader.comparing import compare
from danvan.reports.reader.facts import Reading
from danvan.reports.reconciling.forms import ReadForm, TakeForm, TwoForm
from danvan.reports.reconciling.page import Reconciliation, reading_of, take
from danvan.ui.errors import Refusal


@require_http_methods(["GET", "POST"])
@desk_page
def read_report(request: HttpRequest) -> HttpResponse:
    """Read an upload or pasted text; nothing of it is kept."""
    reach = _reach(request)
    form = ReadForm(reach, request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            reading = _reading(given["tep"], given["van_ban"])
            shown = Reconciliation(reach, reading, _unit(reach, given["don_vi"]), given["ky"])
            return _shown(request, shown)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"reach": reach, "form": form}
    return render(request, "reports/read.html", context, status=400 if form.is_bound else 200)


@require_POST
@desk_page
def take_over(request: HttpRequest) -> HttpResponse:
    """Take the ticked figures of the text that came back into a typed report."""
    reach = _reach(request)
    form = ReadForm(reach, request.POST)
    named = TakeForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/read.html", {"reach": reach, "form": form}, status=400)
    given = form.cleaned_data
    shown = Reconciliation(
        reach, reading_of(None, "", given["van_ban"]), _unit(reach, given["don_vi"]), given["ky"]
    )
    if named.is_valid():
        try:
            report = take(
                shown, request.POST, title=named.cleaned_data["ten"], source_note=named.cleaned_data["nguon"]
            )
            return redirect("reports:taken", report.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            named.add_error(None, str(refusal))
    return _shown(request, shown, named, status=400)


@require_safe
@desk_page
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    """A typed report: each figure with its words, what was read and what the officer set."""
    reach = Reach(request.user)
    report = (
        TypedReport.objects.filter(scope_id__in=reach.units("records.count"), pk=pk)
        .select_related("scope", "unit")
        .first()
    )
    if report is None:
        raise NotAllowed(
            _("Không có báo cáo này, hoặc tài khoản của Bà/Ông không được xem số liệu của đơn vị ấy.")
        )
    context = {"reach": reach, "report": report, "figures": list(report.figures.all())}
    return render(request, "reports/taken.html", context)


@require_http_methods(["GET", "POST"])
@desk_page
def compare_two(request: HttpRequest) -> HttpResponse:
    """Two documents beside each other; nothing of them is kept."""
    reach = _reach(request)
    form = TwoForm(request.POST or None, request.FILES or None)
    found = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            found = compare(
                _reading(given["tep"], given["van_ban"]), _reading(given["tep_hai"], given["van_ban_hai"])
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 400 if form.is_bound and found is None else 200
    return render(request, "reports/two.html", {"reach": reach, "form": form, "found": found}, status=status)


def _shown(
    request: HttpRequest, shown: Reconciliation, named: TakeForm | None = None, status: int = 200
) -> HttpResponse:
    title = next((line.strip() for line in shown.reading.text.split("\n") if line.strip()), "")
    context: dict[str, Any] = {
        "reach": shown.reach,
        "shown": shown,
        "take_form": named or TakeForm(initial={"ten": title[:300]}),
    }
    shown.lines  # noqa: B018 - a Refusal belongs to the form that asked, not to the middle of a page
    return render(request, "reports/reconciled.html", context, status=status)


def _reach(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    if not reach.units("records.count"):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông chưa được giao quyền xem số liệu của đơn vị nào; hãy liên hệ người quản trị."
            )
        )
    return reach


def _unit(reach: Reach, pk: int | None) -> Unit | None:
    return Unit.objects.get(pk=pk) if pk in reach.units("records.count") else None


def _reading(upload: UploadedFile | None, text: str) -> Reading:
    data = upload.read() if upload else None
    return reading_of(data, upload.name or "" if upload else "", text)
