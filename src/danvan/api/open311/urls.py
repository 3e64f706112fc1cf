"""Addresses of GeoReport v2, each ending in its format."""

from django.urls import path, re_path

from danvan.api.open311 import views

app_name = "open311"
urlpatterns = [
    path("discovery.<slug:form>", views.discovery, name="discovery"),
    path("v2/services.<slug:form>", views.services, name="services"),
    path("v2/services/<str:code>.<slug:form>", views.definition, name="definition"),
    path("v2/requests.<slug:form>", views.requests, name="requests"),
    path("v2/requests/<str:pk>.<slug:form>", views.request, name="request"),
    path("v2/tokens/<str:pk>.<slug:form>", views.token, name="token"),
    re_path(r"^(?P<rest>.*)$", views.elsewhere, name="unknown"),
]
