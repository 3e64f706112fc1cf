"""A report from closed period to signed package in a real browser: composed at a desk, signed on a phone."""

import os
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account
from danvan.reports.canonical import canonical
from danvan.reports.models import Report, ReportBlock
from danvan.reports.narrative.blocks import write
from danvan.reports.signing import envelope, prepare
from danvan.reports.tests.factories import letters, make_place, quarter_of_296, typed_report, unbalanced
from danvan.reports.verification import read_envelope, verify
from tests.support.browser import DESK, PHONE, fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-nghiem"
BEFORE, EVE, TODAY = date(2022, 11, 1), date(2023, 3, 13), date(2023, 3, 14)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def place():
    """A province with 296 letters, thirty in the quarter before, and a trial that fails."""
    made = make_place()
    quarter_of_296(made)
    letters(made.communes[0], "khieu_nai", 25, BEFORE)
    letters(made.communes[1], "kien_nghi_phan_anh", 180, BEFORE)
    unbalanced(made.communes[0])
    typed_report(made.province, {"DON.tiep_nhan": 258, "TT.cuoc": 85}, is_illustrative=True)
    return made


def shoot(tab, name):
    """Keep a picture where DANVAN_SCREENSHOTS names a folder."""
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        tab.screenshot(path=Path(folder) / f"composer-{name}.png", full_page=True)


def log_in(tab, live_server, account, onwards="/bao-cao/"):
    tab.goto(f"{live_server.url}{onwards}")
    tab.get_by_label("Tên đăng nhập").fill(account.username)
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập", exact=True).click()
    tab.wait_for_url(re.compile(f"{onwards}$"))


class Hand:
    """Does what a person does, and counts: each press and each field is one action."""

    def __init__(self):
        self.actions = []

    def press(self, control):
        self.actions.append(f"press {control}")
        control.click()

    def fill(self, field, text):
        self.actions.append(f"fill {field}")
        field.fill(text)


def link(tab, name):
    return tab.get_by_role("link", name=name, exact=True).first


def button(tab, name):
    return tab.get_by_role("button", name=name, exact=True)


def field(tab, key):
    return tab.locator(f"#text-{key}")


def saved(tab, words="Đã lưu"):
    expect(tab.locator("[data-state]")).to_contain_text(words)


def test_from_a_closed_period_to_a_signed_package_in_fifteen_actions(page, phone, live_server, place, axe):
    hand, officer = Hand(), make_account("tong_hop", place.province)
    log_in(page, live_server, officer, "/ban-lam-viec/")
    hand.press(link(page, "Báo cáo"))
    hand.press(link(page, "Lập báo cáo"))
    hand.press(button(page, "Đếm và mở dự thảo"))
    hand.press(link(page, "Soạn: lời văn, kiểm tra, so sánh"))
    expect(page.locator("main")).to_contain_text("Tiếp nhận 296 đơn, tăng 91 đơn (44,4 %) so với quý IV/2022")
    hand.press(page.locator("[data-block=han_che-10] summary"))
    hand.fill(field(page, "han_che-10"), "Còn chậm xử lý {Đơn khiếu nại} đơn khiếu nại.")
    saved(page)
    expect(page.locator("[data-block=han_che-10] [data-said]")).to_contain_text(
        "Còn chậm xử lý 38 đơn khiếu nại."
    )
    pictured(page, axe)
    hand.press(button(page, "Trình người đứng đầu"))
    expect(page.locator("main")).to_contain_text("Đã trình")

    log_in(phone, live_server, place.head, "/ban-lam-viec/")
    hand.press(button(phone, "Mục lục"))
    hand.press(phone.locator("#rail").get_by_role("link", name="Báo cáo", exact=True))
    hand.press(link(phone, "Đọc và ký"))
    expect(phone.locator("main")).to_contain_text("Số đơn tiếp nhận trong kỳ")
    assert fits_across(phone)
    axe(phone)
    shoot(phone, "lead-phone")
    hand.press(link(phone, "Xác nhận lại đăng nhập"))
    hand.fill(phone.get_by_label("Mật khẩu"), PASSWORD)
    hand.press(button(phone, "Xác nhận"))
    hand.fill(phone.get_by_label("Ý kiến của người ký"), "Một vụ việc nhập thiếu ngày kết thúc.")
    shoot(phone, "lead-signing-phone")
    hand.press(button(phone, "Đóng băng và ký"))
    expect(phone.locator(".lead").first).to_contain_text("Đã ký: ")

    package = read_envelope(canonical(envelope(Report.objects.get())))
    assert verify(package).ok
    told = [one["text"] for one in package["package"]["narrative"]]
    assert "Còn chậm xử lý 38 đơn khiếu nại." in told
    assert any("so với quý IV/2022" in text for text in told)
    assert len(hand.actions) <= 15, hand.actions
    first_page(phone)


