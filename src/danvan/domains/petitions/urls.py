"""Addresses of the desk's own pages for letters, beside the general ones."""

from django.urls import path

from danvan.domains.petitions.likeness import desk

app_name = "petitions"
urlpatterns = [
    path("don-trung/", desk.worklist, name="like_pairs"),
    path("don-trung/khi-nhap/", desk.while_typing, name="like_typing"),
    path("don-trung/<int:pk>/", desk.pair, name="like_pair"),
    path("don-trung/<int:pk>/phoi-hop/", desk.ask, name="like_ask"),
    path("don-trung/<int:pk>/<slug:act>/", desk.decide, name="like_decide"),
]
