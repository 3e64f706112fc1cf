"""The page of the history's codes on a desk and on a phone: the long codes break, and each older page is one step away."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from danvan.records import history
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = date(2023, 1, 1)


@pytest.fixture
def codes(transactional_db):
    """Forty days with a code each, the newest first."""
    return [history.seal(FIRST + timedelta(days=turn)).code for turn in range(40)][::-1]


@pytest.mark.parametrize("tab", ["page", "phone"])
def test_the_codes_fit_and_older_ones_are_a_step_away(request, axe, tab, live_server, codes):
    page = request.getfixturevalue(tab)
    page.goto(f"{live_server.url}/ma-lich-su/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lịch sử hồ sơ có bị sửa không?")
    expect(page.get_by_text(codes[0]).first).to_be_visible()
    assert fits_across(page)
    axe(page)
    page.get_by_role("link", name="Trang sau").click()
    expect(page.get_by_text(codes[-1])).to_be_visible()
    assert fits_across(page)
    axe(page)
    page.get_by_role("link", name="Trang trước").click()
    expect(page.get_by_role("heading", name="Mã mới nhất: ngày 9/2/2023")).to_be_visible()


@pytest.mark.parametrize("tab", ["page", "phone"])
def test_the_first_day_says_when_there_will_be_one(request, axe, tab, live_server, transactional_db):
    page = request.getfixturevalue(tab)
    page.goto(f"{live_server.url}/ma-lich-su/")
    expect(page.get_by_text("Chưa có mã ngày nào")).to_be_visible()
    assert fits_across(page)
    axe(page)


def test_the_text_is_taken_by_the_link(page, live_server, codes):
    page.goto(f"{live_server.url}/ma-lich-su/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải tệp chữ").click()
    assert taken.value.suggested_filename == "ma-lich-su-2023-02-09.txt"
