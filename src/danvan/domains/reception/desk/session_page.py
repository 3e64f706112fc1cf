"""One session of a head: agenda, places booked, visits, conclusions; moving it; conditions of an online one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan import law
from danvan.domains.reception import conclusions
from danvan.domains.reception.desk import forms
from danvan.domains.reception.models import Booking, HeadSession, Mode, Visit
from danvan.domains.reception.schedule import moving, online
from danvan.org.models import Unit
from danvan.org.tree import below
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Record
from danvan.ui.errors import Refusal


def find(code: str, reach: Reach) -> HeadSession:
    """The session of a code at a unit that the account reads; Http404 for any other: the portal has the public page."""
    rows = reach.seen(HeadSession.objects.select_related("unit", "replaces"))
    session = rows.filter(public_id=code).first()
    if session is None:
        raise Http404
    return session


def _may(reach: Reach, session: HeadSession, permission: str) -> bool:
    return session.unit_id in reach.units(permission)


def _changing(code: str, reach: Reach, permission: str) -> HeadSession:
    session = find(code, reach)
    if not _may(reach, session, permission):
        raise NotAllowed(_("Tài khoản của Bà/Ông không sửa được kỳ tiếp của đơn vị này."))
    return session


@require_safe
@desk_page
def session_page(request: HttpRequest, code: str) -> HttpResponse:
    """All about one session."""
    reach = Reach(request.user)
    session = find(code, reach)
    bookings = Booking.objects.visible_to(reach.account).filter(session=session)
    written = conclusions.visible_to(reach.account).filter(session=session)
    rows = written.select_related("words", "visit", "unit").order_by("number")
    visits = reach.seen(Visit.objects.filter(session=session)).order_by("register_no")
    context: dict[str, Any] = {
        "reach": reach,
        "session": session,
        "unit": places.names([session.unit_id], reach.on).get(session.unit_id, ""),
        "bookings": list(bookings.select_related("person").order_by("at", "seat")),
        "visits": list(visits[:200]),
        "conclusions": lines(rows, reach),
        "moved_to": HeadSession.objects.filter(replaces=session).first(),
        "online": getattr(session, "online", None) if session.mode == Mode.ONLINE else None,
        "may_change": _may(reach, session, "records.open"),
        "may_conclude": _may(reach, session, conclusions.HANDLE),
        "may_mark": _may(reach, session, "records.open") and session.planned_on <= reach.on,
        "answer_rule": _rule("TCD.ANSWER", session),
        "notice_rule": _rule("TCD.CONCL", session),
    }
    return render(request, "reception/session.html", context)


def _rule(key: str, session: HeadSession) -> law.Wording | None:
    """The wording of the session's day; None where no law asked for it then."""
    try:
        return law.rulebook().wording(key, session.held_on or session.planned_on)
    except Refusal:
        return None


def lines(rows: Any, reach: Reach) -> list[dict[str, Any]]:
    """Conclusions with their marks and the names of units; no words of a sealed visit. One query for names."""
    found = list(rows)
    ids = {row.unit_id for row in found if row.unit_id} | {row.session.unit_id for row in found}
    named = places.names(ids, reach.on)
    return [
        {
            "row": row,
            "unit": named.get(row.unit_id or 0, ""),
            "session_unit": named.get(row.session.unit_id, ""),
            "words": getattr(row, "words", None),
            "mark": conclusions.mark(row, reach.on),
            "waits": bool(row.due_on and not row.done_on),
            "is_sealed": bool(row.visit and row.visit.secrecy == Record.Secrecy.SEALED),
        }
        for row in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move the session to another time."""
    reach = Reach(request.user)
    session = _changing(code, reach, "records.open")
    if session.state != "len_lich":
        raise Refusal(_("Kỳ này đã tổ chức hoặc đã dời nên không dời được nữa."))
    begun = {name: getattr(session, name) for name in ("starts_at", "ends_at", "place")}
    form = forms.MoveForm(request.POST if request.method == "POST" else None, initial=begun)
    if form.is_valid():
        try:
            new = moving.move_session(session, by=reach.account, on=reach.on, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã dời lịch và công khai thời gian mới cùng lý do."))
            return redirect("reception:session", new.public_id)
    context = {"reach": reach, "session": session, "form": form}
    return render(request, "reception/move.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def online_page(request: HttpRequest, code: str) -> HttpResponse:
    """The conditions of an online session."""
    reach = Reach(request.user)
    session = _changing(code, reach, "records.open")
    kept = getattr(session, "online", None)
    begun = {name: getattr(kept, name) for name in forms.OnlineForm.base_fields if hasattr(kept, name)}
    form = forms.OnlineForm(request.POST if request.method == "POST" else None, initial=begun)
    if form.is_valid():
        try:
            online.write(session, form.cleaned_data, by=reach.account, on=reach.on)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi điều kiện tiếp trực tuyến."))
            return redirect("reception:session", session.public_id)
    context = {"reach": reach, "session": session, "form": form, "rule": _rule("TCD.ONLINE.REC", session)}
    return render(request, "reception/online.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def conclude(request: HttpRequest, code: str) -> HttpResponse:
    """Write a conclusion."""
    reach = Reach(request.user)
    session = _changing(code, reach, conclusions.HANDLE)
    seen = reach.seen(Visit.objects.filter(session=session)).order_by("register_no")
    visits = {str(visit.pk): visit for visit in seen[:200]}
    known = places.choices(below([session.unit_id], reach.on), reach.on)
    form = forms.ConclusionForm(
        request.POST if request.method == "POST" else None,
        visits=[(pk, str(visit)) for pk, visit in visits.items()],
        units=known,
    )
    if form.is_valid():
        try:
            _concluded(session, form.cleaned_data, visits, reach)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi kết luận."))
            return redirect("reception:session", session.public_id)
    context = {"reach": reach, "session": session, "form": form, "rule": _rule("TCD.ANSWER", session)}
    return render(request, "reception/conclude.html", context, status=400 if form.errors else 200)


def _concluded(session: HeadSession, said: dict[str, Any], visits: dict[str, Visit], reach: Reach) -> None:
    conclusions.add(
        session,
        answer=said["answer"],
        by=reach.account,
        on=reach.on,
        visit=visits.get(said["visit"]),
        unit=Unit.objects.filter(pk=said["unit"]).first() if said["unit"] else None,
        due_on=said["due_on"],
        text=said["text"],
        contact=said["contact"],
    )
