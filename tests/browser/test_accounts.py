"""Signing in in a real browser: passkeys by Chromium's own authenticator, single sign-on through a real provider."""

import os
import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from playwright.sync_api import expect

from danvan.config.accounts import linking, options
from danvan.config.accounts.tests import oidc
from danvan.org.tests.factories import make_account, make_unit
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
DESK = re.compile("/ban-lam-viec/$")


@pytest.fixture
def officer():
    cache.clear()
    account = make_account("xu_ly", make_unit("Xã Minh Họa"))
    account.email = f"{account.username}@example.gov.vn"
    account.save()
    return account


@pytest.fixture
def authenticator(page):
    """A fingerprint reader that always says yes, in the page's browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session, made["authenticatorId"]


@pytest.fixture
def seen(page, phone, axe):
    """`seen(name)`: no accessibility violation and no sideways scroll at either width."""

    def check(name):
        phone.context.clear_cookies()
        phone.context.add_cookies(page.context.cookies())
        phone.goto(page.url)
        for tab, width in ((page, "desk"), (phone, "phone")):
            if folder := os.environ.get("DANVAN_SCREENSHOTS"):
                tab.screenshot(path=Path(folder) / f"accounts-{name}-{width}.png", full_page=True)
            axe(tab)
            assert fits_across(tab), f"{name}: {width}"

    return check


def go(page, live_server, path=""):
    page.goto(f"{live_server.url}/tai-khoan/{path}")


def log_in(page, live_server, account, then=DESK):
    go(page, live_server, "login/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(then)


def confirm(page):
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()


def add_passkey(page, live_server, name, without_password):
    go(page, live_server, "2fa/webauthn/add/")
    if page.get_by_role("heading", name="Xác nhận lại").count():
        confirm(page)
    page.get_by_label("Tên khóa").fill(name)
    if without_password:
        page.get_by_label("Dùng khóa này để đăng nhập thay mật khẩu").check()
    page.get_by_role("button", name="Thêm khóa").click()


def sign_out(page, live_server):
    go(page, live_server, "logout/")
    page.get_by_role("main").get_by_role("button", name="Đăng xuất").click()


def errors_of(page):
    """Sentences of the console that tell of a blocked script or style."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def test_a_passkey_replaces_the_password(page, live_server, officer, authenticator, seen):
    errors = errors_of(page)
    log_in(page, live_server, officer)
    add_passkey(page, live_server, "Máy ở cơ quan", without_password=True)
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    go(page, live_server, "2fa/webauthn/")
    page.get_by_role("cell", name="Đăng nhập thay mật khẩu").wait_for()
    seen("passkeys")
    sign_out(page, live_server)

    go(page, live_server, "login/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(DESK)
    assert errors == []


def test_a_passkey_of_a_disabled_account_opens_nothing(page, live_server, officer, authenticator):
    log_in(page, live_server, officer)
    add_passkey(page, live_server, "Máy", without_password=True)
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    sign_out(page, live_server)
    officer.is_active = False
    officer.save()

    go(page, live_server, "login/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.get_by_role("heading", name="Tài khoản đang khoá").wait_for()


def test_a_passkey_is_a_second_factor_and_confirms_changes(page, live_server, officer, authenticator, seen):
    log_in(page, live_server, officer)
    add_passkey(page, live_server, "Khóa USB", without_password=False)
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    sign_out(page, live_server)

    log_in(page, live_server, officer, then=re.compile("/2fa/authenticate/"))
    seen("second-factor")
    page.get_by_role("button", name="Dùng khóa truy cập").click()  # the page is old: others were opened since
    page.get_by_role("link", name="Khóa không được nhận").or_(
        page.get_by_text("Khóa không được nhận")
    ).first.wait_for()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(DESK)

    go(page, live_server, "2fa/totp/activate/")
    page.get_by_role("link", name="Dùng khóa truy cập").click()
    seen("confirm-by-passkey")
    page.reload()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_role("heading", name="Bật ứng dụng tạo mã").wait_for()


def test_the_same_device_is_not_added_twice(page, live_server, officer, authenticator):
    log_in(page, live_server, officer)
    add_passkey(page, live_server, "Một", without_password=False)
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    add_passkey(page, live_server, "Hai", without_password=False)
    page.get_by_text("Máy này đã có khóa của tài khoản").wait_for()
    assert Authenticator.objects.filter(user=officer, type="webauthn").count() == 1


def test_a_refused_finger_is_told_in_a_sentence(page, live_server, officer, authenticator):
    session, made = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": made, "isUserVerified": False})
    log_in(page, live_server, officer)
    add_passkey(page, live_server, "Máy", without_password=True)
    page.get_by_text("Chưa dùng được khóa").wait_for()
    assert not Authenticator.objects.filter(user=officer).exists()


def test_an_address_without_a_name_says_what_passkeys_need(page, live_server, officer, authenticator):
    page.goto(f"{live_server.url.replace('localhost', '127.0.0.1')}/tai-khoan/login/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.get_by_text("chỉ dùng được ở địa chỉ có tên miền").wait_for()


def test_without_script_the_log_in_works_and_says_what_is_missing(chromium, live_server, officer):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    try:
        page = context.new_page()
        go(page, live_server, "login/")
        expect(page.locator("noscript p")).to_contain_text(
            "Khóa truy cập cần JavaScript", use_inner_text=True
        )
        expect(page.get_by_role("button", name="Đăng nhập bằng khóa truy cập")).to_have_count(0)
        log_in(page, live_server, officer)
    finally:
        context.close()


def test_an_application_is_set_up_and_every_page_of_the_account_reads_well(page, live_server, officer, seen):
    go(page, live_server, "login/")
    seen("login")
    go(page, live_server, "password/reset/")
    seen("recovery")
    log_in(page, live_server, officer)
    go(page, live_server, "2fa/totp/activate/")
    seen("confirm")
    confirm(page)
    page.get_by_role("heading", name="Bật ứng dụng tạo mã").wait_for()
    assert page.get_by_role("img", name="Mã QR").evaluate("image => image.naturalWidth") > 100
    seen("app")
    TOTP.activate(officer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    go(page, live_server, "2fa/recovery-codes/generate/")
    seen("codes-new")
    page.get_by_role("button", name="Lập mã").click()
    page.get_by_role("heading", name="Mã dự phòng", exact=True).wait_for()
    expect(page.locator("code")).to_have_count(10)
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / "accounts-codes-desk.png", full_page=True)
    for path, name in (
        ("", "home"),
        ("2fa/", "factors"),
        ("2fa/totp/deactivate/", "app-off"),
        ("2fa/webauthn/", "passkeys-empty"),
        ("2fa/webauthn/add/", "passkey-add"),
        ("2fa/recovery-codes/", "codes-shown-once"),
        ("sessions/", "sessions"),
        ("password/change/", "password"),
        ("logout/", "logout"),
    ):
        go(page, live_server, path)
        seen(name)


def test_a_leader_is_led_to_a_second_factor(page, live_server, seen, settings):
    cache.clear()
    settings.SECOND_FACTOR_ROLES = frozenset({"lanh_dao"})
    leader = make_account("lanh_dao", make_unit("Xã Minh Họa"))
    log_in(page, live_server, leader, then=re.compile("can-lop-thu-hai"))
    page.get_by_text("Người đứng đầu").wait_for()
    seen("needed")


def test_single_sign_on_through_the_providers_own_page(page, live_server, officer, settings, seen):
    with oidc.running() as provider:
        environ = provider.environ()
        settings.SOCIALACCOUNT_PROVIDERS = options.providers(environ)
        settings.SECURE_CSP = settings.SECURE_CSP | {
            "form-action": [*settings.SECURE_CSP["form-action"], options.provider(environ).origin]
        }
        linking.link(officer, "cb-001")
        go(page, live_server, "login/")
        seen("login-with-provider")
        page.get_by_role("button", name="Đăng nhập bằng Định danh tỉnh").click()
        page.get_by_label("Subject").fill("cb-001")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(DESK)
        sign_out(page, live_server)

        go(page, live_server, "login/")
        page.get_by_role("button", name="Đăng nhập bằng Định danh tỉnh").click()
        page.get_by_label("Subject").fill("nguoi-la")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.get_by_role("heading", name="Chưa có tài khoản").wait_for()


def test_a_form_is_led_on_to_nobody_but_the_provider(page, live_server, officer, settings):
    """The same without the provider's name in the content policy: the browser itself stops it."""
    with oidc.running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = options.providers(provider.environ())
        go(page, live_server, "login/")
        blocked = []
        page.on("console", lambda message: blocked.append(message.text))
        page.get_by_role("button", name="Đăng nhập bằng Định danh tỉnh").click()
        page.wait_for_timeout(1000)
        assert any("form-action" in text for text in blocked)
        assert str(provider.port) not in page.url
