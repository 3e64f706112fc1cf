"""Addresses of the pages about people, roles, delegations and tokens."""

from django.urls import path

from danvan.org.pages import acts, delegations, people, tokens, unit_acts, units_file

app_name = "org"
urlpatterns = [
    path("", people.people_list, name="people"),
    path("vai-tro/", people.roles_page, name="roles"),
    path("nguoi/them/", acts.add, name="add"),
    path("nguoi/<int:pk>/", people.person_page, name="person"),
    path("nguoi/<int:pk>/lien-ket/", acts.link, name="link"),
    path("nguoi/<int:pk>/khoa/", acts.lock, name="lock"),
    path("nguoi/<int:pk>/mo-lai/", acts.unlock, name="unlock"),
    path("nguoi/<int:pk>/chuyen-don-vi/", acts.move, name="move"),
    path("nguoi/<int:pk>/giao-vai-tro/", acts.give, name="give"),
    path("nguoi/<int:pk>/thoi-vai-tro/<int:held>/", acts.end, name="end"),
    path("nguoi/<int:pk>/giu-chuc-vu/", acts.hold, name="hold"),
    path("nguoi/<int:pk>/thoi-chuc-vu/<int:held>/", acts.leave, name="leave"),
    path("uy-quyen/", delegations.delegation_list, name="delegations"),
    path("uy-quyen/lap/", delegations.begin, name="delegate"),
    path("uy-quyen/lap/<slug:role>/", delegations.delegate, name="delegate_role"),
    path("uy-quyen/<int:pk>/thoi/", delegations.end, name="end_delegation"),
    path("ma-truy-cap/", tokens.token_list, name="tokens"),
    path("ma-truy-cap/lap/", tokens.make, name="make_token"),
    path("ma-truy-cap/<int:pk>/thu-hoi/", tokens.revoke, name="revoke_token"),
    path("don-vi/nhap-danh-muc/", units_file.units_import, name="units_import"),
    path("don-vi/danh-muc.csv", units_file.units_file, name="units_file"),
    path("don-vi/", unit_acts.act_list, name="unit_acts"),
    path("don-vi/ghi/", unit_acts.kinds, name="new_unit_act"),
    path("don-vi/ghi/<slug:kind>/", unit_acts.fill, name="fill_unit_act"),
    path("don-vi/viec/<int:pk>/", unit_acts.act_page_of, name="unit_act"),
    path("don-vi/viec/<int:pk>/xac-nhan/", unit_acts.confirm, name="confirm_unit_act"),
    path("don-vi/viec/<int:pk>/rut/", unit_acts.withdraw, name="withdraw_unit_act"),
]
