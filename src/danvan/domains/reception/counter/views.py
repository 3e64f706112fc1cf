"""Pages of the counter, below /ban-lam-viec/quay/. What a scanner types comes by POST: no address ever holds a number."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.domains.reception.counter import drafts, from_booking, lookup, minutes, recording, slip
from danvan.domains.reception.counter.card import parse
from danvan.domains.reception.counter.form import VisitForm, visit_form
from danvan.domains.reception.models import Ticket
from danvan.org.models import Unit
from danvan.records.declare import record_type
from danvan.records.desk import access, aids, places, submissions
from danvan.records.desk.access import Reach, desk_page
from danvan.records.models import Record
from danvan.ui.errors import Refusal


def _reach(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    access.require_opening(record_type("luot_tiep"), reach)
    return reach


@never_cache
@require_http_methods(["GET", "POST"])
@desk_page
def counter(request: HttpRequest) -> HttpResponse:
    """The screen of a visit: a scan, the form filled in, a draft or the visit itself, by what was pressed."""
    reach = _reach(request)
    if request.method == "GET":
        if wanted := request.GET.get("dat-cho", ""):
            told = from_booking.begun(from_booking.find(wanted, reach))
            return _screen(request, reach, visit_form(reach, draft=told), is_booked=True)
        draft = drafts.load(reach.account)
        return _screen(request, reach, visit_form(reach, draft=draft), has_draft=draft is not None)
    if aids.BUTTON in request.POST:
        return _look(request, reach)
    act = {"quet": _scan, "nhap": _keep_draft, "bo_nhap": _drop_draft}.get(
        request.POST.get("viec", ""), _write
    )
    return act(request, reach)


def _screen(request: HttpRequest, reach: Reach, form: VisitForm, **more: Any) -> HttpResponse:
    status = 400 if form.errors or more.get("scan_error") else 200
    context = {"reach": reach, "form": form, "ticket_key": submissions.new_key()} | more
    return render(request, "reception/counter/counter.html", context, status=status)


def _scan(request: HttpRequest, reach: Reach) -> HttpResponse:
    try:
        card = parse(request.POST.get("the", ""))
    except Refusal as refusal:
        return _screen(request, reach, visit_form(reach), scan_error=str(refusal))
    past = lookup.past(card, reach)
    form = visit_form(reach, card=card, again=bool(past.visits))
    return _screen(request, reach, form, card=card, past=past)


def _look(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The form as it is filled in so far, with what was found for the words; nothing is written."""
    form = visit_form(reach, request.POST)
    dropped = form.told_of_person and form.forgets_person
    return _screen(
        request, reach, form.unjudged(), dropped=dropped, is_booked=bool(request.POST.get("booking"))
    )


def _keep_draft(request: HttpRequest, reach: Reach) -> HttpResponse:
    drafts.save(
        reach.account, visit_form(reach, request.POST), submissions.read_key(request.POST.get("key", ""))
    )
    messages.success(request, _("Đã lưu nháp trên máy chủ; bản nháp không có họ tên, số giấy tờ, nội dung."))
    return redirect("counter:counter")


def _drop_draft(request: HttpRequest, reach: Reach) -> HttpResponse:
    drafts.drop(reach.account)
    return redirect("counter:counter")


def _write(request: HttpRequest, reach: Reach) -> HttpResponse:
    if earlier := submissions.result_of(request.POST.get("key", ""), reach.account):
        return redirect("counter:slip", earlier.public_id)
    form = visit_form(reach, request.POST)
    dropped = form.told_of_person and form.forgets_person
    booked = from_booking.find(told, reach) if (told := request.POST.get("booking", "")) else None
    written = _written(form, reach) if form.is_valid() else None
    if written is None:
        return _screen(request, reach, form, dropped=dropped, is_booked=booked is not None)
    drafts.drop(reach.account)
    _say(request, written, dropped)
    if booked and not from_booking.came(booked, written.visit, reach):
        messages.warning(request, _("Hãy ghi “Đã đến” cho chỗ đặt ở danh sách chỗ đã đặt."))
    if written.visit.refused_for:
        return redirect(written.visit)
    if written.visit.is_oral and not written.visit.read_back_on:
        return redirect("counter:minutes", written.visit.public_id)
    if not written.apart:
        return redirect("counter:slip", written.visit.public_id)
    return _slips(request, reach, [written.visit, *written.apart], only_once=True)


