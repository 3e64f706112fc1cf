"""Addresses of the seal at the desk. The cookie of an open key is sent to these alone."""

from django.urls import path, re_path

from danvan.records.seal import (
    book_page,
    case_page,
    holders_page,
    key_page,
    original_page,
    recovery_page,
    redact_page,
    roster_page,
    writing_page,
)
from danvan.records.seal.pages import CASE

app_name = "seal"
urlpatterns = [
    path("", key_page.own_key, name="own_key"),
    path("dat/", key_page.make, name="make"),
    path("doi/", key_page.change, name="change"),
    path("mat/", key_page.lose, name="lose"),
    path("mo-khoa/", key_page.unlock, name="unlock"),
    path("khoa-lai/", key_page.lock, name="lock"),
    path("truc/", roster_page.roster_page, name="roster"),
    path("truc/<int:unit>/them/", roster_page.choose, name="roster_choose"),
    path("truc/<int:pk>/thoi/", roster_page.end, name="roster_end"),
    path("so-mo/", book_page.book, name="book"),
    path("khoi-phuc/", recovery_page.recovery, name="recovery"),
    path("khoi-phuc/<int:unit>/lap/", recovery_page.make, name="recovery_make"),
    path("khoi-phuc/<int:unit>/cap-tren/", recovery_page.lean, name="recovery_lean"),
    path("khoi-phuc/phan/<int:pk>/in/", recovery_page.printed, name="recovery_print"),
    path("khoi-phuc/phan/<int:pk>/bat-dau/", recovery_page.begin, name="recovery_begin"),
    path("khoi-phuc/lan/<int:pk>/hoan-thanh/", recovery_page.finish, name="recovery_finish"),
    path("cho-biet/<int:pk>/", case_page.released, name="released"),
    path("cho-biet/<int:pk>/thoi/", holders_page.unrelease, name="unrelease"),
    re_path(rf"^{CASE}$", case_page.case, name="case"),
    re_path(rf"^{CASE}chon/$", case_page.choose, name="choose"),
    re_path(rf"^{CASE}lap/$", case_page.take, name="take"),
    re_path(rf"^{CASE}them/$", case_page.add, name="add"),
    re_path(rf"^{CASE}mo/$", case_page.opened, name="open"),
    re_path(rf"^{CASE}tep/(?P<number>\d{{1,4}})/$", case_page.file, name="file"),
    re_path(rf"^{CASE}tep/(?P<number>\d{{1,4}})/goc/$", original_page.original, name="original"),
    re_path(rf"^{CASE}viet/$", writing_page.write, name="write"),
    re_path(rf"^{CASE}van-ban/$", writing_page.give_paper, name="give_paper"),
    re_path(rf"^{CASE}che/$", redact_page.redact, name="redact"),
    re_path(rf"^{CASE}trao/$", holders_page.give, name="give"),
    re_path(rf"^{CASE}ban-giao/$", holders_page.hand_over, name="hand_over"),
    re_path(rf"^{CASE}thoi/$", holders_page.end, name="end"),
    re_path(rf"^{CASE}niem-phong-lai/$", holders_page.reseal, name="reseal"),
    re_path(rf"^{CASE}khong-giu-bi-mat/$", holders_page.waive, name="waive"),
    re_path(rf"^{CASE}cho-biet/$", holders_page.release, name="release"),
]
