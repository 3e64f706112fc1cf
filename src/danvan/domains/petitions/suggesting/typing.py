"""What is like a text while an officer types it: suggestions, letters like it, settled matters of like content.

The text is compared in memory and neither kept nor logged; only of a class of which the text may be known.
"""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from danvan.domains.petitions.likeness import showing
from danvan.domains.petitions.likeness.finding import alike
from danvan.domains.petitions.likeness.indexing import RELEASED
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.suggesting import settled
from danvan.domains.petitions.suggesting.suggest import said, suggest
from danvan.records.desk import aids
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.ui.errors import Refusal

A_MINUTE, MOST_A_MINUTE, LONGEST = 60, 30, 20_000
PART = "petitions/typed.html"


def may(reach: Reach) -> bool:
    """Whoever classifies letters somewhere."""
    return bool(reach.units("records.classify"))


@sensitive_variables("typed", "text", "told")
def look(typed: Mapping[str, str], reach: Reach) -> dict[str, Any] | None:
    """What is found for a text: `given`, `found`, `settled`; None for a class of which no text may be compared."""
    if typed.get("kind") not in RELEASED:
        return None
    text = typed.get("content", "")[:LONGEST]
    if not text.strip():
        return {"given": [], "found": [], "settled": []}
    told = print_of(text, typed.get("full_name", "")[:200], typed.get("address", "")[:300])
    return {
        "given": said(suggest(told, reach)),
        "found": showing.matches(reach, alike(told, reach.on)),
        "settled": settled.like(told, reach),
    }


def look_beside(typed: Mapping[str, str], reach: Reach) -> dict[str, Any] | None:
    """The same for a form that was sent with the button; None too when it was pressed too often."""
    return look(typed, reach) if _within_rate(reach.account.pk) else None


AID = aids.Aid("petitions:like_typing", PART, tuple(map(str, RELEASED)), look_beside, may)


@sensitive_post_parameters("content", "full_name", "address", "phone")
@require_POST
@desk_page
def while_typing(request: HttpRequest) -> HttpResponse:
    """The same as a page, or alone for the script that asks with X-Part; only for who classifies letters."""
    reach = Reach(request.user)
    if not may(reach):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không phân loại đơn ở đơn vị nào; hãy liên hệ người quản trị.")
        )
    if request.POST.get("kind") not in RELEASED:
        raise Refusal(
            _(
                "Chỉ tìm đơn trùng sau khi chọn loại khiếu nại hoặc kiến nghị, phản ánh; tố cáo không bao giờ được so."
            )
        )
    if not _within_rate(reach.account.pk):
        raise Refusal(_("Bà/Ông vừa tìm nhiều lần; hãy đợi một phút rồi tìm lại."))
    found = look({name: request.POST.get(name, "") for name in aids.TYPED}, reach)
    template = PART if request.headers.get("X-Part") else "petitions/like_typing.html"
    return render(request, template, {"reach": reach, "part": found})


def _within_rate(account: int) -> bool:
    key = f"don_trung:{account}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) <= MOST_A_MINUTE
    except ValueError:  # the minute ended in between
        return True
