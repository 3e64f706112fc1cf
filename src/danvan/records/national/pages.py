"""The national database at the desk: what waits, codes typed in a row, pasted, or taken from its list; lists for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danvan.records.desk import page as record_page
from danvan.records.desk.access import NotAllowed, Reach, desk_page, reading
from danvan.records.desk.keyset import Slice
from danvan.records.desk.patience import limited
from danvan.records.national import keeping, lists, pasting, reconciling, waiting
from danvan.records.national.forms import CodeForm, ListForm, MakeForm, PasteForm
from danvan.records.national.keeping import Entry, NotWritten
from danvan.ui.dates import day, parse_day
from danvan.ui.errors import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPED = "ma-"


def writing_codes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for who writes codes down somewhere; no browser keeps it."""

    @desk_page
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = reading(request)
        if not waiting.writable(reach):
            raise NotAllowed(
                _(
                    "Tài khoản của Bà/Ông không phân loại, xử lý hồ sơ ở đơn vị nào nên không ghi mã CSDL quốc gia được."
                )
            )
        return view(request, reach, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@desk_page
def waiting_page(request: HttpRequest) -> HttpResponse:
    """What is not updated yet, oldest first; codes typed beside the rows are written all or none."""
    reach = reading(request)
    form = waiting.WaitingForm(request.GET, reach)
    wanted = form.cleaned_data if form.is_valid() else {}
    sentences: list[str] = []
    typed: dict[str, str] = {}
    faults: dict[str, str] = {}
    if request.method == "POST":
        typed = {
            key.removeprefix(TYPED): str(code).strip()
            for key, code in request.POST.items()
            if key.startswith(TYPED) and str(code).strip()
        }
        try:
            _write_typed(request, typed, reach)
            return redirect(request.get_full_path())
        except NotWritten as refused:
            faults, sentences = refused.faults, [str(refused)]
        except Refusal as refused:
            sentences = [str(refused)]
    cut = _cut(request, reach, wanted, typed, faults) if form.is_valid() else None
    context = {"reach": reach, "form": form, "cut": cut, "sentences": sentences}
    context |= {"rules": waiting.said_by_law(reach.on), "may_write": bool(waiting.writable(reach))}
    context |= {"day": request.POST.get("on") or day(reach.on)}
    return render(
        request, "records/national/waiting.html", context, status=400 if sentences or cut is None else 200
    )


def _cut(
    request: HttpRequest, reach: Reach, wanted: dict[str, Any], typed: dict[str, str], faults: dict[str, str]
) -> Slice:
    after, before = request.GET.get("sau", ""), request.GET.get("truoc", "")
    with limited():
        return waiting.worklist(reach, wanted, after=after, before=before, typed=typed, faults=faults)


def _write_typed(request: HttpRequest, typed: dict[str, str], reach: Reach) -> None:
    on = parse_day(request.POST.get("on", ""))
    if not typed:
        raise Refusal(_("Chưa nhập mã nào; hãy nhập mã vào cột “Mã” của hồ sơ đã cập nhật."))
    entries = [Entry(public_id, code, on) for public_id, code in typed.items()]
    _told(request, keeping.write(entries, by=reach.account, today=reach.on))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _told(request: HttpRequest, count: int) -> None:
    messages.success(request, _("Đã ghi %(count)d mã CSDL quốc gia.") % {"count": count})


@require_http_methods(["GET", "POST"])
@writing_codes
def paste(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Many codes at once, as lines."""
    form = PasteForm(reach, _sent(request), initial={"on": reach.on})
    sentences: list[str] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            place = {"unit_id": int(told["unit"]), "group": told["group"], "on": told["on"]}
            _told(request, pasting.write_lines(told["lines"], **place, reach=reach))
            return redirect("national:waiting")
        except NotWritten as refused:
            lines = sorted(refused.faults.items(), key=lambda fault: int(fault[0]))
            sentences = [_("Dòng %(line)s: %(why)s") % {"line": at, "why": why} for at, why in lines]
        except Refusal as refused:
            sentences = [str(refused)]
    context = {"reach": reach, "form": form, "sentences": sentences}
    return render(
        request, "records/national/paste.html", context, status=400 if form.errors or sentences else 200
    )


@require_http_methods(["GET", "POST"])
@writing_codes
def make(request: HttpRequest, reach: Reach) -> HttpResponse:
    """A list for the national database as XLSX."""
    form = MakeForm(reach, _sent(request))
    sentences: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            answer = HttpResponse(lists.workbook(form.wanted, reach), content_type=XLSX)
            name = f"csdl-quoc-gia-{form.wanted.since:%Y%m%d}-{form.wanted.until:%Y%m%d}.xlsx"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            return answer
        except Refusal as refused:
            sentences = [str(refused)]
    context = {"reach": reach, "form": form, "sentences": sentences}
    return render(
        request, "records/national/make.html", context, status=400 if form.errors or sentences else 200
    )


@require_http_methods(["GET", "POST"])
@writing_codes
def reconcile(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The national system's list beside a unit's register; nothing of the file is kept."""
    form = ListForm(reach, _sent(request), request.FILES or None)
    context: dict[str, Any] = {"reach": reach, "form": form, "sentences": [], "day": day(reach.on)}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with limited():
                context["found"] = reconciling.compare(
                    told["table"].read(), unit_id=int(told["unit"]), group=told["group"], reach=reach
                )
            context["most_shown"] = reconciling.MOST_SHOWN
        except Refusal as refused:
            context["sentences"] = [str(refused)]
    wrong = form.errors or context["sentences"]
    return render(request, "records/national/reconcile.html", context, status=400 if wrong else 200)


@require_POST
@writing_codes
def confirm(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Write the codes that a person ticked of a reconciled list."""
    ticked = request.POST.getlist("ghi")
    try:
        if not ticked:
            raise Refusal(_("Chưa chọn dòng nào; hãy nạp lại danh sách rồi chọn các mã cần ghi."))
        on = parse_day(request.POST.get("on", ""))
        entries = [_entry(value, on) for value in ticked]
        _told(request, keeping.write(entries, by=reach.account, today=reach.on, reason="doi_chieu"))
        return redirect("national:waiting")
    except NotWritten as refused:
        sentences = [str(refused), *sorted(set(refused.faults.values()))]
    except Refusal as refused:
        sentences = [str(refused)]
    context = {"reach": reach, "form": ListForm(reach), "sentences": sentences, "day": day(reach.on)}
    return render(request, "records/national/reconcile.html", context, status=400)


def _entry(value: str, on: Any) -> Entry:
    parts = value.split("|")
    if len(parts) != 3:
        raise Refusal(_("Dòng đã chọn không đọc được; hãy nạp lại danh sách."))
    return Entry(parts[0], parts[1], parse_day(parts[2]) if parts[2] else on)


@require_http_methods(["GET", "POST"])
@writing_codes
def code(request: HttpRequest, reach: Reach, public_id: str) -> HttpResponse:
    """Write or correct the code of one record; the history keeps what stood."""
    record = record_page.find(public_id, reach)
    if not record_page.is_own(record, reach) or record.unit_id not in waiting.writable(reach):
        raise NotAllowed(_("Tài khoản của Bà/Ông không ghi được mã CSDL quốc gia của hồ sơ này."))
    kept = keeping.NationalUpdate.objects.filter(pk=record.pk).exclude(code="").first()
    initial = {"code": kept.code if kept else "", "on": kept.on if kept else reach.on}
    form = CodeForm(_sent(request), initial=initial, is_correction=kept is not None)
    if request.method == "POST" and form.is_valid():
        try:
            _write_one(form.cleaned_data, record, reach)
            messages.success(request, _("Đã ghi việc cập nhật CSDL quốc gia."))
            return redirect(f"{record.get_absolute_url()}#csdl")
        except NotWritten as refused:
            form.add_error("code", next(iter(refused.faults.values())))
        except Refusal as refused:
            form.add_error("code", str(refused))
    context = {"reach": reach, "record": record, "form": form, "kept": kept}
    return render(request, "records/national/code.html", context, status=400 if form.errors else 200)


def _write_one(told: dict[str, Any], record: Any, reach: Reach) -> None:
    reason = told.get("reason", "")
    if reason == keeping.TAKE_BACK:
        keeping.take_back(record, by=reach.account, today=reach.on)
        return
    entry = Entry(record.public_id, told["code"], told["on"])
    keeping.write([entry], by=reach.account, today=reach.on, reason=reason)