def pictured(page, axe):
    """The composer and the page of trials at both widths: nothing runs off the side, nothing keeps anybody out."""
    own = page.viewport_size
    for name, way in (("composer", ""), ("checks", "../kiem-tra/")):
        tab = page.context.new_page()
        tab.goto(page.url.partition("#")[0] + way)
        for width, size in (("desk", DESK), ("phone", PHONE)):
            tab.set_viewport_size(size)
            assert fits_across(tab), f"{name}: {width}"
            shoot(tab, f"{name}-{width}")
            axe(tab)
        tab.close()
    page.set_viewport_size(own)


def first_page(tab):
    """A picture of the signed paper's first page."""
    with tab.expect_download() as waiting:
        link(tab, "Báo cáo nội bộ (PDF)").click()
    paper = Path(waiting.value.path()).read_bytes()
    assert paper.startswith(b"%PDF")
    if folder := os.environ.get("DANVAN_SCREENSHOTS"):
        image = pypdfium2.PdfDocument(paper)[0].render(scale=2).to_pil()
        image.save(Path(folder) / "composer-signed-pdf.png")


@pytest.fixture
def report(place):
    return prepare(place.province, "2023-Q1", by=place.head)


def test_nothing_typed_is_lost_to_a_line_a_log_in_or_a_second_writer(page, live_server, place, report):
    log_in(page, live_server, place.head)
    page.goto(f"{live_server.url}/bao-cao/{report.pk}/soan/")
    page.locator("[data-block=don-10] summary").click()

    page.route("**/soan/luu/", lambda route: route.abort())
    field(page, "don-10").fill("Câu thứ nhất.")
    saved(page, "Chưa lưu: mất mạng")
    assert not ReportBlock.objects.exists()
    page.unroute("**/soan/luu/")
    saved(page)
    assert ReportBlock.objects.get().text == "Câu thứ nhất."

    cookies = page.context.cookies()
    page.context.clear_cookies()
    field(page, "don-10").fill("Câu thứ hai.")
    saved(page, "Chưa lưu: phiên đăng nhập đã hết")
    page.context.add_cookies(cookies)
    saved(page)
    assert ReportBlock.objects.get().text == "Câu thứ hai."

    write(report, "don", 10, "Của người khác.", 2, by=make_account("tong_hop", place.province))
    field(page, "don-10").fill("Câu thứ ba.")
    expect(page.locator("[data-block=don-10] [data-said]")).to_contain_text("vừa ghi đoạn này")
    expect(page.locator("[data-block=don-10] .compose__theirs")).to_have_text("Của người khác.")
    expect(field(page, "don-10")).to_have_value("Câu thứ ba.")
    assert ReportBlock.objects.get().text == "Của người khác."
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(field(page, "don-10")).to_have_value("Câu thứ ba.")
    expect(page.locator("[data-block=don-10] .compose__theirs")).to_have_text("Của người khác.")
    assert ReportBlock.objects.get().text == "Của người khác.", "a reload is no leave to write over another"
    field(page, "don-10").fill("Câu thứ tư, sau khi đọc cả hai.")
    saved(page)
    assert ReportBlock.objects.get().text == "Câu thứ tư, sau khi đọc cả hai."

    page.context.clear_cookies()
    field(page, "don-10").fill("Câu chưa ghi.")
    saved(page, "Chưa lưu: phiên đăng nhập đã hết")
    log_in(page, live_server, make_account("tong_hop", place.province))
    page.goto(f"{live_server.url}/bao-cao/{report.pk}/soan/")
    expect(field(page, "don-10")).to_have_value("Câu thứ tư, sau khi đọc cả hai.")


def test_a_figure_is_picked_into_the_sentence(page, live_server, place, report):
    log_in(page, live_server, place.head)
    page.goto(f"{live_server.url}/bao-cao/{report.pk}/soan/")
    page.locator("[data-block=han_che-10] summary").click()
    field(page, "han_che-10").fill("Còn ")
    page.locator("#chi-tieu").select_option(value="Đơn khiếu nại")
    page.get_by_label("Lấy số nào").select_option(label="câu so với kỳ trước")
    button(page, "Chèn").click()
    expect(field(page, "han_che-10")).to_have_value("Còn {Đơn khiếu nại|so sánh}")
    expect(page.locator("[data-block=han_che-10] [data-said]")).to_contain_text("Còn tăng 13 đơn (52 %)")


def test_without_script_the_whole_form_is_sent_by_a_button(visit, live_server, place, report, settings):
    settings.DEMONSTRATION_DAY = EVE
    tab = visit(script=False)
    log_in(tab, live_server, place.head)
    tab.goto(f"{live_server.url}/bao-cao/{report.pk}/soan/")
    tab.locator("[data-block=han_che-10] summary").click()
    field(tab, "han_che-10").fill("Còn chậm.")
    button(tab, "Lưu").click()
    expect(tab.locator("main")).to_contain_text("Đã ghi lời văn.")
    assert ReportBlock.objects.get().text == "Còn chậm."
    settings.DEMONSTRATION_DAY = TODAY
    letters(place.communes[0], "khieu_nai", 2, TODAY)
    tab.reload()
    expect(tab.locator(".changes").first).to_contain_text("Đơn khiếu nại: 38 → 40")
    shoot(tab, "morning-phone")
