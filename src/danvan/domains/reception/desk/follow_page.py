"""Following up what heads have ordered, and the places booked for a day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.domains.reception import booking as bookings
from danvan.domains.reception import conclusions
from danvan.domains.reception.desk import forms
from danvan.domains.reception.desk.schedule_page import chosen_unit
from danvan.domains.reception.desk.session_page import lines
from danvan.domains.reception.models import Booking, Conclusion
from danvan.records.desk import places
from danvan.records.desk.access import desk_page, reading
from danvan.ui.dates import parse_day
from danvan.ui.errors import Refusal

SIZE = 100


@require_safe
@desk_page
def follow(request: HttpRequest) -> HttpResponse:
    """What heads have ordered and is not done, the earliest limit first; then what was done of late."""
    reach = reading(request)
    rows = conclusions.visible_to(reach.account).filter(due_on__isnull=False)
    rows = rows.select_related("words", "visit", "unit", "session")
    waiting = rows.filter(done_on__isnull=True).order_by("due_on", "pk")[: SIZE + 1]
    done = rows.filter(done_on__isnull=False).order_by("-done_on", "-pk")[:20]
    shown = lines(waiting, reach)
    context = {"reach": reach, "waiting": shown[:SIZE], "more": len(shown) > SIZE, "done": lines(done, reach)}
    return render(request, "reception/follow.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an order was carried out."""
    reach = reading(request)
    row: Conclusion | None = (
        conclusions.visible_to(reach.account)
        .select_related("words", "visit", "session")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    form = forms.DoneForm(request.POST if request.method == "POST" else None, initial={"on": reach.on})
    if form.is_valid():
        said = form.cleaned_data
        try:
            conclusions.done(row, by=reach.account, on=said["on"], result=said["result"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi kết luận được thực hiện."))
            return redirect("reception:follow")
    context: dict[str, Any] = {"reach": reach, "form": form, "line": lines([row], reach)[0]}
    return render(request, "reception/done.html", context, status=400 if form.errors else 200)


@require_safe
@desk_page
def day_list(request: HttpRequest) -> HttpResponse:
    """The places booked for a day at a unit, by hour."""
    reach = reading(request)
    unit_id = chosen_unit(request, reach, reach.readable)
    asked = request.GET.get("ngay", "")
    on = parse_day(asked) if asked else reach.on
    rows = Booking.objects.visible_to(reach.account).filter(unit_id=unit_id, on=on)
    context = {
        "reach": reach,
        "unit_id": unit_id,
        "unit": places.names([unit_id], reach.on).get(unit_id, ""),
        "on": on,
        "bookings": list(rows.select_related("person", "session").order_by("at", "id")[:500]),
        "may_mark": unit_id in reach.units("records.open") and on <= reach.on,
    }
    return render(request, "reception/day.html", context)


@require_POST
@desk_page
def mark(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """Say whether somebody who booked came, or take the name away."""
    reach = reading(request)
    row = Booking.objects.visible_to(reach.account).select_related("unit").filter(pk=pk).first()
    if row is None or word not in ("den", "khong-den", "xoa-ten"):
        raise Http404
    if word == "xoa-ten":
        bookings.forget_by(row, by=reach.account, on=reach.on)
    else:
        bookings.mark(row, word == "den", by=reach.account, on=reach.on)
    messages.success(request, _("Đã ghi."))
    return redirect(f"{request.path.partition('/dat-cho/')[0]}/dat-cho/?don-vi={row.unit_id}&ngay={row.on}")
