"""A quarter's report in a real browser: prepared, read, signed, made public, downloaded, amended."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account
from danvan.reports.models import Report
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters, make_place, quarter_of_296, typed_report, unbalanced
from danvan.reports.verification import read_envelope, verify
from danvan.reports.verify_command import package_in
from tests.support.browser import fits_across, is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
WHY = "Một đơn nhận ngày cuối kỳ chưa kịp phân loại."
STATED = {
    "DON.tiep_nhan": 258,
    "DON.khieu_nai": 38,
    "DON.to_cao": 94,
    "DON.kien_nghi_phan_anh": 164,
    "TT.cuoc": 85,
}


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    """A province with 296 letters and one unclassified, a matter that ended without its day, and a typed report."""
    place = make_place()
    quarter_of_296(place)
    letters(place.communes[0], None, 1)
    unbalanced(place.communes[0])
    typed_report(place.province, STATED, is_illustrative=True)
    return place


@pytest.fixture
def seen(page, phone, axe):
    """`seen(name)`: no accessibility violation and no sideways scroll at 1280 and at 375 pixels."""

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
        tab.screenshot(path=Path(folder) / f"reports-{name}.png", full_page=True)


def log_in(page, live_server, account):
    page.goto(f"{live_server.url}/bao-cao/")
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(re.compile("/bao-cao/$"))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def row(page, label):
    """The cells of the line with that label: unit, typed, counted, difference, reason."""
    line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label, exact=True)).last
    return [text.strip() for text in line.get_by_role("cell").all_inner_texts()]


def downloaded(page, name):
    """The bytes that a link saves, and the name it saves them under."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes(), waiting.value.suggested_filename


def test_a_report_from_its_draft_to_its_amendment(page, live_server, place, seen):
    log_in(page, live_server, place.head)
    expect(page.locator("body")).to_contain_text("Chưa có báo cáo nào")
    seen("list-empty")
    page.get_by_role("link", name="Lập báo cáo", exact=True).click()
    assert page.get_by_label("Kỳ báo cáo").input_value() == "2023-Q1"
    seen("begin")
    page.get_by_label("Đơn vị", exact=True).select_option(label="Tỉnh Minh Họa")
    press(page, "Đếm và mở dự thảo")

    expect(page.locator("h1")).to_have_text(
        "Báo cáo kết quả công tác dân vận chính quyền, Quý I/2023", use_inner_text=True
    )
    expect(page.locator(".lead").first).to_have_text("Dự thảo", use_inner_text=True)
    total = row(page, "Số đơn tiếp nhận trong kỳ")
    assert total[:4] == ["đơn", "258", "297", "+39"]
    assert "bỏ sót 38 đơn khiếu nại" in total[4]
    assert row(page, "Đơn tố cáo")[:4] == ["đơn", "94", "94", ""]
    assert row(page, "Số cuộc thanh tra, kiểm tra")[1:4] == ["85", "chưa có hồ sơ để đếm", ""]
    expect(page.get_by_role("link", name="Gói số liệu đã ký (JSON)")).to_have_count(0)
    seen("draft")

    press(page, "Đóng băng và ký")
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "người ký phải ghi lý do vẫn ký", use_inner_text=True
    )
    assert Report.objects.get().state == "du_thao"
    page.get_by_label("Ý kiến về kiểm tra không đạt").fill(WHY)
    press(page, "Đóng băng và ký")
    page.wait_for_url(re.compile(r"/bao-cao/\d+/$"))
    assert page.locator(".lead").first.inner_text().startswith("Đã ký: ")
    expect(page.locator("main")).to_contain_text(WHY, use_inner_text=True)
    expect(page.get_by_role("button", name="Đóng băng và ký")).to_have_count(0)
    seen("signed")

    signed = Report.objects.get()
    package, name = downloaded(page, "Gói số liệu đã ký (JSON)")
    assert name == f"danvan-{place.province.slug}-2023-Q1-dvcq-1.json"
    assert read_envelope(package)["root"] == signed.root_hash
    assert verify(read_envelope(package)).ok
    paper, name = downloaded(page, "Báo cáo nội bộ (PDF)")
    assert name.endswith("-1.pdf")
    assert read_envelope(package_in(paper)) == read_envelope(package)
    book, name = downloaded(page, "Bảng số liệu nội bộ (XLSX)")
    assert (name[-7:], book[:2]) == ("-1.xlsx", b"PK")

    address = f"{live_server.url}/so-lieu/{place.province.slug}/2023-Q1/"
    assert page.request.get(address).status == 404, "signed is not yet public"
    press(page, "Duyệt bản công khai")
    expect(page.get_by_role("button", name="Duyệt bản công khai")).to_have_count(0)
    assert page.request.get(address).status == 200

    letters(place.communes[1], "to_cao", 2, date(2023, 3, 14))
    page.reload()
    assert row(page, "Đơn tố cáo")[2] == "94", "what was signed stays"
    changed = page.get_by_role("region", name="Thay đổi sau khi ký").get_by_role("row")
    assert [line.split("\t") for line in changed.all_inner_texts()][1:] == [
        ["Số đơn tiếp nhận trong kỳ", "297", "299", "2", "0", "0"],
        ["Đơn tố cáo", "94", "96", "2", "0", "0"],
    ]
    seen("signed-and-changed")

    page.get_by_label("Lý do sửa đổi").fill("Hai đơn nhập muộn.")
    press(page, "Lập bản sửa đổi")
    expect(page.locator("main")).to_contain_text("Lý do sửa đổi: Hai đơn nhập muộn.", use_inner_text=True)
    expect(page.locator("main")).to_contain_text("bản số 2", use_inner_text=True)
    assert row(page, "Đơn tố cáo")[2] == "96"
    seen("amendment")
    page.goto(f"{live_server.url}/bao-cao/")
    lines = [line.split("\t") for line in page.locator("tbody tr").all_inner_texts()]
    assert [line[3:5] for line in lines] == [["2", "Dự thảo"], ["1", "Đã ký · có bản công khai"]]
    seen("list")


