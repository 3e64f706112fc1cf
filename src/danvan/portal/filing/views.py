"""The pages of the form. Each view gets, guards, calls one function and renders."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danvan.domains.petitions.denunciations import looking as denouncing
from danvan.portal import robots
from danvan.portal.filing import answering, receipt, steps, vault
from danvan.portal.filing.forms import COMPLAINT, DENUNCIATION, ResumeForm
from danvan.portal.filing.handing_in import hand_in, was_sent
from danvan.portal.filing.vault import Draft
from danvan.records.gates import Gate
from danvan.ui.errors import Refusal
from danvan.ui.views import bad_request, too_many

COOKIE = "gui_don"
BEGUN = Gate("gui-don-bat-dau", 60, 3600)
WRITTEN = Gate("gui-don-ghi", 600, 3600)
SENT = Gate("gui-don", 20, 3600)
GUESSED = Gate("gui-don-ma", 20, 600)


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing of the form is kept on the way, and no search engine comes here."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            response = bad_request(request, refusal)
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


def drafted(request: HttpRequest) -> Draft | None:
    """The visitor's form."""
    return vault.find(request.COOKIES.get(COOKIE, ""))


def _with_cookie(response: HttpResponse, draft: Draft) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        draft.token,
        max_age=vault.KEPT_DAYS * 24 * 3600,
        path=reverse("portal:filing"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _without_cookie(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("portal:filing"), samesite="Lax")
    return response


@page
def start(request: HttpRequest) -> HttpResponse:
    """What the law asks of each kind, before the first question."""
    if request.method == "POST":
        if BEGUN.is_shut(request):
            return too_many(request, BEGUN.seconds)
        BEGUN.count(request)
        draft = vault.begin()
        vault.keep(draft)
        return _with_cookie(redirect("portal:filing_step", "loai"), draft)
    return render(request, "portal/filing/start.html", {"draft": drafted(request), "here": "filing"})


@page
def step(request: HttpRequest, key: str) -> HttpResponse:
    """One question."""
    draft = drafted(request)
    if draft is None or draft.is_sent:
        return redirect("portal:filing")
    asked = steps.step_of(key, draft.answers)
    first = steps.missing(draft.answers)
    if asked is None or (first and not asked.is_answered(draft.answers) and asked is not first):
        return redirect("portal:filing_step", (first or steps.STEPS[0]).key)
    if request.method == "POST":
        if WRITTEN.is_shut(request):
            return too_many(request, WRITTEN.seconds)
        WRITTEN.count(request)
    turn = answering.Turn(draft, asked, request)
    if request.method == "POST" and (onward := turn.take()):
        if draft.answers.get("kind") == DENUNCIATION:
            vault.drop(draft)
            return _without_cookie(redirect("portal:filing_denunciation"))
        return _with_cookie(redirect(onward), draft)
    status = 400 if request.method == "POST" and turn.form.errors else 200
    return render(request, "portal/filing/step.html", turn.context(), status=status)


@page
def check(request: HttpRequest) -> HttpResponse:
    """All answers on one page; from here the form is sent."""
    draft = drafted(request)
    if draft is None:
        return redirect("portal:filing")
    if draft.is_sent:
        return redirect("portal:filing_sent")
    if first := steps.missing(draft.answers):
        return redirect("portal:filing_step", first.key)
    if request.method != "POST":
        return _check_page(request, draft)
    if SENT.is_shut(request):
        return too_many(request, SENT.seconds)
    suspected = denouncing.signs(answering.whole_text(draft.answers))
    if suspected and request.POST.get("co_to_cao") != "khong":
        if request.POST.get("co_to_cao") == "co":
            vault.drop(draft)
            return _without_cookie(redirect("portal:filing_denunciation"))
        return _check_page(
            request, draft, _("Chưa cho biết đơn có tố cáo ai không; hãy chọn một mục."), "#co_to_cao"
        )
    return _send(request, draft)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        handed = hand_in(draft, is_held=robots.judge(request).is_held)
    except Refusal as refusal:
        if was_sent(draft):  # pressed twice: the proof served the first press, and that one filed it
            return redirect("portal:filing_sent")
        return _check_page(request, draft, str(refusal), "#cau_tra_loi")
    SENT.count(request)
    if draft.answers.get("kind") == COMPLAINT and handed.is_new:
        # Shown once, from memory: the complaint to print and sign; nothing of its text stays on the server.
        context = receipt.context(handed.record, draft.answers)
        return render(request, "portal/filing/sent.html", context)
    return redirect("portal:filing_sent")


def _check_page(request: HttpRequest, draft: Draft, sentence: str = "", place: str = "") -> HttpResponse:
    context = {
        "rows": answering.rows(draft),
        "robots": robots.ask(),
        "suspected": denouncing.signs(answering.whole_text(draft.answers)),
        "errors": [(sentence, place)] if sentence else [],
        "is_complaint": draft.answers["kind"] == COMPLAINT,
        "here": "filing",
    }
    return render(request, "portal/filing/check.html", context, status=400 if sentence else 200)


@page
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt, for a day, to the visitor who sent the form."""
    draft = drafted(request)
    if draft is None or not draft.is_sent:
        return redirect("portal:filing")
    return render(request, "portal/filing/sent.html", receipt.context(receipt.record_of(draft)))


@page
def resume(request: HttpRequest) -> HttpResponse:
    """Going on with a form begun elsewhere."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if GUESSED.is_shut(request):
            return too_many(request, GUESSED.seconds)
        try:
            if draft := vault.find(vault.read_token(form.cleaned_data["code"])):
                return _with_cookie(redirect("portal:filing_check"), draft)
            GUESSED.count(request)
            form.add_error(
                "code", _("Không có đơn nào đang lưu với mã này; có thể đã quá 7 ngày hoặc đã gửi.")
            )
        except Refusal as refusal:
            form.add_error("code", str(refusal))
    return render(
        request,
        "portal/filing/resume.html",
        {"form": form, "here": "filing"},
        status=400 if form.errors else 200,
    )


@require_POST
@page
def drop(request: HttpRequest) -> HttpResponse:
    """Forget the form."""
    if (draft := drafted(request)) and not draft.is_sent:
        vault.drop(draft)
    return _without_cookie(redirect("portal:filing"))
