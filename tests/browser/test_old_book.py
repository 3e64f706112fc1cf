"""An ugly register of a commune brought in on screen: columns named, eleven rows mended, taken, its balance signed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.books import balance
from danvan.domains.petitions.books.tests.test_staging import MENDED
from danvan.domains.petitions.books.tests.ugly import ELEVEN_WRONG, ugly
from danvan.domains.petitions.models import BookRow, Letter, OpeningBalance
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import PersonalDetails
from tests.browser.test_desk import log_in, press, shoot
from tests.support.browser import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADS = 5  # lines above the first row of the file
OPENING = date(2023, 3, 1)


@pytest.fixture
def tab(chromium):
    """A desk's tab into which axe may be put."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def is_sound_at(tab, name, *widths):
    """No violation and no sideways scroll at these widths; left as wide as a desk."""
    for width in widths or (1280, 360):
        tab.set_viewport_size({"width": width, "height": 900})
        shoot(tab, f"books-{name}-{width}")
        is_sound(tab)
    tab.set_viewport_size({"width": 1280, "height": 900})


def bring_in(tab, address):
    """Drop the file and name its columns as the program proposes them."""
    tab.goto(f"{address}/ban-lam-viec/so-cu/")
    is_sound_at(tab, "empty")
    tab.get_by_label("Năm của sổ").fill("2023")
    sheet = {"name": "So don thu 2023.xls", "mimeType": "application/vnd.ms-excel", "buffer": ugly()}
    tab.get_by_label("Tệp sổ").set_input_files(sheet)
    press(tab, "Đọc sổ")
    expect(tab.locator(".lead")).to_contain_text("TCVN3", use_inner_text=True)
    # Read once from its old font, the cells are shown as people write.
    expect(tab.locator("tbody")).to_contain_text("Họ tên, địa chỉ", use_inner_text=True)
    expect(tab.locator("tbody")).to_contain_text("Người minh họa số 1", use_inner_text=True)
    is_sound_at(tab, "columns")


def mend_all(tab):
    """Mend each row under its own heading, as a person at the screen does."""
    for n, cells in MENDED.items():
        part = tab.locator(
            "section.limit", has=tab.get_by_role("heading", name=f"Dòng {n + HEADS}", exact=True)
        )
        for key, value in cells.items():
            control = part.locator(f"[name=o-{key}]")
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        press_in(part, "Sửa dòng này")
        tab.get_by_text(f"Đã sửa xong dòng {n + HEADS}").wait_for()


def press_in(part, name):
    with part.page.expect_navigation():
        part.get_by_role("button", name=name, exact=True).click()


def test_an_ugly_book_is_mended_taken_and_its_balance_signed(tab, live_server, settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    unit = make_unit("Xã Minh Họa")
    log_in(tab, live_server, make_account("xu_ly", unit))
    bring_in(tab, live_server.url)
    select = tab.locator("select[name=cot]").nth(1)
    chosen = select.input_value()
    select.select_option("")
    press(tab, "Gắn cột và kiểm tra từng dòng")
    expect(tab.locator(".govuk-error-summary")).to_contain_text("ngày nhận đơn", use_inner_text=True)
    tab.locator("select[name=cot]").nth(1).select_option(chosen)
    press(tab, "Gắn cột và kiểm tra từng dòng")

    expect(tab.locator(".lead")).to_contain_text("11 dòng cần sửa, 29 dòng đã đúng", use_inner_text=True)
    expect(tab.locator("section.limit")).to_have_count(len(ELEVEN_WRONG))
    is_sound_at(tab, "mending")
    mend_all(tab)
    expect(tab.locator(".lead")).to_contain_text("Cả 40 dòng đều đúng", use_inner_text=True)
    is_sound_at(tab, "mended")
    assert Letter.objects.count() == 0, "nothing is taken before the officer says so"
    press(tab, "Nạp 40 dòng vào sổ đơn")
    expect(tab.locator("body")).to_contain_text("Đã nạp 40 đơn")
    assert Letter.objects.filter(is_back_entered=True).count() == 40
    assert not BookRow.objects.exists()
    named = PersonalDetails.objects.values("record_id")
    assert not Letter.objects.filter(pk__in=named, kind="to_cao").exists()

    type_balance(tab, unit)
    tab.context.clear_cookies()
    sign(tab, live_server, unit)


def type_balance(tab, unit):
    """What the last report on paper carried over, first with a slip of the pen, then as it was."""
    counted = balance.counted(unit, OPENING)
    assert sum(counted.values()) > 0
    tab.get_by_label("Ngày đầu kỳ báo cáo").fill("1/3/2023")
    for key, number in counted.items():
        tab.locator(f"[name='{key}']").fill(str(number + (key == "don.khieu_nai")))
    press(tab, "Ghi và đối chiếu")
    expect(tab.get_by_text("▲ lệch")).to_have_count(1)
    is_sound_at(tab, "balance-differs")
    tab.locator("[name='don.khieu_nai']").fill(str(counted["don.khieu_nai"]))
    press(tab, "Ghi và đối chiếu")
    expect(tab.get_by_text("▲ lệch")).to_have_count(0)
    expect(tab.get_by_text("● khớp")).to_have_count(len(balance.LINES))
    expect(tab.get_by_role("button", name="Ký số dư đầu kỳ"), "an officer does not sign").to_have_count(0)


def sign(tab, live_server, unit):
    head = make_account("lanh_dao", unit)
    log_in(tab, live_server, head)
    tab.goto(f"{live_server.url}/ban-lam-viec/so-cu/so-du/{unit.pk}/")
    is_sound_at(tab, "balance")
    press(tab, "Ký số dư đầu kỳ")
    expect(tab.locator(".lead")).to_contain_text("ký lúc", use_inner_text=True)
    assert OpeningBalance.objects.get().signed_by == head
    is_sound_at(tab, "balance-signed")


def test_a_file_that_is_no_register_is_refused_in_words(tab, live_server):
    log_in(tab, live_server, make_account("xu_ly", make_unit("Xã Minh Họa")))
    tab.goto(f"{live_server.url}/ban-lam-viec/so-cu/")
    broken = {"name": "so.xls", "mimeType": "application/vnd.ms-excel", "buffer": b"PK\x03\x04xx"}
    tab.get_by_label("Tệp sổ").set_input_files(broken)
    press(tab, "Đọc sổ")
    expect(tab.locator(".govuk-error-summary")).to_contain_text("Không đọc được tệp", use_inner_text=True)
    is_sound_at(tab, "refused")
