"""Addresses of keeping and destroying at the desk."""

from django.urls import path, re_path

from danvan.records.retention import pages, panel  # noqa: F401 (the panel registers itself)

app_name = "retention"
urlpatterns = [
    path("", pages.listed, name="list"),
    re_path(r"^giu/(?P<public_id>[0-9]{16})/$", pages.hold, name="hold"),
    path("giu/<int:pk>/thoi/", pages.end, name="end"),
]
