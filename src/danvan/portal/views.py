"""The portal's pages. Each view gets, guards, calls one function and renders."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from danvan.portal import checking, downloads, figure_page, front_page, pictures, report_page, table
from danvan.portal.forms import CheckForm
from danvan.portal.months import trend
from danvan.portal.published import PublicReport, find
from danvan.portal.serving import public_page
from danvan.ui.errors import Refusal


def asked(request: HttpRequest, slug: str, period: str) -> PublicReport:
    """The published report that an address means."""
    return find(slug, period, request.GET.get("bieu", ""), request.GET.get("ban", ""))


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The front door."""
    front = front_page.front()
    illustrative = front.report is not None and front.report.is_illustrative
    return render(request, "portal/home.html", {"front": front, "illustrative": illustrative})


@public_page
def report(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """A published report."""
    found = asked(request, slug, period)
    if found.report.period != period:
        return redirect(found.address(), permanent=True)
    context: dict[str, Any] = {
        "report": found,
        "sentence": report_page.sentence(found),
        "cards": report_page.cards(found),
        "flags": report_page.flags(found),
        "passed": report_page.passed(found),
        "charts": pictures.charts(found),
        "trend": trend(found),
        "sections": table.sections(found),
        "has_closed": table.has_closed(found),
        "receiving": pictures.receiving(found),
        "typed_source": report_page.typed_source(found),
        "downloads": [(kind, found.address("download", kind)) for kind in downloads.kinds_of(found)],
        "file_name": downloads.name_of(found, "json"),
        "demonstration_key": checking.is_demonstration_key(found.report.public_key),
        "illustrative": found.is_illustrative,
    }
    return render(request, "portal/report.html", context)


@public_page
def figure(request: HttpRequest, slug: str, period: str, code: str) -> HttpResponse:
    """One figure of a published report."""
    found = asked(request, slug, period)
    shown = figure_page.figure_page(found, code, request.GET.get("sau", ""), request.GET.get("truoc", ""))
    context = {"report": found, "figure": shown, "illustrative": found.is_illustrative}
    return render(request, "portal/figure.html", context | figure_page.ways(found, shown))


@public_page
def download(request: HttpRequest, slug: str, period: str, kind: str) -> HttpResponse:
    """A file of a published report."""
    found = asked(request, slug, period)
    content, content_type = downloads.make(found, kind, request.build_absolute_uri(found.address()))
    name = downloads.name_of(found, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(len(content))}
    return HttpResponse(content, content_type=content_type, headers=headers)


# The token is checked below, after the size: looking for it would read the whole file first.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a file, or a published report, is what was signed."""
    if checking.is_too_large(request):
        return _verify_page(request, sentence=checking.TOO_LARGE, status=413)
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    address = request.GET.get("bao-cao", "")
    try:
        checked = _checked(form, address)
    except Refusal as refusal:
        return _verify_page(request, form=form, address=address, sentence=str(refusal), status=400)
    return _verify_page(
        request, form=form, address=address, checked=checked, status=400 if form.errors else 200
    )


def _checked(form: CheckForm, address: str) -> checking.Checked | None:
    """What was sent, else the report that the address names; None while nothing is asked."""
    if form.is_bound:
        return checking.check_file(form.cleaned_data["file"]) if form.is_valid() else None
    return checking.check_report(address) if address else None


def _verify_page(request: HttpRequest, *, status: int, **context: Any) -> HttpResponse:
    checked = context.get("checked")
    illustrative = bool(checked and checked.known and checked.known.is_illustrative)
    usual = {"form": CheckForm(), "here": "verify", "illustrative": illustrative}
    return render(request, "portal/verify.html", usual | context, status=status)
