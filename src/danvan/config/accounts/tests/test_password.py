"""Name and password: limits, what a refused password is told, disabled accounts."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client

from danvan.config.accounts.tests.conftest import PASSWORD

SIGNED_IN = "/ban-lam-viec/"


def test_name_and_password_lead_to_the_desk(sign_in, account):
    assert sign_in(account).answer["Location"] == SIGNED_IN


def test_a_wrong_password_says_so_and_not_which_of_the_two(sign_in, account, db):
    wrong = sign_in(account, "sai-mat-khau-roi").answer.content.decode()
    unknown = Client().post("/tai-khoan/login/", {"login": "khong-co", "password": PASSWORD}).content.decode()
    sentence = "Tên đăng nhập hoặc mật khẩu không đúng; hãy nhập lại."
    assert sentence in wrong
    assert sentence in unknown


def test_the_sixth_failure_of_an_account_waits_even_with_the_right_password(sign_in, account):
    for turn in range(5):
        sign_in(account, "sai-mat-khau-roi", REMOTE_ADDR=f"10.0.0.{turn}")
    answer = sign_in(account, REMOTE_ADDR="10.0.0.99").answer
    assert "phải chờ năm phút" in answer.content.decode()


def test_the_count_is_of_the_name_whatever_its_case_or_the_host(sign_in, account):
    for turn in range(5):
        name = account.username.upper() if turn % 2 else account.username
        Client().post(
            "/tai-khoan/login/", {"login": name, "password": "sai-mat-khau-roi"}, REMOTE_ADDR=f"10.0.1.{turn}"
        )
    assert "phải chờ năm phút" in sign_in(account, HTTP_HOST="localhost").answer.content.decode()


def test_one_account_that_waits_keeps_no_other_waiting(sign_in, account, db):
    from danvan.org.tests.factories import make_account

    for turn in range(6):
        sign_in(account, "sai-mat-khau-roi", REMOTE_ADDR=f"10.0.2.{turn}")
    assert sign_in(make_account()).answer["Location"] == SIGNED_IN


def test_an_address_that_tries_many_names_waits(db, account, sign_in):
    for turn in range(21):
        Client().post(
            "/tai-khoan/login/", {"login": f"thu-{turn}", "password": PASSWORD}, REMOTE_ADDR="10.9.9.9"
        )
    assert "phải chờ năm phút" in sign_in(account, REMOTE_ADDR="10.9.9.9").answer.content.decode()
    assert sign_in(account, REMOTE_ADDR="10.9.9.10").answer["Location"] == SIGNED_IN


def test_successes_use_up_no_tries(sign_in, account):
    for _turn in range(7):
        assert sign_in(account).answer["Location"] == SIGNED_IN


def test_failures_are_counted_in_the_database_for_every_worker(sign_in, account):
    sign_in(account, "sai-mat-khau-roi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM config_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 2  # of the address, of the account


def test_the_programs_own_role_counts_too(sign_in, account, as_app):
    sign_in(account, "sai-mat-khau-roi")
    assert sign_in(account).answer["Location"] == SIGNED_IN


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan-qua", "ít nhất 12 ký tự"),
        ("password12345", "quá nhiều người dùng"),
        ("tai-khoan-can-bo-xa", "tên đăng nhập"),
        ("938271650482", "chỉ có chữ số"),
        ("Mật khẩu 2026", "ai cũng đoán được"),
        ("Uỷ-ban@2026!!!", "ai cũng đoán được"),
        ("DanvanDanvan", "ai cũng đoán được"),
    ],
)
def test_a_refused_password_says_what_to_change(confirmed, account, password, sentence):
    account.username = "tai-khoan-can-bo"
    account.save()
    answer = confirmed.post(
        "/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert sentence in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(confirmed, sign_in, account):
    other = sign_in(account)
    new = {
        "oldpassword": PASSWORD,
        "password1": "mua-roi-tren-song-Gianh",
        "password2": "mua-roi-tren-song-Gianh",
    }
    assert confirmed.post("/tai-khoan/password/change/", new).status_code == 302
    assert confirmed.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302


def test_a_disabled_account_is_out_at_the_next_page(sign_in, account):
    client = sign_in(account)
    assert client.get("/tai-khoan/").status_code == 200
    account.is_active = False
    account.save()
    assert client.get("/tai-khoan/")["Location"].startswith("/tai-khoan/login/")
    assert client.get("/ban-lam-viec/").status_code in (302, 403)


def test_a_disabled_account_is_told_so_only_with_its_password(sign_in, account):
    account.is_active = False
    account.save()
    assert sign_in(account).answer["Location"] == "/tai-khoan/inactive/"
    assert "không đúng" in sign_in(account, "sai-mat-khau-roi").answer.content.decode()


def test_an_account_is_never_deleted(account, as_app):
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        get_user_model().objects.filter(pk=account.pk)._raw_delete("default")
    assert get_user_model().objects.filter(pk=account.pk).exists()


def test_next_leads_nowhere_else(account):
    answer = Client().post(
        "/tai-khoan/login/?next=https://ke-xau.example/",
        {"login": account.username, "password": PASSWORD, "next": "https://ke-xau.example/"},
    )
    assert answer["Location"] == SIGNED_IN
