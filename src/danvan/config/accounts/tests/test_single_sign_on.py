"""Single sign-on against a real provider: the whole code flow over HTTP, and everything that must not get in."""

import base64
import hashlib
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.test import Client
from django.urls import reverse

from danvan.config.accounts import linking, options, single_sign_on
from danvan.config.accounts.tests import oidc
from danvan.config.accounts.tests.conftest import PASSWORD
from danvan.org.models import Account
from danvan.org.tests.factories import make_account
from danvan.ui.errors import Refusal

DESK = "/ban-lam-viec/"
REFUSED = "trả lời không khớp với lần đăng nhập này"


@pytest.fixture(scope="module")
def running():
    with oidc.running() as provider:
        yield provider


@pytest.fixture
def provider(running, settings, db, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    settings.SOCIALACCOUNT_PROVIDERS = options.providers(running.environ())
    return running


def sign_in(provider, subject, client=None):
    client = client or Client()
    client.answer = oidc.come_back(client, provider.decide(oidc.start(client), sub=subject))
    return client


def is_in(client) -> bool:
    return client.get(reverse("account_home")).status_code == 200


def assert_refused(answer):
    assert REFUSED in answer.content.decode()


# -- who gets in --------------------------------------------------------------------------------------------


def test_a_linked_subject_gets_in(provider, account):
    linking.link(account, "cb-001")
    client = sign_in(provider, "cb-001")
    assert client.answer["Location"] == DESK
    assert is_in(client)
    assert account.username in client.get(reverse("account_home")).content.decode()


def test_a_verified_address_links_once_and_the_subject_counts_from_then_on(provider, account):
    provider.knows("cb-002", email=account.email.upper(), email_verified=True)
    assert is_in(sign_in(provider, "cb-002"))
    assert SocialAccount.objects.get(user=account).uid == "cb-002"
    provider.knows("cb-002", email="dia-chi-khac@example.gov.vn", email_verified=True)
    assert is_in(sign_in(provider, "cb-002"))
    account.refresh_from_db()
    assert account.check_password(PASSWORD)  # the password is not touched


def test_the_next_holder_of_an_address_is_somebody_else(provider, account):
    linking.link(account, "cb-003")
    provider.knows("cb-004", email=account.email, email_verified=True)
    client = sign_in(provider, "cb-004")
    assert client.answer.status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_links_nothing(provider, account, verified):
    provider.knows("cb-005", email=account.email, email_verified=verified)
    assert sign_in(provider, "cb-005").answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_unknown_subject_gets_no_account(provider):
    before = Account.objects.count()
    provider.knows("nguoi-la", email="nguoi-la@example.gov.vn", email_verified=True)
    client = sign_in(provider, "nguoi-la")
    assert client.answer.status_code == 403
    assert "chưa có tài khoản nào gắn với định danh ấy" in client.answer.content.decode()
    assert Account.objects.count() == before
    assert not is_in(client)
    assert client.get("/tai-khoan/3rdparty/signup/").status_code == 404


def test_an_address_of_two_accounts_links_neither(provider, account):
    Account.objects.create_user("hai", PASSWORD, email=account.email)
    provider.knows("cb-006", email=account.email, email_verified=True)
    assert sign_in(provider, "cb-006").answer.status_code == 403


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_illustrative": True}])
def test_disabled_and_illustrative_accounts_are_not_linked_by_address(provider, account, change):
    Account.objects.filter(pk=account.pk).update(**change)
    provider.knows("cb-007", email=account.email, email_verified=True)
    assert sign_in(provider, "cb-007").answer.status_code == 403


def test_a_disabled_account_stays_out_with_its_subject(provider, account):
    linking.link(account, "cb-008")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    client = sign_in(provider, "cb-008")
    assert client.answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_a_second_factor_is_asked_here_too(provider, account):
    linking.link(account, "cb-009")
    TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = sign_in(provider, "cb-009")
    assert client.answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_signing_in_as_another_ends_the_first(provider, account):
    linking.link(account, "cb-010")
    other = make_account()
    linking.link(other, "cb-011")
    client = sign_in(provider, "cb-011", sign_in(provider, "cb-010"))
    assert f"({other.username})" in client.get(reverse("account_home")).content.decode()


def test_nothing_the_provider_tells_is_kept(provider, account):
    provider.knows("cb-012", email=account.email, email_verified=True, name="Tên minh họa", phone_number="0")
    sign_in(provider, "cb-012")
    assert SocialAccount.objects.get(user=account).extra_data == {}


# -- what the program sends ---------------------------------------------------------------------------------


def test_the_question_has_nonce_state_and_proof(provider):
    asked = parse_qs(urlsplit(oidc.start(Client())).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert len(asked["state"][0]) >= 16
    assert sorted(asked["scope"][0].split()) == ["email", "openid"]
    assert asked["redirect_uri"] == ["http://testserver/tai-khoan/oidc/sso/login/callback/"]


def test_an_address_of_ours_changes_nothing_of_the_question(provider):
    asked = parse_qs(
        urlsplit(
            oidc.start(
                Client(),
                scope="admin",
                auth_params="nonce=cua-toi&prompt=none",
                process="connect",
                action="x",
            )
        ).query
    )
    assert asked["nonce"] != ["cua-toi"]
    assert "prompt" not in asked
    assert "admin" not in asked["scope"][0]


def test_the_button_is_there_where_a_provider_is_and_asks_by_post(provider):
    page = Client().get(reverse("account_login")).content.decode()
    assert "Đăng nhập bằng Định danh tỉnh" in page
    shown = Client().get(reverse("openid_connect_login", kwargs={"provider_id": "sso"}))
    assert shown.status_code == 200  # a question, no redirection
    assert "máy chủ định danh" in shown.content.decode()


def test_without_a_provider_there_is_no_button_and_no_page(db):
    assert "Định danh" not in Client().get(reverse("account_login")).content.decode()
    for name in ("openid_connect_login", "openid_connect_callback"):
        assert Client().post(reverse(name, kwargs={"provider_id": "sso"})).status_code == 404


def test_a_row_in_the_database_brings_in_no_provider(provider):
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="xau",
        name="Xấu",
        client_id="x",
        settings={"issuer": "http://x"},
    )
    assert Client().post(reverse("openid_connect_login", kwargs={"provider_id": "xau"})).status_code == 404
    assert "Xấu" not in Client().get(reverse("account_login")).content.decode()


def test_a_signed_in_person_links_nothing_by_the_button(provider, account):
    client = Client()
    client.force_login(account)
    client.answer = oidc.come_back(
        client, provider.decide(oidc.start(client, process="connect"), sub="la-001")
    )
    assert client.answer.status_code == 403
    assert not SocialAccount.objects.exists()


# -- what must not get in -----------------------------------------------------------------------------------


def test_a_state_is_good_once(provider, account):
    linking.link(account, "cb-020")
    client = Client()
    home = provider.decide(oidc.start(client), sub="cb-020")
    assert oidc.come_back(client, home)["Location"] == DESK
    client.logout()
    assert_refused(oidc.come_back(client, home))
    assert not is_in(client)


def test_a_state_of_another_browser_is_refused(provider, account):
    linking.link(account, "cb-021")
    home = provider.decide(oidc.start(Client()), sub="cb-021")
    victim = Client()
    assert_refused(oidc.come_back(victim, home))
    assert not is_in(victim)


def test_a_state_ten_minutes_old_is_refused(provider, account, monkeypatch):
    linking.link(account, "cb-022")
    client = Client()
    home = provider.decide(oidc.start(client), sub="cb-022")
    later = time.time() + 601
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)
    assert_refused(oidc.come_back(client, home))


