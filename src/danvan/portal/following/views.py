"""The pages of who sent a tố cáo over the network. The code travels in the body of one POST; afterwards a ticket does.

No cookie, no session, nothing in an address. Each further form carries a ticket of half an hour (`records/seal/tickets.py`)
and not the code: what a browser keeps of the page opens nothing later. An unknown code, a wrong second item and one tried
too often get the same sentence. The time that an answer takes tells whether a code exists, which who has a code knows.
"""

from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from danvan.portal import robots
from danvan.portal.filing import uploads
from danvan.portal.filing.denouncing import quiet
from danvan.portal.following import page
from danvan.portal.following.forms import CodeForm, ProtectionForm, WriteForm
from danvan.records.desk.patience import told_when_held
from danvan.records.desk.submissions import read_key
from danvan.records.gates import Gate
from danvan.records.models import Record
from danvan.records.models.message import LONGEST
from danvan.records.seal import conversation, senders, tickets
from danvan.ui.errors import Refusal
from danvan.ui.views import too_many

HOUR = 3600
FREE = Gate("theo-doi-thu", 3, HOUR)  # wrong tries of an address before a program has to prove work
MISSED = Gate("theo-doi-sai", 20, HOUR)
OPENED = Gate("theo-doi", 60, HOUR)  # openings by code: each costs Argon2id
WROTE = Gate("theo-doi-gui", 30, HOUR)  # messages of an address
OF_CASE = Gate("niem-phong-tin", 20, HOUR)  # messages into one case
UNKNOWN = gettext_lazy(
    "Mã hoặc mục thứ hai không đúng, hoặc đã gõ sai quá nhiều lần; hãy xem lại mã, hoặc thử lại sau: gõ sai càng nhiều thì "
    "phải chờ càng lâu, từ một giờ đến một ngày."
)
OFTEN = gettext_lazy(
    "Đã gửi quá nhiều tin trong một giờ; hãy gửi tiếp sau một giờ, hoặc đến nơi tiếp công dân."
)
SAID = gettext_lazy("Đã niêm phong và chuyển cho người giữ khóa; câu trả lời sẽ ở trang này.")
WRITING, KEPT, WAIT = "dang-ghi", "da-giu", 60  # seconds: whoever died while writing shuts nothing for longer

type Known = tuple[Record, bytes]


@quiet
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """How it stands, what was written, who opened."""
    if request.method != "POST":
        return _ask(request, CodeForm())
    known = _known(request)
    return known if isinstance(known, HttpResponse) else _shown(request, known)


@quiet
@sensitive_post_parameters()
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Write to the office; with `bao_ve`, ask for protection."""
    known = _known(request)
    if isinstance(known, HttpResponse):
        return known
    asks = "bao_ve" in request.POST
    form = ProtectionForm(request.POST) if asks else WriteForm(request.POST, request.FILES)
    shown = {"protection" if asks else "writing": form}
    if not form.is_valid():
        return _shown(request, known, status=400, **shown)
    try:
        with told_when_held(senders.BUSY):
            told = _keep(request, known, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, known, status=400, **shown)
    return _shown(request, known, told=told)


@quiet
@sensitive_post_parameters()
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """A paper that the office let the sender read, as it was issued."""
    known = _known(request)
    if isinstance(known, HttpResponse):
        return known
    number = request.POST.get("so", "")
    found = conversation.file_of(*known, int(number)) if number.isdecimal() and len(number) < 5 else None
    if found is None:
        return _shown(request, known, status=404)
    headers = {"Content-Disposition": content_disposition_header(True, found[0]) or ""}
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return HttpResponse(found[1], content_type="application/pdf", headers=headers)


def _known(request: HttpRequest) -> Known | HttpResponse:
    """The record and the sender's key by ticket or code, else the page that says why not."""
    if "ve" in request.POST:
        try:
            return tickets.read(request.POST["ve"])
        except Refusal as refusal:
            return _ask(request, CodeForm(), str(refusal))
    for gate in (MISSED, OPENED):
        if gate.is_shut(request):
            return too_many(request, gate.seconds)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        if FREE.is_shut(request):
            robots.judge(request)
        code = senders.read_code(form.cleaned_data["code"])
    except Refusal as refusal:
        return _ask(request, form, str(refusal))
    OPENED.count(request)
    try:
        found = senders.find(code, form.cleaned_data["second"].strip())
    except Refusal as refusal:
        return _ask(request, form, str(refusal))
    if found is None:
        if stone := senders.destroyed(code):
            return render(request, "portal/following/destroyed.html", {"stone": stone, "here": "filing"})
        FREE.count(request)
        MISSED.count(request)
        return _ask(request, form, str(UNKNOWN), status=404)
    return found


