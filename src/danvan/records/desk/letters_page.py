"""The pages of letters: one's own with their words; for those who may, what was sent to the people of their units.

The second list shows when, to whom, of what kind and how it went, never the words. Of a message that waits to be copied
whoever manages the people of the unit sees the words too, since he is the one to copy them.
"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Channel, Notice
from danvan.records.notices import outbox
from danvan.records.notices.channels import text_of

READ = "notices.read"
MANAGE = "people.manage"
PLAN = "units.manage"
SIZE = 50
TONES = {
    "da_gui": "jade",
    "khong_gui_duoc": "late",
    "khong_ro": "late",
    "bo": "",
    "cho_gui": "ochre",
    "dang_gui": "ochre",
}


@require_safe
@desk_page
def own(request: HttpRequest) -> HttpResponse:
    """The account's own letters, newest first."""
    reach = Reach(request.user)
    return _list(request, reach, Notice.objects.filter(account_id=reach.account.pk), is_own=True)


@require_safe
@desk_page
def of_units(request: HttpRequest) -> HttpResponse:
    """What was sent to the people of the units over which a role lets read it."""
    reach = Reach(request.user)
    if not reach.units(READ):
        raise NotAllowed(_("Tài khoản của Bà/Ông không có quyền xem thư đã gửi; hãy liên hệ người quản trị."))
    return _list(request, reach, Notice.objects.filter(unit_id__in=reach.units(READ)), is_own=False)


def _list(request: HttpRequest, reach: Reach, rows: QuerySet, *, is_own: bool) -> HttpResponse:
    """One page by id: the next begins after the last row seen. One query for the rows."""
    after = request.GET.get("sau", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related("account__person").order_by("-pk")[: SIZE + 1])
    shown = found[:SIZE]
    context: dict[str, Any] = {"reach": reach, "is_own": is_own} | ways(reach)
    context |= {"lines": [_line(notice, reach) for notice in shown], "begun": bool(after)}
    context["after"] = str(shown[-1].pk) if len(found) > SIZE else ""
    return render(request, "records/letters.html", context)


def ways(reach: Reach) -> dict[str, bool]:
    """Which of the pages about letters the account may open beside its own."""
    return {"may_read_units": bool(reach.units(READ)), "may_plan": bool(reach.units(PLAN))}


def _line(notice: Notice, reach: Reach) -> dict[str, Any]:
    return {
        "notice": notice,
        "tone": TONES[notice.state],
        "opens": may_open(notice, reach),
        "may_repeat": notice.state == Notice.State.FAILED and _manages(notice, reach),
    }


def may_open(notice: Notice, reach: Reach) -> bool:
    """Whether the account may read the words."""
    if notice.account_id == reach.account.pk:
        return True
    return notice.channel == Channel.BY_HAND and _manages(notice, reach)


def _manages(notice: Notice, reach: Reach) -> bool:
    return notice.unit_id in reach.units(MANAGE)


def _find(pk: int, reach: Reach) -> Notice:
    """The letter; Http404 for one that the account may not know of."""
    notice = Notice.objects.select_related("account__person").filter(pk=pk).first()
    if notice is None or not (may_open(notice, reach) or _manages(notice, reach)):
        raise Http404
    return notice


@require_safe
@desk_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of one letter."""
    reach = Reach(request.user)
    notice = _find(pk, reach)
    if not may_open(notice, reach):
        raise NotAllowed(_("Chỉ người nhận đọc được nội dung thư này."))
    by_hand = notice.channel == Channel.BY_HAND
    context = {"reach": reach, "notice": notice, "tone": TONES[notice.state]}
    context |= {"to_copy": text_of(notice).strip() if by_hand else ""}
    context["waits"] = by_hand and notice.state == Notice.State.WAITING
    return render(request, "records/letter.html", context)


@require_POST
@desk_page
def copied(request: HttpRequest, pk: int) -> HttpResponse:
    """A person has sent the text by hand."""
    reach = Reach(request.user)
    notice = _find(pk, reach)
    if not may_open(notice, reach):
        raise NotAllowed(_("Chỉ người quản trị của đơn vị gửi tay được tin này."))
    outbox.copied(notice, by=reach.account)
    messages.success(request, _("Đã ghi là tin được gửi tay."))
    return redirect(
        "records:letters" if notice.account_id == reach.account.pk else "records:letters_of_units"
    )


@require_POST
@desk_page
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what could not be sent."""
    reach = Reach(request.user)
    notice = _find(pk, reach)
    if not _manages(notice, reach):
        raise NotAllowed(_("Chỉ người quản trị của đơn vị yêu cầu gửi lại được."))
    outbox.again(notice)
    messages.success(request, _("Thư sẽ được gửi lại trong vài phút."))
    return redirect("records:letters_of_units")
