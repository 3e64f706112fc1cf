"""The pages of forms loaded from workbooks: the list with the upload, and one form with all that is done to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.reports import desk
from danvan.reports.form_files import files
from danvan.reports.loading import staging, trying
from danvan.reports.loading.models import LoadedForm
from danvan.reports.loading.screen import AboutForm, Screen, TryForm, UploadForm, bindings_sent
from danvan.reports.loading.stored import by_pk
from danvan.ui.errors import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keepers_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for who makes the reports of a province."""

    @desk_page
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = Reach(request.user)
        if not staging.may_keep(reach.account, reach.on):
            raise NotAllowed(staging.NOT_YOURS)
        return view(request, reach, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@keepers_page
def form_list(request: HttpRequest, reach: Reach) -> HttpResponse:
    """All loaded forms, the copies that wait for one, and the upload of a blank workbook."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                "reports:loaded_form", staging.begin(form.cleaned_data["book"].read(), by=reach.account).pk
            )
        except Refusal as refusal:
            form.add_error("book", str(refusal))
    rows = (
        LoadedForm.objects.defer("blank", "shape").select_related("loaded_by", "verified_by").order_by("-pk")
    )
    waiting = [item for item in files().values() if item.unverified and item.valid_to.year == 9999]
    context = {"reach": reach, "form": form, "rows": rows, "waiting": waiting}
    return render(request, "reports/loading/list.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@keepers_page
def loaded_form(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """One form: shown, or one of ACTS done to it."""
    row = _found(pk)
    if request.method == "GET":
        return _shown(request, Screen(reach, row))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _shown(request, Screen(reach, row), refused=_("Hãy bấm một trong các nút của trang."))
    try:
        return act(request, reach, row)
    except Refusal as refusal:
        now = _found(pk)
        sent = request.POST if now.is_draft and now.sheet and "title" in request.POST else None
        screen = Screen(reach, now, sent, is_late=isinstance(refusal, staging.Late))
        return _shown(request, screen, refused=str(refusal))


@require_safe
@keepers_page
def blank_book(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The blank workbook as it was uploaded."""
    row = _found(pk)
    headers = {"Content-Disposition": f'attachment; filename="bieu-mau-{row.key}.xlsx"'}
    return HttpResponse(bytes(row.blank), content_type=XLSX, headers=headers)


def _found(pk: int) -> LoadedForm:
    try:
        return by_pk(pk)
    except Refusal as refusal:
        raise NotAllowed(str(refusal)) from None


def _as_seen(request: HttpRequest, row: LoadedForm) -> LoadedForm:
    """The draft as the page that was sent knew it: how often it had been kept then; -1 when the page does not say."""
    sent = request.POST.get("edits", "")
    row.edits = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
    return row


def _shown(request: HttpRequest, screen: Screen, refused: str = "") -> HttpResponse:
    context = {
        "reach": screen.reach,
        "screen": screen,
        "row": screen.row,
        "refused": [refused] if refused else [],
    }
    context["try_form"] = TryForm(screen.reach)
    return render(request, "reports/loading/form.html", context, status=400 if refused else 200)


def _kept(request: HttpRequest, reach: Reach, row: LoadedForm) -> LoadedForm:
    """What was sent of a draft, kept; Refusal naming the first field that cannot be read."""
    about = AboutForm(request.POST)
    if not about.is_valid():
        field, errors = next(iter(about.errors.items()))
        raise Refusal(f"{about.fields[field].label}: {errors[0]}")
    told = about.cleaned_data
    return staging.bind(
        _as_seen(request, row),
        bindings_sent(row, request.POST),
        told["equations"],
        told,
        by=reach.account,
        family=told["family"],
    )


def _keep(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    _kept(request, reach, row)
    messages.success(request, _("Đã lưu."))
    return redirect("reports:loaded_form", row.pk)


def _propose(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    """Nothing is kept: the proposals stand in the fields until the officer saves them."""
    return _shown(request, Screen(reach, row, request.POST))


def _try(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    form = TryForm(reach, request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal(_("Hãy chọn đơn vị và kỳ, hoặc tệp ví dụ đã điền."))
    screen = Screen(reach, row)
    example, unit = form.cleaned_data["example"], form.cleaned_data["unit"]
    if example:
        screen.trial = trying.on_example(row, example.read())
    elif unit and form.cleaned_data["period"]:
        desk.unit_of(reach, unit)
        screen.trial = trying.on_figures(row, Unit.objects.get(pk=unit), form.cleaned_data["period"])
    else:
        raise Refusal(_("Hãy chọn đơn vị và kỳ, hoặc tệp ví dụ đã điền."))
    return _shown(request, screen)


def _choose(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    staging.choose(_as_seen(request, row), request.POST.get("sheet", ""), by=reach.account)
    return redirect("reports:loaded_form", row.pk)


def _use(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    staging.use(_kept(request, reach, row), by=reach.account)
    messages.success(
        request, _("Đã đưa biểu mẫu vào dùng, chưa đối chiếu; từ bây giờ lập được báo cáo theo biểu này.")
    )
    return redirect("reports:loaded_form", row.pk)


def _verify(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    staging.verify(row, request.POST.get("against", ""), by=reach.account)
    messages.success(request, _("Đã ghi nhận việc đối chiếu."))
    return redirect("reports:loaded_form", row.pk)


def _renew(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    return redirect("reports:loaded_form", staging.renew(row, by=reach.account).pk)


def _end(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    staging.end(row, by=reach.account)
    messages.success(request, _("Đã thôi dùng biểu mẫu; báo cáo đã lập giữ nguyên."))
    return redirect("reports:loaded_form", row.pk)


def _drop(request: HttpRequest, reach: Reach, row: LoadedForm) -> HttpResponse:
    staging.drop(_as_seen(request, row), by=reach.account)
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("reports:loaded_forms")


ACTS: dict[str, Callable[[HttpRequest, Reach, LoadedForm], HttpResponse]] = {
    "luu": _keep,
    "goi_y": _propose,
    "thu": _try,
    "chon_trang": _choose,
    "dung": _use,
    "doi_chieu": _verify,
    "ban_moi": _renew,
    "thoi": _end,
    "bo": _drop,
}
