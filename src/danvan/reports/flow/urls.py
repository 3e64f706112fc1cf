"""Addresses of the flow's pages, below those of reports."""

from django.urls import path, re_path

from danvan.reports.flow import views

TABLE = r"^bang/(?P<unit>\d{1,18})/(?P<form>[a-z0-9-]{1,32})/(?P<period>[0-9A-Za-z.-]{1,24})/"
patterns = [
    path("phai-nop/", views.owed, name="owed"),
    path("cap-duoi/", views.from_below, name="below"),
    path("cap-duoi/<int:pk>/ket-thuc/", views.end_order, name="end_order"),
    path("cap-duoi/<int:pk>/mien/<int:unit>/<str:period>/", views.excuse, name="excuse"),
    re_path(f"{TABLE}$", views.table, name="table"),
    re_path(rf"{TABLE}bieu\.xlsx$", views.table_file, name="table_file"),
    re_path(r"^(?P<pk>\d{1,18})/buoc/(?P<act>trinh|rut-trinh|duyet|gui-len)/$", views.step, name="step"),
    re_path(r"^(?P<pk>\d{1,18})/tra-lai/(?P<where>noi-bo|xuong)/$", views.give_back, name="give_back"),
    path("<int:pk>/ghi-chu/", views.add_note, name="add_note"),
    path("<int:pk>/ghi-chu/<int:note>/", views.change_note, name="change_note"),
]
