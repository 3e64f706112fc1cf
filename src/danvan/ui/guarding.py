"""How a page for officers answers: log-in first, refusals as pages with their sentence, nothing kept on the way."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control

from danvan.ui import views
from danvan.ui.errors import Refusal


class NotAllowed(PermissionDenied, Refusal):
    """The account has no right to what was asked; says which and whom to turn to."""


def officers_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Log-in first; nothing is kept by browsers or proxies; a Refusal becomes a page with its sentence."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = view(request, *args, **kwargs)
        except Http404:
            response = views.page_not_found(request)
        except NotAllowed as denied:
            response = views.permission_denied(request, denied)
        except Refusal as refusal:
            response = views.bad_request(request, refusal)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return guarded
