"""Lưu và hủy hồ sơ at the desk: what is due and what is kept for the head, counts for who only counts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.org.models import Unit
from danvan.records.desk import page as record_page
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import LegalHold, Record, Tombstone
from danvan.records.retention import erasing, holds, planning, schedule
from danvan.records.retention.forms import HoldForm, PaperForm, RunForm
from danvan.ui.errors import Refusal

LATEST = 20  # tombstones shown


def reading(request: HttpRequest) -> Reach:
    """The reach of who destroys or only counts somewhere; NotAllowed otherwise."""
    reach = Reach(request.user)
    if not (reach.units(holds.ERASE) or reach.units("records.count")):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không có quyền xem việc lưu, hủy hồ sơ; hãy liên hệ người đứng đầu đơn vị."
            )
        )
    return reach


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """The dry run for one unit, the counts of all, and the schedule; sent back, the run of what was shown."""
    reach = reading(request)
    if request.method == "POST":
        return _run(request, reach)
    asked = request.GET.get("don-vi", "")
    unit_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    return _page(request, reach, unit_id)


def _run(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Destroy the very list that was shown, by the decision named."""
    form = RunForm(request.POST)
    if not form.is_valid():
        asked = form.cleaned_data.get("unit")
        return _page(request, reach, asked, form=form, status=400)
    said = form.cleaned_data
    unit = Unit.objects.filter(pk=said["unit"]).first()
    if unit is None or unit.pk not in reach.units(holds.ERASE):
        raise Http404
    try:
        stones = erasing.erase(
            unit,
            by=reach.account,
            on=reach.on,
            digest=said["digest"],
            decision=said["document"],
            decision_on=said["document_on"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, reach, unit.pk, form=form, status=400)
    messages.success(request, _("Đã hủy %(count)d hồ sơ.") % {"count": len(stones)})
    return redirect(f"{request.path}?don-vi={unit.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep one record by an act."""
    reach = Reach(request.user)
    record = _owned(reach, record_page.find(public_id, reach))
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            holds.hold(record, by=reach.account, on=reach.on, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi việc giữ lại hồ sơ."))
            return redirect(record)
    return _act(request, reach, record, form, _("Giữ lại hồ sơ"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer keep a record, by another act."""
    reach = Reach(request.user)
    act = LegalHold.objects.filter(pk=pk, record__in=reach.visible(Record.objects.all())).first()
    if act is None:
        raise Http404
    record = _owned(reach, act.record)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            holds.end(act, by=reach.account, on=reach.on, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi việc thôi giữ hồ sơ."))
            return redirect(record)
    return _act(request, reach, record, form, _("Thôi giữ hồ sơ"), act=act)


def _owned(reach: Reach, record: Record) -> Record:
    if not record_page.is_own(record, reach) or not reach.over(holds.ERASE, record.unit_id):
        raise NotAllowed(_("Chỉ người đứng đầu đơn vị giữ lại hoặc thôi giữ hồ sơ."))
    return record


def _act(
    request: HttpRequest, reach: Reach, record: Record, form: PaperForm, title: str, **more: Any
) -> HttpResponse:
    context = {"reach": reach, "record": record, "form": form, "title": title} | more
    return render(request, "records/retention/act.html", context, status=400 if form.errors else 200)


def _page(
    request: HttpRequest, reach: Reach, unit_id: int | None, form: RunForm | None = None, status: int = 200
) -> HttpResponse:
    counting = reach.units("records.count") | reach.units(holds.ERASE)
    counted = planning.counts(counting, reach.on)
    erasing_at = reach.units(holds.ERASE)
    # What nobody asked for is shown of the unit at which the head is, or of the first that has something.
    at = [unit_id, reach.home_id, *sorted(counted)]
    shown = next((pk for pk in at if pk in erasing_at), min(erasing_at, default=None))
    named = places.names({*counted, *({shown} if shown else ())}, reach.on)
    context: dict[str, Any] = {
        "reach": reach,
        "counted": [(pk, named.get(pk, ""), total, pk in erasing_at) for pk, total in counted.items()],
        "groups": [
            (line, states, schedule.wordings(line.row) if line.row else [])
            for line, states in schedule.groups()
        ],
    }
    if shown:
        context |= _of_unit(reach, shown, named.get(shown, ""), form)
    return render(request, "records/retention/list.html", context, status=status)


def _of_unit(reach: Reach, unit_id: int, name: str, form: RunForm | None) -> dict[str, Any]:
    sealed = {unit_id} & reach.units("records.sealed")
    listed = planning.plan({unit_id}, reach.on, sealed_ids=sealed)
    seen = reach.seen(Record.objects.filter(unit_id=unit_id, tombstone__isnull=False))
    stones = Tombstone.objects.filter(pk__in=seen.values("pk")).select_related("record", "by__person")
    shown = RunForm(initial={"unit": unit_id, "digest": listed.digest})
    if form:
        shown = form.over({"unit": unit_id, "digest": listed.digest})
    return {
        "unit": name,
        "unit_id": unit_id,
        "plan": listed,
        "form": shown,
        "stones": list(stones.order_by("-erased_on", "-pk")[:LATEST]),
        "most": planning.MOST,
    }
