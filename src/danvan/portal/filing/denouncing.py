"""The pages about tố cáo: where one goes and who can open it, told before anything is typed about a person.

Nothing is kept of a visit: what is asked travels in the body of a form, is answered from the lists and forgotten. No
cookie is set, so the form bears no token; there is nothing that a forged one could do.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from danvan.domains.reception.schedule import hours
from danvan.org.models import Unit
from danvan.portal.filing import receivers
from danvan.portal.filing.offering import offered
from danvan.portal.filing.receivers import Receiver
from danvan.records.desk.patience import TooSlow
from danvan.records.models import Mode
from danvan.records.seal import modes, roster
from danvan.records.seal.routing import WORDS, Route, route
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.views import bad_request

HARMLESS = "portal:home"
POSTS = [(post, f"{words[:1].upper()}{words[1:]}") for post, words in WORDS.items()]


class WhereForm(forms.Form):
    """Where the denounced works and as what; the places are what was found by the words."""

    noi = forms.ChoiceField(
        label=gettext_lazy("Nơi người bị tố cáo làm việc"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chưa chọn nơi làm việc; hãy chọn một mục."),
            "invalid_choice": gettext_lazy("Nơi này không có trong danh sách; hãy tìm lại."),
        },
    )
    la = forms.ChoiceField(
        label=gettext_lazy("Người đó là ai ở nơi ấy?"),
        choices=POSTS,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chưa cho biết người đó là ai ở nơi ấy; hãy chọn một mục."),
            "invalid_choice": gettext_lazy("Chưa cho biết người đó là ai ở nơi ấy; hãy chọn một mục."),
        },
    )

    def __init__(self, sent: Any, found: list[Receiver]) -> None:
        super().__init__(sent)
        self.fields["noi"].choices = [  # type: ignore[attr-defined]
            (one.slug, f"{one.name} ({one.path})" if one.path else one.name) for one in found
        ]


def quiet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing of the visit goes on: not to caches, not to the next page, not to a search engine."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            response = bad_request(request, refusal)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


@quiet
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Where the denounced works, and then who settles it, who can open it and where to bring it."""
    context: dict[str, Any] = {"here": "filing", "outside": modes.tell(Mode.OUTSIDE)}
    if request.method != "POST":
        return render(request, "portal/filing/denunciation.html", context)
    words, on = request.POST.get("tim", "")[:100].strip(), today()
    try:
        found = receivers.search(words, on)
    except TooSlow as slow:
        return render(request, "portal/filing/denunciation.html", context | {"slow": str(slow)}, status=503)
    asked = {"noi", "la"} & set(request.POST)
    form = WhereForm(request.POST if asked else None, found)
    context |= {"words": words, "found": found, "form": form}
    if asked and form.is_valid():
        way = route(Unit.objects.get(slug=form.cleaned_data["noi"]), form.cleaned_data["la"], on)
        if way is not None:
            return render(request, "portal/filing/denunciation_way.html", context | told(way, on))
    return render(request, "portal/filing/denunciation.html", context, status=400 if form.errors else 200)


def told(way: Route, on: date) -> dict[str, Any]:
    """What the page of a way shows: the way, what its mode means, the hours of who receives, whether it takes one here."""
    offer = offered(way, on)
    told = {
        "way": way,
        "mode": modes.tell(way.mode),
        "hours": hours.in_words(way.to.pk, on) if way.to else [],
        "who": _who(way),
    }
    is_near = offer is None and way.to is not None and roster.offer(way.to.pk, on) is not None
    return told | {"offer": offer, "is_near": is_near, "way_place": way.at.slug}


def _who(way: Route) -> str:
    return _("%(post)s, %(unit)s") % {"post": WORDS[way.post], "unit": way.at.name}


@quiet
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once to a page that says nothing; the browser forgets what this site left with it.

    It forgets only where this site or the person asked: a page elsewhere could log officers out by a picture or a link.
    """
    response = redirect(HARMLESS)
    if _asked_here(request):
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _asked_here(request: HttpRequest) -> bool:
    """Whether a person followed this site's own link or typed the address; an old browser tells nothing, and passes."""
    return is_of_this_site(request) and request.headers.get("Sec-Fetch-Mode", "") in ("", "navigate")


def is_of_this_site(request: HttpRequest) -> bool:
    """Whether no page of another site sent it, a neighbour's of the same domain neither; an old browser tells nothing."""
    return request.headers.get("Sec-Fetch-Site", "") in ("", "same-origin", "none")
