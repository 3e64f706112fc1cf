"""The page of open duties that a newer wording would date otherwise, where who may decide puts one under it."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.records import law_changes
from danvan.records.desk import places
from danvan.records.desk.access import Reach, desk_page, reading
from danvan.records.desk.duty_page import visible
from danvan.ui.errors import Refusal

MOST = 200


@require_safe
@desk_page
def changed(request: HttpRequest) -> HttpResponse:
    """Duties that the account sees, by due day, with the day each wording gives."""
    return _page(request, reading(request))


@require_POST
@desk_page
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one duty under the newest wording."""
    reach = reading(request)
    duty = visible(reach).filter(pk=pk).first()
    if duty is None:
        raise Http404
    try:
        moved = law_changes.adopt(duty, by=reach.account, on=reach.on, reason=request.POST.get("ly_do", ""))
    except Refusal as refusal:
        return _page(request, reach, sentences=[str(refusal)], status=400)
    messages.success(request, _("Đã áp dụng %(citation)s.") % {"citation": moved.citation})
    return redirect("records:law_changes")


def _page(request: HttpRequest, reach: Reach, status: int = 200, **context: Any) -> HttpResponse:
    found = list(islice(law_changes.changes(visible(reach), reach.on), MOST + 1))
    named = places.names({item.duty.unit_id for item in found}, reach.on)
    deciding = reach.units(law_changes.DECIDE)
    rows = [(item, named.get(item.duty.unit_id, ""), item.duty.unit_id in deciding) for item in found[:MOST]]
    context |= {"reach": reach, "rows": rows, "has_more": len(found) > MOST, "most": MOST}
    context |= {"may_decide": any(may for _item, _unit, may in rows)}
    return render(request, "records/law_changes.html", context, status=status)
