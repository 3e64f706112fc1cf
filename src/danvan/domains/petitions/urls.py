"""Addresses of the desk's own pages for letters, beside the general ones."""

from django.urls import path, re_path

from danvan.domains.petitions.forwarded import page as forwarded_page
from danvan.domains.petitions.hard import desk as hard
from danvan.domains.petitions.likeness import desk
from danvan.domains.petitions.suggesting import typing
from danvan.domains.petitions.tying import page as tying_page

app_name = "petitions"
RECORD = r"^don-vu-viec/(?P<public_id>[0-9]{16})"
urlpatterns = [
    path("vu-viec-phuc-tap/", hard.matters, name="hard"),
    path("vu-viec-phuc-tap/goi-y/", hard.proposals, name="hard_proposals"),
    path("vu-viec-phuc-tap/in/", hard.printed, name="hard_print"),
    path("vu-viec-phuc-tap/tai-ve.xlsx", hard.file, name="hard_file"),
    re_path(r"^vu-viec-phuc-tap/(?P<public_id>[0-9]{16})/$", hard.matter, name="hard_matter"),
    path("don-da-chuyen/", forwarded_page.letters, name="forwarded"),
    path("don-trung/", desk.worklist, name="like_pairs"),
    path("don-trung/khi-nhap/", typing.while_typing, name="like_typing"),
    path("don-trung/<int:pk>/", desk.pair, name="like_pair"),
    path("don-trung/<int:pk>/phoi-hop/", desk.ask, name="like_ask"),
    path("don-trung/<int:pk>/<slug:act>/", desk.decide, name="like_decide"),
    re_path(rf"{RECORD}/nhap/$", tying_page.join, name="tie_join"),
    re_path(rf"{RECORD}/tach/$", tying_page.split, name="tie_split"),
    re_path(rf"{RECORD}/lan-dau/$", tying_page.second, name="tie_second"),
    re_path(rf"{RECORD}/go/(?P<pk>[0-9]{{1,18}})/$", tying_page.part, name="tie_part"),
    re_path(rf"{RECORD}/la-to-cao/$", tying_page.denounced, name="tie_denounced"),
]
