"""A form that the program has never seen, loaded by hand from its blank workbook until a report stands on it."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account
from danvan.reports.loading.models import LoadedForm
from danvan.reports.loading.tests.workbooks import blank_form, leaf, over
from danvan.reports.tests.factories import letters, make_place
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
MOST_ACTIONS = 20  # of thirty minutes' work: three columns an action by proposals, the rest by hand
HEADS = [
    leaf("Tổng số đơn tiếp nhận trong kỳ", 1),
    over(
        "Phân loại",
        leaf("Đơn khiếu nại", 2),
        leaf("Đơn tố cáo", 3),
        leaf("Đơn kiến nghị, phản ánh", 4),
        leaf("Đơn chưa phân loại", 5),
    ),
    over(
        "Tiếp công dân",
        over("Thường xuyên", leaf("Số lượt", 6), leaf("Số người", 7)),
        leaf("Số đoàn đông người", 8),
    ),
    leaf("Số hộ được vận động", 9),
]


def filled(sheet):
    for column, value in enumerate([1, "Xã Một", 258, 38, 94, 164, 0, 97, 120, 2, 40], 1):
        sheet.cell(11, column, value)


class Hands:
    """Does what a person does on the page and counts it: a click, a choice, a field filled."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def press(self, name):
        self.actions += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.actions += 1
        self.page.get_by_role("link", name=name, exact=True).click()

    def fill(self, label, text):
        self.actions += 1
        self.page.get_by_label(label).fill(text)

    def choose(self, label, words):
        self.actions += 1
        self.page.get_by_label(label).select_option(label=words)

    def give(self, label, name, data):
        self.actions += 1
        self.page.get_by_label(label).set_input_files(
            {"name": name, "mimeType": "application/zip", "buffer": data}
        )


def log_in(page, address, account):
    page.context.clear_cookies()
    page.goto(address)
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator("h1")).to_be_visible()


@pytest.fixture
def seen(page, phone, axe):
    """`seen(name)`: no accessibility violation and no sideways scroll at 1280 and at 375 pixels."""

    def check(name):
        phone.context.clear_cookies()
        phone.context.add_cookies(page.context.cookies())
        phone.goto(page.url)
        for tab, width in ((page, "desk"), (phone, "phone")):
            if folder := os.environ.get("DANVAN_SCREENSHOTS"):
                tab.screenshot(path=Path(folder) / f"loading-{name}-{width}.png", full_page=True)
            axe(tab)
            assert fits_across(tab), f"{name}: {width}"

    return check


def test_a_form_never_seen_before_carries_a_report_after_few_actions(page, live_server, settings, seen):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    place = make_place(districts=1, communes=1)
    letters(place.communes[0], "khieu_nai", 2)
    second = make_account("tong_hop", place.province, covers_below=True)
    blank = {"title": "Biểu số 09/DV", "subject": "KẾT QUẢ CÔNG TÁC DÂN VẬN", "numbers": {1: "1=2+3+4+5"}}
    paper = "Ban hành kèm theo Hướng dẫn số 12/HD-DV ngày 2 tháng 1 năm 2023"
    log_in(page, f"{live_server.url}/bao-cao/", place.head)
    hands = Hands(page)

    hands.follow("Biểu mẫu báo cáo")
    hands.give("Tệp biểu mẫu trống", "bieu.xlsx", blank_form(HEADS, paper=paper, **blank))
    hands.press("Đọc biểu mẫu")
    expect(page.locator("h1")).to_have_text("Biểu số 09/DV", use_inner_text=True)
    expect(page.locator("body")).to_contain_text("Còn 9 cột")
    assert LoadedForm.objects.get().bindings == {}
    hands.press("Điền đề xuất vào các cột còn trống")
    expect(page.get_by_label(re.compile("Cột 2, Đơn khiếu nại"))).to_have_value("code:don.khieu_nai")
    hands.choose(re.compile("Cột 9, "), "Nhập tay: số do cơ quan khác cung cấp, không đếm từ hồ sơ.")
    hands.fill("Dùng cho kỳ kết thúc từ ngày", "1/1/2023")
    hands.press("Lưu")
    expect(page.locator("body")).to_contain_text("Mọi cột đã có cách lấy số.")
    seen("columns")

    hands.give("Hoặc tệp ví dụ đã điền", "vi-du.xlsx", blank_form(HEADS, paper=paper, change=filled, **blank))
    hands.press("Thử")
    expect(page.locator("body")).to_contain_text("Xã Một: Tổng 258 bỏ sót 38 (2) đơn khiếu nại")
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / "loading-tried-desk.png", full_page=True)
    hands.press("Lưu và đưa vào dùng")
    expect(page.locator("body")).to_contain_text("Biểu mẫu chưa đối chiếu")
    seen("used")
    assert hands.actions <= MOST_ACTIONS, hands.actions

    page.goto(f"{live_server.url}/bao-cao/lap/")
    page.get_by_label("Biểu mẫu", exact=True).select_option(label="Biểu số 09/DV: Kết quả công tác dân vận")
    page.get_by_label("Đơn vị", exact=True).select_option(label="Tỉnh Minh Họa")
    page.get_by_role("button", name="Đếm và mở dự thảo", exact=True).click()
    expect(page.locator("h1")).to_have_text("Biểu số 09/DV, Quý I/2023", use_inner_text=True)
    expect(page.locator("body")).to_contain_text("Biểu mẫu chưa đối chiếu")

    form = LoadedForm.objects.get()
    log_in(page, f"{live_server.url}/bao-cao/bieu-mau/{form.pk}/", second)
    page.get_by_label("Đã đối chiếu từng cột với văn bản nào?").fill("Phụ lục kèm Hướng dẫn 12/HD-DV")
    page.get_by_role("button", name="Xác nhận đã đối chiếu", exact=True).click()
    expect(page.locator("body")).to_contain_text("Đã ghi nhận việc đối chiếu.")
    expect(page.locator("body")).not_to_contain_text("Biểu mẫu chưa đối chiếu")
    page.goto(f"{live_server.url}/bao-cao/bieu-mau/")
    seen("list")
