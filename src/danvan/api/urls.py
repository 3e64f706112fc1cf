"""Addresses of the API; what is not there answers in JSON too."""

from django.urls import include, path, re_path

from danvan.api.service import api, unknown

urlpatterns = [
    path("v1/", unknown, name="api-top"),
    path("v1/", api.urls),
    path("open311/", include("danvan.api.open311.urls")),
    re_path(r"^(?P<rest>.*)$", unknown, name="api-unknown"),
]
