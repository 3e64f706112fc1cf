"""An officer's day at the desk in a real browser, at a desk's width and on a phone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import PersonalDetails, Record
from tests.support.browser import fits_across, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
SENDER = "Người gửi minh họa"


@pytest.fixture
def officer():
    account = make_account("xu_ly", make_unit("Xã Minh Họa"))
    account.person.full_name = "Cán bộ minh họa"
    account.person.save()
    return account


@pytest.fixture
def seen(page, phone, axe):
    """`seen(name)`: the present page has no accessibility violation and no sideways scroll at either width."""

    def check(name):
        phone.context.clear_cookies()
        phone.context.add_cookies(page.context.cookies())
        phone.goto(page.url)
        for tab, width in ((page, "desk"), (phone, "phone")):
            shoot(tab, f"{name}-{width}")
            axe(tab)
            assert fits_across(tab), f"{name}: {width}"

    return check


def shoot(tab, name):
    """Keep a picture where DANVAN_SCREENSHOTS names a folder."""
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        tab.screenshot(path=Path(folder) / f"desk-{name}.png", full_page=True)


def log_in(page, live_server, account):
    page.goto(f"{live_server.url}/ban-lam-viec/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(re.compile("/ban-lam-viec/$"))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def press_and_lose_the_line(page, name):
    with pytest.raises(Error, match="net::ERR"), page.expect_navigation():
        page.get_by_role("button", name=name).click(no_wait_after=True)


def test_a_letter_from_the_post_to_its_settlement(page, live_server, officer, seen):
    log_in(page, live_server, officer)
    expect(page.locator("body")).to_contain_text("Không có việc nào đang chờ")
    seen("worklist-empty")

    page.get_by_role("link", name="Tiếp nhận đơn", exact=False).first.click()
    expect(page.locator("input[name=full_name]")).to_have_count(0)
    seen("open")
    page.get_by_label("Ngày tiếp nhận").fill("1/3/2023")
    press(page, "Ghi hồ sơ")
    expect(page.locator("h1")).to_have_text("Đơn chưa phân loại", use_inner_text=True)
    seen("letter-sealed")

    page.get_by_role("link", name="Phân loại").click()
    page.get_by_label("Loại đơn").select_option(label="Khiếu nại")
    page.get_by_label("Lĩnh vực").select_option(label="Đất đai, nhà cửa")
    page.get_by_label("Ngày phân loại").fill("2/3/2023")
    seen("classify")
    press(page, "Ghi thêm họ tên, nội dung")
    page.get_by_label("Họ và tên").fill(SENDER)
    shoot(page, "classify-person-desk")
    press(page, "Phân loại")
    expect(page.locator("h1")).to_have_text("Đơn khiếu nại, lĩnh vực đất đai, nhà cửa", use_inner_text=True)
    expect(page.locator("body")).to_contain_text(SENDER)
    seen("letter")

    page.get_by_role("link", name="Thụ lý", exact=True).click()
    page.get_by_label("Ngày xử lý").fill("3/3/2023")
    press(page, "Thụ lý")
    expect(page.locator("body")).to_contain_text("Đã thụ lý")
    page.get_by_role("link", name="Vụ việc số 1/2023").click()
    page.get_by_text("Vì sao hạn này?").first.click()
    seen("matter")

    page.goto(f"{live_server.url}/ban-lam-viec/")
    expect(page.locator("tbody tr")).to_have_count(1)
    seen("worklist")
    page.goto(f"{live_server.url}/ban-lam-viec/don/?words=khieu+nai+dat+dai")
    expect(page.locator("tbody tr")).to_have_count(1)
    seen("list")

    page.goto(f"{live_server.url}/ban-lam-viec/")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Ban hành kết quả giải quyết").click()
    page.get_by_label("Kết quả").select_option(label="Đúng một phần")
    page.get_by_label("Ngày giải quyết").fill("10/3/2023")
    press(page, "Ban hành kết quả giải quyết")
    expect(page.locator("body")).to_contain_text("Đã giải quyết")
    page.goto(f"{live_server.url}/ban-lam-viec/")
    assert page.locator("tbody tr").count() == 2  # the decision is to be sent and to be made public


def test_a_refused_form_leads_to_its_errors(page, live_server, officer):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/don/tiep-nhan/")
    page.get_by_label("Ngày tiếp nhận").fill("31/2/2023")
    press(page, "Ghi hồ sơ")
    shoot(page, "errors-desk")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("không có trong lịch", use_inner_text=True)
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "on"
    assert Record.objects.count() == 0


def test_pages_that_only_a_sent_form_shows_are_accessible(chromium, live_server, officer):
    """`axe` opens an address again and cannot reach these; here it is put into the page itself."""
    context = chromium.new_context(bypass_csp=True, locale="vi-VN", viewport={"width": 375, "height": 812})
    page = context.new_page()

    try:
        log_in(page, live_server, officer)
        page.goto(f"{live_server.url}/ban-lam-viec/luot-tiep/tiep-nhan/")
        press(page, "Ghi thêm họ tên, nội dung")
        shoot(page, "visit-person-phone")
        assert violations(page) == []
        page.get_by_label("Ngày tiếp nhận").fill("31/2/2023")
        page.get_by_label("Số người").fill("0")
        press(page, "Ghi hồ sơ")
        shoot(page, "visit-errors-phone")
        assert violations(page) == []
    finally:
        context.close()


@pytest.mark.parametrize("role", ["tong_hop", ""])
def test_an_account_that_reads_nothing_gets_a_readable_page(page, live_server, seen, role):
    log_in(page, live_server, make_account(role))
    seen(f"no-records-{role or 'no-role'}")
    page.goto(f"{live_server.url}/ban-lam-viec/don/?since=31/2/2023")
    expect(page.locator("h1")).to_have_count(1)


def test_a_wrong_filter_is_said_at_its_field(page, live_server, officer, seen):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/don/?since=31/2/2023&until=x")
    expect(page.locator(".govuk-error-message")).to_have_count(2)
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "since"
    page.goto(f"{live_server.url}/ban-lam-viec/don/?since=31/2/2023&until=x")
    seen("filter-errors")


def test_the_desk_works_without_javascript(chromium, live_server, officer):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    try:
        log_in(page, live_server, officer)
        page.goto(f"{live_server.url}/ban-lam-viec/don/tiep-nhan/")
        press(page, "Ghi hồ sơ")
        page.goto(f"{live_server.url}{Letter.objects.get().get_absolute_url()}phan-loai/")
        page.get_by_label("Loại đơn").select_option(label="Khiếu nại")
        page.get_by_label("Lĩnh vực").select_option(label="Đất đai, nhà cửa")
        press(page, "Ghi thêm họ tên, nội dung")
        page.get_by_label("Họ và tên").fill(SENDER)
        press(page, "Phân loại")
        expect(page.locator("h1")).to_contain_text("Đơn khiếu nại", use_inner_text=True)
    finally:
        context.close()
    assert PersonalDetails.objects.get().full_name == SENDER


def test_an_answer_lost_on_the_line_is_told_on_the_next_page(page, live_server, officer):
    """The server took the form and the line dropped: the officer comes back and reads that it was taken."""
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/don/tiep-nhan/")

    def lose_the_answer(route):
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort("connectionreset")

    page.route("**/tiep-nhan/", lose_the_answer)
    press_and_lose_the_line(page, "Ghi hồ sơ")
    page.unroute("**/tiep-nhan/")
    page.goto(f"{live_server.url}/ban-lam-viec/")
    expect(page.locator("body")).to_contain_text("Đã ghi Đơn số 1/2023.")
    assert Record.objects.count() == 1


def test_a_draft_outlives_the_line(page, live_server, officer):
    log_in(page, live_server, officer)
    address = f"{live_server.url}/ban-lam-viec/don/tiep-nhan/"
    page.goto(address)
    page.get_by_label("Số người đứng tên").fill("4")
    press(page, "Lưu nháp")
    page.context.set_offline(True)
    press_and_lose_the_line(page, "Ghi hồ sơ")
    page.context.set_offline(False)
    page.goto(address)
    shoot(page, "draft-desk")
    expect(page.locator("body")).to_contain_text("Đã điền lại từ bản nháp")
    assert page.get_by_label("Số người đứng tên").input_value() == "4"
    press(page, "Ghi hồ sơ")
    assert Record.objects.count() == 1


def test_an_impatient_second_press_on_a_slow_line_makes_one_record(page, live_server, officer):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/don/tiep-nhan/")
    slow_3g = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow_3g)
    page.get_by_role("button", name="Ghi hồ sơ").dblclick(no_wait_after=True)
    page.wait_for_url(re.compile("/ho-so/"))
    assert Record.objects.count() == 1


def test_the_browser_keeps_nothing(page, live_server, officer):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/luot-tiep/tiep-nhan/")
    press(page, "Ghi thêm họ tên, nội dung")
    page.get_by_label("Họ và tên").fill(SENDER)
    press(page, "Ghi hồ sơ")
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert page.evaluate("caches.keys()") == []
