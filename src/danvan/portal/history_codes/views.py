"""The public page of the history's codes, the same as JSON, and the file to be kept elsewhere."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from danvan.portal.history_codes import listing
from danvan.portal.serving import public_page


def _asked(request: HttpRequest, size: int) -> listing.Codes:
    return listing.codes(request.GET.get("sau", ""), request.GET.get("truoc", ""), size)


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The codes of a month's days, and what a code is good for."""
    found = _asked(request, listing.SIZE)
    context = {
        "found": found,
        "is_first": not found.before,
        "previous": f"?truoc={found.before}" if found.before else "",
        "next": f"?sau={found.after}" if found.after else "",
        "here": "history",
        "illustrative": settings.DEMONSTRATION_DAY is not None,
    }
    return render(request, "portal/history_codes.html", context)


@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """A year of codes for programs."""
    found = _asked(request, listing.JSON_SIZE)
    return JsonResponse(listing.as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 1})


@public_page
def as_text(request: HttpRequest) -> HttpResponse:
    """A year of codes for e-mail and print."""
    found = _asked(request, listing.TEXT_SIZE)
    newest = f"-{found.rows[0].day:%Y-%m-%d}" if found.rows else ""
    headers = {"Content-Disposition": f'attachment; filename="ma-lich-su{newest}.txt"'}
    return HttpResponse(listing.as_text(found), content_type="text/plain; charset=utf-8", headers=headers)
