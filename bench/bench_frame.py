"""What every page pays before it does anything: middleware, routing, headers."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.harness import Bench


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("", empty)]
_client: list = []


def _prepare() -> None:
    import django
    from django.conf import settings
    from django.test import Client

    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    _client.append(Client())


def _ask() -> None:
    response = _client[0].get("/")
    assert response.status_code == 200, response.status_code


BENCHES = [Bench("empty_view", "1 request, no query", _ask, prepare=_prepare)]
