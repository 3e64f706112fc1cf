"""A citizen files over a line as slow as 3G in the hills: every page comes, twice pressed is once sent."""

import io
import os

import pytest
from PIL import Image
from playwright.sync_api import expect

from danvan.domains.petitions.models import Letter
from danvan.portal.tests.filing_world import make_office
from danvan.records.models import Filing, FilingFile
from tests.browser.test_filing import NARROW, code_on, fill_complaint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What Chromium's own list calls "Slow 3G", its delay halved: each page asks once, since files are kept.
SLOW = {"offline": False, "latency": 1000, "downloadThroughput": 50 * 1024, "uploadThroughput": 50 * 1024}

# What is said while a form is on its way is gone with the page, so it is written down where it is said.
HEARD = """addEventListener("DOMContentLoaded", () => {
  for (const said of document.querySelectorAll("[data-sent]"))
    new MutationObserver(() => console.log(said.textContent)).observe(said, { childList: true });
})"""


@pytest.fixture
def slow_phone(chromium):
    """A phone on a slow line, with script or without; `page.heard` is what it said while sending."""
    opened = []

    def make(**options):
        context = chromium.new_context(viewport=NARROW, locale="vi-VN", **options)
        context.set_default_timeout(180_000)
        opened.append(context)
        context.add_init_script(HEARD)
        page = context.new_page()
        page.heard = []
        page.on("console", lambda said: page.heard.append(said.text))
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        return page

    yield make
    for context in opened:
        context.close()


def noise(side):
    """A photograph that no compression makes small."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "JPEG", quality=90)
    return out.getvalue()


def to_the_photograph(page, address):
    """A phản ánh as far as the page that asks for a picture."""
    page.goto(f"{address}/gui-don/")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_role("radio", name="Phản ánh").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Tên cơ quan, xã, phường").fill("xa so 1.1")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("radio", name="Xã Số 1.1").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Nơi xảy ra").fill("Trước nhà văn hóa thôn 3")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Nội dung").fill("Cầu treo hỏng ván, trẻ em đi học nguy hiểm.")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Có ảnh không?")).to_be_visible()


def press_twice(page, name):
    """Two presses before the line has answered the first."""
    page.get_by_role("button", name=name).evaluate("button => { button.click(); button.click(); }")


def choose(page, size):
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": noise(size)}
    page.get_by_label("Ảnh chụp").set_input_files(photo)
    return len(photo["buffer"])


def test_a_complaint_is_filed_whole_and_once(live_server, slow_phone):
    make_office()
    page = slow_phone()
    fill_complaint(page, live_server.url, lambda page: None)
    # The page comes in pieces: only an element that is there and hidden tells that its script has come too.
    expect(page.locator("[data-robots-question][hidden]")).to_have_count(1)
    press_twice(page, "Gửi đăng ký khiếu nại")
    expect(page.get_by_role("heading", name="Cơ quan đã nhận")).to_be_visible()
    expect(page.get_by_role("button", name="In đơn để ký")).to_be_visible()
    assert set(page.heard) == {"Đang gửi. Xin chờ, đừng đóng trang."}
    assert code_on(page) == Letter.objects.get().public_id


def test_a_photograph_goes_up_with_a_word_that_it_is_on_its_way(live_server, slow_phone):
    make_office()
    page = slow_phone()
    to_the_photograph(page, live_server.url)
    choose(page, 700)
    press_twice(page, "Thêm tệp này")
    expect(page.get_by_text("anh-1.jpg")).to_be_visible()
    expect(page.get_by_role("status")).to_be_empty()
    assert {said[:16] for said in page.heard} == {"Đang gửi tệp lên"}
    assert FilingFile.objects.count() == 1


def test_without_script_a_file_pressed_twice_is_kept_once(live_server, slow_phone):
    make_office()
    page = slow_phone(java_script_enabled=False)
    to_the_photograph(page, live_server.url)
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": noise(200)}
    for _press in range(2):
        page.get_by_label("Ảnh chụp").set_input_files(photo)
        page.get_by_role("button", name="Thêm tệp này").click()
        expect(page.get_by_text("anh-1.jpg")).to_be_visible()
    assert FilingFile.objects.count() == 1


@pytest.mark.soak
def test_a_photograph_of_five_megabytes_goes_up_over_minutes(live_server, slow_phone):
    make_office()
    page = slow_phone()
    to_the_photograph(page, live_server.url)
    assert 4_000_000 < choose(page, 2150) < 5_000_000
    page.get_by_role("button", name="Thêm tệp này").click(no_wait_after=True)
    expect(page.get_by_text("anh-1.jpg")).to_be_visible(timeout=240_000)
    assert (Filing.objects.count(), FilingFile.objects.count()) == (1, 1)
    assert {said[:16] for said in page.heard} == {"Đang gửi tệp lên"}
