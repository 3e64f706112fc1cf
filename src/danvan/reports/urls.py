"""Addresses of the desk's report pages."""

from django.urls import path, re_path

from danvan.reports import views
from danvan.reports.check_page import views as check_page
from danvan.reports.composer import views as composer
from danvan.reports.flow import urls as flow
from danvan.reports.loading import views as loading
from danvan.reports.pades import views as pades
from danvan.reports.reconciling import views as reconciling

app_name = "reports"
urlpatterns = [
    *flow.patterns,
    path("", views.report_list, name="list"),
    path("lap/", views.begin, name="begin"),
    path("bieu-mau/", loading.form_list, name="loaded_forms"),
    path("bieu-mau/<int:pk>/", loading.loaded_form, name="loaded_form"),
    path("bieu-mau/<int:pk>/bieu-trong.xlsx", loading.blank_book, name="blank_book"),
    path("doc/", reconciling.read_report, name="read"),
    path("doc/nhan/", reconciling.take_over, name="take"),
    path("doc/hai-van-ban/", reconciling.compare_two, name="two"),
    path("da-nhap/<int:pk>/", reconciling.taken, name="taken"),
    path("<int:pk>/", views.report_page, name="page"),
    path("<int:pk>/soan/", composer.compose, name="compose"),
    path("<int:pk>/soan/luu/", composer.save, name="compose_save"),
    path("<int:pk>/doc-va-ky/", composer.lead, name="lead"),
    path("<int:pk>/kiem-tra/", check_page.checks, name="checks"),
    path("<int:pk>/kiem-tra/don-vi/", check_page.choose_tree, name="choose_tree"),
    path("<int:pk>/ky/", views.sign, name="sign"),
    path("<int:pk>/sua-doi/", views.amend, name="amend"),
    path("<int:pk>/cong-khai/", views.publish, name="publish"),
    path("<int:pk>/ky-so/", pades.page, name="signatures"),
    path("<int:pk>/ky-so/ban-cho-ky.pdf", pades.file_to_sign, name="file_to_sign"),
    path("<int:pk>/ky-so/<int:copy>.pdf", pades.signed_copy, name="signed_copy"),
    re_path(r"^(?P<pk>\d{1,18})/o/(?P<code>[a-z0-9_.]{1,80})/$", views.behind, name="behind"),
    re_path(
        r"^(?P<pk>\d{1,18})/bao-cao\.(?P<kind>pdf|docx|bieu\.xlsx|xlsx|json)$",
        views.download,
        name="download",
    ),
]