def test_a_refused_signature_is_readable_on_a_phone(chromium, live_server, place):
    """The page stands at an address that only a sent form reaches: axe is put into the page itself."""
    context = chromium.new_context(bypass_csp=True, locale="vi-VN", viewport={"width": 375, "height": 812})
    page = context.new_page()
    try:
        log_in(page, live_server, place.head)
        report = prepare(place.province, "2023-Q1", by=place.head)
        page.goto(f"{live_server.url}{report.get_absolute_url()}")
        press(page, "Đóng băng và ký")
        shoot(page, "refused-phone")
        is_sound(page)
        expect(page.locator(".govuk-error-summary")).to_have_count(1)
    finally:
        context.close()


def test_a_number_opens_to_its_records_and_leads_back(page, live_server, place, seen):
    log_in(page, live_server, place.head)
    report = prepare(place.province, "2023-Q1", by=place.head)
    page.goto(f"{live_server.url}{report.get_absolute_url()}")
    page.get_by_role("row").filter(has_text="Đơn khiếu nại").get_by_role("link", name="38").click()
    expect(page.locator("h1")).to_have_text("Đơn khiếu nại", use_inner_text=True)
    expect(page.locator(".lead")).to_have_text("38", use_inner_text=True)
    expect(page.locator("tbody tr")).to_have_count(38)
    seen("behind")
    page.get_by_role("link", name="Về báo cáo").click()
    assert page.url.endswith(report.get_absolute_url())


def test_a_compiler_prepares_and_is_offered_no_signature(page, live_server, place, seen):
    log_in(page, live_server, make_account("tong_hop", place.province))
    page.get_by_role("link", name="Lập báo cáo", exact=True).click()
    page.get_by_label("Kỳ báo cáo").fill("2023-Q7")
    press(page, "Đếm và mở dự thảo")
    expect(page.locator(".govuk-error-message")).to_have_count(1)
    assert not Report.objects.exists()
    page.get_by_label("Kỳ báo cáo").fill("2023-Q1")
    page.get_by_label("Biểu mẫu").select_option(value="dvcq")
    press(page, "Đếm và mở dự thảo")
    expect(page.locator(".lead").first).to_have_text("Dự thảo", use_inner_text=True)
    expect(page.get_by_role("button", name="Đóng băng và ký")).to_have_count(0)
    seen("draft-of-a-compiler")
    page.get_by_role("row").filter(has_text="Đơn khiếu nại").get_by_role("link", name="38").click()
    expect(page.locator("tbody tr")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("38 hồ sơ khác không hiện ở đây", use_inner_text=True)
    seen("behind-closed")


def test_an_account_without_a_role_reads_why_it_sees_nothing(page, live_server, place, seen):
    report = prepare(place.province, "2023-Q1", by=place.head)
    log_in(page, live_server, make_account())
    expect(page.get_by_role("link", name="Lập báo cáo", exact=True)).to_have_count(0)
    seen("list-no-role")
    assert page.goto(f"{live_server.url}{report.get_absolute_url()}").status == 403
    expect(page.locator("main")).to_contain_text(
        "không được xem số liệu của đơn vị lập báo cáo", use_inner_text=True
    )
    seen("denied")
