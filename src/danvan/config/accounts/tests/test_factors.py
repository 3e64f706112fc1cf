"""Second factors: codes, recovery codes, secrets at rest, and who must have one."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from danvan.config.accounts import factors, sealing
from danvan.org.today import today
from danvan.ui.errors import Refusal

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str, ahead: int = 0) -> str:
    """RFC 6238, written here anew: the program's own reckoning is no witness for itself."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def still(monkeypatch):
    """A clock at the beginning of a code's half minute, so that no code ends in mid-test; `still(s)` moves it."""
    began = time.time() // 30 * 30 + 5

    def at(seconds=0):
        monkeypatch.setattr(time, "time", lambda: began + seconds)

    at()
    return at


@pytest.fixture
def with_app(confirmed, account, still):
    """A browser whose account has just set an application up, and the secret that was shown."""
    page = confirmed.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"receipt__code\">([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    confirmed.answer = confirmed.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    confirmed.secret = secret
    return confirmed


def codes_on(page: str) -> list[str]:
    return re.findall(r"receipt__code\">(\d{8})<", page)


def test_setting_up_shows_recovery_codes_once(with_app, account):
    assert with_app.answer["Location"] == reverse("mfa_view_recovery_codes")
    first = codes_on(with_app.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(set(first)) == 10
    again = with_app.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert codes_on(again) == []
    assert "Còn 10 trong 10 mã" in again
    assert with_app.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_a_wrong_first_code_sets_nothing_up(confirmed, account):
    confirmed.get(reverse("mfa_activate_totp"))
    answer = confirmed.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Mã không đúng hoặc đã dùng" in answer.content.decode()
    assert not Authenticator.objects.filter(user=account).exists()


def test_the_picture_is_ours_and_has_no_script(confirmed):
    page = confirmed.get(reverse("mfa_activate_totp")).content.decode()
    svg = base64.b64decode(re.search(r"data:image/svg\+xml;base64,([^\"]+)", page)[1]).decode()
    assert svg.startswith("<svg")
    assert "script" not in svg


def test_a_code_is_asked_after_the_password(with_app, sign_in, account, still):
    still(60)
    browser = sign_in(account)
    assert browser.answer["Location"].startswith(reverse("mfa_authenticate"))
    assert browser.get(reverse("account_home")).status_code == 302
    wrong = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Mã không đúng hoặc đã dùng" in wrong.content.decode()
    right = browser.post(reverse("mfa_authenticate"), {"code": code_of(with_app.secret)})
    assert right["Location"] == "/ban-lam-viec/"
    assert browser.get(reverse("account_home")).status_code == 200


def test_a_code_is_good_once(with_app, sign_in, account, still):
    still(60)
    code = code_of(with_app.secret)
    assert sign_in(account).post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    answer = sign_in(account).post(reverse("mfa_authenticate"), {"code": code})
    assert "Mã không đúng hoặc đã dùng" in answer.content.decode()


def test_neither_the_last_code_nor_the_next_is_good(with_app, sign_in, account, still):
    still(90)
    browser = sign_in(account)
    for ahead in (-1, 1):
        answer = browser.post(reverse("mfa_authenticate"), {"code": code_of(with_app.secret, ahead)})
        assert answer.status_code == 200


def test_codes_cannot_be_guessed_in_a_row(with_app, sign_in, account, still):
    still(60)
    browser = sign_in(account)
    for turn in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": f"00000{turn}"}, REMOTE_ADDR=f"10.0.0.{turn}")
    answer = browser.post(
        reverse("mfa_authenticate"), {"code": code_of(with_app.secret)}, REMOTE_ADDR="10.0.0.9"
    )
    assert "phải chờ năm phút" in answer.content.decode()


def test_a_recovery_code_is_good_once(with_app, sign_in, account):
    code = codes_on(with_app.get(reverse("mfa_view_recovery_codes")).content.decode())[3]
    assert sign_in(account).post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert sign_in(account).post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_change_password"],
)
def test_changes_of_factors_ask_for_the_password_again(name, sign_in, account):
    browser = sign_in(account)
    answer = browser.get(reverse(name))
    if name == "account_change_password":  # the form itself asks for it
        assert "Mật khẩu hiện tại" in answer.content.decode()
    else:
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        assert not Authenticator.objects.filter(user=account).exists()


def test_a_wrong_password_confirms_nothing(sign_in, account):
    browser = sign_in(account)
    answer = browser.post(reverse("account_reauthenticate"), {"password": "sai-mat-khau-roi"})
    assert "Mật khẩu không đúng" in answer.content.decode()
    assert browser.get(reverse("mfa_activate_totp")).status_code == 302


def test_secrets_lie_sealed(with_app, account):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [account.pk])
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert with_app.secret not in stored
    assert len(stored) > 100


