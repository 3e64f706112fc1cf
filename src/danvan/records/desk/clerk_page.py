"""Văn thư's worklist: papers that wait for a number, the books of a year, and letters without a number of arrival."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org.models import Unit
from danvan.records.declare import record_types
from danvan.records.desk import page, paper_forms, places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import OwnNumbers, Paper
from danvan.records.papers import issuing, numbers
from danvan.ui.errors import Refusal

PAGE = 50
ARRIVAL = ("incoming_number", "incoming_on")


@dataclass(frozen=True, slots=True)
class Row:
    """One paper of the worklist; of a sealed record's only what the clerk needs to find the signed sheet."""

    paper: Paper
    unit: str
    is_open: bool


def rows(reach: Reach, state: str, before: int | None = None) -> tuple[list[Row], int | None]:
    """Papers of a state over the units where the account gives numbers, and the key to go on from. Two queries.

    Those that wait stand with the oldest first, all others with the newest first.
    """
    units = reach.units(issuing.NUMBERS)
    found = Paper.objects.filter(unit_id__in=units, state=state, is_numbered=True).select_related("record")
    waits = state == Paper.State.PREPARED
    if before:
        found = found.filter(**{"pk__gt" if waits else "pk__lt": before})
    listed = list(found.order_by("pk" if waits else "-pk")[: PAGE + 1])
    names = places.names({paper.unit_id for paper in listed}, reach.on)
    shown = [Row(paper, names.get(paper.unit_id, ""), _is_open(paper, reach)) for paper in listed[:PAGE]]
    return shown, listed[PAGE - 1].pk if len(listed) > PAGE else None


def _is_open(paper: Paper, reach: Reach) -> bool:
    needed = "records.sealed" if paper.record.secrecy == "niem_phong" else "records.read"
    return paper.record.unit_id in reach.units(needed)


def arrivals(reach: Reach, said: str = "") -> list[Any]:
    """The newest records that may bear a number of arrival and that the account sees, with what stands there.

    With `said` those that bear this number, of any year.
    """
    for kind in record_types():
        if all(hasattr(kind.model, name) for name in ARRIVAL):
            seen = reach.seen(kind.model._default_manager.filter(unit_id__in=reach.units(issuing.NUMBERS)))
            if said:
                seen = seen.filter(incoming_number="".join(said.split()).upper())
            return list(seen.order_by("-received_on", "-id")[:PAGE])
    return []


def writing_step(record: Any, reach: Reach) -> str:
    """The key of the step that writes the number of arrival, where the account may take it now; empty otherwise."""
    for move in page.allowed_moves(record, reach):
        if ARRIVAL[0] in move.needs:
            return move.key
    return ""


@require_safe
@desk_page
def clerk(request: HttpRequest) -> HttpResponse:
    """What waits for a number, what was issued and what was cancelled."""
    reach = _clerk(request)
    wanted = request.GET.get("xem", "")
    state = {"da-ban-hanh": Paper.State.ISSUED, "da-huy": Paper.State.CANCELLED}.get(
        wanted, Paper.State.PREPARED
    )
    after = request.GET.get("sau", "")
    shown, onward = rows(reach, state, int(after) if after.isdecimal() and len(after) < 18 else None)
    context = {"reach": reach, "rows": shown, "state": state, "wanted": wanted, "onward": onward}
    context |= {"illustrative": any(row.paper.record.is_illustrative for row in shown)}
    return render(request, "records/clerk.html", context)


@require_safe
@desk_page
def incoming(request: HttpRequest) -> HttpResponse:
    """Số đến beside the number of our register."""
    reach = _clerk(request)
    said = request.GET.get("so", "")[:40].strip()
    found = arrivals(reach, said)
    names = places.names({record.unit_id for record in found}, reach.on)
    lines = [(record, names.get(record.unit_id, ""), writing_step(record, reach)) for record in found]
    context = {"reach": reach, "lines": lines, "said": said}
    context |= {"illustrative": any(record.is_illustrative for record in found)}
    return render(request, "records/clerk_incoming.html", context)


def _clerk(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    if not reach.units(issuing.NUMBERS):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không có quyền cấp số văn bản của đơn vị nào; hãy liên hệ người quản trị."
            )
        )
    return reach


@require_safe
@desk_page
def series(request: HttpRequest) -> HttpResponse:
    """Which units number their papers here."""
    reach = _manager(request)
    units = reach.units("units.manage")
    own = {row.unit_id: row for row in OwnNumbers.objects.filter(unit_id__in=units)}
    lines = [(int(pk), name, own.get(int(pk))) for pk, name in places.choices(units, reach.on)]
    return render(request, "records/series.html", {"reach": reach, "lines": lines})


@require_http_methods(["GET", "POST"])
@desk_page
def series_of(request: HttpRequest, unit: int) -> HttpResponse:
    """Switch a unit's own books on or off."""
    reach = _manager(request)
    found = Unit.objects.filter(pk=unit, pk__in=reach.units("units.manage")).first()
    if found is None:
        raise Http404
    kept = OwnNumbers.objects.filter(unit=found).first()
    initial = {"is_on": kept.is_on, "suffix": kept.suffix} if kept else {}
    form = paper_forms.SeriesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            numbers.set_own(found, by=reach.account, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("suffix", str(refusal))
        else:
            messages.success(request, _("Đã ghi cách cấp số của đơn vị."))
            return redirect("records:series")
    context = {"reach": reach, "form": form, "unit": found.name_on(reach.on)}
    return render(request, "records/series_unit.html", context, status=400 if form.errors else 200)


def _manager(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    if not reach.units("units.manage"):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không có quyền quản lý đơn vị nào; hãy liên hệ người quản trị hệ thống.")
        )
    return reach
