"""In a real browser the pages about tố cáo ask nobody else, set nothing, and are left at once, with and without script."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from tests.support import browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/gui-don/to-cao/"


@pytest.fixture
def world():
    province = make_unit("Tỉnh Thử", Kind.PROVINCE)
    district = make_unit("Huyện Thử", Kind.DISTRICT, province)
    commune = make_unit("Xã Thử Nơi Làm", Kind.COMMUNE, district)
    make_account("xu_ly", province, covers_below=True)
    return commune


def find_the_way(page, address):
    """From the first page to the answer."""
    page.goto(f"{address}{PATH}")
    page.get_by_label("Tên cơ quan, xã, phường").fill("noi lam")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("radio", name=re.compile("Xã Thử Nơi Làm")).check()
    page.get_by_role("radio", name="Người đứng đầu", exact=True).check()
    page.get_by_role("button", name="Xem nơi nhận").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gửi đến Chủ tịch Ủy ban nhân dân Huyện Thử")


@pytest.mark.parametrize("script", [True, False])
def test_requests_addresses_and_cookies_give_nothing_away(live_server, world, visit, script):
    page = visit(script=script)
    find_the_way(page, live_server.url)
    asked = [request.url for request in page.seen]
    assert asked
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert [url for url in asked if "?" in url or world.slug in url or "noi" in url.rpartition("/")[2]] == []
    assert page.url == f"{live_server.url}{PATH}"
    assert page.context.cookies() == []
    assert [
        request.url
        for request in page.seen
        if "referer" in request.all_headers() and request.is_navigation_request()
    ] == []
    page.get_by_role("link", name="Gửi đơn", exact=True).click()
    page.wait_for_url(f"{live_server.url}/gui-don/")
    last = [request for request in page.seen if request.is_navigation_request()][-1]
    assert "referer" not in last.all_headers()


@pytest.mark.parametrize("script", [True, False])
def test_leaving_replaces_the_page_and_clears_the_browser(live_server, world, visit, script):
    page = visit(script=script)
    page.goto(f"{live_server.url}/")
    page.context.add_cookies([{"name": "gui_don", "value": "x", "url": live_server.url}])
    find_the_way(page, live_server.url)
    assert page.context.cookies()
    page.get_by_role("link", name="Thoát nhanh").click()
    page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_text("Tố cáo", exact=False)).to_have_count(0)
    expect(page.get_by_text("Xã Thử Nơi Làm")).to_have_count(0)
    assert page.context.cookies() == []
    with suppress(Error):  # the answer to a form that nobody kept: the browser shows none
        page.go_back()
    expect(page.get_by_text("Gửi đến Chủ tịch")).to_have_count(0)


@pytest.mark.parametrize("viewport", [browser.PHONE, browser.DESK])
def test_the_pages_are_sound_at_both_widths(live_server, world, visit, viewport):
    page = visit(viewport, axe=True)
    page.goto(f"{live_server.url}{PATH}")
    browser.is_sound(page)
    page.get_by_label("Tên cơ quan, xã, phường").fill("noi lam")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("button", name="Xem nơi nhận")).to_be_visible()
    browser.is_sound(page)
    page.get_by_role("button", name="Xem nơi nhận").click()
    expect(page.get_by_role("heading", name="Chưa xem được")).to_be_visible()
    browser.is_sound(page)
    find_the_way(page, live_server.url)
    browser.is_sound(page)


def test_the_way_out_stays_in_sight_at_the_foot_of_a_long_page(live_server, world, visit):
    page = visit()
    find_the_way(page, live_server.url)
    page.get_by_role("heading", name="Trang này bảo vệ gì, không bảo vệ gì").scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Thoát nhanh")).to_be_in_viewport()
