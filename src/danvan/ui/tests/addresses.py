"""Addresses for the tests of this room alone: the rooms above are not needed to see a page."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import include, path

from danvan.ui import views
from danvan.ui.errors import Refusal


class Refused(PermissionDenied, Refusal):
    """A refusal of rights that has a sentence for the reader."""


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("ui/", include("danvan.ui.urls")),
    path("tai-khoan/", include("danvan.config.accounts.urls")),
    path("khong-quyen/", raising(PermissionDenied("internal reason /srv/secret"))),
    path("tu-choi/", raising(Refused("Hồ sơ này do đơn vị khác giữ."))),
    path("sai/", raising(SuspiciousOperation("bad host 10.0.0.7"))),
    path("khong-co/", raising(Http404("Record matching query does not exist"))),
    path("hong/", raising(RuntimeError("password=hunter2"))),
    path("nhieu/", lambda request: views.too_many(request, 30)),
    path("nghi/", lambda request: views.unavailable(request, "Đang nạp dữ liệu.")),
    path("ghi/", views.gallery),
]

handler400 = "danvan.ui.views.bad_request"
handler403 = "danvan.ui.views.permission_denied"
handler404 = "danvan.ui.views.page_not_found"
handler500 = "danvan.ui.views.server_error"
