"""The public pages with the demonstration set in a real Chromium: wide, narrow, light, dark, by keyboard, without script.

With DANVAN_SCREENSHOTS=1 the pictures of the README are made anew in docs/images.
"""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from danvan.config import demonstration
from danvan.org.loading import load_units
from danvan.records.models import Record
from tests.support.browser import violations

pytestmark = pytest.mark.browser
IMAGES = Path(settings.HOME) / "docs" / "images"
REPORT = "/so-lieu/quang-binh/2023-Q1/"
PAGES = {
    "trang-dau": "/",
    "bao-cao": REPORT,
    "so-don": f"{REPORT}don.tiep_nhan/",
    "khieu-nai": f"{REPORT}don.khieu_nai/",
    "so-tien": f"{REPORT}TT.sai_pham/",
    "ky-tiep": f"{REPORT}tcd.ky.truc_tiep/",
    "tra-cuu": "/tra-cuu/",
    "kiem-tra": "/kiem-tra-chu-ky/",
    "da-kiem-tra": f"/kiem-tra-chu-ky/?bao-cao={REPORT}",
    "khong-kiem-tra": "/kiem-tra-chu-ky/?bao-cao=x",
    "khong-co": "/so-lieu/quang-binh/2023-Q2/",
    "luat": "/luat/?ngay=1/3/2023",
    "tim-luat": "/luat/?tim=khieu+nai",
    "chu-de": "/luat/complaints/?ngay=1/3/2023",
    "quy-tac": "/luat/quy-tac/KN.ACC/?ngay=1/3/2023",
    "van-ban": "/luat/van-ban/",
    "don-vi": "/don-vi/",
    "tim-don-vi": "/don-vi/?tim=hoa+phuc&ngay=1/3/2026",
    "mot-don-vi": "/don-vi/phuong-dong-hoi-18880/?ngay=1/3/2026",
    "tinh-cu": "/don-vi/quang-binh/?ngay=1/3/2025",
}
WIDE = (
    "[...document.querySelectorAll('main *')]"
    ".filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table-scroll'))"
    ".map(one => one.outerHTML.slice(0, 80))"
)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The address of a server that shows the demonstration set, loaded once for all tests of this file."""
    with django_db_blocker.unblock():
        load_units()
        demonstration.load()
        codes = {
            "mo": Record.objects.filter(type="don", secrecy="noi_bo", state="thu_ly")
            .earliest("pk")
            .public_id,
            "niem-phong": Record.objects.filter(type="don", secrecy="niem_phong").earliest("pk").public_id,
        }
        server = LiveServer("localhost")
        yield server.url, codes
        server.stop()
        # a fresh copy of the database for whatever comes next, as after every test that commits
        TransactionTestCase._fixture_teardown(None)


@pytest.fixture
def open_page(chromium, site):
    """`open_page(address, width)` → a tab that axe may be put into."""
    contexts = []

    def opened(address, width=1280, **options):
        height = 812 if width < 640 else 900
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", bypass_csp=True, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(site[0] + address, wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


def track(page, code):
    page.get_by_label("Mã tra cứu").fill(code)
    page.get_by_role("button", name="Tra cứu").click()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (375, "light"), (1280, "dark"), (375, "dark")]
)
def test_axe_finds_nothing_and_nothing_runs_off_the_side_up_to_400_per_cent(open_page, name, width, scheme):
    page = open_page(PAGES[name], width, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(WIDE) == []
    expect(page.locator("h1")).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 512})  # 1280 px at 400 %
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("kind", "width"), [("mo", 1280), ("mo", 375), ("niem-phong", 375)])
def test_the_page_of_a_tracked_record_is_clean(open_page, site, kind, width):
    page = open_page("/tra-cuu/", width)
    track(page, site[1][kind])
    page.get_by_text("Việc tiếp theo").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_citizen_learns_until_when_and_why(open_page, site):
    page = open_page("/tra-cuu/", 375)
    code = site[1]["mo"]
    track(page, "-".join(code[start : start + 4] for start in range(0, 16, 4)))
    expect(page.locator("h1")).to_have_text("Đã thụ lý", use_inner_text=True)
    page.get_by_text("Theo Điều").first.wait_for()
    page.get_by_text("Vì sao hạn này?").first.click()
    page.locator(".ledger__step").first.wait_for()
    expect(page.locator(".receipt__group")).to_have_count(4)


def test_a_sealed_record_betrays_nothing_on_screen(open_page, site):
    page = open_page("/tra-cuu/")
    track(page, site[1]["niem-phong"])
    page.get_by_text("Việc tiếp theo").wait_for()
    said = page.locator("main").inner_text().lower()
    assert "theo luật định" in said
    assert not [word for word in ("tố cáo", "khiếu nại", "phân loại", "niêm phong", "điều ") if word in said]


def test_a_mistyped_code_brings_the_reader_to_the_sentence(open_page):
    page = open_page("/tra-cuu/")
    track(page, "123")
    page.get_by_role("heading", name="Chưa tra cứu được").wait_for()
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    assert page.title().startswith("Lỗi: ")
    page.get_by_role("link", name=re.compile("đúng 16 chữ số")).click()
    assert page.evaluate("document.activeElement.id") == "id_code"


def tab_to(page, name, most=80):
    """Press Tab until the link whose words begin so has the focus."""
    focused = "document.activeElement.tagName === 'A' ? document.activeElement.textContent.trim() : ''"
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(focused).startswith(name):
            return
    pytest.fail(f"Tab never reaches “{name}”")


def test_by_keyboard_from_the_front_door_to_the_38_left_out(open_page):
    page = open_page("/")
    tab_to(page, "Số liệu quý I/2023 nói gì?")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REPORT}")
    tab_to(page, "258 (Số đơn tiếp nhận trong kỳ")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REPORT}don.tiep_nhan/")
    page.get_by_text("Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296").wait_for()
    tab_to(page, "38")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REPORT}don.khieu_nai/")
    expect(page.locator("h1")).to_have_text("Đơn khiếu nại", use_inner_text=True)


def test_one_click_from_the_front_door_says_the_same(open_page):
    page = open_page("/", 375)
    page.get_by_role("link", name="Tổng 258 bỏ sót 38 đơn khiếu nại").click()
    page.wait_for_url(f"**{REPORT}don.tiep_nhan/")


@pytest.mark.parametrize("name", ["trang-dau", "bao-cao", "so-don", "tra-cuu", "kiem-tra"])
def test_without_script_everything_is_there(open_page, name):
    scripted = open_page(PAGES[name]).locator("main").inner_text()
    assert open_page(PAGES[name], java_script_enabled=False).locator("main").inner_text() == scripted


def test_without_script_a_record_is_found_and_a_file_checked(open_page, site, tmp_path):
    page = open_page("/tra-cuu/", java_script_enabled=False)
    track(page, site[1]["mo"])
    page.get_by_text("Việc tiếp theo").wait_for()
    package = tmp_path / "goi.json"
    package.write_bytes(page.request.get(f"{site[0]}{REPORT}tai-ve/json").body())
    page.goto(f"{site[0]}/kiem-tra-chu-ky/")
    page.get_by_label("Tệp báo cáo").set_input_files(package)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator("h1")).to_have_text("Đúng là bản đã ký", use_inner_text=True)


def test_a_paper_downloaded_from_the_page_holds_its_signature(open_page, tmp_path):
    page = open_page(REPORT)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bản in (PDF").click()
    assert waiting.value.suggested_filename == "bao-cao-quang-binh-2023-Q1-dvcq-ban-1.pdf"
    paper = tmp_path / "bao-cao.pdf"
    waiting.value.save_as(paper)
    page.get_by_role("link", name="Kiểm tra chữ ký", exact=True).click()
    page.get_by_label("Tệp báo cáo").set_input_files(paper)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator("h1")).to_have_text("Đúng là bản đã ký", use_inner_text=True)
    assert violations(page) == []


def test_on_a_phone_name_typed_and_counted_stand_beside_each_other(open_page):
    page = open_page(REPORT, 375)
    row = page.locator(".compared tr", has_text="Số đơn tiếp nhận trong kỳ")
    assert row.get_by_role("link", name=re.compile("^296")).bounding_box()["x"] < 375 - 40


def test_every_page_says_that_its_figures_are_illustrative(open_page):
    for name in ("trang-dau", "bao-cao", "so-don", "so-tien", "ky-tiep", "da-kiem-tra"):
        expect(open_page(PAGES[name]).locator(".illustrative"), name).to_be_visible()


def test_on_paper_the_address_stands_at_the_foot(open_page):
    page = open_page(REPORT)
    page.emulate_media(media="print")
    expect(page.locator(".print-foot")).to_contain_text(REPORT, use_inner_text=True)
    assert page.locator(".bar__nav").is_hidden()


@pytest.mark.skipif(not os.environ.get("DANVAN_SCREENSHOTS"), reason="DANVAN_SCREENSHOTS=1 makes pictures")
@pytest.mark.parametrize(
    ("name", "address", "width", "height"),
    [
        ("home-desk", "/", 1280, 1300),
        ("report-desk", REPORT, 1280, 1500),
        ("report-phone", REPORT, 375, 1500),
    ],
)
def test_pictures_of_the_readme(open_page, name, address, width, height):
    page = open_page(address, width)
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=IMAGES / f"{name}.png")
    assert (IMAGES / f"{name}.png").stat().st_size > 10_000
