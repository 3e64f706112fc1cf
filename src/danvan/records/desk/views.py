"""The desk's pages. Each view gets, guards, calls one function and renders."""

from itertools import chain, islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.records import writing
from danvan.records.declare import RecordType, record_types
from danvan.records.desk import (
    access,
    drafts,
    envelope_page,
    export,
    filters,
    forms,
    identity,
    lists,
    page,
    sending,
    submissions,
)
from danvan.records.desk.access import NotAllowed, Reach, desk_page, reading
from danvan.records.desk.patience import TooSlow
from danvan.records.desk.worklist import WorkForm, besides
from danvan.records.desk.worklist import worklist as tasks_of
from danvan.ui.errors import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def declared(key: str) -> RecordType:
    """The type in an address; Http404 when no domain declares it."""
    kind = next((kind for kind in record_types() if kind.key == key), None)
    if kind is None:
        raise Http404
    return kind


@require_safe
@desk_page
def worklist(request: HttpRequest) -> HttpResponse:
    """The desk opens here: what is owed, oldest due first."""
    reach = Reach(request.user)
    told = besides(reach)
    if not reach.readable:
        return render(request, "records/no_role.html", {"reach": reach, "besides": told})
    form = WorkForm(request.GET, reach)
    context: dict[str, Any] = {"reach": reach, "form": form, "besides": told}
    if not form.is_valid():
        return render(request, "records/worklist.html", context, status=400)
    after, before = request.GET.get("sau", ""), request.GET.get("truoc", "")
    cut = tasks_of(reach, form.cleaned_data, after=after, before=before)
    context |= {"cut": cut, "illustrative": any(task.is_illustrative for task in cut.rows)}
    context |= {
        "begin": reach.openable()[:1],
        "covers_below": any(one.covers_below for one in reach.rights.holdings),
    }
    return render(request, "records/worklist.html", context)


@require_safe
@desk_page
def record_list(request: HttpRequest, type_key: str) -> HttpResponse:
    """Records of one type."""
    kind, reach = declared(type_key), reading(request)
    form = filters.filter_form(kind, reach, request.GET)
    context: dict[str, Any] = {"kind": kind, "reach": reach, "form": form, "may_open": reach.may_open(kind)}
    if not form.is_valid():
        return render(request, "records/list.html", context, status=400)
    after, before = request.GET.get("sau", ""), request.GET.get("truoc", "")
    try:
        cut = lists.lines(kind, reach, form.cleaned_data, after=after, before=before)
    except TooSlow as slow:
        return render(request, "records/list.html", context | {"sentences": [str(slow)]}, status=503)
    context |= {
        "cut": cut,
        "heads": lists.heads(kind),
        "illustrative": any(line.is_illustrative for line in cut.rows),
    }
    return render(request, "records/list.html", context)


@require_safe
@desk_page
def export_list(request: HttpRequest, type_key: str) -> Any:
    """The filtered list as CSV."""
    kind, reach, wanted = _exported(request, type_key)
    lines = export.csv_lines(kind, reach, wanted)
    begun = list(islice(lines, 2))  # a search that takes too long must say so before the file begins
    headers = _as_file(kind, reach, "csv")
    return StreamingHttpResponse(chain(begun, lines), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@desk_page
def export_book(request: HttpRequest, type_key: str) -> HttpResponse:
    """The filtered list as XLSX."""
    kind, reach, wanted = _exported(request, type_key)
    book = export.workbook(kind, reach, wanted)
    return HttpResponse(book, content_type=XLSX, headers=_as_file(kind, reach, "xlsx"))


def _exported(request: HttpRequest, type_key: str) -> tuple[RecordType, Reach, dict[str, Any]]:
    kind, reach = declared(type_key), reading(request)
    form = filters.filter_form(kind, reach, request.GET)
    if not form.is_valid():
        raise Refusal(_("Bộ lọc của danh sách không đúng; hãy mở lại danh sách, sửa bộ lọc rồi tải về."))
    return kind, reach, form.cleaned_data


def _as_file(kind: RecordType, reach: Reach, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{kind.key}-{reach.on:%Y-%m-%d}.{ending}"'}


@require_http_methods(["GET", "POST"])
@desk_page
def open_page(request: HttpRequest, type_key: str) -> HttpResponse:
    """The intake form of a type."""
    kind, reach = declared(type_key), Reach(request.user)
    access.require_opening(kind, reach)
    if "luu_nhap" in request.POST:
        return _keep_draft(request, kind, reach)
    sent = request.POST if request.method == "POST" else None
    draft = None if sent else drafts.load(reach.account, kind)
    form = forms.opening_form(kind, reach, sent, draft, request.GET)
    if sent is not None and (record := sending.send_opening(form, reach.account)):
        messages.success(request, _("Đã ghi %(record)s.") % {"record": record})
        return redirect(*envelope_page.where_to(record, reach))
    context = {"kind": kind, "reach": reach, "form": form, "draft": draft} | identity.on_form(kind, None)
    return render(request, "records/open.html", context, status=400 if form.errors else 200)


def _keep_draft(request: HttpRequest, kind: RecordType, reach: Reach) -> HttpResponse:
    drafts.save(reach.account, kind, submissions.read_key(request.POST.get("key", "")), request.POST)
    messages.success(request, _("Đã lưu nháp trên máy chủ; bản nháp không chứa thông tin cá nhân."))
    return redirect("records:open", kind.key)


@require_POST
@desk_page
def drop_draft(request: HttpRequest, type_key: str) -> HttpResponse:
    """Begin the intake form anew."""
    kind = declared(type_key)
    drafts.drop(Reach(request.user).account, kind)
    return redirect("records:open", kind.key)


@require_safe
@desk_page
def record_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One record."""
    reach = Reach(request.user)
    shown = page.sheet(page.find(public_id, reach), reach)
    context = {"sheet": shown, "reach": reach, "illustrative": shown.record.is_illustrative}
    return render(request, "records/page.html", context | {"why_sealed": page.WHY_SEALED})


@require_http_methods(["GET", "POST"])
@desk_page
def move_page(request: HttpRequest, public_id: str, move_key: str) -> HttpResponse:
    """The form of one move."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and (earlier := submissions.result_of(sent.get("key", ""), reach.account)):
        return redirect(earlier)
    move = page.allowed_move(record, move_key, reach)
    form = forms.move_form(record, move, reach, sent)
    if sent is not None and (moved := sending.send_move(form, record, reach.account)):
        messages.success(request, _("Đã ghi bước “%(move)s”.") % {"move": move.label})
        return redirect(moved if page.is_own(moved, reach) else "records:hand_up")
    context = {"record": record, "kind": record.declared, "move": move, "form": form, "reach": reach}
    context |= {"illustrative": record.is_illustrative} | identity.on_form(record.declared, move)
    return render(request, "records/move.html", context, status=400 if form.errors else 200)


@require_POST
@desk_page
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the record's public fields on the portal from today on."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    if not page.may_publish(record, reach):
        raise NotAllowed(
            _("Hồ sơ này không công khai được, hoặc tài khoản của Bà/Ông không có quyền công khai.")
        )
    writing.publish(record, by=reach.account, on=reach.on)
    messages.success(request, _("Đã công khai hồ sơ trên cổng."))
    return redirect(record)
