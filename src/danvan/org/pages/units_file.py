"""The list of units as a file: taken out, filled in, tried, and brought in on confirmation."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org import roles
from danvan.org.exchange.bringing import bring
from danvan.org.exchange.writing import lines
from danvan.org.models import UnitImport
from danvan.org.pages.acting import show
from danvan.org.today import today
from danvan.ui.errors import Refusal
from danvan.ui.guarding import NotAllowed, officers_page

MOST_BYTES = 1_000_000  # what fits a form; larger files are for the command
SHOWN = 200


def require_units(request: HttpRequest) -> set[int]:
    """Ids of the units whose names, codes and places the account manages; NotAllowed when there is none."""
    managed = roles.unit_ids(request.user, "units.manage", today())
    if not managed:
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không quản trị danh mục đơn vị nào; hãy liên hệ người quản trị.")
        )
    return managed


@require_safe
@officers_page
def units_file(request: HttpRequest) -> Any:
    """The managed units with their whole history as CSV: what to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="danh-muc-don-vi.csv"'}
    written = lines(require_units(request))
    return StreamingHttpResponse(written, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def units_import(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it would change or what is wrong in which row, confirm."""
    managed = require_units(request)
    if request.method != "POST":
        return _page(request, managed)
    try:
        name, content = _sent(request)
        is_confirmed = "content" in request.POST
        outcome = bring(content, name, by=request.user, managed=managed, apply=is_confirmed)
    except Refusal as refusal:
        return _page(request, managed, status=400, sentence=str(refusal))
    if not outcome.is_sound:
        faults = [_told(fault) for fault in outcome.faults[:SHOWN]]
        more = max(len(outcome.faults) - SHOWN, 0)
        return _page(request, managed, status=400, faults=faults, more=more, count=len(outcome.faults))
    if is_confirmed:
        told = {"added": len(outcome.added), "changed": len(outcome.changed)}
        messages.success(request, _("Đã nhập: thêm %(added)d, sửa %(changed)d đơn vị.") % told)
        return redirect("org:units_import")
    shown = base64.b64encode(content).decode()
    return _page(request, managed, outcome=outcome, file_name=name, content=shown)


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """Name and content of the file chosen, or of the one shown before and now confirmed."""
    if "content" in request.POST:
        name = request.POST.get("file_name", "")[:200]
        try:
            return name, base64.b64decode(request.POST["content"], validate=True)
        except (binascii.Error, ValueError):
            raise Refusal(_("Tệp đã xem không còn nguyên vẹn; hãy chọn lại tệp.")) from None
    file: Any = request.FILES.get("file")
    if file is None:
        raise Refusal(_("Chưa chọn tệp; hãy chọn tệp CSV danh mục đơn vị."))
    if file.size > MOST_BYTES:
        raise Refusal(
            _("Tệp lớn hơn 1 MB; hãy chia nhỏ, hoặc nhờ người vận hành dùng lệnh danvan units-import.")
        )
    return file.name, file.read()


def _told(fault: Any) -> dict[str, Any]:
    place, _colon, why = str(fault).partition(": ")
    return {"line": fault.line, "place": place if why else "", "why": why or place}


def _page(request: HttpRequest, managed: set[int], *, status: int = 200, **context: Any) -> HttpResponse:
    usual = {"count_managed": len(managed), "earlier": _earlier(request)}
    return show(request, "org/units_import.html", usual | context, status)


def _earlier(request: HttpRequest) -> list[UnitImport]:
    """The last files that this account brought in."""
    return list(UnitImport.objects.filter(by_id=request.user.pk).order_by("-id")[:5])
