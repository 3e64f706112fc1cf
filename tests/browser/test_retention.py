"""What is due, kept and destroyed, and a request about personal data, in a real browser at both widths."""

import re

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_unit
from danvan.records.models import LegalHold, Tombstone
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import TODAY, filed, full
from danvan.records.tests.factories import handler
from tests.browser.test_desk import log_in, press, seen  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(settings):
    settings.DEMONSTRATION_DAY = TODAY
    world.stand_on(TODAY)
    yield handler(make_unit("Xã Minh Họa"))
    world.stand_on(None)


def test_the_head_keeps_one_and_destroys_the_rest_by_a_decision(page, live_server, officer, seen):  # noqa: F811
    kept, gone = filed(officer), full(officer)
    filed(officer, kind="to_cao", unfit="khong_ten_dia_chi")
    filed(officer, kind="khieu_nai", unfit="da_giai_quyet")
    log_in(page, live_server, world.chief_of(officer))
    page.get_by_role("link", name="Lưu và hủy", exact=True).click()
    expect(page.get_by_role("table")).to_contain_text(gone.number)
    expect(page.get_by_role("table")).to_contain_text("tệp (1)")
    seen("retention-list")

    page.get_by_role("link", name=kept.number, exact=True).click()
    page.get_by_text("Lưu và hủy (không giữ lại)").click()
    page.get_by_role("link", name="Giữ lại hồ sơ").click()
    page.get_by_label("Lý do giữ lại").select_option(label="Đang thanh tra, kiểm tra, kiểm toán")
    page.get_by_label("Số văn bản").fill("bà Gieo")
    page.get_by_label("Ngày văn bản").fill("2/1/2035")
    press(page, "Giữ lại hồ sơ")
    expect(page.locator("main")).to_contain_text("không có tên người")
    seen("retention-hold-wrong")
    page.get_by_label("Số văn bản").fill("3/TTR")
    press(page, "Giữ lại hồ sơ")
    expect(page.locator("main")).to_contain_text("Đã ghi việc giữ lại hồ sơ")
    page.get_by_text("Lưu và hủy (đang giữ lại: 1)").click()
    seen("retention-kept")

    page.get_by_role("link", name="Lưu và hủy", exact=True).click()
    expect(page.locator("main")).to_contain_text("Hết thời hạn lưu nhưng được giữ lại")
    press(page, "Hủy các hồ sơ trong danh sách")
    expect(page.locator("main")).to_contain_text("Hãy đánh dấu rằng Bà/Ông đã xem danh sách")
    seen("retention-run-wrong")
    page.get_by_label("Số quyết định hủy").fill("12/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("14/1/2035")
    page.get_by_label(re.compile("Tôi đã xem danh sách")).check()
    press(page, "Hủy các hồ sơ trong danh sách")
    expect(page.locator("main")).to_contain_text("Đã hủy 2 hồ sơ")
    assert Tombstone.objects.count() == 2
    assert LegalHold.objects.get().record_id == kept.pk
    seen("retention-done")
    page.get_by_role("link", name=gone.number, exact=True).click()
    page.get_by_text("Lưu và hủy (đã hủy)").click()
    expect(page.locator("main")).to_contain_text("12/QĐ-UBND")
    expect(page.locator("main")).not_to_contain_text(world.NAME)
    seen("retention-tombstone")


def test_a_request_to_delete_says_what_stands_in_its_way(page, live_server, officer, seen):  # noqa: F811
    letter = filed(officer, kind="khieu_nai", unfit="da_giai_quyet")
    log_in(page, live_server, officer)
    page.goto(live_server.url + letter.get_absolute_url())
    page.get_by_text("Yêu cầu về dữ liệu cá nhân (chưa có)").click()
    page.get_by_role("link", name="Ghi yêu cầu về dữ liệu cá nhân").click()
    page.get_by_label("Yêu cầu", exact=True).select_option(label="Xóa dữ liệu")
    seen("data-ask")
    press(page, "Ghi yêu cầu")
    expect(page.locator("main")).to_contain_text("Chưa xóa được vì:")
    expect(page.locator("main")).to_contain_text("Điều 38")
    seen("data-request")
