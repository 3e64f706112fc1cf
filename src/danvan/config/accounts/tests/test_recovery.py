"""A letter opens an account once, within an hour, and tells nobody which addresses are known."""

import json
import re
import stat
from datetime import datetime, timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from danvan.config import tasks
from danvan.config.accounts import letters
from danvan.config.accounts.mail_files import FilesBackend

NEW = "mua-roi-tren-song-Gianh"


def ask(address, **headers):
    return Client().post("/tai-khoan/password/reset/", {"email": address}, **headers)


def jobs(name=letters.RECOVERY_JOB):
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [json.loads(row[0]) for row in cursor.fetchall()]


def work():
    """What the worker would do with the jobs left so far."""
    for args in jobs():
        tasks.write_recovery(**args)


def link_of(letter) -> str:
    return re.search(r"http://127.0.0.1:\d+(/\S+)", letter.body)[1]


def open_link(link, client=None):
    """The form behind a link: the key is taken out of the address first."""
    client = client or Client()
    client.answer = client.get(link, follow=True)
    return client


def set_password(client, password=NEW):
    address = client.answer.request["PATH_INFO"]
    return client.post(address, {"password1": password, "password2": password})


def test_a_letter_leads_to_a_new_password(account, sign_in):
    answer = ask(account.email)
    assert answer["Location"] == "/tai-khoan/password/reset/done/"
    work()
    [letter] = mail.outbox
    assert letter.to == [account.email]
    assert letter.subject == "[Danvan] Đặt mật khẩu mới"
    assert account.username in letter.body
    assert "60 phút" in letter.body
    done = set_password(open_link(link_of(letter)))
    assert done["Location"] == "/tai-khoan/password/reset/key/done/"
    assert sign_in(account, NEW).answer["Location"] == "/ban-lam-viec/"


def test_a_letter_is_good_once(account):
    ask(account.email)
    work()
    link = link_of(mail.outbox[0])
    set_password(open_link(link))
    assert "Liên kết không còn dùng được" in open_link(link).answer.content.decode()


def test_a_letter_is_good_for_an_hour(account, monkeypatch):
    ask(account.email)
    work()
    link = link_of(mail.outbox[0])
    now = datetime.now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(minutes=59))
    assert "<h1>Đặt mật khẩu mới</h1>" in open_link(link).answer.content.decode()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(minutes=61))
    assert "Liên kết không còn dùng được" in open_link(link).answer.content.decode()


def handed_over(account) -> str:
    """The link of the page on people, which needs no address."""
    key = default_token_generator.make_token(account)
    return reverse("account_reset_password_from_key", args=[letters.user_pk_to_url_str(account), key])


def test_a_link_handed_over_by_an_administrator_is_good_for_three_days(account, sign_in, monkeypatch):
    account.email = ""
    account.save()
    link = handed_over(account)
    now = datetime.now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(days=2, hours=23))
    assert set_password(open_link(link))["Location"] == "/tai-khoan/password/reset/key/done/"
    assert sign_in(account, NEW).answer["Location"] == "/ban-lam-viec/"
    assert "Liên kết không còn dùng được" in open_link(link).answer.content.decode()


def test_a_link_handed_over_ends_too(account, monkeypatch):
    link = handed_over(account)
    now = datetime.now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(days=3, minutes=1))
    assert "Liên kết không còn dùng được" in open_link(link).answer.content.decode()


def test_an_account_disabled_since_the_letter_stays_shut(account):
    ask(account.email)
    work()
    account.is_active = False
    account.save()
    assert "Liên kết không còn dùng được" in open_link(link_of(mail.outbox[0])).answer.content.decode()


def test_a_link_for_one_account_opens_no_other(account):
    from danvan.org.tests.factories import make_account

    other = make_account()
    ask(account.email)
    work()
    uid, key = re.search(r"key/([^-]+)-(.+)/$", link_of(mail.outbox[0])).groups()
    assert letters.user_pk_to_url_str(account) == uid
    forged = f"/tai-khoan/password/reset/key/{letters.user_pk_to_url_str(other)}-{key}/"
    assert "Liên kết không còn dùng được" in open_link(forged).answer.content.decode()


