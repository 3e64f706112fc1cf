"""Which account an identity of the provider belongs to: one that exists already, or none."""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.shortcuts import render

from danvan.config.accounts import letters
from danvan.config.accounts.options import PROVIDER
from danvan.org.models import Account
from danvan.ui.errors import Refusal

log = logging.getLogger("danvan.accounts")
OIDC = "openid_connect"


def link(account: Account, subject: str) -> SocialAccount:
    """Write that the provider's `subject` is this account. Raises Refusal where either is taken."""
    subject = subject.strip()
    if not 0 < len(subject) <= 191:
        raise Refusal("Mã định danh (sub) phải có từ 1 đến 191 ký tự.")
    taken = SocialAccount.objects.filter(provider=PROVIDER, uid=subject).exclude(user=account).first()
    if taken:
        raise Refusal(f"Mã định danh này đã gắn với tài khoản «{taken.user.username}»; hãy gỡ ở đó trước.")
    other = SocialAccount.objects.filter(provider=PROVIDER, user=account).exclude(uid=subject).first()
    if other:
        raise Refusal(f"Tài khoản «{account.username}» đã gắn với mã định danh khác; hãy gỡ mã ấy trước.")
    return SocialAccount.objects.get_or_create(provider=PROVIDER, uid=subject, defaults={"user": account})[0]


def unlink(account: Account) -> int:
    """Take the account's identity away; how many there were."""
    return SocialAccount.objects.filter(provider=PROVIDER, user=account).delete()[0]


def by_verified_address(sociallogin: SocialLogin) -> Account | None:
    """The one active account with an address that the provider has verified, unless it has an identity already.

    An address passes on to the next person of an office; the subject does not. So the address counts once, at the
    first log-in, and the account's administrator must have written it.
    """
    for address in sociallogin.email_addresses:
        found = [account for account in letters.with_address(address.email) if not account.is_illustrative]
        if address.verified and len(found) == 1:
            linked = SocialAccount.objects.filter(provider=PROVIDER, user=found[0]).exists()
            return None if linked else found[0]
    return None


class KnownPeopleAdapter(DefaultSocialAccountAdapter):
    """Lets in whom an administrator knows; a provider's word opens no account."""

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """From the settings alone: a row in the database must not bring in another provider."""
        known = settings.SOCIALACCOUNT_PROVIDERS[OIDC].get("APPS", [])
        apps = [SocialApp(provider=OIDC, **app) for app in known]
        return [
            app
            for app in apps
            if provider in (None, OIDC, app.provider_id) and client_id in (None, app.client_id)
        ]

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def can_authenticate_by_email(self, login, email: str) -> bool:
        return False  # allauth would wipe the password; `by_verified_address` does not

    def pre_social_login(self, request, sociallogin) -> None:
        if sociallogin.is_existing:
            return
        account = by_verified_address(sociallogin)
        if account is None:
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown_person.html", status=403))
        sociallogin.account = link(account, sociallogin.account.uid)
        sociallogin.user = account

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ) -> None:
        """The cause for the operator; the page tells the visitor only what to do."""
        log.warning("single sign-on refused: %s", exception or error)
