"""The pages of a request about personal data. All answers travel in the form; the code never stands in an address."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.domains.personal_data import filing
from danvan.portal import robots
from danvan.portal.data_requests.asking import Asked, asked, rows
from danvan.portal.data_requests.forms import AGENT, STEPS
from danvan.portal.qr import picture_of
from danvan.portal.tracking.standing import MISSED, UNKNOWN, read_code
from danvan.records.desk.places import names
from danvan.records.gates import Gate
from danvan.records.models import Duty, Record
from danvan.records.seal import senders
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.views import too_many

SENT = Gate("du-lieu-ca-nhan", 10, 3600)
WHO = 1  # the place of the question who asks
KEPT_SECONDS = 2 * 3600  # how long the same form, sent again, leads to the same receipt


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """From the first page over the questions to the receipt."""
    if request.method != "POST":
        return render(request, "portal/data_requests/start.html", {"here": "track"})
    if MISSED.is_shut(request):
        return too_many(request, MISSED.seconds)
    turn = asked(request.POST)
    about, sentence = _about(request, turn)
    if sentence:
        return _question(request, _at_code(request, sentence), None)
    if turn.place > WHO and request.POST.get("who") == AGENT:
        return render(request, "portal/data_requests/agent.html", {"here": "track"})
    if not turn.is_last:
        return _question(request, turn, about)
    return _send(request, about) if about and "gui" in request.POST else _check(request, about)


def _about(request: HttpRequest, turn: Asked) -> tuple[Record | None, str]:
    """The record of the code, or the sentence why there is none; nothing while no code that fits was sent."""
    try:
        code = read_code(request.POST.get("code", ""))
    except Refusal:
        return None, ""
    found = Record.objects.select_related("unit").filter(public_id=code).first()
    if found is None or senders.sender_of(
        found
    ):  # as `tracking.standing`: the number of such a record is no code
        MISSED.count(request)
        return None, str(UNKNOWN)
    try:
        filing.refuse_about(found)
    except Refusal as refusal:
        return None, str(refusal)
    return found, ""


def _at_code(request: HttpRequest, sentence: str) -> Asked:
    form = STEPS[0](request.POST)
    form.add_error("code", sentence)
    return Asked(0, form, [])


def _question(request: HttpRequest, turn: Asked, about: Record | None) -> HttpResponse:
    context: dict[str, Any] = {
        "turn": turn,
        "form": turn.form,
        "number": turn.place + 1,
        "pages": len(STEPS),
        "before": turn.place - 1,
        "here": "track",
    }
    if about and turn.place:
        context["about"] = _told(about)
    status = 400 if turn.form.errors else 200
    return render(request, "portal/data_requests/question.html", context, status=status)


def _told(about: Record) -> dict[str, str]:
    return {"number": about.number, "unit": names([about.unit_id], today()).get(about.unit_id, "")}


def _check(request: HttpRequest, about: Record | None, sentence: str = "") -> HttpResponse:
    context = {
        "turn": asked(request.POST),
        "rows": rows(request.POST),
        "about": _told(about) if about else None,
        "robots": robots.ask(),
        "key": request.POST.get("khoa") or str(uuid4()),
        "errors": [(sentence, "#cau_tra_loi")] if sentence else [],
        "last": len(STEPS) - 1,
        "here": "track",
    }
    return render(request, "portal/data_requests/check.html", context, status=400 if sentence else 200)


def _send(request: HttpRequest, about: Record) -> HttpResponse:
    """One request of one form about one record, also where it is pressed twice in the same moment."""
    try:
        kept = _kept(about, request.POST.get("khoa", ""))
        with senders.alone_with(kept):
            if earlier := Record.objects.filter(pk=cache.get(kept) or 0).first():
                return _receipt(request, earlier)
            if SENT.is_shut(request):
                return too_many(request, SENT.seconds)
            robots.judge(request)
            made = _filed(about, request.POST)
            cache.set(kept, made.pk, KEPT_SECONDS)
    except Refusal as refusal:
        return _check(request, about, str(refusal))
    SENT.count(request)
    return _receipt(request, made)


def _filed(about: Record, said: Any) -> Record:
    return filing.file(about, said["right"], said["full_name"], said["words"], on=today())


def _kept(about: Record, key: str) -> str:
    """Under which name the cache keeps what a form about a record led to; Refusal without the form's key."""
    if not key:
        raise Refusal(_("Biểu mẫu thiếu mã gửi; hãy mở lại trang rồi điền lại."))
    return f"du-lieu-ca-nhan:{sha256(f'{about.pk}:{key[:64]}'.encode()).hexdigest()[:32]}"


def _receipt(request: HttpRequest, made: Record) -> HttpResponse:
    duty = Duty.objects.open().filter(record_id=made.pk).order_by("due_on", "id").first()
    context = {
        "made": made,
        "unit": names([made.unit_id], today()).get(made.unit_id, ""),
        "duty": duty,
        "on": today(),
        "qr": picture_of(made.public_id),
        "title": _("Đã gửi yêu cầu"),
        "here": "track",
    }
    return render(request, "portal/data_requests/sent.html", context)
