"""The desk's pages of the flow of reports: steps, returns, notes, what is owed, what came from below, one unit's table."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.org.models import Unit
from danvan.records.desk.access import Reach, desk_page
from danvan.records.desk.places import names
from danvan.reports import desk
from danvan.reports.documents.content import of_report
from danvan.reports.flow import acts, below, moving, notes, orders, packages, sheets, table_page, tables
from danvan.reports.flow.forms import FileForm, OrderForm
from danvan.reports.flow.models import CellNote, ReportingOrder
from danvan.reports.form_files import form as form_of
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BACK, AHEAD = timedelta(days=200), timedelta(days=100)


@require_POST
@desk_page
def step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Submit, take back, approve or send up; a refusal is told on the page of the report."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    try:
        moved = acts.STEPS[act](report, by=reach.account)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã ghi: %(state)s.") % {"state": moved.steps.last().get_act_display()})
    return redirect(report)


@require_http_methods(["GET", "POST"])
@desk_page
def give_back(request: HttpRequest, pk: int, where: str) -> HttpResponse:
    """Return a report with a reason at each cell: within the unit, or down to the unit that sent it."""
    reach = Reach(request.user)
    report = acts.report_for(reach, pk)
    lines = [(row.code, row.label) for row in form_of(report.form).rows if row.code]
    context: dict[str, Any] = {"reach": reach, "report": report, "where": where, "content": of_report(report)}
    context["values"] = moving.counts_shown(context["content"].body)
    if request.method == "POST":
        reasons = {key[2:]: str(text) for key, text in request.POST.items() if key.startswith("o:")}
        context["typed"] = reasons
        try:
            act = moving.give_back if where == "noi-bo" else moving.give_back_down
            act(report, reasons, by=reach.account)
        except Refusal as refusal:
            context["told"] = [str(refusal)]
        else:
            messages.success(request, _("Đã trả lại báo cáo, kèm lý do ở từng ô."))
            return redirect(reverse("reports:below") if where == "xuong" else report.get_absolute_url())
    typed = context.get("typed", {})
    shown = context["values"]
    context["lines"] = [(code, label, shown.get(code), typed.get(code, "")) for code, label in lines]
    context["whole"] = typed.get("", "")
    return render(request, "reports/flow/give_back.html", context, status=400 if typed else 200)


@require_POST
@desk_page
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """A note on a cell or on the whole report."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    try:
        notes.add(report, request.POST.get("o", ""), request.POST.get("ghi_chu", ""), by=reach.account)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{report.get_absolute_url()}#ghi-chu")


@require_POST
@desk_page
def change_note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Change the words of a note, or say that it is settled; a clash is told with both wordings."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    row = get_object_or_404(CellNote.objects.select_related("report__unit"), pk=note, report=report)
    try:
        if "xong" in request.POST:
            notes.resolve(row, by=reach.account)
        else:
            version = table_page.version_of(request.POST.get("phien_ban", "0"))
            notes.edit(row, request.POST.get("ghi_chu", ""), version, by=reach.account)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{report.get_absolute_url()}#ghi-chu")


@require_safe
@desk_page
def owed(request: HttpRequest) -> HttpResponse:
    """What the account's own units have to send, with each day, its paper, and what was sent."""
    reach = Reach(request.user)
    units = [Unit(pk=pk) for pk in sorted(reach.own_ids & set(reach.units("reports.type")))]
    rows = [
        (one, orders.citation(one.order, one.period.last))
        for unit in units
        for one in orders.owed_by(unit, reach.on - BACK, reach.on + AHEAD, reach.on)
    ]
    return render(request, "reports/flow/owed.html", {"reach": reach, "rows": rows, "units": units})


@require_http_methods(["GET", "POST"])
@desk_page
def from_below(request: HttpRequest) -> HttpResponse:
    """Which units below sent what, and the figures with their coverage; the head writes orders here."""
    reach = Reach(request.user)
    asked = request.GET.get("don_vi", "")
    unit = below.receiver(
        reach, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    )
    form = OrderForm(request.POST or None)
    if form.is_valid():
        try:
            orders.enact(unit, by=reach.account, **form.columns())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi quy định ngày gửi báo cáo."))
            return redirect(f"{reverse('reports:below')}?don_vi={unit.pk}")
    found = below.choices(unit, reach.on)
    chosen = next(
        (
            one
            for one in found
            if (str(one[0].pk), one[1].code) == (request.GET.get("quy_dinh"), request.GET.get("ky"))
        ),
        found[0] if found else None,
    )
    context = {
        "reach": reach,
        "unit": unit,
        "name": names([unit.pk], reach.on).get(unit.pk, ""),
        "choices": found,
        "overview": below.overview(*chosen, reach.on) if chosen else None,
        "orders": ReportingOrder.objects.filter(receiver=unit).order_by("form", "-valid_from"),
        "may_order": unit.pk in reach.units("reports.sign"),
        "readable": reach.units("records.count"),
        "form": form,
    }
    return render(request, "reports/flow/below.html", context, status=400 if form.is_bound else 200)


