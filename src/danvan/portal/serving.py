"""How the portal answers: refusals become a page that says why, public pages may be kept by caches for a minute."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

from danvan.ui.errors import Refusal
from danvan.ui.views import page_not_found

KEPT_SECONDS = 60

type View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """GET and HEAD of a page that is the same for everybody: ETag, Cache-Control public, 404 with the sentence.

    Nothing personal may stand on such a page: it never reads the session, so no answer varies by cookie.
    """

    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            return page_not_found(request, refusal)
        if response.status_code != 200:
            return response
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return served
