"""Who must hold a second factor. The roles are named by settings.SECOND_FACTOR_ROLES."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from danvan.org.rights import held
from danvan.org.roles import ROLES
from danvan.org.today import today
from danvan.ui.errors import Refusal

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
CHECKED = "second_factor_checked"  # the day of this session on which the question was answered well


def refuse_unknown_roles() -> None:
    """Raises Refusal when DANVAN_SECOND_FACTOR names a role that does not exist."""
    if unknown := sorted(settings.SECOND_FACTOR_ROLES - set(ROLES)):
        raise Refusal(
            f"DANVAN_SECOND_FACTOR có vai trò không có: {', '.join(unknown)}; chỉ nhận: {', '.join(ROLES)}."
        )


def has_factor(account: Any) -> bool:
    return Authenticator.objects.filter(user_id=account.pk, type__in=FACTORS).exists()


def guarded_roles(account: Any, on: date) -> list[str]:
    """Labels of the account's roles of a day, lent ones included, that ask for a second factor; two queries at most."""
    if not settings.SECOND_FACTOR_ROLES or not account.person_id:
        return []
    roles = {holding.role for holding in held(account.person_id, on)} & settings.SECOND_FACTOR_ROLES
    return [role.label for key, role in ROLES.items() if key in roles]


def may_remove(authenticator: Authenticator) -> bool:
    """False for the last factor of somebody whose role asks for one; recovery codes alone are none."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    if authenticator.type not in FACTORS or others.exclude(pk=authenticator.pk).exists():
        return True
    return not guarded_roles(authenticator.user, today())


class SecondFactorMiddleware:
    """Leads the holder of a guarded role who has no second factor to the page where one is set up.

    Asked once a day and session: two queries for each page would be a high price for what changes rarely.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        # Without a session cookie nobody is signed in, and asking would forbid caches to keep a public page.
        known = settings.SECOND_FACTOR_ROLES and settings.SESSION_COOKIE_NAME in request.COOKIES
        if known and not _stays_open(request.path) and _lacks_factor(request):
            return HttpResponseRedirect(reverse("second_factor_needed"))
        return self.get_response(request)


def _lacks_factor(request) -> bool:
    day = today()
    if not request.user.is_authenticated or request.session.get(CHECKED) == day.isoformat():
        return False
    if guarded_roles(request.user, day) and not has_factor(request.user):
        return True
    request.session[CHECKED] = day.isoformat()
    return False


def _stays_open(path: str) -> bool:
    """Pages of the account itself, and what a page is made of."""
    return path.startswith((reverse("account_home"), settings.STATIC_URL)) or path == reverse("health")
