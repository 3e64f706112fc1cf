"""Where an account is signed in: the list, ending one, ending all."""

import re
import time

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

SEEN = "seen_at"  # when this session was last noted, in seconds; set at log-in
NOTE_EVERY_SECONDS = 300

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS", "macOS"),
    ("Linux|X11", "Linux"),
)
_BROWSERS = (  # the first that fits: most of them also call themselves Chrome and Safari
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def device(user_agent: str) -> str:
    """ "Chrome trên Windows"; what the browser says of itself is shown to nobody."""
    system = _first(_SYSTEMS, user_agent)
    browser = _first(_BROWSERS, user_agent)
    if system and browser:
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Thiết bị chưa rõ")


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, user_agent)), "")


@login_required
def listed(request):
    """The account's sessions, the present one first."""
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda session: (not session.is_current(), -session.last_seen_at.timestamp()))
    rows = [
        {"session": one, "device": device(one.user_agent), "is_current": one.is_current()} for one in found
    ]
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


@login_required
@require_POST
def end(request, pk: int):
    """End one session of one's own; ending the present one is signing out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        logout(request)
        return redirect("account_login")
    end_sessions(request, [session])
    messages.success(request, _("Đã đăng xuất khỏi thiết bị ấy."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_all(request):
    """Sign out everywhere, here too."""
    end_sessions(request, list(UserSession.objects.filter(user=request.user)))
    if request.user.is_authenticated:
        logout(request)
    messages.success(request, _("Đã đăng xuất khỏi mọi thiết bị."))
    return redirect("account_login")


def remember_log_in(sender, request, **kwargs) -> None:
    """From now on the session is noted when it is used."""
    request.session[SEEN] = int(time.time())


class LastSeenMiddleware:
    """Notes that a session is in use, at most once in five minutes: a write for each page would be waste."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            seen, now = request.session.get(SEEN), int(time.time())
            if seen is not None and now - seen >= NOTE_EVERY_SECONDS:
                row = UserSession.objects.filter(session_key=request.session.session_key)
                row.update(last_seen_at=timezone.now())
                request.session[SEEN] = now
        return self.get_response(request)
