"""The log-in pages in the look and the language of the house."""

import pytest
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from django.template.loader import render_to_string
from django.test import RequestFactory
from polib import pofile

from danvan.ui import apps

CATALOGUE = pofile(apps.__file__.replace("apps.py", "locale/vi/LC_MESSAGES/django.po"))
VIETNAMESE = {entry.msgid: entry.msgstr for entry in CATALOGUE}


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "danvan.ui.tests.addresses"


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("account/login.html", "Đăng nhập"),
        ("account/logout.html", "Đăng xuất"),
        ("account/password_change.html", "Đổi mật khẩu"),
        ("account/password_set.html", "Đặt mật khẩu"),
        ("account/password_reset.html", "Quên mật khẩu"),
        ("account/password_reset_done.html", "Đã nhận yêu cầu"),
        ("account/password_reset_from_key.html", "Đặt mật khẩu mới"),
        ("account/password_reset_from_key_done.html", "Đã đổi mật khẩu"),
        ("account/account_inactive.html", "Tài khoản đang khoá"),
        ("account/signup_closed.html", "Không mở đăng ký"),
        ("account/reauthenticate.html", "Xác nhận lại"),
    ],
)
def test_each_page_is_ours(template, heading):
    page = render_to_string(template, {}, RequestFactory().get("/"))

    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading} – Danvan</title>" in page
    assert 'class="bar"' in page


def test_a_used_link_says_so():
    page = render_to_string(
        "account/password_reset_from_key.html", {"token_fail": True}, RequestFactory().get("/")
    )

    assert "Liên kết không còn dùng được" in page


def test_pages_without_a_template_of_ours_still_stand_in_our_frame():
    page = render_to_string("account/verification_sent.html", {}, RequestFactory().get("/"))

    assert 'class="bar"' in page
    assert "<script>" not in page


@pytest.mark.parametrize("form_class", [LoginForm, ChangePasswordForm, ResetPasswordForm])
def test_labels_of_the_log_in_forms_have_their_vietnamese(form_class):
    form = form_class()

    for field in form.fields.values():
        label = str(field.label)
        assert label in VIETNAMESE or label in VIETNAMESE.values(), label


def test_every_sentence_of_the_catalogue_is_translated_once():
    sources = [entry.msgid for entry in CATALOGUE]

    assert len(sources) == len(set(sources))
    assert all(entry.msgstr or all(entry.msgstr_plural.values()) for entry in CATALOGUE)


def test_a_translation_keeps_its_places():
    for entry in CATALOGUE:
        for sentence in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert entry.msgid.count("%") == sentence.count("%")
