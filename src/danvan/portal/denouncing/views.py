"""The pages of sending, all at one address: what was answered comes and goes in bodies, never in an address."""

from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.portal import robots
from danvan.portal.denouncing import receipt, sending
from danvan.portal.denouncing.forms import NAMED, NAMELESS
from danvan.portal.denouncing.steps import BY_KEY, NAME, PAGES, PROTECTION, SEND, Journey, Page
from danvan.portal.filing.denouncing import is_of_this_site, quiet
from danvan.records.today import today
from danvan.ui.errors import Refusal

TOO_MANY = "Có quá nhiều lần gửi từ nơi này trong một giờ; hãy gửi lại sau, hoặc đưa bản giấy đến nơi nhận."
TOO_MUCH = (
    "Các tệp quá lớn nên chưa gửi được gì, máy chưa lưu gì: nhiều nhất 4 tệp, mỗi tệp 5 MB. Hãy bấm Quay lại của trình "
    "duyệt; trình duyệt hỏi gửi lại mẫu thì đồng ý, những gì đã gõ sẽ hiện ra; rồi chọn lại tệp."
)
UNIT_FULL = "Nơi này đã nhận quá nhiều lần gửi trong một giờ; hãy gửi lại sau một giờ, hoặc đưa bản giấy đến nơi nhận."


@sensitive_post_parameters()
@quiet
@require_http_methods(["GET", "HEAD", "POST"])
def denounce(request: HttpRequest) -> HttpResponse:
    """One question, then the next; at the end what was sent, once."""
    if request.method != "POST":
        return redirect("portal:filing_denunciation")
    try:
        journey = Journey(request.POST, today(), is_ours=is_of_this_site(request))
    except RequestDataTooBig:
        raise Refusal(_(TOO_MUCH)) from None
    if wanted := journey.page(request.POST.get("ve", "")):
        return _show(request, journey, wanted)
    shown = journey.page(request.POST.get("trang", ""))
    if shown is None:
        return _show(request, journey, PAGES[0])
    if shown.key == SEND:
        return _send(request, journey)
    form = journey.form(shown)
    if not journey.is_right(shown, form):
        return _show(request, journey, shown, form)
    return _show(request, journey, journey.after(shown))


def _send(request: HttpRequest, journey: Journey) -> HttpResponse:
    if wrong := journey.wrong():
        return _show(request, journey, *wrong)
    page = BY_KEY[SEND]
    form = journey.form(page, request.FILES)
    if not form.is_valid():
        return _show(request, journey, page, form)
    try:
        if sending.PRESSED.is_shut(request):
            raise Refusal(_(TOO_MANY))
        sending.PRESSED.count(request)
        sent = sending.hand_in(journey, form.cleaned_data["tep"], lambda: _judge(request, journey))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _show(request, journey, page, form)
    if sent.is_new:
        sending.TAKEN.count_for(str(journey.offer.unit_id))
    return render(request, "portal/denouncing/sent.html", receipt.context(journey, sent))


def _judge(request: HttpRequest, journey: Journey) -> None:
    if sending.SENT.is_shut(request):
        raise Refusal(_(TOO_MANY))
    if sending.TAKEN.is_shut_for(str(journey.offer.unit_id)):
        raise Refusal(_(UNIT_FULL))
    robots.judge(request)
    sending.SENT.count(request)  # before the files are looked into, which costs as much when they are refused


def _show(request: HttpRequest, journey: Journey, page: Page, form: forms.Form | None = None) -> HttpResponse:
    """A page, with its faults where `form` was checked."""
    asked, earlier = journey.pages, journey.before(page)
    context: dict[str, Any] = {
        "page": page,
        "form": form or journey.form(page, is_sent=False),
        "hidden": journey.hidden(page),
        "way": journey.way,
        "number": asked.index(page) + 1,
        "pages": len(asked) if page.key not in (PROTECTION, NAME) else 0,
        "back": earlier.key if earlier else "",
        "here": "filing",
    }
    context |= _more(journey, page)
    return render(request, "portal/denouncing/page.html", context, status=400 if form else 200)


def _more(journey: Journey, page: Page) -> dict[str, Any]:
    if page.key == PROTECTION:
        return {"offer": journey.offer, "keepers": [post.title for post in journey.offer.keeping]}
    if page.key == NAME:
        return {
            "anonymous": receipt.in_force("TC.ANON", journey.on),
            "first_check": receipt.in_force("TC.INIT", journey.on),
            "named_value": NAMED,
            "nameless_value": NAMELESS,
        }
    return {"robots": robots.ask(), "rows": _rows(journey)} if page.key == SEND else {}


def _rows(journey: Journey) -> list[tuple[str, str, str]]:
    """(question, answer, page to change it) of who will open it and of all that was answered."""
    who = ", ".join(journey.opening())
    told = [(_("Những chức vụ mở được"), who, PROTECTION)]
    for page in journey.pages:
        form = journey.form(page)
        if page.key == SEND or not form.is_valid():
            continue
        for name, field in form.fields.items():
            told.append((str(field.label), _said(journey, name, form.cleaned_data[name]), page.key))
    return told


def _said(journey: Journey, name: str, value: Any) -> str:
    if name == "tru":
        return ", ".join(journey.excluded()) or _("không đánh dấu ai")
    if name == "ten":
        return _("có họ tên") if journey.is_named else _("không họ tên")
    return value or _("không ghi")
