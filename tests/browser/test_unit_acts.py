"""An administrator merges two communes, then an officer of the new one takes over what was open: in a real browser."""

import pytest
from playwright.sync_api import expect

from danvan.org.acts.tests.acts_world import names_under
from danvan.org.models import UnitAct
from danvan.records.models import Record
from danvan.records.tests.handover_world import ON, Merged
from tests.browser.test_desk import log_in, press, seen  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place():
    return Merged()


def test_a_merger_is_shown_before_it_is_made(page, live_server, place, seen):  # noqa: F811
    log_in(page, live_server, place.admin)
    page.goto(f"{live_server.url}/quan-tri/don-vi/")
    seen("unit-acts-empty")
    page.get_by_role("link", name="Ghi một việc mới").click()
    seen("unit-act-kinds")
    page.get_by_role("link", name="Nhập", exact=True).click()
    for name in ("Xã An", "Xã Bình"):
        page.get_by_label(name, exact=True).check()
    press(page, "Xem trước thay đổi")
    seen("unit-act-merge-wrong")
    for label, text in (
        ("Tên sau khi nhập", "Xã An Bình"),
        ("Có hiệu lực từ ngày", "10/3/2023"),
        ("Số, ký hiệu văn bản", "12/NQ-MH"),
        ("Ngày văn bản", "1/3/2023"),
        ("Trích yếu văn bản", "Nghị quyết minh họa"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_label("Loại đơn vị").select_option("xa")
    page.get_by_label("Đơn vị mới trực thuộc").select_option(label="Tỉnh Minh Họa")
    press(page, "Xem trước thay đổi")
    text = page.locator("main").inner_text()
    assert "Hồ sơ đang giải quyết phải bàn giao (đơn 2): 2" in text
    seen("unit-act-preview")
    assert names_under(place.top, ON) == ["Xã An", "Xã Bình"]
    press(page, "Xác nhận thay đổi")
    seen("unit-act-confirmed")
    assert names_under(place.top, ON) == ["Xã An Bình"]
    assert UnitAct.objects.get().state == "da_xac_nhan"


def test_what_was_open_is_handed_over(page, live_server, place, seen):  # noqa: F811
    place.confirm()
    log_in(page, live_server, place.heir)
    page.goto(f"{live_server.url}/ban-lam-viec/ban-giao/")
    seen("handovers")
    page.get_by_role("link", name="Xã An", exact=True).click()
    seen("handover")
    page.get_by_label(f"Chọn hồ sơ số {place.complaint.number}").check()
    page.get_by_label("Đơn vị nhận").select_option("de-xuat")
    page.get_by_label("Lý do, số biên bản bàn giao").fill("Biên bản số 1")
    press(page, "Bàn giao hồ sơ đã chọn")
    expect(page.locator("main")).to_contain_text("Đã bàn giao 1 hồ sơ", use_inner_text=True)
    page.get_by_role("link", name="Danh mục bàn giao để in và ký").click()
    seen("handover-print")
    assert Record.objects.get(pk=place.complaint.pk).unit == place.made
