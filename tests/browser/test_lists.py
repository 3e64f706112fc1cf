"""Lists at both widths, by keyboard and on paper: the head stays, the first column stays, work is given without a mouse."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.tests.factories import classified
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from tests.browser.test_desk import log_in, seen, shoot  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = date(2023, 2, 1)
TOP = "one => one.getBoundingClientRect().top"


@pytest.fixture
def officer():
    unit = make_unit("Ủy ban nhân dân Phường Minh Họa Tên Dài Thứ Nhất Thành Phố Minh Họa")
    account = make_account("xu_ly", unit)
    account.at = unit
    for turn in range(26):
        letter = classified(account, DAY + timedelta(days=turn))
        if turn == 25:
            writing.move(letter, "luu", by=account, on=DAY + timedelta(days=turn))
    return account


def opened(page, live_server, officer, path=""):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/{path}")
    expect(page.locator("tbody tr").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "don/"])
def test_the_head_of_a_long_list_stays_while_the_page_goes_by(page, live_server, officer, path, seen):  # noqa: F811
    opened(page, live_server, officer, path)
    seen(f"list-{path.strip('/') or 'work'}")
    page.locator("tbody tr").nth(15).scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    expect(page.locator("thead th").first).to_be_in_viewport()
    assert page.locator("thead th").first.evaluate(TOP) <= 1


def test_on_a_phone_head_and_first_column_of_a_list_stay(page, phone, live_server, officer):
    log_in(page, live_server, officer)
    phone.context.add_cookies(page.context.cookies())
    phone.goto(f"{live_server.url}/ban-lam-viec/don/")
    box = phone.locator(".table-scroll--page")
    expect(box).to_be_visible()
    box.evaluate("one => one.scrollTo(200, 300)")
    left = phone.locator("tbody th").nth(12).evaluate("one => one.getBoundingClientRect().left")
    assert left == pytest.approx(box.evaluate("one => one.getBoundingClientRect().left"), abs=2)
    head = phone.locator("thead th").first.evaluate(TOP)
    assert head == pytest.approx(box.evaluate(TOP), abs=2)
    shoot(phone, "list-phone-scrolled")


def test_work_is_given_by_keyboard_alone(page, live_server, officer):
    opened(page, live_server, officer)
    boxes = page.locator("input[name=ho-so]")
    for turn in (0, 2):
        boxes.nth(turn).focus()
        page.keyboard.press("Space")
        expect(boxes.nth(turn)).to_be_checked()
    expect(page.get_by_role("button", name="Giao hoặc nhận các hồ sơ đã chọn")).to_be_in_viewport()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Giao người xử lý", use_inner_text=True)
    expect(page.locator("tbody tr")).to_have_count(2)


@pytest.mark.parametrize("path", ["", "don/"])
def test_on_paper_there_is_the_table_and_nothing_to_press(page, live_server, officer, path, tmp_path):
    opened(page, live_server, officer, path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 620, "height": 900})  # what an A4 sheet leaves between its margins
    expect(page.locator("thead")).to_be_visible()
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator("main .govuk-button:visible")).to_have_count(0)
    expect(page.locator("main input:visible")).to_have_count(0)
    assert page.locator("tbody tr").first.evaluate("one => getComputedStyle(one).display") == "table-row"
    shoot(page, f"print-{path.strip('/') or 'work'}")
    page.pdf(path=tmp_path / "list.pdf", prefer_css_page_size=True)
    assert (tmp_path / "list.pdf").stat().st_size > 10_000


def test_a_state_is_a_shape_and_a_word(page, live_server, officer):
    opened(page, live_server, officer, "don/")
    states = page.locator("tbody .state")
    expect(states.first).to_contain_text("Đã xếp lưu", use_inner_text=True)
    expect(page.locator("tbody .state--closed")).to_have_count(1)
    shape = "one => getComputedStyle(one, '::before').backgroundColor"
    assert states.first.evaluate(shape) != states.nth(1).evaluate(shape)
