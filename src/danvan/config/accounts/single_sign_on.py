"""Single sign-on by OpenID Connect: one provider, known beforehand, and every check of its answer made here.

allauth leaves the nonce, the issuer of the discovery document and the signature of a token fetched by itself
unchecked. OpenID Connect Core 1.0, 3.1.3.7, lists what a client checks; Discovery 1.0, 4.3, adds the issuer.
"""

import secrets
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404

# Fixed here, never taken from a token: with its own choice a token could call the public key a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY_SECONDS = 60  # by how much two clocks may differ
LONGEST_SUBJECT = 191  # of the column


class HouseOIDCAdapter(OpenIDConnectOAuth2Adapter):
    """Asks the provider and believes nothing that is not signed for this log-in."""

    expected_nonce = ""

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document. Raises OAuth2Error when it is not to be had or speaks for another issuer."""
        issuer = self.get_provider().app.settings["issuer"]
        found = self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise OAuth2Error("the discovery document names another issuer")
        scheme = urlsplit(issuer).scheme
        if any(urlsplit(str(found.get(name))).scheme != scheme for name in ENDPOINTS):
            raise OAuth2Error("an endpoint is missing or less safe than its issuer")
        return found

    def complete_login(self, request, app, token, **kwargs):
        """The identity behind a code. Raises OAuth2Error when the answer fails any check."""
        claims = self.verified(kwargs["response"].get("id_token"))
        if "email" not in claims and (address := self.openid_config.get("userinfo_endpoint")):
            claims |= self._more_about(claims["sub"], address, token.token)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def verified(self, id_token: Any) -> dict[str, Any]:
        """The claims of a token that is signed, of this issuer, for this client, in its time and of this log-in."""
        try:
            claims = jwt.decode(
                id_token,
                self._key_of(id_token),
                algorithms=list(ALGORITHMS),
                audience=self.get_provider().app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as fault:
            raise OAuth2Error(f"the token of identity is refused: {type(fault).__name__}") from fault
        self._refuse_foreign(claims)
        return claims

    def _refuse_foreign(self, claims: dict[str, Any]) -> None:
        nonce = str(claims.get("nonce", ""))
        if not self.expected_nonce or not secrets.compare_digest(
            nonce.encode(), self.expected_nonce.encode()
        ):
            raise OAuth2Error("the token belongs to another log-in")
        if claims.get("azp", self.get_provider().app.client_id) != self.get_provider().app.client_id:
            raise OAuth2Error("the token was given to another client")
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("the subject is empty or too long")

    def _key_of(self, id_token: Any) -> Any:
        """The key that the token names; where it names none, the only one there is."""
        kid = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(self._fetch(self.openid_config["jwks_uri"])).keys
        fitting = [key for key in keys if kid in (None, key.key_id) and key.public_key_use in (None, "sig")]
        if len(fitting) != 1:
            raise ValueError("no single key")
        return fitting[0]

    def _more_about(self, subject: str, address: str, access_token: str) -> dict[str, Any]:
        told = self._fetch(address, headers={"Authorization": f"Bearer {access_token}"})
        if told.get("sub") != subject:
            raise OAuth2Error("the user's information is somebody else's")
        return {name: told[name] for name in ("email", "email_verified") if name in told}

    @staticmethod
    def _fetch(address: str, **options: Any) -> dict[str, Any]:
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(address, allow_redirects=False, **options)
                answer.raise_for_status()
                found = answer.json()
        except (requests.RequestException, ValueError) as fault:
            raise OAuth2Error(f"the provider does not answer: {type(fault).__name__}") from fault
        if not isinstance(found, dict):
            raise OAuth2Error("the provider answers with something else")
        return found


class HouseProvider(OpenIDConnectProvider):
    """Starts a log-in with a nonce and PKCE; an address of ours can change neither what is asked nor what for."""

    oauth2_adapter_class = HouseOIDCAdapter

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        nonce = secrets.token_urlsafe(24)
        try:
            return super().redirect(
                request, AuthProcess.LOGIN, next_url, None, auth_params={"nonce": nonce}, nonce=nonce
            )
        except OAuth2Error as fault:
            return render_authentication_error(request, self, exception=fault)

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def extract_extra_data(self, data) -> dict:
        """Nothing of what the provider tells is kept beside the subject."""
        return {}

    def extract_email_addresses(self, data) -> list[EmailAddress]:
        claims = data["id_token"]
        address, verified = claims.get("email"), claims.get("email_verified") is True
        return (
            [EmailAddress(email=address, verified=verified, primary=True)] if isinstance(address, str) else []
        )


class HouseCallbackView(OAuth2CallbackView):
    """The way back, which knows the nonce that went out. A state is good once."""

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.expected_nonce = (state or {}).get("nonce", "")
        return state, response


def _adapted(view_class):
    @login_not_required
    def view(request, provider_id: str):
        try:
            return view_class.adapter_view(HouseOIDCAdapter(request, provider_id))(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    return view


login = _adapted(OAuth2LoginView)
callback = _adapted(HouseCallbackView)
