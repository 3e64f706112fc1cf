"""The officer's side of what is said with the sender: a part of the record's page, and sending."""

from typing import Any

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.records import messages
from danvan.records.desk import page, panels, places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.panels import Folded, inside
from danvan.records.desk.submissions import new_key
from danvan.records.models import Held, Rating, Record

TEMPLATE = "records/messages.html"
MOST_HELD = 100  # lines of the page: whoever looks at these finds the rest after them


def panel(record: Any, reach: Reach) -> Folded | None:
    """Messages, the rating, and whether the record came in without proof that a person sent it.

    It waits for who answers while the sender had the last word, and while such proof is to be looked at.
    """
    may_check = record.unit_id in reach.units("records.classify")
    may_say = messages.may_be_written(record) and may_check
    row = Rating.objects.filter(record_id=record.pk).first() if record.closed_on else None
    said = messages.of(record)
    held = Held.objects.filter(record_id=record.pk, checked_at=None).first()
    if not (said or row or held or may_say):
        return None
    unanswered = messages.unanswered(said)
    context = {"record": record, "said": said, "rating": row, "held": held, "may_say": may_say}
    context |= {"may_check": may_check, "key": new_key()}
    told = inside(len(said), unanswered, _("mới"))
    waits = may_check and bool(unanswered or held)
    return Folded(_("Tin nhắn"), context, told, waits=waits, anchor="tin-nhan")


panels.register(TEMPLATE, panel, place=40)


@require_POST
@desk_page
def say(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the sender."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    _require(record, reach)
    messages.say(record, request.POST.get("text", ""), by=reach.account, key=request.POST.get("key", ""))
    told.success(request, _("Đã ghi lời nhắn; người gửi đọc được khi tra cứu bằng mã."))
    return redirect(record)


@require_POST
@desk_page
def checked(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that an officer has looked at what came in without proof."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    _require(record, reach)
    waiting = Held.objects.filter(record_id=record.pk, checked_at=None)
    waiting.update(checked_by=reach.account, checked_at=timezone.now())
    told.success(request, _("Đã ghi là do người gửi."))
    return redirect(record)


@require_safe
@desk_page
def held_list(request: HttpRequest) -> HttpResponse:
    """What came through the portal without proof that a person sent it, oldest first, where the account sorts letters."""
    reach = Reach(request.user)
    mine = reach.units("records.classify")
    if not mine:
        raise NotAllowed(_("Tài khoản của Bà/Ông không có quyền phân loại đơn; hãy liên hệ người quản trị."))
    waiting = Held.objects.filter(checked_at=None, record__unit_id__in=mine)
    rows = reach.seen(Record.objects.filter(pk__in=waiting.values("record_id")))
    found = list(rows.order_by("received_on", "pk")[: MOST_HELD + 1])
    units = places.names({row.unit_id for row in found}, reach.on)
    lines = [(row, units.get(row.unit_id, "")) for row in found[:MOST_HELD]]
    context = {"reach": reach, "rows": lines, "is_cut": len(found) > MOST_HELD}
    return render(request, "records/held.html", context)


def _require(record: Any, reach: Reach) -> None:
    if record.unit_id not in reach.units("records.classify"):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không có quyền tiếp nhận, phân loại đơn tại đơn vị này; hãy liên hệ người quản trị."
            )
        )
