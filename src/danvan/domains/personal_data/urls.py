"""Addresses of requests about personal data at the desk."""

from django.urls import re_path

from danvan.domains.personal_data import views

app_name = "personal_data"
urlpatterns = [
    re_path(r"^(?P<public_id>[0-9]{16})/$", views.ask, name="ask"),
    re_path(r"^(?P<public_id>[0-9]{16})/noi-dung/$", views.opened, name="opened"),
]
