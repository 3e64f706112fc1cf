"""A record's page at both widths: what waits stands open, the rest is one line each, and nothing jumps."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account, make_unit
from danvan.records import files, messages, writing
from danvan.records.files.tests import samples
from danvan.records.papers.tests.paper_world import refused
from tests.browser.test_desk import log_in, seen, shoot  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = date(2023, 3, 1)
LONG = "Nguyễn Thị Công Tằng Tôn Nữ Minh Họa Thành Phố Hồ Chí Minh " * 3
# What moved after the first paint: sums of layout shifts that no key or click caused.
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""


@pytest.fixture
def officer():
    unit = make_unit("Xã Minh Họa")
    account = make_account("xu_ly", unit)
    account.at = unit
    return account


@pytest.fixture
def letter(officer):
    """A complaint with a paper that waits for its number, a file, and a message nobody has answered."""
    opened = writing.open_record("don", by=officer, unit=officer.at, on=DAY)
    personal = {"full_name": LONG.strip()[:180], "content": "Nội dung minh họa. " * 40}
    made = writing.move(
        opened, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai", personal=personal
    )
    refused(officer, made)
    files.attach(made, "don-minh-hoa.pdf", samples.pdf(), by=officer)
    messages.say(made, "Bao giờ có kết quả?", by=None, key=str(uuid4()))
    return made


def lines(page):
    return page.locator("details.fold > summary")


def test_each_part_is_one_line_and_only_what_waits_is_open(page, live_server, officer, letter, seen):  # noqa: F811
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    expect(lines(page).filter(has_text="Văn bản (1, 1 chờ số)")).to_have_count(1)
    expect(lines(page).filter(has_text="Tệp (1)")).to_have_count(1)
    expect(lines(page).filter(has_text="CSDL quốc gia: chưa cập nhật")).to_have_count(1)
    expect(lines(page).filter(has_text="Tin nhắn (1, 1 mới)")).to_have_count(1)
    opened = page.locator("details.fold[open] > summary")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("Tin nhắn", use_inner_text=True)
    expect(page.get_by_label("Nhắn cho người gửi")).to_be_visible()
    expect(page.get_by_label("Chọn tệp")).to_be_hidden()
    seen("record-folds")


def test_a_line_opens_by_keyboard_and_by_its_address(page, live_server, officer, letter):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    line = lines(page).filter(has_text="Tệp (1)")
    line.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Chọn tệp")).to_be_visible()
    shoot(page, "record-files-open")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Chọn tệp")).to_be_hidden()
    page.goto(f"{live_server.url}/ban-lam-viec/")
    page.goto(f"{live_server.url}{letter.get_absolute_url()}#csdl")
    expect(page.get_by_role("button", name="Ghi đã cập nhật")).to_be_visible()


def test_nothing_jumps_while_the_page_comes(page, phone, live_server, officer, letter):
    log_in(page, live_server, officer)
    phone.context.add_cookies(page.context.cookies())
    for tab in (page, phone):
        tab.goto(f"{live_server.url}{letter.get_absolute_url()}")
        assert tab.evaluate(SHIFTS) < 0.02


def test_the_facts_begin_on_the_first_two_screens_of_a_desk(page, live_server, officer, letter):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    facts = page.get_by_role("heading", name="Thông tin hồ sơ")
    expect(facts).to_be_visible()
    assert facts.bounding_box()["y"] < 2 * 900
