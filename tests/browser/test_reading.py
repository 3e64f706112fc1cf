"""A report already written, in a real browser: read, held against the records, mended and taken over; two compared."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from danvan.reports.models import TypedFigure
from danvan.reports.tests.factories import make_place, quarter_of_296
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
TEXT = (
    "Báo cáo công tác dân vận chính quyền quý I/2023 của tỉnh Minh Họa\n"
    "Trong quý, toàn tỉnh tiếp nhận 258 đơn, gồm 38 đơn khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh.\n"
    "Cùng kỳ năm 2022 tiếp nhận 240 đơn. Toàn tỉnh tiếp gần 300 lượt công dân.\n"
    "Ngành Thanh tra thực hiện 85 cuộc thanh tra, phát hiện sai phạm trên 3,1 tỷ đồng; kiến nghị thu hồi 4.7000 đồng."
)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 1)
    quarter_of_296(place)
    return place


def looked_at(page, axe, name):
    """The page at both widths: no violation, no sideways scroll, a picture where a folder is named for them."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("DANVAN_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"reading-{name}-{width}.png", full_page=True)
        axe(page)
        assert fits_across(page), f"{name}: {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_written_report_is_read_reconciled_and_taken_over(page, live_server, place, axe):
    page.goto(f"{live_server.url}/bao-cao/")
    page.get_by_label("Tên đăng nhập").fill(place.head.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Đọc báo cáo đã viết").click()
    looked_at(page, axe, "form")

    page.get_by_label("Hoặc dán văn bản").fill(TEXT)
    page.get_by_role("button", name="Đọc và đối chiếu").click()
    expect(page.locator("main")).to_contain_text("tổng bỏ sót 38 đơn khiếu nại")
    expect(page.locator("main")).to_contain_text("Không lấy con số “4.7000”")
    expect(page.locator("mark").first).to_have_text("258")
    looked_at(page, axe, "reconciled")

    page.get_by_role("link", name="xem chỗ 1", exact=True).click()
    expect(page.locator("#cho-1")).to_be_in_viewport()
    page.get_by_label("Giá trị nhận của Đơn tiếp nhận, đơn").first.fill("296")
    page.get_by_role("button", name="Nhận số đã đánh dấu").click()
    expect(page.locator("main")).to_contain_text("người nhập đã sửa")
    expect(page.locator("main")).to_contain_text("tiếp nhận 258 đơn, gồm 38 đơn khiếu nại")
    looked_at(page, axe, "taken")
    received = TypedFigure.objects.get(code="DON.tiep_nhan")
    assert (received.value, received.read_value) == (296, 258)

    page.goto(f"{live_server.url}/bao-cao/doc/hai-van-ban/")
    page.get_by_label("Hoặc dán văn bản thứ nhất").fill(TEXT)
    page.get_by_label("Hoặc dán văn bản thứ hai").fill(TEXT.replace("258 đơn", "296 đơn"))
    page.get_by_role("button", name="Đối chiếu", exact=True).click()
    expect(page.locator("main")).to_contain_text("bản thứ nhất 258 đơn, bản thứ hai 296 đơn")
    looked_at(page, axe, "two")