@pytest.mark.parametrize("uid", ["0", "zzzzzzzzzzzzzzzzzzzzzzz", "-1", "%00"])
@pytest.mark.django_db
def test_nonsense_in_a_link_is_an_old_link(uid):
    answer = Client().get(f"/tai-khoan/password/reset/key/{uid}-abc-def/", follow=True)
    assert answer.status_code in (200, 404)


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(account):
    known, unknown = ask(account.email), ask("khong-ai@example.gov.vn")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [set(args) for args in jobs()] == [{"account_ids"}] * 2
    assert jobs()[1]["account_ids"] == []
    work()
    assert len(mail.outbox) == 1


def test_no_address_and_no_link_lies_in_the_queue(account):
    ask(account.email)
    assert account.email not in str(jobs())
    assert "password/reset/key" not in str(jobs())


def test_the_host_of_a_request_does_not_choose_where_the_link_leads(account, settings):
    settings.ALLOWED_HOSTS = [".example.gov.vn"]
    ask(account.email, HTTP_HOST="ke-xau.example.gov.vn")
    work()
    assert settings.SITE_ORIGIN in mail.outbox[0].body
    assert "ke-xau" not in mail.outbox[0].body


def test_an_address_in_other_letters_of_the_alphabet_is_another(account):
    ask(account.email.upper())
    ask(account.email.replace("e", "е"))
    work()
    assert [letter.to for letter in mail.outbox] == [[account.email]]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_illustrative": True}])
def test_disabled_and_illustrative_accounts_get_no_letter(account, change):
    for name, value in change.items():
        setattr(account, name, value)
    account.save()
    ask(account.email)
    work()
    assert mail.outbox == []


def test_who_signs_in_by_single_sign_on_alone_gets_no_letter(account):
    account.set_unusable_password()
    account.save()
    SocialAccount.objects.create(user=account, provider="sso", uid="1")
    ask(account.email)
    work()
    assert mail.outbox == []


def test_a_new_account_without_a_password_gets_its_first_one_by_letter(account, sign_in):
    account.set_unusable_password()
    account.save()
    ask(account.email)
    work()
    set_password(open_link(link_of(mail.outbox[0])))
    assert sign_in(account, NEW).answer["Location"] == "/ban-lam-viec/"


def test_a_second_factor_is_asked_after_recovery_too(account, sign_in):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    ask(account.email)
    work()
    browser = open_link(link_of(mail.outbox[0]))
    set_password(browser)
    assert browser.get("/tai-khoan/").status_code == 302
    assert sign_in(account, NEW).answer["Location"].startswith("/tai-khoan/2fa/authenticate/")


def test_letters_are_few_for_one_address(account):
    for turn in range(3):
        assert ask(account.email, REMOTE_ADDR=f"10.0.0.{turn}").status_code == 302
    fourth = ask(account.email, REMOTE_ADDR="10.0.0.9")
    assert fourth.status_code == 429
    assert "Hãy thử lại sau ít phút" in fourth.content.decode()
    assert ask("khac@example.gov.vn", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_what_is_no_address_is_refused_in_words(db):
    page = ask("khong-phai-thu").content.decode()
    assert "error" in page
    assert "Hãy" in page or "hãy" in page


def test_changes_of_an_account_are_told_to_its_owner(confirmed, account):
    from danvan.config.accounts.tests.conftest import PASSWORD

    confirmed.post(
        "/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    [args] = jobs(letters.WARNING_JOB)
    tasks.write_warning(**args)
    [letter] = mail.outbox
    assert "Mật khẩu vừa được đổi." in letter.body
    assert NEW not in letter.body


def test_letters_in_files_are_for_their_owner_alone(tmp_path):
    folder = tmp_path / "mail"
    backend = FilesBackend(file_path=str(folder), alias="default")
    backend.send_messages([mail.EmailMessage("Thử", "Nội dung", "a@example.gov.vn", ["b@example.gov.vn"])])
    [file] = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"b@example.gov.vn" in file.read_bytes()
