"""The public pages of duties. Each view gets, calls one function and renders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from danvan.portal import duties_page
from danvan.portal.serving import public_page
from danvan.records import spans
from danvan.records.declare import StandingDuty, standing_duties


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Which duties are public, and of which units."""
    context = {
        "here": "duties",
        "units": duties_page.top_units(),
        "duties": [(duty, spans.PER.get(duty.every, "")) for duty in _public()],
    }
    return render(request, "portal/duties.html", context)


def _public() -> list[StandingDuty]:
    return [standing_duties()[key] for key in duties_page.public_keys()]


@public_page
def of_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Totals of one unit and all below it."""
    shown = duties_page.page(slug, request.GET.get("nam", ""))
    context = {"here": "duties", "shown": shown, "illustrative": shown.is_illustrative}
    return render(request, "portal/duties_of.html", context)
