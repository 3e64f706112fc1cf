"""Addresses of the portal, from the root of the site."""

from django.urls import path

from danvan.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("so-lieu/<slug:slug>/<str:period>/", views.report, name="report"),
    path("so-lieu/<slug:slug>/<str:period>/tai-ve/<str:kind>", views.download, name="download"),
    path("so-lieu/<slug:slug>/<str:period>/<str:code>/", views.figure, name="figure"),
    path("tra-cuu/", views.track, name="track"),
    path("kiem-tra-chu-ky/", views.verify, name="verify"),
]
