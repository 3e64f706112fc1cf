"""Every check of a token of identity, with keys made here: what the real provider would never sign."""

import json
import time

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from danvan.config.accounts import options, single_sign_on

ISSUER = "https://dinh-danh.example.gov.vn"
NONCE = "n" * 32
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def public(key, kid, algorithm=jwt.algorithms.RSAAlgorithm):
    return json.loads(algorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig"}


KEYS = {"keys": [public(KEY, "mot"), public(CURVE, "hai", jwt.algorithms.ECAlgorithm)]}
CONFIG = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/a",
    "token_endpoint": f"{ISSUER}/t",
    "jwks_uri": f"{ISSUER}/k",
}


@pytest.fixture
def adapter(settings, rf, monkeypatch):
    environ = {
        "DANVAN_OIDC_ISSUER": ISSUER,
        "DANVAN_OIDC_CLIENT_ID": "danvan",
        "DANVAN_OIDC_CLIENT_SECRET": "bi-mat",
    }
    settings.SOCIALACCOUNT_PROVIDERS = options.providers(environ)
    made = single_sign_on.HouseOIDCAdapter(rf.get("/"), options.PROVIDER)
    made.expected_nonce = NONCE
    answers = {f"{ISSUER}/.well-known/openid-configuration": CONFIG, f"{ISSUER}/k": KEYS}
    monkeypatch.setattr(made, "_fetch", lambda address, **options: answers[address])
    made.answers = answers
    return made


def claims(**other):
    """The claims of a sound token; a number given for a moment is seconds from now."""
    now = int(time.time())
    for name in {"exp", "iat", "nbf"} & other.keys():
        other[name] = other[name] and now + other[name]
    told = {
        "iss": ISSUER,
        "aud": "danvan",
        "sub": "cb-001",
        "iat": now,
        "exp": now + 300,
        "nonce": NONCE,
    } | other
    return {name: value for name, value in told.items() if value is not None}


def token(key=KEY, algorithm="RS256", kid="mot", **other):
    return jwt.encode(claims(**other), key, algorithm, {"kid": kid} if kid else None)


def test_a_sound_token_is_believed(adapter):
    assert adapter.verified(token())["sub"] == "cb-001"


def test_other_sound_signatures_are_believed(adapter):
    assert adapter.verified(token(CURVE, "ES256", "hai"))["sub"] == "cb-001"
    adapter.answers[f"{ISSUER}/k"] = {"keys": [public(KEY, "mot") | {"alg": "PS256"}]}
    assert adapter.verified(token(algorithm="PS256"))["sub"] == "cb-001"


def test_a_clock_may_differ_by_a_minute(adapter):
    assert adapter.verified(token(iat=50))
    assert adapter.verified(token(exp=-50))


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://khac.example"},
        {"iss": None},
        {"aud": "khac"},
        {"aud": ["khac", "khac-nua"]},
        {"aud": None},
        {"azp": "khac"},
        {"exp": -120},
        {"exp": None},
        {"iat": 600},
        {"iat": None},
        {"nbf": 600},
        {"nonce": "khac"},
        {"nonce": None},
        {"nonce": ""},
        {"nonce": 7},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 192},
    ],
    ids=str,
)
def test_a_token_with_one_wrong_claim_is_refused(adapter, other):
    with pytest.raises(OAuth2Error):
        adapter.verified(token(**other))


def test_a_token_signed_by_another_key_is_refused(adapter):
    with pytest.raises(OAuth2Error, match="InvalidSignatureError"):
        adapter.verified(token(OTHER))


def test_a_token_of_a_key_nobody_knows_is_refused(adapter):
    with pytest.raises(OAuth2Error):
        adapter.verified(token(kid="ba"))


def test_a_token_that_names_no_key_is_refused_where_there_are_two(adapter):
    with pytest.raises(OAuth2Error):
        adapter.verified(token(kid=None))
    adapter.answers[f"{ISSUER}/k"] = {"keys": [public(KEY, "mot")]}
    assert adapter.verified(token(kid=None))["sub"] == "cb-001"


def test_an_unsigned_token_is_refused(adapter):
    with pytest.raises(OAuth2Error):
        adapter.verified(jwt.encode(claims(), None, "none", {"kid": "mot"}))


def test_the_public_key_is_no_shared_secret(adapter):
    """The old confusion: a token signed by HMAC with the public key for its secret."""
    pem = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    import base64
    import hashlib
    import hmac

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "kid": "mot"}) + b"." + part(claims())
    mac = base64.urlsafe_b64encode(hmac.new(pem, signed, hashlib.sha256).digest()).rstrip(b"=")
    with pytest.raises(OAuth2Error):
        adapter.verified((signed + b"." + mac).decode())


@pytest.mark.parametrize("nonsense", [None, "", "a.b.c", "....", 7, {}, "é.é.é", "e30.e30.e30"])
def test_what_is_no_token_is_refused(adapter, nonsense):
    with pytest.raises(OAuth2Error):
        adapter.verified(nonsense)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{}]}, {"keys": "mot"}, {"keys": [7]}])
def test_keys_in_no_shape_are_refused(adapter, keys):
    adapter.answers[f"{ISSUER}/k"] = keys
    with pytest.raises(OAuth2Error):
        adapter.verified(token())


def test_without_a_nonce_of_ours_no_token_is_good(adapter):
    adapter.expected_nonce = ""
    with pytest.raises(OAuth2Error):
        adapter.verified(token(nonce=""))


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": f"{ISSUER}/"},
        {"issuer": None},
        {"token_endpoint": "http://dinh-danh.example.gov.vn/t"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_discovery_document_with_a_fault_is_refused(adapter, change):
    adapter.answers[f"{ISSUER}/.well-known/openid-configuration"] = CONFIG | change
    with pytest.raises(OAuth2Error):
        _ = adapter.openid_config


def test_more_about_somebody_else_is_refused(adapter):
    adapter.answers["https://x"] = {"sub": "cb-002", "email": "a@example.gov.vn"}
    with pytest.raises(OAuth2Error, match="somebody else"):
        adapter._more_about("cb-001", "https://x", "abc")
