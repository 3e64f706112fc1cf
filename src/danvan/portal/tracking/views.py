"""The tracking pages. The code never stands in an address: each step sends it again in its form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danvan.portal.forms import TrackForm
from danvan.portal.tracking import acting, papers
from danvan.portal.tracking.page import SCORES, beside
from danvan.portal.tracking.standing import MISSED, UNKNOWN, Standing, standing
from danvan.records.gates import Gate
from danvan.ui.errors import Refusal
from danvan.ui.views import bad_request, too_many

WRITTEN = Gate("tra-cuu-ghi", 30, 3600)

type Act = Callable[[Standing, HttpRequest], str]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Where a record stands."""
    if request.method != "POST":
        return render(request, "portal/track.html", {"form": TrackForm(), "here": "track"})
    found = _found(request)
    return found if isinstance(found, HttpResponse) else _page(request, found)


@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Send words or a file more."""
    return _act(request, acting.add)


@never_cache
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Rate a closed record."""
    return _act(request, acting.rate)


@never_cache
@require_POST
def not_done(request: HttpRequest) -> HttpResponse:
    """Say that a phản ánh is not done, though it was said to be."""
    return _act(request, acting.not_done)


@never_cache
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """A paper: one that the office issued, or one to print and sign, as a page, PDF or DOCX."""
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    key, ending = request.POST.get("paper", ""), request.POST.get("tai", "")
    if kept := papers.issued(key, found.record):
        return _file(kept)
    if ending:
        if WRITTEN.is_shut(request):
            return too_many(request, WRITTEN.seconds)
        WRITTEN.count(request)
        if made := papers.file_to_sign(key, found, ending, request.POST.get("ho_ten", "")[:200]):
            return _file(made)
    shown = papers.to_sign(key, found)
    if shown is None:
        return _page(request, found)
    return render(request, "portal/tracking/paper.html", shown | {"illustrative": found.is_illustrative})


def _file(kept: papers.Download) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, kept.name) or ""}
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return HttpResponse(kept.content, content_type=kept.media_type, headers=headers)


def _found(request: HttpRequest) -> Standing | HttpResponse:
    """The record of the code that was sent, else the page that says why not."""
    if MISSED.is_shut(request):
        return too_many(request, MISSED.seconds)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/track.html", {"form": form, "here": "track"}, status=400)
    found = standing(form.cleaned_data["code"])
    if found is None:
        MISSED.count(request)
        form.add_error("code", UNKNOWN)
        return render(request, "portal/track.html", {"form": form, "here": "track"}, status=404)
    return found


def _act(request: HttpRequest, act: Act) -> HttpResponse:
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    if WRITTEN.is_shut(request):
        return too_many(request, WRITTEN.seconds)
    WRITTEN.count(request)
    try:
        told = act(found, request)
    except Refusal as refusal:
        return _page(request, found, errors=[str(refusal)], status=400)
    again = standing(found.code)
    return _page(request, again, told=told) if again else bad_request(request)


def _page(request: HttpRequest, found: Standing, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "standing": found,
        "beside": beside(found),
        "scores": SCORES,
        "illustrative": found.is_illustrative,
        "here": "track",
    }
    return render(request, "portal/standing.html", context | more, status=status)
