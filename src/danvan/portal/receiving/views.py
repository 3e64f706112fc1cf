"""The pages. A code never stands in an address: each step sends it again in its form."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danvan.domains.reception import booking
from danvan.domains.reception.models import Booking
from danvan.domains.reception.schedule.slots import Offer, find, slots
from danvan.org.places import names
from danvan.portal import robots
from danvan.portal.receiving.forms import NO, BookingCodeForm, ContentForm, NamedPlaceForm, PlaceForm
from danvan.portal.receiving.page import find_unit, schedule_page
from danvan.portal.serving import public_page
from danvan.portal.unit_search import LONGEST, search
from danvan.records.gates import Gate
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.views import page_not_found, too_many

TAKEN = Gate("dat-cho", 12, 3600)
MISSED = Gate("dat-cho-ma", 20, 600)
KEPT_SECONDS = 2 * 3600  # how long the same form, sent again, leads to the same slip
UNKNOWN = gettext_lazy("Không có chỗ đặt nào có mã này; hãy xem lại từng chữ số trên giấy hẹn.")
GONE = gettext_lazy("Lịch này không còn hoặc đã dời; hãy mở lại trang lịch tiếp công dân của đơn vị.")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Find a unit."""
    on = today()
    words = request.GET.get("tim", "").strip()[:LONGEST]
    found = search(words, on, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""))
    rows = [(row, reverse("portal:receiving_of", args=[_slug(row.address)])) for row in found.rows]
    context = {
        "words": words,
        "rows": rows,
        "previous": f"?{urlencode({'tim': words, 'truoc': found.before})}" if found.before else "",
        "next": f"?{urlencode({'tim': words, 'sau': found.after})}" if found.after else "",
        "here": "receiving",
    }
    return render(request, "portal/receiving/index.html", context)


def _slug(address: str) -> str:
    return address.strip("/").rpartition("/")[2]


@public_page
def of_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """The schedule of a unit."""
    page = schedule_page(slug, today())
    trail = [(_("Lịch tiếp công dân"), reverse("portal:receiving")), (page.name, "")]
    illustrative = any(one.is_illustrative for one in (*page.sessions, *page.moved))
    context = {"page": page, "trail": trail, "here": "receiving", "illustrative": illustrative}
    return render(request, "portal/receiving/unit.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take a place: the question of the matter first, then hour and, where it may be asked, the name."""
    try:
        unit = find_unit(slug)
        offer = find(unit.pk, key, today())
        if offer is None:
            raise Refusal(str(GONE))
    except Refusal as refusal:
        return page_not_found(request, refusal)
    if request.method == "POST" and TAKEN.is_shut(request):
        return too_many(request, TAKEN.seconds)
    context = _about(unit, offer)
    first = ContentForm(request.POST if request.method == "POST" else None)
    if not first.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "portal/receiving/content.html", context | {"form": first}, status=status)
    return _second(request, offer, first, context)


def _about(unit: Any, offer: Offer) -> dict[str, Any]:
    named = names([unit.pk], offer.on).get(unit.pk, "")
    back = reverse("portal:receiving_of", args=[unit.slug])
    return {"offer": offer, "unit": named, "back": back, "here": "receiving"}


def _second(request: HttpRequest, offer: Offer, first: ContentForm, context: dict[str, Any]) -> HttpResponse:
    """The page with the hours; taken when it was sent with an answer to all of them."""
    form_class = PlaceForm if first.is_sealed else NamedPlaceForm
    is_sent = "gui" in request.POST
    form = form_class(request.POST if is_sent else None, slots=slots(offer))
    sent_before = _earlier(request)
    if sent_before:
        return _slip(request, sent_before, is_new=True)
    if is_sent and form.is_valid():
        try:
            return _slip(request, _take(request, offer, first, form), is_new=True)
        except Refusal as refusal:
            form = form_class(request.POST, slots=slots(offer))
            form.add_error(None, str(refusal))
    context |= {"form": form, "answer": first.cleaned_data["noi_dung"], "is_sealed": first.is_sealed}
    context |= {"robots": robots.ask(), "key": request.POST.get("khoa") or str(uuid4()), "no": NO}
    return render(request, "portal/receiving/place.html", context, status=400 if form.errors else 200)


def _take(request: HttpRequest, offer: Offer, first: ContentForm, form: PlaceForm) -> Booking:
    robots.judge(request)
    said = form.cleaned_data
    asked = booking.Asked(form.at, said["so_nguoi"], said["giup"] or "khong", first.is_sealed, form.person)
    made = booking.take(offer, asked)
    TAKEN.count(request)
    if request.POST.get("khoa"):
        cache.set(_kept(request.POST["khoa"]), made.pk, KEPT_SECONDS)
    return made


def _kept(key: str) -> str:
    return f"dat-cho:{sha256(key[:64].encode()).hexdigest()[:32]}"


def _earlier(request: HttpRequest) -> Booking | None:
    """What the same form led to when it was sent before."""
    key = request.POST.get("khoa", "")
    pk = cache.get(_kept(key)) if key else None
    return Booking.objects.filter(pk=pk).first() if pk else None


def _slip(request: HttpRequest, made: Booking, *, is_new: bool = False, sentence: str = "") -> HttpResponse:
    """The slip: code, day, hour, place; no name, no matter."""
    source = made.session or made.hours
    context = {
        "booking": made,
        "unit": names([made.unit_id], made.on).get(made.unit_id, ""),
        "place": source.place if source else "",
        "is_new": is_new,
        "sentence": sentence,
        "may_cancel": made.state == Booking.State.BOOKED and made.on >= today(),
        "here": "receiving",
    }
    return render(request, "portal/receiving/slip.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Find a booking by its code."""
    if request.method != "POST":
        return _ask_code(request, BookingCodeForm())
    found = _found(request)
    return found if isinstance(found, HttpResponse) else _slip(request, found)


@never_cache
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Give a place back."""
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    try:
        return _slip(request, booking.cancel(found, on=today()), sentence=_("Đã hủy chỗ này."))
    except Refusal as refusal:
        return _slip(request, found, sentence=str(refusal))


def _ask_code(request: HttpRequest, form: BookingCodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "here": "receiving"}
    return render(request, "portal/receiving/lookup.html", context, status=status)


def _found(request: HttpRequest) -> Booking | HttpResponse:
    """The booking of the code that was sent, or the page that says what is wrong."""
    if MISSED.is_shut(request):
        return too_many(request, MISSED.seconds)
    form = BookingCodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, 400)
    rows = Booking.objects.select_related("session", "hours")
    found = rows.filter(code=form.cleaned_data["code"]).first()
    if found is None:
        MISSED.count(request)
        form.add_error("code", str(UNKNOWN))
        return _ask_code(request, form, 404)
    return found
