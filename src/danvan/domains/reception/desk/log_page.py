"""Sổ tiếp công dân, to be read and printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danvan.domains.reception import log, log_file
from danvan.domains.reception.desk import forms
from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import Reach, desk_page, reading
from danvan.ui.errors import Refusal


@require_safe
@desk_page
def log_page(request: HttpRequest) -> HttpResponse:
    """The book of a unit for some days, in the form of those days."""
    reach = reading(request)
    form = _form(request, reach)
    return _page(request, reach, form, _books(form, reach) if form.is_valid() else {})


@never_cache
@require_safe
@desk_page
def file(request: HttpRequest) -> HttpResponse:
    """The same book as a workbook; the page with what is wrong where it cannot be made."""
    reach = reading(request)
    form = _form(request, reach)
    told = _books(form, reach) if form.is_valid() else {}
    if not told:
        return _page(request, reach, form, {})
    try:
        made = log_file.workbook(told["books"], told["unit"], reach.on)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, reach, form, {})
    name = log_file.file_name(form.cleaned_data["since"], form.cleaned_data["until"])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=log_file.MEDIA_TYPE, headers=headers)


def _form(request: HttpRequest, reach: Reach) -> forms.LogForm:
    since, until = log.month_of(reach.on)
    begun = {"unit": str(reach.home_id), "since": since, "until": until, "paper": "a4"}
    units = places.choices(reach.readable, reach.on)
    return forms.LogForm(request.GET or None, units=units, initial=begun)


def _page(request: HttpRequest, reach: Reach, form: forms.LogForm, told: dict[str, Any]) -> HttpResponse:
    context = {"reach": reach, "form": form, "asked": request.GET.urlencode()} | told
    return render(request, "reception/log.html", context, status=400 if form.errors else 200)


def _books(form: forms.LogForm, reach: Reach) -> dict[str, Any]:
    said = form.cleaned_data
    unit = Unit.objects.get(pk=form.unit_id)
    try:
        books = log.books(unit, said["since"], said["until"], reach.account)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {}
    named = places.names([unit.pk], said["until"]).get(unit.pk, "")
    return {"books": books, "unit": named, "paper": said["paper"] or "a4", "printed_on": reach.on}
