"""`danvan sign-in`: linking, unlinking, a lost second factor."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from danvan.config import cli
from danvan.config.accounts import factors


@pytest.fixture
def danvan(monkeypatch):
    """`danvan(...)` runs the command in this process, with Django as the test has it."""
    monkeypatch.setattr(cli, "prepare_django", lambda database: None)  # the tests have their own
    return lambda *words: cli.main(["sign-in", *words])


def test_an_identity_is_linked_and_taken_away(danvan, account, capsys):
    assert danvan("link", account.username, " cb-001 ") == 0
    assert "Đã gắn" in capsys.readouterr().out
    assert SocialAccount.objects.get(user=account).uid == "cb-001"
    assert danvan("unlink", account.username) == 0
    assert not SocialAccount.objects.exists()
    assert danvan("unlink", account.username) == 2
    assert "chưa gắn với mã định danh nào" in capsys.readouterr().err


def test_an_unknown_account_is_refused(danvan, db, capsys):
    assert danvan("link", "khong-co", "cb-001") == 2
    assert "Không có tài khoản «khong-co»" in capsys.readouterr().err


def test_a_subject_that_is_taken_is_refused(danvan, account, capsys):
    from danvan.org.tests.factories import make_account

    danvan("link", make_account().username, "cb-001")
    assert danvan("link", account.username, "cb-001") == 2
    assert "đã gắn với tài khoản" in capsys.readouterr().err


def test_a_lost_factor_is_forgotten_and_every_device_signed_out(danvan, account, sign_in, capsys):
    browser = sign_in(account)
    TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert danvan("forget-factors", account.username) == 0
    assert not factors.has_factor(account)
    assert browser.get(reverse("account_home")).status_code == 302
    assert danvan("forget-factors", account.username) == 2
    assert "không có lớp xác thực thứ hai" in capsys.readouterr().err