def _written(form: VisitForm, reach: Reach) -> recording.Written | None:
    """The visit, or None with the sentence on the form when it is refused."""
    try:
        return recording.write(form.entry(_joined(form, reach)), reach.account)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _joined(form: VisitForm, reach: Reach) -> Record | None:
    code = "".join(sign for sign in form.cleaned_data["joins"] if sign.isdigit())
    if not code:
        return None
    found = reach.seen(Record.objects.filter(public_id=code, type__in=("don", "vu_viec"))).first()
    if found is None:
        raise Refusal(_("Không có đơn, vụ việc mang mã này mà Bà/Ông được xem; hãy so lại mã trên phiếu."))
    return found


def _say(request: HttpRequest, written: recording.Written, dropped: bool) -> None:
    messages.success(request, _("Đã ghi %(visit)s.") % {"visit": written.visit})
    if dropped:
        messages.warning(
            request,
            _(
                "Nội dung là tố cáo: họ tên, số giấy tờ và nội dung vừa quét hoặc gõ đã được bỏ, không lưu ở đâu "
                "(Luật Tố cáo 2018, Điều 8). Lời trình bày được giữ trên giấy, trong bì niêm phong."
            ),
        )


@never_cache
@require_safe
@desk_page
def slip_page(request: HttpRequest, code: str) -> HttpResponse:
    """The slip of a visit or letter, to print on A5."""
    reach = _reach(request)
    return _slips(request, reach, [slip.find(code, reach)])


def _slips(
    request: HttpRequest, reach: Reach, records: list[Record], *, only_once: bool = False
) -> HttpResponse:
    made = [slip.slip(record, reach, request.build_absolute_uri) for record in records]
    context = {"reach": reach, "slips": made, "only_once": only_once}
    context["illustrative"] = any(record.is_illustrative for record in records)
    return render(request, "reception/counter/slip.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@desk_page
def minutes_page(request: HttpRequest, code: str) -> HttpResponse:
    """The record of spoken words: to print, read back, sign, and then confirm."""
    reach = _reach(request)
    visit = slip.find(code, reach).own()
    if not getattr(visit, "is_oral", False):
        raise Http404
    if request.method == "POST" and (
        done := submissions.result_of(request.POST.get("key", ""), reach.account)
    ):
        return redirect("counter:slip", done.public_id)
    form = minutes.form_for(visit, reach, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            minutes.confirm(visit, form, by=reach.account)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã xác nhận biên bản."))
            return redirect("counter:slip", visit.public_id)
    context = {"reach": reach, "visit": visit, "form": form} | minutes.told(visit, reach)
    return render(request, "reception/counter/minutes.html", context, status=400 if form.errors else 200)


@require_POST
@desk_page
def draw_ticket(request: HttpRequest) -> HttpResponse:
    """The next number of the day for somebody who waits without a booking."""
    reach = _reach(request)
    offered = {str(pk) for pk, _name in places.choices(reach.units("records.open"), reach.on)}
    wanted = request.POST.get("unit", "")
    if wanted not in offered:
        raise Refusal(_("Hãy chọn đơn vị để lấy số thứ tự."))
    unit = Unit.objects.get(pk=int(wanted))
    key = submissions.read_key(request.POST.get("key", ""))
    return redirect("counter:ticket", Ticket.draw(key, unit, reach.on, reach.account).pk)


@require_safe
@desk_page
def ticket_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The drawn number, to print."""
    reach = _reach(request)
    mine = Ticket.objects.filter(unit_id__in=reach.units("records.open")).select_related("unit")
    ticket = get_object_or_404(mine, pk=pk)
    context = {"reach": reach, "ticket": ticket, "unit": slip.unit_name(ticket.unit, ticket.on)}
    return render(request, "reception/counter/ticket.html", context)
