"""The list of units brought in as a file in a real browser: wrong rows, a trial, the confirmation; wide, narrow, by axe."""

import pytest
from playwright.sync_api import expect

from danvan.org.models import Kind, Unit
from danvan.org.tests.factories import make_account, make_unit
from tests.browser.test_desk import log_in, press
from tests.support.browser import DESK, PHONE, is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = "Mã địa chỉ;Tên;Loại;Từ ngày;Cấp trên\n"


@pytest.fixture
def top():
    return make_unit("Tỉnh Thử", Kind.PROVINCE, code="91")


def choose(page, tmp_path, rows):
    file = tmp_path / "danh-muc.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    page.set_input_files("#file", str(file))
    press(page, "Thử tệp này")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(chromium, request):
    """A tab into which axe may be put: an address opened again would not show what a sent form shows."""
    context = chromium.new_context(bypass_csp=True, locale="vi-VN", viewport=request.param)
    yield context.new_page()
    context.close()


def test_wrong_rows_then_a_trial_then_the_confirmation(page, live_server, top, tmp_path):
    log_in(page, live_server, make_account("quan_tri", top, covers_below=True))
    page.get_by_role("link", name="Danh mục đơn vị").first.click()
    is_sound(page)

    choose(page, tmp_path, f"xa-moi;Xã Mới;Ấp;1/1/2024;khong-co\nxa-hai;;Xã;32/1/2024;{top.slug}\n")
    page.get_by_role("heading", name="Tệp có 3 lỗi; chưa ghi gì").wait_for()
    page.get_by_role("rowheader", name="dòng 3, cột Từ ngày").wait_for()
    is_sound(page)

    choose(page, tmp_path, f"xa-moi;Xã Mới;Xã;1/1/2024;{top.slug}\n")
    expect(page.locator("main")).to_contain_text("Thêm 1, sửa 0, giữ nguyên 0 đơn vị", use_inner_text=True)
    assert not Unit.objects.filter(slug="xa-moi").exists()
    is_sound(page)

    press(page, "Ghi các thay đổi này")
    expect(page.locator("body")).to_contain_text("Đã nhập: thêm 1, sửa 0 đơn vị.")
    assert Unit.objects.get(slug="xa-moi").name_on(None) == "Xã Mới"
    is_sound(page)