@require_POST
@desk_page
def end_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order holds until today."""
    reach = Reach(request.user)
    order = get_object_or_404(ReportingOrder, pk=pk, receiver__in=reach.units("reports.type"))
    try:
        orders.end(order, reach.on, by=reach.account)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('reports:below')}?don_vi={order.receiver_id}")


@require_POST
@desk_page
def excuse(request: HttpRequest, pk: int, unit: int, period: str) -> HttpResponse:
    """The receiver's head frees one unit of one report."""
    reach = Reach(request.user)
    order = get_object_or_404(ReportingOrder, pk=pk, receiver__in=reach.units("reports.type"))
    try:
        orders.excuse(
            get_object_or_404(Unit, pk=unit), order, period, request.POST.get("ly_do", ""), by=reach.account
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('reports:below')}?don_vi={order.receiver_id}&quy_dinh={pk}&ky={quote(period)}")


@require_http_methods(["GET", "POST"])
@desk_page
def table(request: HttpRequest, unit: int, form: str, period: str) -> HttpResponse:
    """One unit's table: its cells are typed here, or come by a file, or it states that nothing happened."""
    reach = Reach(request.user)
    shown = table_page.page(reach, int(unit), form, period)
    files = FileForm(request.POST or None, request.FILES or None) if "tep" in request.POST else FileForm()
    told: list[str] = []
    if request.method == "POST":
        try:
            told = _done(reach, shown, request, files)
        except sheets.Rejected as rejected:
            told = rejected.faults
        except Refusal as refusal:
            told = [str(refusal)]
        if not told and not files.errors:
            return redirect(request.path)
    context = {
        "reach": reach,
        "page": shown,
        "files": files,
        "told": told,
        "failures": table_page.failures(shown),
    }
    return render(request, "reports/flow/table.html", context, status=400 if told or files.errors else 200)


def _done(reach: Reach, shown: table_page.Page, request: HttpRequest, files: FileForm) -> list[str]:
    """Do what the pressed button says; sentences of what was not done."""
    sent = request.POST
    if "tep" in sent:
        if files.is_valid():
            chosen = files.cleaned_data
            content = chosen["file"].read()
            table_page.hand_in(reach, shown, content, chosen["key"].strip(), anyway=chosen["anyway"])
            messages.success(request, _("Đã nhận tệp; bảng trước, nếu có, được giữ bên cạnh."))
        return []
    if "tra_lai" in sent:
        if shown.current:
            reasons = {key[2:]: str(text) for key, text in sent.items() if key.startswith("l:")}
            tables.give_back(shown.current, reasons, by=reach.account)
        return []
    if "bo" in sent:
        if shown.draft:
            tables.discard(shown.draft, by=reach.account)
            messages.success(request, _("Đã bỏ bảng nhập dở."))
        return []
    if "doi_khoa" in sent:
        key, paper = (str(sent.get(name, "")) for name in ("khoa", "van_ban"))
        packages.change_key(shown.unit, key, paper, by=reach.account)
        messages.success(request, _("Đã đổi khóa; từ nay chỉ nhận gói ký bằng khóa mới."))
        return []
    if "khong_phat_sinh" in sent:
        tables.nothing(shown.unit, shown.period.code, shown.shape.key, by=reach.account)
        messages.success(request, _("Đã ghi “không phát sinh” cho cả biểu."))
        return []
    told = table_page.save(reach, shown, sent)
    if not told and "nop" in sent:
        table_page.send(reach, shown)
        messages.success(request, _("Đã nộp bảng số liệu."))
    return told


@require_safe
@desk_page
def table_file(request: HttpRequest, unit: int, form: str, period: str) -> HttpResponse:
    """The form as XLSX, with what is known in its cells, to be filled in by a unit without the system."""
    shown = table_page.page(Reach(request.user), int(unit), form, period)
    body = sheets.written(shown.unit, shown.name, period_of(shown.period.code), shown.shape, shown.values)
    name = f"danvan-{shown.unit.slug}-{shown.period.code}-{shown.shape.key}.xlsx"
    return HttpResponse(
        body, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
