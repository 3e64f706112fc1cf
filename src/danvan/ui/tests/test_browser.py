"""The page of components and the pages of trouble in a real Chromium: wide, narrow, light, dark, without script."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from danvan.ui import apps, examples

pytestmark = pytest.mark.browser
FRONT = Path(settings.HOME) / "build" / "front"
AXE = Path(settings.HOME) / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "thanh-phan": ("ui/gallery.html", examples.context),
    "khong-co": ("404.html", dict),
    "loi": ("500.html", dict),
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The rendered pages with the compiled styles, served as files: no database is needed to look at them."""
    assert (FRONT / "danvan.css").is_file(), "Chưa có build/front/danvan.css; hãy chạy «make install»."
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(FRONT, site / "static")
    shutil.copytree(Path(apps.__file__).parent / "static" / "ui", site / "static" / "ui")
    for name, (template, context) in PAGES.items():
        page = render_to_string(template, context(), RequestFactory().get("/"))
        (site / f"{name}.html").write_text(page)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_page(chromium, address):
    contexts = []

    def opened(name, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, name, width, scheme):
    page = open_page(name, width, color_scheme=scheme)
    page.add_script_tag(path=AXE)

    violations = page.evaluate("axe.run().then(result => result.violations)")

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []


@pytest.mark.parametrize("name", PAGES)
def test_at_four_hundred_per_cent_nothing_runs_off_the_side(open_page, name):
    page = open_page(name, 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_typeface_is_ours_and_latin_ext_is_not_fetched(open_page):
    page = open_page("thanh-phan")

    fetched = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Đơn thư')")
    assert any("vietnamese-400" in name for name in fetched)
    assert not any("latin-ext" in name for name in fetched)
    assert all(name.startswith(page.url.rsplit("/", 1)[0]) for name in fetched)


def test_the_stylesheet_is_light(address):
    assert (FRONT / "danvan.css").stat().st_size < 95_000


@pytest.mark.parametrize(("name", "size"), [("thanh-phan", "16px"), ("khong-co", "18px")])
def test_the_desk_has_sixteen_pixels_and_the_portal_eighteen(open_page, name, size):
    page = open_page(name)

    assert page.evaluate("getComputedStyle(document.body).fontSize") == size


def test_the_desk_heading_is_thirty_six(open_page):
    assert (
        open_page("thanh-phan").evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "36px"
    )


def test_the_first_tab_leads_to_the_content(open_page):
    page = open_page("thanh-phan")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_focused_is_yellow(open_page):
    page = open_page("thanh-phan")
    for _step in range(4):
        page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).backgroundColor") == "rgb(255, 200, 61)"


def test_without_script_nothing_is_missing_but_the_two_short_cuts(open_page):
    page = open_page("thanh-phan", java_script_enabled=False)

    assert page.locator("h1").inner_text() == "Các thành phần"
    assert page.locator(".receipt__code").is_visible()
    assert page.locator(".receipt__button").first.is_hidden()
    page.locator("summary", has_text="Mã này để làm gì?").click()
    assert page.get_by_text("Nhập mã ở trang tra cứu").is_visible()


def test_with_script_the_short_cuts_appear(open_page):
    assert open_page("thanh-phan").locator(".receipt__button").first.is_visible()


def test_on_paper_there_is_no_navigation_and_the_address_stands_below(open_page):
    page = open_page("thanh-phan")
    page.emulate_media(media="print")

    assert page.locator(".rail").is_hidden()
    assert page.locator(".pager").is_hidden()
    assert page.locator(".print-foot").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_rail_unfolds_at_a_press(open_page, script):
    page = open_page("thanh-phan", 375, java_script_enabled=script)
    assert page.locator(".rail").is_hidden()

    page.get_by_role("button", name="Mục lục").click()

    assert page.locator(".rail").is_visible()
    assert page.locator(".rail ul").get_attribute("aria-labelledby") == "muc-mau"
    page.keyboard.press("Escape")
    assert page.locator(".rail").is_hidden()


def test_at_a_desk_the_rail_stands_open_without_a_button(open_page):
    page = open_page("thanh-phan")

    assert page.locator(".rail").is_visible()
    assert page.get_by_role("button", name="Mục lục").is_hidden()


def test_the_first_column_stays_on_a_phone(open_page):
    page = open_page("thanh-phan", 375)
    table = page.locator(".table-scroll").first
    before = table.locator("tbody th").first.bounding_box()["x"]

    table.evaluate("element => { element.scrollLeft = 200; }")

    assert table.locator("tbody th").first.bounding_box()["x"] == pytest.approx(before, abs=1)
    assert table.locator("tbody td").first.bounding_box()["x"] < before + 40
