"""A citizen sends a complaint and a phản ánh on a small phone, with and without script, and follows them by the code."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account
from danvan.portal.tests.filing_world import make_office
from danvan.portal.tests.test_robots import NUMBER
from danvan.records import writing
from danvan.records.models import Filing, Held
from tests.support import browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def open_phone(chromium):
    """A phone 360 px wide, with script or without; axe needs a page whose policy is not in the way."""
    opened = []

    def make(*, script=True, strict=False):
        context = chromium.new_context(
            viewport=NARROW, locale="vi-VN", bypass_csp=not strict, java_script_enabled=script
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


def is_sound(page):
    """Sound as every page is, and the title is the page's own."""
    browser.is_sound(page)
    expect(page.locator("h1")).to_have_count(1)


def go_on(page, check):
    check(page)
    page.get_by_role("button", name="Tiếp tục").click()


def fill_complaint(page, address, check):
    """From the first page to the page of all answers."""
    page.goto(f"{address}/gui-don/")
    check(page)
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_role("radio", name=re.compile("^Khiếu nại")).check()
    go_on(page, check)
    page.get_by_label("Tên cơ quan, xã, phường").fill("xa so 1.1")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("radio", name=re.compile("Xã Số 1.1")).check()
    go_on(page, check)
    page.get_by_label("Cơ quan hoặc người bị khiếu nại").fill("Ủy ban nhân dân xã Số 1.1")
    page.get_by_label("Quyết định hoặc hành vi").fill("Quyết định 12/QĐ-UBND ngày 1/2/2023")
    go_on(page, check)
    page.get_by_label("Nội dung").fill("Thu hồi đất của tôi mà không bồi thường.")
    go_on(page, check)
    page.get_by_label("Yêu cầu giải quyết").fill("Hủy quyết định.")
    go_on(page, check)
    go_on(page, check)
    page.get_by_role("radio", name="Tôi gửi cho chính mình").check()
    go_on(page, check)
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Minh Họa")
    page.get_by_label("Địa chỉ").fill("Thôn 3, xã Số 1.1")
    go_on(page, check)
    check(page)


def code_on(page):
    return "".join(page.locator(".receipt__group").all_inner_texts())


def test_a_complaint_with_script_under_the_strict_policy(live_server, open_phone):
    make_office()
    page = open_phone(strict=True)
    told = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    fill_complaint(page, live_server.url, lambda page: None)
    page.get_by_label(re.compile("bằng mấy")).wait_for(state="hidden")
    page.get_by_role("button", name="Gửi đăng ký khiếu nại").click()
    page.get_by_role("heading", name="Cơ quan đã nhận").wait_for()
    letter = Letter.objects.get()
    assert code_on(page) == letter.public_id
    page.get_by_role("button", name="In đơn để ký").wait_for()
    assert not Held.objects.exists()
    assert not told
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_every_page_is_sound_on_a_small_phone(live_server, open_phone):
    make_office()
    page = open_phone()
    fill_complaint(page, live_server.url, is_sound)
    page.get_by_role("button", name="Gửi đăng ký khiếu nại").click()
    page.get_by_role("heading", name="Cơ quan đã nhận").wait_for()
    is_sound(page)
    code = code_on(page)
    page.goto(f"{live_server.url}/tra-cuu/")
    page.get_by_label("Mã tra cứu").fill(code)
    page.get_by_role("button", name="Tra cứu", exact=True).click()
    is_sound(page)
    page.get_by_text("Tôi muốn rút đơn").click()
    page.get_by_role("button", name="Mở đơn rút").click()
    page.get_by_role("heading", name="Đơn rút đơn", level=1).wait_for()
    is_sound(page)
    for path in ("gui-don/to-cao/", "gui-don/lam-tiep/", "phan-anh/"):
        page.goto(f"{live_server.url}/{path}")
        is_sound(page)


def test_an_empty_page_brings_the_reader_to_the_summary(live_server, open_phone):
    page = open_phone()
    page.goto(f"{live_server.url}/gui-don/")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator(".govuk-error-summary:focus").wait_for()
    is_sound(page)
    page.get_by_role("link", name=re.compile("Chưa chọn loại đơn")).click()
    assert page.evaluate("document.activeElement.type") == "radio"


def test_without_script_it_is_sent_by_the_plain_question_and_held(live_server, open_phone):
    make_office()
    page = open_phone(script=False)
    fill_complaint(page, live_server.url, lambda page: None)
    first, second = re.search(r"(\w+) cộng (\w+) bằng mấy", page.content()).groups()
    answer = page.get_by_label(re.compile("bằng mấy"))
    answer.fill(str(NUMBER[first.lower()] + NUMBER[second]))
    page.get_by_role("button", name="Gửi đăng ký khiếu nại").click()
    page.get_by_role("heading", name="Cơ quan đã nhận").wait_for()
    assert Held.objects.get().record_id == Letter.objects.get().pk


def test_it_goes_on_elsewhere_with_the_code(live_server, open_phone):
    make_office()
    page = open_phone()
    fill_complaint(page, live_server.url, lambda page: None)
    page.goto(f"{live_server.url}/gui-don/cau/noi-dung/")
    code = page.locator(".resume-code").inner_text()
    other = open_phone()
    other.goto(f"{live_server.url}/gui-don/lam-tiep/")
    other.get_by_label("Mã làm tiếp").fill(code)
    other.get_by_role("button", name="Mở đơn").click()
    expect(other.locator("body")).to_contain_text("Thu hồi đất của tôi")
    assert Filing.objects.count() == 1


def test_a_line_that_breaks_before_the_answer_leaves_one_letter(live_server, open_phone):
    make_office()
    page = open_phone()
    fill_complaint(page, live_server.url, lambda page: None)
    lost = {"once": True}

    def lose(route):
        if route.request.method == "POST" and lost.pop("once", None):
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route("**/gui-don/kiem-tra/", lose)
    page.get_by_role("button", name="Gửi đăng ký khiếu nại").click()
    page.wait_for_timeout(4000)
    page.goto(f"{live_server.url}/gui-don/kiem-tra/")
    page.get_by_role("heading", name="Cơ quan đã nhận").wait_for()
    assert Letter.objects.count() == 1
    assert code_on(page) == Letter.objects.get().public_id


def test_a_phan_anh_in_public_is_met_by_a_neighbour(live_server, open_phone, tmp_path):
    unit = make_office()
    officer = make_account("xu_ly", unit)
    letter = writing.open_record("don", by=officer, unit=unit, on=feedback.today())
    letter = writing.move(
        letter, "phan_loai", by=officer, on=feedback.today(), kind="kien_nghi_phan_anh", field="khac"
    )
    picture = tmp_path / "anh.jpg"
    Image.new("RGB", (800, 600), "grey").save(picture, "JPEG")
    item = feedback.show(
        letter, by=officer, text="Cống tắc, nước ngập", place="Chợ", photos=[picture.read_bytes()]
    )
    page = open_phone()
    page.goto(f"{live_server.url}/phan-anh/")
    is_sound(page)
    page.get_by_role("link", name="Cống tắc, nước ngập").click()
    is_sound(page)
    page.get_by_role("button", name="Tôi cũng gặp").click()
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.body.innerText.includes('Người cũng gặp')")
    page.wait_for_timeout(3000)
    assert item.echoes.count() == 1
