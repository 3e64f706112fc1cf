"""Pages of the rule book: the law as of a day, by topic, by rule, and the texts it stands in."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan import law
from danvan.portal import rule_book
from danvan.portal.serving import public_page
from danvan.records.today import today
from danvan.ui.dates import parse_day
from danvan.ui.errors import Refusal


def asked_day(request: HttpRequest) -> tuple[date, list[str]]:
    """The day of the question, today when none is asked, and the sentence on a day that cannot be read."""
    text = request.GET.get("ngay", "").strip()
    if not text:
        return today(), []
    try:
        return parse_day(text), []
    except Refusal as refusal:
        return today(), [str(refusal)]


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Topics, or the rules that hold the words asked for."""
    on, wrong = asked_day(request)
    words = request.GET.get("tim", "").strip()[:100]
    context = {
        "on": on,
        "wrong": wrong,
        "words": words,
        "groups": [] if words else rule_book.topics(on),
        "found": rule_book.search(words, on) if words else [],
        "here": "law",
    }
    return render(request, "portal/law.html", context)


@public_page
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """The rules of one topic."""
    on, wrong = asked_day(request)
    found = rule_book.topic(key)
    lines = [rule_book.line(rule, on) for rule in found.keys]
    context = {
        "on": on,
        "wrong": wrong,
        "topic": found,
        "in_force": [row for row in lines if row.wording],
        "absent": [row for row in lines if not row.wording],
        "here": "law",
    }
    return render(request, "portal/topic.html", context | {"trail": _trail((found.title, ""))})


@public_page
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule with all its wordings."""
    on, wrong = asked_day(request)
    sheet = rule_book.sheet(key, on)
    trail = _trail((sheet.topic.title, reverse("portal:topic", args=[sheet.topic.key])), (key, ""))
    return render(
        request, "portal/rule.html", {"on": on, "wrong": wrong, "sheet": sheet, "trail": trail, "here": "law"}
    )


@public_page
def texts(request: HttpRequest) -> HttpResponse:
    """The legal texts that the rules cite."""
    on, wrong = asked_day(request)
    context = {"on": on, "wrong": wrong, "texts": rule_book.texts(on), "trail": _trail((_("Văn bản"), ""))}
    return render(
        request, "portal/texts.html", context | {"here": "law", "count": len(law.rulebook().documents)}
    )


def _trail(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Luật áp dụng"), reverse("portal:law")), *rest]
