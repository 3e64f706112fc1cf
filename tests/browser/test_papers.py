"""Văn thư in a real browser: a signed copy is attached, compared and agreed; a wrong one is warned of; the sender has it."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account
from danvan.records import papers, writing
from danvan.records.models import PersonalDetails
from danvan.records.papers.tests.paper_world import clerk_of, issued, pdf_words
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def world():
    """An officer, the clerk of the unit and a notice that was issued."""
    officer = handler()
    clerk = clerk_of(officer)
    return officer, clerk, issued(officer, clerk)


@pytest.fixture
def seen(page, phone, axe):
    """The present page has no accessibility violation and no sideways scroll at either width."""

    def check(name):
        phone.context.clear_cookies()
        phone.context.add_cookies(page.context.cookies())
        phone.goto("about:blank")  # else a place on the same page would be shown as it was
        phone.goto(page.url)
        for tab, width in ((page, "desk"), (phone, "phone")):
            if folder := os.environ.get("DANVAN_SCREENSHOTS"):
                tab.screenshot(path=Path(folder) / f"papers-{name}-{width}.png", full_page=True)
            axe(tab)
            assert fits_across(tab), f"{name}: {width}"

    return check


def log_in(page, live_server, account):
    page.goto(f"{live_server.url}/ban-lam-viec/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(re.compile("/ban-lam-viec/$"))


def keep(page, tmp_path, content):
    file = tmp_path / "ban-ky.pdf"
    file.write_bytes(content)
    page.get_by_label("Tệp đã ký").set_input_files(file)
    page.get_by_role("button", name="Kèm bản ký").click()


def test_a_wrong_file_is_noticed_the_right_one_reaches_the_sender(page, live_server, tmp_path, seen, world):
    officer, clerk, paper = world
    other = issued(officer, clerk, number="13/TB-UBND", dated_on=date(2023, 3, 2))
    log_in(page, live_server, clerk)
    page.goto(f"{live_server.url}/ban-lam-viec/van-ban/{paper.pk}/")
    keep(page, tmp_path, papers.pdf(other))
    warning = page.get_by_text("Trong tệp ghi số 13/TB-UBND, còn văn bản này mang số 12/TB-UBND.")
    expect(warning).to_be_visible()
    seen("wrong-file")
    page.locator("#ban-ky").get_by_role("link", name="Gỡ tệp").click()
    page.get_by_label("Lý do gỡ").select_option("nham_ho_so")
    page.get_by_role("button", name=re.compile("Gỡ")).click()
    page.goto(f"{live_server.url}/ban-lam-viec/van-ban/{paper.pk}/")
    keep(page, tmp_path, papers.pdf(paper))
    expect(page.get_by_text("Đọc được trong tệp:")).to_be_visible()
    expect(warning).to_have_count(0)
    page.get_by_role("button", name="Đúng là bản ký của văn bản này").click()
    expect(page.get_by_text("Đã so với lời văn lúc")).to_be_visible()
    page.get_by_role("link", name="Ghi việc gửi").click()
    page.get_by_label("Ngày gửi").fill("3/3/2023")
    page.get_by_label("Số bưu gửi").fill("RB123456789VN")
    page.get_by_label("Ngày người nhận nhận được").fill("6/3/2023")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#duong-di")).to_contain_text("RB123456789VN")
    seen("agreed")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/tra-cuu/")
    page.get_by_label(re.compile("Mã tra cứu")).fill(paper.record.public_id)
    page.get_by_role("button", name=re.compile("^Tra cứu")).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("Tải bản đã ký")).click()
    # A scan or an unsigned PDF is served written anew; a digitally signed one byte for byte (test_files).
    assert pdf_words(Path(coming.value.path()).read_bytes()) == (pdf_words(papers.pdf(paper))[0], "")


def test_a_number_of_arrival_is_written_and_looked_up(page, live_server, seen):
    officer = handler()
    letter = classified(officer)
    log_in(page, live_server, make_account("van_thu", officer.at))
    page.goto(f"{live_server.url}/ban-lam-viec/van-thu/so-den/")
    page.get_by_role("link", name=re.compile("^Ghi số đến")).click()
    page.get_by_label("Số đến").fill("456/UB")
    page.get_by_label("Ngày đến").fill("1/3/2023")
    page.get_by_role("button", name="Ghi, sửa số đến").click()
    expect(page.get_by_text("456/UB").first).to_be_visible()
    page.goto(f"{live_server.url}/ban-lam-viec/van-thu/so-den/")
    page.get_by_label("Tìm số đến").fill("456/ub")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_role("cell", name="456/UB")).to_be_visible()
    expect(page.get_by_role("link", name=letter.number, exact=True)).to_be_visible()
    seen("arrivals")


def test_the_files_to_sign_are_filled_in_for_who_says_the_name(page, live_server):
    officer = handler()
    letter = writing.move(classified(officer), "thu_ly", by=officer, on=date(2023, 3, 3))
    PersonalDetails.objects.filter(record_id=letter.pk).update(full_name="Trần Thị Thử", address="Thôn 3")
    page.goto(f"{live_server.url}/tra-cuu/")
    page.get_by_label(re.compile("Mã tra cứu")).fill(letter.public_id)
    page.get_by_role("button", name=re.compile("^Tra cứu")).click()
    page.get_by_text("Tôi muốn rút đơn").click()
    page.get_by_role("button", name="Mở đơn rút để in, ký").click()
    page.get_by_text("Tải tệp để gõ hoặc in").click()
    page.get_by_label(re.compile("Họ và tên người đứng đơn")).fill("trần thị thử")
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / "papers-to-sign.png", full_page=True)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải PDF sẵn để ký").click()
    assert "Trần Thị Thử" in pdf_words(Path(coming.value.path()).read_bytes())[0]