def test_a_token_of_another_log_in_is_refused(provider, account):
    """The provider signs whatever nonce it was asked with: here one that never went out."""
    linking.link(account, "cb-023")
    client = Client()
    asked = re.sub(r"nonce=[^&]+", "nonce=cua-lan-khac", oidc.start(client))
    assert_refused(oidc.come_back(client, provider.decide(asked, sub="cb-023")))
    assert not is_in(client)


def test_the_code_is_redeemed_with_its_proof(provider, account, monkeypatch):
    """PKCE: whoever catches the code has not the verifier, which stays here until the code is redeemed."""
    linking.link(account, "cb-024")
    sent = []
    redeem = OAuth2Client.get_access_token

    def noting(self, code, pkce_code_verifier=None, **other):
        sent.append(pkce_code_verifier)
        return redeem(self, code, pkce_code_verifier=pkce_code_verifier, **other)

    monkeypatch.setattr(OAuth2Client, "get_access_token", noting)
    client = Client()
    asked = oidc.start(client)
    oidc.come_back(client, provider.decide(asked, sub="cb-024"))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(sent[0].encode()).digest()).rstrip(b"=").decode()
    assert parse_qs(urlsplit(asked).query)["code_challenge"] == [challenge]
    assert sent[0] not in asked


def test_a_code_is_refused_a_second_time(provider, account):
    linking.link(account, "cb-025")
    first, second = Client(), Client()
    code = parse_qs(urlsplit(provider.decide(oidc.start(first), sub="cb-025")).query)["code"][0]
    state = parse_qs(urlsplit(oidc.start(first)).query)["state"][0]
    other = parse_qs(urlsplit(oidc.start(second)).query)["state"][0]
    callback = reverse("openid_connect_callback", kwargs={"provider_id": "sso"})
    for client, its in ((second, other), (first, state)):  # the proof belongs to neither state
        assert_refused(client.get(callback, {"code": code, "state": its}))


