"""The pages shown when something is wrong, and the page of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from danvan.ui.errors import Refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, with the sentence of a Refusal where there is one."""
    return _page("400.html", 400, {"sentence": _sentence(exception)})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    account = getattr(request, "user", None)
    is_officer = account is not None and account.is_authenticated
    return _page("403.html", 403, {"sentence": _sentence(exception), "is_officer": is_officer})


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; never says whether a record exists behind the address."""
    return _page("404.html", 404, {"sentence": _sentence(exception)})


def server_error(request: HttpRequest) -> HttpResponse:
    """500, rendered without context processors, session or database: any of them may be what broke."""
    return _page("500.html", 500, {})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token does not fit; the technical reason stays in the log."""
    return _page("403_csrf.html", 403, {})


def too_many(request: HttpRequest, wait_seconds: int | None = None) -> HttpResponse:
    """429, saying how long to wait and telling programs the same in Retry-After."""
    response = _page("429.html", 429, {"wait": wait_seconds})
    if wait_seconds:
        response["Retry-After"] = str(wait_seconds)
    return response


def unavailable(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """503 with the sentence that says what is being waited for."""
    response = _page("503.html", 503, {"sentence": sentence})
    response["Retry-After"] = "120"
    return response


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with ordinary, long, empty and wrong content; a page for who builds, absent in production."""
    if settings.IS_PRODUCTION:
        raise Http404
    from danvan.ui import examples

    return render(request, "ui/gallery.html", examples.context())


def _sentence(exception: Exception | None) -> str:
    """Only a Refusal was written for a reader; other messages would show code, paths or English."""
    return str(exception) if isinstance(exception, Refusal) else ""


def _page(template: str, status: int, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, context), status=status)
