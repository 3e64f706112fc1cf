"""The public pages of phản ánh."""

import secrets
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback, FeedbackPhoto
from danvan.portal import robots
from danvan.portal.feedback import listing
from danvan.portal.serving import public_page
from danvan.records.gates import Gate
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.views import page_not_found, too_many

COOKIE = "cung_gap"
YEAR_SECONDS = 365 * 24 * 3600
MET = Gate("cung-gap", 30, 3600)


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The list."""
    words = request.GET.get("noi", "")
    found = listing.page(words, request.GET.get("sau", ""))
    context = {"found": found, "words": words, "here": "feedback"}
    context |= {"illustrative": any(row.is_illustrative for row in found.rows)}
    return render(request, "portal/feedback/list.html", context)


@public_page
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One approved photograph."""
    kept = FeedbackPhoto.objects.filter(pk=min(pk, listing.LARGEST), feedback__hidden_on=None).first()
    if kept is None:
        raise Refusal("Không có ảnh nào ở địa chỉ này.")
    return HttpResponse(bytes(kept.jpeg), content_type="image/jpeg")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One phản ánh, and “tôi cũng gặp”."""
    try:
        found = listing.one(pk)
    except Refusal as refusal:
        return page_not_found(request, refusal)
    if request.method == "POST":
        return _met(request, found)
    return _page(request, found)


def _met(request: HttpRequest, found: listing.Item) -> HttpResponse:
    if MET.is_shut(request):
        return too_many(request, MET.seconds)
    try:
        robots.judge(request)
    except Refusal as refusal:
        return _page(request, found, str(refusal))
    MET.count(request)
    token = request.COOKIES.get(COOKIE, "")[:64] or secrets.token_urlsafe(16)
    digest = blake2b(token.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    feedback.echo(Feedback.objects.get(pk=found.pk), digest, today())
    answer = redirect("portal:feedback_item", found.pk)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=YEAR_SECONDS,
        path=request.path.rpartition(f"{found.pk}/")[0],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _page(request: HttpRequest, found: listing.Item, sentence: str = "") -> HttpResponse:
    context = {
        "item": found,
        "robots": robots.ask(),
        "errors": [(sentence, "#cau_tra_loi")] if sentence else [],
        "illustrative": found.is_illustrative,
        "here": "feedback",
    }
    return render(request, "portal/feedback/item.html", context, status=400 if sentence else 200)
