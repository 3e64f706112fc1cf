"""Sổ tiếp công dân, to be read and printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.domains.reception import log
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
    since, until = log.month_of(reach.on)
    begun = {"unit": str(reach.home_id), "since": since, "until": until, "paper": "a4"}
    units = places.choices(reach.readable, reach.on)
    form = forms.LogForm(request.GET or None, units=units, initial=begun)
    context: dict[str, Any] = {"reach": reach, "form": form}
    if form.is_valid():
        context |= _books(form, reach)
    status = 400 if form.errors else 200
    return render(request, "reception/log.html", context, status=status)


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
