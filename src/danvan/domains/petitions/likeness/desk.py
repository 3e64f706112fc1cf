"""The desk's pages of pairs: the worklist, a pair side by side, and decisions on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from danvan.domains.petitions.likeness import joining, showing
from danvan.domains.petitions.models import LikePair
from danvan.domains.petitions.tying.joining import Because, Parting
from danvan.records.desk.access import Reach, desk_page, reading
from danvan.ui.errors import Refusal

ACTS = {
    "nhap": (joining.join, gettext_lazy("Đã nhập đơn sau vào đơn trước.")),
    "bac": (joining.refuse, gettext_lazy("Đã ghi là không trùng.")),
    "go": (joining.undo, gettext_lazy("Đã gỡ; cặp đơn chờ xem xét lại.")),
}


@require_safe
@desk_page
def worklist(request: HttpRequest) -> HttpResponse:
    """Pairs of which the account reads at least one letter."""
    reach = reading(request)
    state = request.GET.get("trang_thai", LikePair.State.PROPOSED)
    if state not in LikePair.State.values:
        state = LikePair.State.PROPOSED
    rows, has_more = showing.listed(reach, state)
    context = {"reach": reach, "rows": rows, "state": state, "states": LikePair.State.choices}
    return render(request, "petitions/like_pairs.html", context | {"has_more": has_more})


@require_safe
@desk_page
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Two letters side by side, with the reasons."""
    return _pair(request, reading(request), pk)


@require_POST
@desk_page
def decide(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Join, refuse or take back."""
    reach = reading(request)
    kept = _found(reach, pk)
    if act not in ACTS:
        raise Http404
    act_on, done = ACTS[act]
    try:
        act_on(kept, by=reach.account, on=reach.on, reason=request.POST.get("ly_do", ""))
    except Refusal as refusal:
        return _pair(request, reach, pk, sentences=[str(refusal)], status=400)
    messages.success(request, done)
    return redirect("petitions:like_pair", pk)


@require_POST
@desk_page
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the other unit to look at the pair together."""
    reach = reading(request)
    try:
        joining.ask(_found(reach, pk), by=reach.account, on=reach.on)
    except Refusal as refusal:
        return _pair(request, reach, pk, sentences=[str(refusal)], status=400)
    messages.success(request, _("Đã xin phối hợp; cán bộ của đơn vị kia thấy trong danh sách đơn trùng."))
    return redirect("petitions:like_pair", pk)


def _found(reach: Reach, pk: int) -> LikePair:
    kept = showing.visible(reach).filter(pk=pk).first()
    if kept is None:
        raise Http404
    return kept


def _pair(request: HttpRequest, reach: Reach, pk: int, status: int = 200, **context: Any) -> HttpResponse:
    shown = showing.side_by_side(reach, _found(reach, pk))
    is_joined = shown.pair.state == LikePair.State.JOINED
    context["reasons"] = (Parting if is_joined else Because).choices
    return render(
        request, "petitions/like_pair.html", context | {"reach": reach, "shown": shown}, status=status
    )
