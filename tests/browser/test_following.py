"""In a real browser: who denounced writes, a holder opens and answers, and he reads it and sees the opening."""

import re

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_unit
from danvan.records.seal import conversation
from danvan.records.seal.tests.seal_world import PHRASE, make_world
from danvan.records.seal.tests.sent_world import Sent
from tests.browser.test_desk import log_in, press, shoot
from tests.support.browser import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/gui-don/to-cao/theo-doi/"
SAID, ANSWER = "Tôi bổ sung: họ hẹn gặp ở quán cà phê gần chợ.", "Bà/Ông cho biết họ hẹn lúc nào?"


@pytest.fixture
def world():
    return make_world(make_unit("Xã Minh Họa"))


@pytest.fixture
def browser_of(chromium):
    """A fresh browser; with script it lets axe in, since what comes by a form has no address to open again."""
    opened = []

    def make(*, script=True):
        context = chromium.new_context(locale="vi-VN", java_script_enabled=script, bypass_csp=True)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


def seen(page, name):
    """No accessibility violation and no sideways scroll at either width."""
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        shoot(page, f"{name}-{width}")
        is_sound(page)


def enter(page, live_server, sent):
    page.goto(live_server.url + PATH)
    page.get_by_label("Mã đã nhận khi gửi tố cáo").fill(sent.code)
    page.get_by_label("Mục thứ hai").fill(sent.second)
    page.get_by_role("button", name="Mở", exact=True).click()
    expect(page.get_by_role("heading", name="Trao đổi với cơ quan")).to_be_visible()


def test_from_the_senders_words_to_the_offices_answer_and_the_opening(browser_of, live_server, world):
    sent = Sent(world, "1968")
    sender, clerk = browser_of(), browser_of()
    sender.goto(live_server.url + PATH)
    seen(sender, "theo-doi-ma")
    enter(sender, live_server, sent)
    expect(sender.get_by_text("Chưa ai mở.")).to_be_visible()
    sender.get_by_label("Lời viết thêm").fill(SAID)
    press(sender, "Niêm phong và gửi")
    expect(sender.get_by_role("status")).to_contain_text("Đã niêm phong")
    expect(sender.get_by_text(SAID)).to_be_visible()
    log_in(clerk, live_server, world.clerk)
    clerk.goto(f"{live_server.url}/ban-lam-viec/niem-phong/")
    expect(clerk.get_by_role("heading", name="Có tin mới")).to_be_visible()
    seen(clerk, "theo-doi-tin-moi")
    clerk.get_by_role("link", name=re.compile("^Đơn số")).first.click()
    expect(clerk.get_by_text(SAID)).to_have_count(0)
    clerk.locator("#mo").locator("xpath=..").get_by_label("Lý do mở").select_option("trao_doi")
    clerk.locator("#mo_phrase").fill(PHRASE)
    press(clerk, "Mở hồ sơ")
    expect(clerk.get_by_text(SAID)).to_be_visible()
    clerk.go_back()
    clerk.reload()
    clerk.locator("summary", has_text="Hỏi người gửi để xác minh").click()
    clerk.locator("summary", has_text="Viết cho người gửi").click()
    seen(clerk, "theo-doi-ban-lam-viec")
    clerk.get_by_label("Hỏi về việc gì").select_option("thoi_gian")
    clerk.get_by_label("Câu hỏi").fill(ANSWER)
    press(clerk, "Niêm phong và hỏi")
    expect(clerk.get_by_text("Đã niêm phong và chuyển cho người gửi")).to_be_visible()
    enter(sender, live_server, sent)
    expect(sender.get_by_text(ANSWER)).to_be_visible()
    row = sender.get_by_role("row", name=re.compile("Công chức tiếp công dân"))
    expect(row).to_contain_text("Trao đổi với người tố cáo")
    expect(row).to_contain_text(re.compile(r"\d{1,2}:\d{2}"))
    sender.locator("summary", has_text="Viết đề nghị bảo vệ").click()
    seen(sender, "theo-doi-ho-so")
    assert sender.url == live_server.url + PATH
    assert sender.context.cookies() == []
    clerk.reload()
    expect(clerk.locator("#trao-doi").locator("xpath=..")).to_contain_text("ngày")


def test_without_script_and_a_fault_keeps_what_was_typed(browser_of, live_server, world):
    sent, page = Sent(world), browser_of(script=False)
    enter(page, live_server, sent)
    page.get_by_label("Lời viết thêm").fill(SAID)
    wrong = {"name": "x.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.get_by_label("Tài liệu, ảnh").set_input_files(wrong)
    page.get_by_role("button", name="Niêm phong và gửi", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Lời viết thêm")).to_have_value(SAID)
    page.locator("summary", has_text="Viết đề nghị bảo vệ").click()
    page.get_by_label("Cần bảo vệ điều gì").select_option("tinh_mang")
    page.get_by_label("Ai cần bảo vệ, vì sao").fill("Họ dọa đánh con tôi.")
    page.get_by_role("button", name="Niêm phong và gửi đề nghị").click()
    expect(page.get_by_text("Họ dọa đánh con tôi.")).to_be_visible()
    assert [line.kind for line in conversation.read(sent.record, sent.private)] == ["bao_ve"]


def test_no_address_but_this_site_is_asked_and_none_is_told_where_from(browser_of, live_server, world):
    sent, page = Sent(world), browser_of()
    asked = []
    page.on("request", lambda request: asked.append(request))
    enter(page, live_server, sent)
    page.get_by_role("link", name="Thoát nhanh").click()
    page.wait_for_url(f"{live_server.url}/")
    assert [one.url for one in asked if not one.url.startswith((live_server.url, "data:"))] == []
    assert [one.url for one in asked if sent.code in one.url or "?" in one.url] == []
    assert [one.url for one in asked if one.is_navigation_request() and "referer" in one.all_headers()] == []
