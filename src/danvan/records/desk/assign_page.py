"""Giao người xử lý: the chosen records, to whom, and why."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.org.models import Account
from danvan.records import assigning
from danvan.records.desk import places
from danvan.records.desk.access import Reach, desk_page, reading
from danvan.records.models import Record
from danvan.ui.errors import Refusal

NOBODY = "0"


@require_http_methods(["GET", "POST"])
@desk_page
def assign(request: HttpRequest) -> HttpResponse:
    """Show the records named in the address or the form, and give them to whom was chosen."""
    reach = reading(request)
    sent = request.POST if request.method == "POST" else request.GET
    codes = sent.getlist("ho-so")[: assigning.MOST + 1]
    context: dict[str, Any] = {"reach": reach, "reason": sent.get("ly-do", "")}
    if request.method == "POST":
        try:
            changed = assigning.assign(
                codes, _chosen(sent.get("nguoi", "")), by=reach.account, reason=context["reason"]
            )
        except Refusal as refusal:
            context["sentences"] = [str(refusal)]
        else:
            messages.success(request, _("Đã giao %(n)d hồ sơ.") % {"n": changed})
            return redirect("records:worklist")
    context |= _shown(codes, reach) | {"chosen": sent.get("nguoi", "")}
    return render(request, "records/assign.html", context, status=400 if "sentences" in context else 200)


def _chosen(value: str) -> Account | None:
    """The account named in the form; None for nobody. Refusal where nothing or nonsense was chosen."""
    if value == NOBODY:
        return None
    found = Account.objects.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 10 else None
    if found is None:
        raise Refusal(_("Chưa chọn người xử lý; hãy chọn một người trong danh sách."))
    return found


def _shown(codes: list[str], reach: Reach) -> dict[str, Any]:
    """The records that the account sees, and who could handle all of them. Seven queries at most."""
    rows = reach.seen(Record.objects.filter(public_id__in=codes)).select_related("holder__person")
    records = list(rows.order_by("received_on", "id"))
    units = {record.unit_id for record in records}
    gives = units <= reach.units(assigning.GIVE)
    people = assigning.candidates(units, reach.on) if gives else [reach.account]
    return {
        "records": records,
        "names": places.names(units, reach.on),
        "people": people if records else [],
        "may_give": gives,
        "nobody": NOBODY,
        "illustrative": any(record.is_illustrative for record in records),
    }
