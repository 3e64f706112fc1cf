"""Pages of units: finding one by any of its names, and the life of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from danvan.portal.rule_views import asked_day
from danvan.portal.serving import public_page
from danvan.portal.unit_page import unit_page
from danvan.portal.unit_search import LONGEST, search
from danvan.ui.dates import day


@public_page
def units(request: HttpRequest) -> HttpResponse:
    """The provinces of a day, or the units that bear or bore the name asked for."""
    on, wrong = asked_day(request)
    words = request.GET.get("tim", "").strip()[:LONGEST]
    found = search(words, on, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""))
    asked = {"tim": words, "ngay": day(on)}
    context = {
        "on": on,
        "wrong": wrong,
        "words": words,
        "found": found,
        "previous": f"?{urlencode(asked | {'truoc': found.before})}" if found.before else "",
        "next": f"?{urlencode(asked | {'sau': found.after})}" if found.after else "",
        "here": "units",
    }
    return render(request, "portal/units.html", context)


@public_page
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit as of a day."""
    on, wrong = asked_day(request)
    page = unit_page(slug, on)
    query = f"?{urlencode({'ngay': day(on)})}"
    trail = [(_("Đơn vị"), reverse("portal:units")), *((name, href + query) for name, href in page.above)]
    context = {"on": on, "wrong": wrong, "page": page, "query": query, "here": "units"}
    return render(request, "portal/unit.html", context | {"trail": [*trail, (page.name, "")]})
