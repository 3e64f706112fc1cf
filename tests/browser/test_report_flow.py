"""A quarter's table between a district and its province in a real browser: ordered, typed, returned, sent anew, signed."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account
from danvan.reports.flow.models import CellNote, UnitTable
from danvan.reports.models import Report
from danvan.reports.tests.factories import letters, make_place
from tests.browser.test_reports import log_in, press, seen  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CELL = "Đơn một người đứng tên, Kỳ trước chuyển sang"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    """A province whose first district keeps records here; the second sends tables."""
    place = make_place()
    for unit in (place.province, place.department, place.districts[0], *place.communes[:2]):
        letters(unit, "khieu_nai", 3)
    return place


def leave(page, live_server, account):
    """Another person at the same machine."""
    page.context.clear_cookies()
    log_in(page, live_server, account)


def test_a_table_from_its_order_to_the_signed_total(page, live_server, place, seen):  # noqa: F811
    district = make_account("tong_hop", place.districts[1], covers_below=True)
    log_in(page, live_server, place.head)
    page.goto(f"{live_server.url}/bao-cao/cap-duoi/")
    expect(page.locator("main")).to_contain_text("Chưa có kỳ nào phải gửi")
    page.get_by_text("Ghi quy định mới").click()
    page.get_by_label("Biểu mẫu").select_option("01-xld")
    page.get_by_label("Kỳ", exact=True).select_option("quy")
    page.get_by_label("Ngày gửi trong tháng").fill("17")
    page.get_by_label("Huyện", exact=True).check()
    page.get_by_label("Số văn bản").fill("12/UBND-TD")
    page.get_by_label("Ngày văn bản").fill("10/1/2023")
    page.get_by_label("Áp dụng từ ngày").fill("10/1/2023")
    press(page, "Ghi quy định")
    expect(page.locator("main")).to_contain_text("Đã nhận 0 trên 2 đơn vị")
    seen("below")

    leave(page, live_server, district)
    page.get_by_role("link", name="Báo cáo phải nộp", exact=True).click()
    expect(page.locator("main")).to_contain_text("17/3/2023")
    seen("owed")
    page.get_by_role("link", name=re.compile("^Nộp bảng số liệu")).first.click()
    page.get_by_label(CELL, exact=True).fill("năm")
    press(page, "Lưu và nộp")
    expect(page.locator(".govuk-error-summary")).to_contain_text("không phải số nguyên")
    seen("table-refused")
    page.get_by_label(CELL, exact=True).fill("5")
    press(page, "Lưu và nộp")
    expect(page.locator(".lead")).to_contain_text("Đã nộp: 14/3/2023")

    leave(page, live_server, place.head)
    page.goto(f"{live_server.url}/bao-cao/cap-duoi/")
    expect(page.locator("main")).to_contain_text("Đã nhận 1 trên 2 đơn vị, 1 đúng hạn")
    expect(page.locator("main")).to_contain_text("nhận bảng 3 đơn vị")
    seen("below-one")
    page.get_by_role("link", name="Bảng số liệu Huyện Số 2").click()
    page.get_by_label("Lý do cho cả bảng").fill("Thiếu đơn kỳ trước chuyển sang")
    press(page, "Trả lại bảng")
    expect(page.locator(".lead")).to_contain_text("Bị trả lại")
    assert CellNote.objects.get().table == UnitTable.objects.get()

    leave(page, live_server, district)
    page.get_by_role("link", name="Báo cáo phải nộp", exact=True).click()
    expect(page.locator("main")).to_contain_text("Cấp trên trả lại, phải gửi lại")
    page.get_by_role("link", name=re.compile("^Nộp bảng số liệu")).first.click()
    expect(page.locator("main")).to_contain_text("Thiếu đơn kỳ trước chuyển sang")
    press(page, "Lưu và nộp")
    expect(page.locator(".lead")).to_contain_text("Đã nộp")
    seen("table-sent")

    leave(page, live_server, place.head)
    page.goto(f"{live_server.url}/bao-cao/lap/")
    page.get_by_label("Đơn vị", exact=True).select_option(label="Tỉnh Minh Họa")
    page.get_by_label("Biểu mẫu").select_option("01-xld")
    press(page, "Đếm và mở dự thảo")
    press(page, "Trình người đứng đầu")
    expect(page.locator(".lead").first).to_have_text("Đã trình", use_inner_text=True)
    seen("submitted")
    page.get_by_role("link", name="Trả lại để sửa").click()
    seen("give-back")
    page.go_back()
    press(page, "Duyệt")
    expect(page.locator(".lead").first).to_contain_text("Đã duyệt, chờ ký")
    press(page, "Đóng băng và ký")
    expect(page.locator(".govuk-error-summary")).to_contain_text("phải ghi lý do vẫn ký")
    page.get_by_label("Ý kiến về kiểm tra không đạt").fill(
        "Huyện Số 1 chưa gửi; hồ sơ của huyện đã đếm ở đây."
    )
    press(page, "Đóng băng và ký")
    expect(page.locator(".lead").first).to_contain_text("Đã ký")
    assert Report.objects.get().package["coverage"]["not_sent"] == ["Huyện Số 1"]
