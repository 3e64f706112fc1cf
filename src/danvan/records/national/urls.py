"""Addresses of the national database at the desk."""

from django.urls import path, re_path

from danvan.records.national import pages, panel  # noqa: F401 (the panel registers itself)

app_name = "national"
urlpatterns = [
    path("", pages.waiting_page, name="waiting"),
    path("nhap/", pages.paste, name="paste"),
    path("tai-ve/", pages.make, name="make"),
    path("doi-chieu/", pages.reconcile, name="reconcile"),
    path("doi-chieu/ghi/", pages.confirm, name="confirm"),
    re_path(r"^ho-so/(?P<public_id>[0-9]{16})/$", pages.code, name="code"),
]
