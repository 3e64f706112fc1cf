"""Keeping programs from flooding a public form without asking a person to prove anything with pictures.

A form that takes something from the public does three things:

    context["robots"] = robots.ask()              # each time the form is shown
    {% include "portal/robots.html" %}            # inside the <form>; its script goes into the block `head`:
    <script src="{% asset 'ui/robots.js' %}" type="module"></script>
    trial = robots.judge(request)                 # when it is sent; raises Refusal with the sentence to show

With script the browser does a proof of work (ALTCHA) unseen. Without, a plain question in words is answered; that is
weaker, so such a sending is held: `trial.is_held` tells, and an officer looks at it first.
"""

import base64
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import altcha
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from danvan.records.gates import Gate
from danvan.ui.errors import Refusal

HARDEST = 50_000  # the most hashes a browser tries: a second at a desk, some seconds on a cheap phone
GOOD_FOR_SECONDS = 2 * 3600  # a form may be filled slowly
NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
WITHOUT_PROOF = Gate("khong-chung-minh", 5, 3600)  # sendings by the plain question, an address and hour
ANSWERS = Gate("cau-hoi", 20, 3600)  # answers tried, right or wrong


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form's template needs: the browser's task, and the question for who has no script."""

    task: dict[str, Any]
    question: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How a sending was let in; held when only the plain question stood before it."""

    is_held: bool


def ask() -> Asked:
    """A fresh task and a fresh question, each good once and for two hours."""
    made = altcha.create_challenge_v1(
        altcha.ChallengeOptionsV1(
            algorithm="SHA-256",
            max_number=HARDEST,
            hmac_key=_key("altcha"),
            expires=datetime.now(UTC) + timedelta(seconds=GOOD_FOR_SECONDS),
        )
    )
    first, second = secrets.randbelow(8) + 1, secrets.randbelow(8) + 1
    question = _("%(first)s cộng %(second)s bằng mấy?") % {
        "first": NUMBERS[first].capitalize(),
        "second": NUMBERS[second],
    }
    return Asked(made.to_dict(), question, _ticket(first + second))


def judge(request: HttpRequest) -> Trial:
    """Let a sending in, by its proof of work or by the answer in words; each serves once.

    Raises Refusal with the sentence that belongs at the form's top.
    """
    proof = request.POST.get("altcha", "")[:4000]
    if proof and (task := _solved(proof)) and _first_use(task):
        return Trial(is_held=False)
    return _by_answer(request)


def _solved(proof: str) -> str:
    """The task that a proof solves, "" for none: the same proof written otherwise is still the same task."""
    try:
        written = json.loads(base64.b64decode(proof, validate=True))
        fits, _why = altcha.verify_solution_v1(written, _key("altcha"), check_expires=True)
    except (ValueError, TypeError, AttributeError):  # not a proof at all
        return ""
    return str(written["challenge"]) if fits else ""


def _by_answer(request: HttpRequest) -> Trial:
    answer = request.POST.get("cau_tra_loi", "").strip()
    if not answer:
        raise Refusal(_("Chưa trả lời câu hỏi kiểm tra ở cuối trang; hãy trả lời rồi gửi lại."))
    if ANSWERS.is_shut(request) or WITHOUT_PROOF.is_shut(request):
        raise Refusal(
            _("Có quá nhiều lần gửi từ nơi này trong một giờ; hãy gửi lại sau, hoặc đến nơi tiếp công dân.")
        )
    ANSWERS.count(request)
    ticket = request.POST.get("cau_hoi", "")[:200]
    number = _said(answer)
    if number is None or not _fits(ticket, number) or not _first_use(ticket):
        raise Refusal(_("Câu trả lời kiểm tra chưa đúng hoặc đã quá hai giờ; hãy trả lời câu hỏi mới."))
    WITHOUT_PROOF.count(request)
    return Trial(is_held=True)


def _said(answer: str) -> int | None:
    """A number in digits or in a word; None for anything else."""
    low = answer.lower()
    if low.isascii() and low.isdigit() and len(low) < 4:
        return int(low)
    words = {word: number for number, word in enumerate(NUMBERS)} | {
        "mười": 10,
        "mười một": 11,
        "mười hai": 12,
        "mười ba": 13,
        "mười bốn": 14,
        "mười lăm": 15,
        "mười sáu": 16,
    }
    return words.get(" ".join(low.split()))


def _ticket(answer: int) -> str:
    """A question's ticket: it can prove an answer right and does not hold it."""
    stem = f"{secrets.token_hex(8)}.{int(time.time()) + GOOD_FOR_SECONDS}"
    return f"{stem}.{_sign(stem, answer)}"


def _fits(ticket: str, answer: int) -> bool:
    stem, _dot, signature = ticket.rpartition(".")
    until = stem.rpartition(".")[2]
    if not (until.isascii() and until.isdigit()) or int(until) < time.time():
        return False
    return hmac.compare_digest(_sign(stem, answer).encode(), signature.encode())


def _sign(stem: str, answer: int) -> str:
    return hmac.new(_key("cau-hoi").encode(), f"{stem}.{answer}".encode(), sha256).hexdigest()


def _first_use(token: str) -> bool:
    """Whether the token was not used before; remembered in the shared cache until it would have run out anyway."""
    return cache.add(f"robots:{sha256(token.encode()).hexdigest()[:32]}", 1, GOOD_FOR_SECONDS)


def _key(purpose: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"danvan.robots.{purpose}".encode(), sha256).hexdigest()