def test_what_is_sealed_opens_under_an_older_key_too(settings):
    sealed = sealing.seal(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "một khóa khác hẳn, dài và mới"
    assert sealing.unseal(sealed) == SECRET


@pytest.mark.parametrize("spoilt", ["", "khong-phai", "AAAA", "é", SECRET])
def test_what_does_not_open_becomes_a_secret_nobody_knows(spoilt):
    first, second = sealing.unseal(spoilt), sealing.unseal(spoilt)
    assert first != second
    assert len(base64.b32decode(first)) == 20


# -- who must have one --------------------------------------------------------------------------------------


@pytest.fixture
def guarded(settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"lanh_dao", "quan_tri", "he_thong"})
    return settings


def test_a_leader_without_a_second_factor_is_led_to_one(guarded, sign_in, account, grant):
    grant(account, "lanh_dao")
    browser = sign_in(account)
    answer = browser.get("/ban-lam-viec/")
    assert answer["Location"] == reverse("second_factor_needed")
    page = browser.get(answer["Location"]).content.decode()
    assert "Người đứng đầu" in page
    assert reverse("mfa_activate_totp") in page
    assert browser.post("/ban-lam-viec/").status_code == 302


@pytest.mark.parametrize("name", ["account_home", "account_logout", "mfa_index", "usersessions_list"])
def test_the_account_itself_stays_open(name, guarded, sign_in, account, grant):
    grant(account, "lanh_dao")
    assert sign_in(account).get(reverse(name)).status_code == 200


def test_who_has_no_guarded_role_is_not_asked(guarded, sign_in, account):
    browser = sign_in(account)
    assert browser.get("/ban-lam-viec/").status_code == 200
    assert browser.get(reverse("second_factor_needed"))["Location"] == reverse("account_home")


def test_a_local_installation_asks_nobody(settings, sign_in, account, grant):
    assert not settings.SECOND_FACTOR_ROLES
    grant(account, "lanh_dao")
    assert sign_in(account).get("/ban-lam-viec/").status_code == 200


def test_the_question_is_asked_once_a_session(guarded, sign_in, account, django_assert_num_queries):
    from danvan.config.accounts.tests.test_pages import passkey

    browser = sign_in(account)
    passkey(account)
    with django_assert_num_queries(_queries(browser)):
        browser.get("/khong-co-trang-nay/")


def _queries(browser) -> int:
    """Session and account alone, as with no guarded role at all."""
    browser.get("/khong-co-trang-nay/")
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        browser.get("/khong-co-trang-nay/")
    assert not any("org_rolegrant" in query["sql"] for query in asked)
    return len(asked)


def test_visitors_without_a_cookie_are_not_looked_up(guarded, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/khong-co-trang-nay/")
    assert "Cookie" not in answer.get("Vary", "")


def test_the_last_factor_of_a_guarded_role_stays(guarded, with_app, account, grant):
    grant(account, "quan_tri")
    answer = with_app.post(reverse("mfa_deactivate_totp"))
    assert "hãy thêm một cách khác trước khi bỏ cách này" in answer.content.decode()
    assert factors.has_factor(account)


def test_the_last_passkey_of_a_guarded_role_stays(guarded, confirmed, account, grant):
    from danvan.config.accounts.tests.test_pages import passkey

    grant(account, "he_thong")
    key = passkey(account)
    answer = confirmed.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk}), follow=True)
    assert "hãy thêm một cách khác trước khi bỏ cách này" in answer.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_one_of_two_factors_may_go(guarded, with_app, account, grant):
    from danvan.config.accounts.tests.test_pages import passkey

    grant(account, "quan_tri")
    key = passkey(account)
    assert with_app.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk})).status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_who_has_no_guarded_role_may_remove_the_last(guarded, with_app, account):
    assert with_app.post(reverse("mfa_deactivate_totp"))["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.filter(user=account).exists()  # recovery codes go with it


def test_recovery_codes_alone_are_no_second_factor(account):
    Authenticator.objects.create(user=account, type="recovery_codes", data={})
    assert not factors.has_factor(account)


def test_guarded_roles_are_those_of_the_day(guarded, account, grant):
    from datetime import date

    from django.db.backends.postgresql.psycopg_any import DateRange

    held = grant(account, "lanh_dao")
    assert factors.guarded_roles(account, today()) == ["Người đứng đầu"]
    held.valid = DateRange(date(2000, 1, 1), date(2001, 1, 1))
    held.save()
    assert factors.guarded_roles(account, today()) == []


def test_an_unknown_role_is_refused_at_the_start(settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"lanh_dao", "vua"})
    with pytest.raises(Refusal, match="vai trò không có: vua"):
        factors.refuse_unknown_roles()