def _keep(request: HttpRequest, known: Known, form: Any) -> str:
    """Keep what was written, once however often the very same is pressed; the sentence that says so.

    Other words under the same form's key are another message. Counted and judged before a file is looked into.
    """
    record, private = known
    mark = _mark(request, record)
    if cache.get(mark) == KEPT:
        return str(SAID)
    if WROTE.is_shut(request) or OF_CASE.is_shut_for(str(record.pk)):
        raise Refusal(str(OFTEN))
    if not cache.add(mark, WRITING, WAIT):
        raise Refusal(senders.PRESSED)
    WROTE.count(request)
    OF_CASE.count_for(str(record.pk))
    try:
        _write(record, private, form)
    except BaseException:  # nothing was kept: pressed again it must not be told that it was
        cache.delete(mark)
        raise
    cache.set(mark, KEPT, HOUR)
    return str(SAID)


def _mark(request: HttpRequest, record: Record) -> str:
    """The cache's key of one message: form, case and a digest of all of it, under a key that lies in no table."""
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"danvan.pressed").digest()
    told = blake2b(read_key(request.POST.get("key", "")).encode(), key=key, digest_size=16)
    file = request.FILES.get("file")
    parts = [str(record.pk), *(request.POST.get(name, "") for name in ("bao_ve", "scope", "text", "why"))]
    for part in (*(one.encode() for one in parts), file.read() if file else b""):
        told.update(len(part).to_bytes(8) + part)
    if file:
        file.seek(0)
    return f"theo-doi:{told.hexdigest()}"


def _write(record: Record, private: bytes, form: Any) -> None:
    values = form.cleaned_data
    if isinstance(form, ProtectionForm):
        scope = form.scope_words
        conversation.from_sender(record, private, values["why"], kind=conversation.PROTECTION, scope=scope)
        return
    sent, sender = values["file"], senders.sender_of(record)
    is_nameless = sender is None or not sender.is_named
    files = [uploads.read(sent, 1, is_cleaned=is_nameless)] if sent else []
    conversation.from_sender(record, private, values["text"], files)


def _shown(request: HttpRequest, known: Known, *, status: int = 200, **more: Any) -> HttpResponse:
    record, private = known
    kept, asks = request.POST.get("giu", "")[:LONGEST], request.POST.get("la") == "bao_ve"
    context = page.context(record, private) | {
        "ticket": tickets.issue(record, private),
        "writing": WriteForm(initial={} if asks else {"text": kept}),
        "protection": ProtectionForm(
            initial={"why": kept, "scope": request.POST.get("pham_vi", "")[:20]} if asks else {}
        ),
        "protection_kept": asks,
        "illustrative": record.is_illustrative,
        "here": "filing",
    }
    return render(request, "portal/following/case.html", context | more, status=status)


def _ask(request: HttpRequest, form: CodeForm, error: str = "", status: int = 0) -> HttpResponse:
    """The page that asks for the code; what was being written when a ticket ran out goes along, to be sent after it."""
    if error:
        form = CodeForm(request.POST if "code" in request.POST else {"code": "", "second": ""})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, error)
    context = {
        "form": form,
        "kept": _kept(request),
        "robots": robots.ask() if FREE.is_shut(request) else None,
        "here": "filing",
    }
    wrong = status or (400 if form.errors else 200)
    return render(request, "portal/following/code.html", context, status=wrong)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of what goes along through the code's page: the words, and of which form with which choice."""
    sent = request.POST
    words = (sent.get("giu") or sent.get("text") or sent.get("why") or "")[:LONGEST]
    asks = "bao_ve" in sent or sent.get("la") == "bao_ve"
    scope = (sent.get("scope") or sent.get("pham_vi") or "")[:20]
    told = [("giu", words)] if words else []
    return [*told, ("la", "bao_ve"), ("pham_vi", scope)] if asks else told
