"""The redacted copy: what may tell of the denouncer is proposed, a person ticks and adds, the copy is sealed."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from danvan.records.desk.access import Reach, desk_page
from danvan.records.models import Record, SealItem, SealOpening
from danvan.records.seal import items, redaction
from danvan.records.seal.pages import asked, in_hand, sealed_record, with_key
from danvan.records.seal.unlocking import Unlocked
from danvan.ui.errors import Refusal

Kind = SealItem.Kind
COVERED = (Kind.CONTENT, Kind.LETTER)
MOST_WORDS = 100
DIGEST, SHOWN = "digest", "ban"


@sensitive_post_parameters("phrase", "words")
@require_POST
@desk_page
def redact(request: HttpRequest, public_id: str) -> HttpResponse:
    """First the text with what is proposed; sent again with ticks, the copy as it would read; then sealed for verifiers."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach, SealOpening.Act.REDACT)
    key, secret = in_hand(request)
    text, known, seen = _text(record, request, key)
    if request.POST.get(DIGEST) not in (None, seen):
        raise Refusal(_("Hồ sơ có thêm nội dung mới; hãy mở lại để chọn chỗ cần che."))
    words = [line.strip() for line in request.POST.get("words", "").splitlines() if line.strip()][:MOST_WORDS]
    ticked = [redaction.read_span(value, text) for value in request.POST.getlist("che")]
    ticked += [(span.start, span.end) for span in redaction.said(text, words)]
    told = ""
    if "luu" in request.POST:
        copy = redaction.covered(text, ticked)
        told = _not_yet(request, copy, known)
        if not told:
            items.put(record, Kind.REDACTED, {"content": copy}, by=reach.account)
            messages.success(
                request, _("Đã niêm phong bản đã che; thành viên tổ xác minh chỉ mở được bản này.")
            )
            return with_key(redirect("seal:case", record.public_id), secret)
    spans = _spans(text, known, ticked if DIGEST in request.POST else None)
    chosen = [*ticked, *((span.start, span.end) for span, is_ticked in spans if is_ticked)]
    preview = redaction.covered(text, chosen)
    context = _context(record, request, reach, text, spans, words, seen)
    context |= {"preview": preview, "shown": print_of(preview)}
    context |= {"told": told, "left": redaction.still_told(preview, known)}
    answer = render(request, "records/seal/redact.html", context, status=400 if told else 200)
    return with_key(answer, secret)


def _not_yet(request: HttpRequest, copy: str, known: list[str]) -> str:
    """Why a copy is not sealed yet: nobody has seen it as it is now, or it still tells who wrote; empty when it is fit."""
    if request.POST.get(DIGEST) is None or request.POST.get(SHOWN) != print_of(copy):
        return _("Bản đã che khác bản đã hiện; hãy đọc lại bản dưới đây rồi niêm phong.")
    if redaction.still_told(copy, known) and request.POST.get("van_luu") != "1":
        return _(
            "Bản đã che còn chữ trùng họ tên, địa chỉ hoặc số điện thoại của người tố cáo; hãy che, hoặc đánh dấu xác nhận."
        )
    return ""


def print_of(copy: str) -> str:
    """By what a sent form says which copy it showed."""
    return sha256(copy.encode()).hexdigest()


def _text(record: Record, request: HttpRequest, key: Unlocked) -> tuple[str, list[str], str]:
    """The text to cover, what is known of the denouncer, and a print of the items it was made of."""
    found = items.read(
        record, asked(request), unlocked=key, kinds=(Kind.PERSON, *COVERED), act=SealOpening.Act.REDACT
    )
    known = [text for one in found if one.item.kind == Kind.PERSON for text in one.values.values()]
    said = [text for one in found if one.item.kind in COVERED for text in one.values.values()]
    if not said:
        raise Refusal(_("Hồ sơ chưa có nội dung bằng chữ để che; bản quét phải che trên bản giấy bằng tay."))
    return redaction.normal("\n\n".join(said)), known, f"{len(found)}-{found[-1].item.digest[:16]}"


def _spans(
    text: str, known: list[str], ticked: list[tuple[int, int]] | None
) -> list[tuple[redaction.Span, bool]]:
    """What is proposed, with its tick; on the second look also what was added by hand."""
    proposed = redaction.proposals(text, known)
    if ticked is None:
        return [(span, True) for span in proposed]
    chosen = set(ticked)
    added = [
        redaction.Span(start, end, redaction.What.ADDED)
        for start, end in sorted(chosen)
        if not any(span.start < end and start < span.end for span in proposed)
    ]
    both = sorted([*proposed, *added])
    return [(span, any(start < span.end and span.start < end for start, end in chosen)) for span in both]


def _context(
    record: Record,
    request: HttpRequest,
    reach: Reach,
    text: str,
    spans: list[tuple[redaction.Span, bool]],
    words: list[str],
    seen: str,
) -> dict[str, Any]:
    return {
        "record": record,
        "reach": reach,
        "asked": asked(request),
        "seen": seen,
        "pieces": redaction.pieces(text, [span for span, _ticked in spans]),
        "spans": [(span, text[span.start : span.end], is_ticked) for span, is_ticked in spans],
        "words": "\n".join(words),
    }
