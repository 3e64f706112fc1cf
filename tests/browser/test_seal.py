"""The seal in a real browser: a passphrase set, a case opened, a copy redacted and read by a verifier, the head's book."""

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_unit
from danvan.records.models import Capacity
from danvan.records.seal import cases
from danvan.records.seal.tests.seal_world import PHRASE, make_world, officer
from tests.browser.test_desk import PASSWORD, log_in, press, shoot
from tests.support.browser import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Trần Thị Thử"


@pytest.fixture
def world():
    return make_world(make_unit("Xã Minh Họa"))


def why(page, phrase=PHRASE):
    page.locator("#mo").locator("xpath=..").get_by_label("Lý do mở").select_option("giai_quyet")
    if phrase:
        page.locator("#mo").locator("xpath=..").get_by_label("Cụm mật khẩu niêm phong").fill(phrase)


@pytest.fixture
def page(chromium):
    """A page that lets axe's script in: what comes by a form has no address to open it again at."""
    context = chromium.new_context(locale="vi-VN", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def seen(page, name):
    """No accessibility violation and no sideways scroll at either width."""
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        shoot(page, f"{name}-{width}")
        is_sound(page)


def test_a_passphrase_is_set_and_the_key_opened_and_closed(page, live_server, world):
    log_in(page, live_server, officer("tiep_dan", world.unit))
    page.goto(f"{live_server.url}/ban-lam-viec/niem-phong/")
    seen(page, "niem-phong-xac-nhan")
    page.get_by_role("link", name="Xác nhận lại đăng nhập").click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    seen(page, "niem-phong-dat")
    page.get_by_label("Cụm mật khẩu niêm phong").fill("quá ngắn")
    page.get_by_label("Gõ lại cụm mật khẩu").fill("quá ngắn")
    press(page, "Đặt cụm mật khẩu")
    expect(page.get_by_role("alert")).to_contain_text("quá yếu")
    page.get_by_label("Cụm mật khẩu niêm phong").fill(PHRASE)
    page.get_by_label("Gõ lại cụm mật khẩu").fill(PHRASE)
    press(page, "Đặt cụm mật khẩu")
    expect(page.get_by_text("đang đóng")).to_be_visible()
    seen(page, "niem-phong-khoa")
    page.locator("#mo_phrase").fill(PHRASE)
    press(page, "Mở khóa trong 15 phút")
    expect(page.get_by_text("đang mở, tự đóng lúc")).to_be_visible()
    cookie = next(one for one in page.context.cookies() if one["name"] == "niem_phong")
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (
        True,
        "Strict",
        "/ban-lam-viec/niem-phong/",
    )
    press(page, "Khóa lại")
    expect(page.get_by_text("đang đóng")).to_be_visible()
    assert "niem_phong" not in {one["name"] for one in page.context.cookies()}


def test_a_case_is_opened_redacted_and_its_copy_read_by_a_verifier(page, live_server, world):
    record = world.case()
    cases.give(record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong")
    address = f"{live_server.url}/ban-lam-viec/niem-phong/ho-so/{record.public_id}/"
    log_in(page, live_server, world.clerk)
    page.goto(live_server.url + record.get_absolute_url())
    expect(page.get_by_text("Hồ sơ niêm phong").first).to_be_visible()
    page.goto(address)
    seen(page, "niem-phong-ho-so")
    expect(page.get_by_text(NAME)).to_have_count(0)
    why(page)
    press(page, "Mở hồ sơ")
    expect(page.get_by_text(NAME, exact=True)).to_be_visible()
    seen(page, "niem-phong-noi-dung")
    page.goto(address)
    why(page, phrase="")
    press(page, "Lập bản đã che")
    expect(page.get_by_role("heading", name="Bản đã che sẽ là")).to_be_visible()
    page.get_by_label("Che thêm").fill("Lê Văn Mẫu")
    press(page, "Xem lại bản đã che")
    expect(page.get_by_role("checkbox", name="Lê Văn Mẫu").first).to_be_checked()
    seen(page, "niem-phong-che")
    press(page, "Niêm phong bản đã che")
    expect(page.get_by_text("Đã niêm phong bản đã che")).to_be_visible()
    page.context.clear_cookies()
    log_in(page, live_server, world.verifier)
    page.goto(address)
    seen(page, "niem-phong-xac-minh")
    why(page)
    press(page, "Mở bản đã che")
    expect(page.get_by_role("heading", name="Bản đã che", exact=True)).to_be_visible()
    expect(page.get_by_text("[đã che]").first).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)


def test_the_head_reads_the_book_and_the_recovery_key(page, live_server, world):
    record = world.case()
    with pytest.raises(cases.Refusal):
        cases.rings_of(cases.case_of(record), "day_du", world.key(world.head))
    log_in(page, live_server, world.head)
    page.goto(f"{live_server.url}/ban-lam-viec/niem-phong/che-do/")
    page.get_by_role("link", name="Khóa khôi phục").click()
    expect(page.get_by_text("Đã có khóa khôi phục")).to_be_visible()
    seen(page, "niem-phong-khoi-phuc")
    page.get_by_label("Cụm mật khẩu niêm phong").first.fill(PHRASE)
    press(page, "In phần khóa, một lần")
    expect(page.get_by_text("trang này không hiện lại")).to_be_visible()
    seen(page, "niem-phong-phan-khoa")
    page.goto(f"{live_server.url}/ban-lam-viec/niem-phong/so-mo/")
    expect(page.get_by_role("heading", name="Sổ mở niêm phong")).to_be_visible()
    seen(page, "niem-phong-so-mo")
