"""`/lich/<secret>.ics`: read by calendar programs, which cannot log in; the secret stands for the account."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from danvan.records.notices import feeds


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file; 404 for every secret that opens nothing, whatever the reason."""
    found = feeds.opened(token)
    if found is None:
        raise Http404
    body = feeds.written(found).encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="han-viec.ics"'
    response = get_conditional_response(request, etag=etag, response=response) or response
    patch_cache_control(response, private=True, no_store=True)
    return response