def test_a_discovery_document_of_another_issuer_is_refused(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = options.providers(
        provider.environ(DANVAN_OIDC_ISSUER=f"{provider.issuer}/")
    )
    assert_refused(Client().post(reverse("openid_connect_login", kwargs={"provider_id": "sso"})))


def test_a_token_of_another_issuer_is_refused(provider, account, monkeypatch):
    """The same provider under another name: it then signs with that name as the issuer."""
    linking.link(account, "cb-026")
    client = Client()
    home = provider.decide(oidc.start(client), sub="cb-026")
    found = requests.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=5).json()
    found["token_endpoint"] = found["token_endpoint"].replace("localhost", "127.0.0.1")
    monkeypatch.setattr(single_sign_on.HouseOIDCAdapter, "openid_config", found)
    assert_refused(oidc.come_back(client, home))
    assert not is_in(client)


def test_a_person_who_says_no_is_told_so(provider):
    client = Client()
    answer = oidc.come_back(client, provider.decide(oidc.start(client), action="deny"))
    assert answer["Location"] == reverse("socialaccount_login_cancelled")
    assert "chưa có gì thay đổi" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "query", ["", "?error=server_error", "?code=abc", "?state=abc", "?code=abc&state=%00"]
)
def test_a_callback_out_of_nowhere_is_refused(provider, query):
    assert_refused(Client().get(reverse("openid_connect_callback", kwargs={"provider_id": "sso"}) + query))


def test_a_provider_that_is_silent_is_told_in_a_sentence(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = options.providers(
        provider.environ(DANVAN_OIDC_ISSUER="http://localhost:9")
    )
    assert_refused(Client().post(reverse("openid_connect_login", kwargs={"provider_id": "sso"})))


# -- linking by an administrator ----------------------------------------------------------------------------


def test_a_subject_belongs_to_one_account(account):
    linking.link(account, " cb-030 ")
    assert linking.link(account, "cb-030").uid == "cb-030"
    with pytest.raises(Refusal, match=f"«{account.username}»"):
        linking.link(make_account(), "cb-030")
    with pytest.raises(Refusal, match="đã gắn với mã định danh khác"):
        linking.link(account, "cb-031")
    assert linking.unlink(account) == 1
    assert linking.link(account, "cb-031").uid == "cb-031"


@pytest.mark.parametrize("subject", ["", "   ", "x" * 192])
def test_a_subject_has_a_length(account, subject):
    with pytest.raises(Refusal, match="1 đến 191"):
        linking.link(account, subject)
