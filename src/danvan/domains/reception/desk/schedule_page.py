"""Lịch tiếp công dân at the desk: what stands on it, planning a month or a year, an urgent session, regular hours."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.domains.reception.desk import forms
from danvan.domains.reception.models import HeadSession, RegularHours
from danvan.domains.reception.schedule import asked, hours, planning
from danvan.org.models import Unit
from danvan.records import calendar
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page, reading
from danvan.ui.dates import parse_day
from danvan.ui.errors import Refusal

OPEN = "records.open"
MOST = 60


def opening(request: HttpRequest) -> Reach:
    """The reach of an account that opens records somewhere; NotAllowed otherwise."""
    reach = Reach(request.user)
    if not reach.units(OPEN):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không lập lịch tiếp công dân ở đơn vị nào; hãy liên hệ người quản trị.")
        )
    return reach


def chosen_unit(request: HttpRequest, reach: Reach, allowed: frozenset[int]) -> int:
    """The unit that the address asks for among those allowed, else the account's own; Http404 for a foreign one."""
    wanted = request.GET.get("don-vi", "")
    if wanted:
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 and int(wanted) in allowed:
            return int(wanted)
        raise Http404
    home = reach.home_id or 0
    return home if home in allowed else min(allowed)


@require_safe
@desk_page
def schedule(request: HttpRequest) -> HttpResponse:
    """What stands on the schedule of a unit."""
    reach = reading(request)
    unit_id = chosen_unit(request, reach, reach.readable)
    rows = HeadSession.objects.visible_to(reach.account).filter(unit_id=unit_id)
    coming = rows.filter(planned_on__gte=reach.on).annotate(
        booked=Count("bookings", filter=~Q(bookings__state="huy"))
    )
    context: dict[str, Any] = {
        "reach": reach,
        "unit_id": unit_id,
        "unit": places.names([unit_id], reach.on).get(unit_id, ""),
        "units": places.choices(reach.readable, reach.on)[:200],
        "coming": list(coming.select_related("moved_to").order_by("planned_on", "starts_at")[:MOST]),
        "past": list(rows.filter(planned_on__lt=reach.on).order_by("-planned_on", "-pk")[:12]),
        "hours": hours.of_unit(unit_id, reach.on),
        "may_plan": unit_id in reach.units(OPEN),
    }
    return render(request, "reception/schedule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def plan(request: HttpRequest) -> HttpResponse:
    """A month or a year at once: the pattern, then what it gives, then posted."""
    reach = opening(request)
    sent = request.POST if request.method == "POST" else None
    begun = {"year": reach.on.year, "unit": str(reach.home_id), "attendance": "truc_tiep"}
    form = forms.PlanForm(sent, units=places.choices(reach.units(OPEN), reach.on), initial=begun)
    context: dict[str, Any] = {"reach": reach, "form": form}
    if sent is not None and form.is_valid():
        wanted = _plan_of(form)
        if "niem_yet" in sent and (made := _posted(form, wanted, reach, sent.getlist("ngay"))):
            messages.success(request, _("Đã niêm yết %(count)d kỳ tiếp.") % {"count": made})
            return redirect("reception:schedule")
        context |= _preview(wanted, reach, sent)
    return render(request, "reception/plan.html", context, status=400 if form.errors else 200)


def _plan_of(form: forms.PlanForm) -> planning.Plan:
    since, until = planning.span_of(form.cleaned_data["year"], form.cleaned_data["month"])
    unit = Unit.objects.get(pk=form.unit_id)
    return planning.Plan(unit, since, until, form.pattern, form.told)


def _posted(form: forms.PlanForm, wanted: planning.Plan, reach: Reach, written: list[str]) -> int:
    """How many were posted; nothing, with the sentence in the form, where that was refused."""
    try:
        days = [parse_day(text) for text in written[: planning.MOST + 1]]
        return len(planning.post(wanted, days, by=reach.account, on=reach.on))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return 0


def _preview(wanted: planning.Plan, reach: Reach, sent: Any) -> dict[str, Any]:
    proposed = planning.propose(wanted, reach.on)
    days = [one.on for one in proposed if not one.is_taken]
    counted = days if wanted.told["attendance"] == HeadSession.Attendance.IN_PERSON else []
    kept = HeadSession.objects.filter(
        unit=wanted.unit,
        planned_on__range=(wanted.since, wanted.until),
        occasion=HeadSession.Occasion.REGULAR,
        attendance=HeadSession.Attendance.IN_PERSON,
    ).exclude(state="da_doi")
    counted = [*counted, *kept.values_list("planned_on", flat=True)]
    owed = asked.coverage(wanted.unit, wanted.since, wanted.until, counted, calendar.current())
    return {
        "proposed": proposed,
        "previewed": True,
        "short": [one for one in owed if not one.is_enough],
        "owed": owed,
        "chosen": set(sent.getlist("ngay")) if "niem_yet" in sent else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def urgent(request: HttpRequest) -> HttpResponse:
    """One unplanned session."""
    reach = opening(request)
    begun = {"unit": str(reach.home_id), "planned_on": reach.on, "attendance": "truc_tiep"}

    def act(form: Any) -> str:
        unit = Unit.objects.get(pk=form.unit_id)
        made = planning.call_urgent(
            unit, form.cleaned_data["planned_on"], form.told, by=reach.account, on=reach.on
        )
        return made.public_id

    return _filled(request, reach, forms.UrgentForm, begun, act, "reception/urgent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def begin_hours(request: HttpRequest) -> HttpResponse:
    """Further regular hours."""
    reach = opening(request)
    begun = {"unit": str(reach.home_id), "since": reach.on, "receiver": "can_bo"}

    def act(form: Any) -> str:
        unit = Unit.objects.get(pk=form.unit_id)
        hours.begin(unit, form.told, by=reach.account, since=form.cleaned_data["since"] or reach.on)
        return ""

    return _filled(request, reach, forms.HoursForm, begun, act, "reception/hours.html")


def _filled(
    request: HttpRequest,
    reach: Reach,
    form_class: type[forms.UnitForm],
    begun: dict[str, Any],
    act: Callable[[Any], str],
    template: str,
) -> HttpResponse:
    """A form that is written once: shown, taken, or shown again with what is wrong."""
    sent = request.POST if request.method == "POST" else None
    form = form_class(sent, units=places.choices(reach.units(OPEN), reach.on), initial=begun)
    if sent is not None and form.is_valid():
        try:
            code = act(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi vào lịch tiếp công dân."))
            return redirect("reception:session", code) if code else redirect("reception:schedule")
    return render(request, template, {"reach": reach, "form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def end_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """End regular hours after a day."""
    reach = opening(request)
    row = RegularHours.objects.filter(pk=pk, unit_id__in=reach.units(OPEN)).first()
    if row is None:
        raise Http404
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hours.end(row, by=reach.account, last=form.cleaned_data["last"], on=reach.on)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc giờ tiếp."))
            return redirect("reception:schedule")
    context = {"reach": reach, "form": form, "row": row}
    return render(request, "reception/hours_end.html", context, status=400 if form.errors else 200)
