"""The counter by keyboard alone, as a scanner and an officer type; timed. Every person is invented."""

import os
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import Visit, VisitPerson
from danvan.org.tests.factories import make_account, make_unit
from tests.support.browser import AXE, fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
NAME, PLACE = "Nguyễn Văn Minh Họa", "Tổ 1, Phường Minh Họa"
SCAN = f"079085012345||{NAME}|15031985|Nam|{PLACE}|01022021"
MOST_KEYS = 40  # pressed by the officer, words of the summary and the scan aside
MOST_SECONDS = 60


@pytest.fixture
def officer():
    account = make_account("xu_ly", make_unit("Phường Minh Họa"))
    account.person.full_name = "Cán bộ minh họa"
    account.person.save()
    return account


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key, times=1):
        for _turn in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def scan(self, text):
        """A scanner types fast and closes with Enter; the officer sees the cursor before lifting the card."""
        self.page.locator("#the:focus").wait_for()
        self.page.keyboard.insert_text(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def send(self):
        with self.page.expect_navigation():
            self.press("Enter")

    def until(self, name):
        """Tab until the field of that name has the focus."""
        for _turn in range(MOST_KEYS):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        pytest.fail(f"{name} was not reached")


def log_in(page, live_server, account):
    page.goto(f"{live_server.url}/ban-lam-viec/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(re.compile("/ban-lam-viec/$"))
    page.goto(f"{live_server.url}/ban-lam-viec/quay/")


def shoot(tab, name):
    """Keep a picture where DANVAN_SCREENSHOTS names a folder."""
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        tab.screenshot(path=Path(folder) / f"counter-{name}.png", full_page=True)


def visit(keys, words):
    """From the scan to the slip: class, letter, field, summary."""
    keys.scan(SCAN)
    keys.page.wait_for_function("document.activeElement.name === 'content_kind'")
    keys.press("Space")
    keys.until("outcome")
    keys.press("ArrowUp", 4)
    keys.until("field")
    keys.press("ArrowDown")
    keys.until("content")
    keys.page.keyboard.insert_text(words)
    keys.until("persons")
    keys.send()


def test_a_scan_a_repeated_visitor_and_a_slip(page, live_server, officer, capsys):
    log_in(page, live_server, officer)
    assert page.evaluate("document.activeElement.id") == "the"
    for turn in (1, 2):
        keys, began = Keys(page), time.monotonic()
        visit(keys, f"Nội dung minh họa lần {turn}")
        took = time.monotonic() - began
        with capsys.disabled():
            print(f"\ncounter, visit {turn}: {took:.2f} s, {keys.pressed} keys")
        assert "/quay/phieu/" in page.url, page.locator(".govuk-error-summary").inner_text().split("\n")
        assert keys.pressed <= MOST_KEYS
        assert took < MOST_SECONDS
        page.locator(".slip").wait_for()
        assert NAME not in page.content()
        page.wait_for_function("document.activeElement.textContent === 'Lượt tiếp theo'")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert [item.is_repeated for item in Visit.objects.order_by("id")] == [False, True]
    assert Letter.objects.filter(kind="khieu_nai").count() == 2
    assert VisitPerson.objects.filter(full_name=NAME).count() == 2


def test_who_came_before_is_told_at_once(page, phone, live_server, officer, axe):
    log_in(page, live_server, officer)
    visit(Keys(page), "Nội dung minh họa")
    slip = page.url
    page.goto(f"{live_server.url}/ban-lam-viec/quay/")
    began = time.monotonic()
    Keys(page).scan(SCAN)
    assert time.monotonic() - began < 3
    expect(page.locator(".counter__past")).to_contain_text("Đã đến 1 lần", use_inner_text=True)
    shoot(page, "known-desk")
    assert fits_across(page)
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.context.add_cookies(page.context.cookies())
    for address, name in ((f"{live_server.url}/ban-lam-viec/quay/", "counter"), (slip, "slip")):
        for tab, width in ((page, "desk"), (phone, "phone")):
            tab.goto(address)
            shoot(tab, f"{name}-{width}")
            assert fits_across(tab), f"{name} {width}"
            axe(tab)
    Keys(phone).page.goto(f"{live_server.url}/ban-lam-viec/quay/")
    phone.locator("#the").fill(SCAN)
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    shoot(phone, "known-phone")
    assert fits_across(phone)
    assert AXE.is_file()


def test_it_works_without_script(chromium, live_server, officer):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    try:
        tab = context.new_page()
        log_in(tab, live_server, officer)
        tab.locator("#the").fill(SCAN)
        tab.locator("#the").press("Enter")
        tab.get_by_label("Kiến nghị, phản ánh").check()
        tab.get_by_role("button", name="Ghi và in phiếu").click()
        assert "/quay/phieu/" in tab.url
    finally:
        context.close()
    assert Visit.objects.get().people.get().full_name == NAME


def test_a_slip_fits_a_sheet_of_a5(page, live_server, officer, tmp_path):
    log_in(page, live_server, officer)
    visit(Keys(page), "Nội dung minh họa")
    file = tmp_path / "slip.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]+)\]", file.read_bytes()))
    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1
    assert any(b"419" in box or b"420" in box for box in boxes), boxes
