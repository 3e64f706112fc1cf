"""The check page in a real browser: what failed, why, the records behind it, and the units of then and now."""

import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from playwright.sync_api import expect

from danvan.org.models import Succession
from danvan.org.tests.factories import change_parents
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tables import take
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters, make_place, unbalanced
from tests.browser.test_reports import log_in, press, seen  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = {
    "don.tiep_nhan": 258,
    "don.khieu_nai": 38,
    "don.to_cao": 94,
    "don.kien_nghi_phan_anh": 164,
    "don.chua_phan_loai": 0,
}


@pytest.fixture
def place(settings):
    """A province whose second commune sent a table that leaves its complaints out, and whose first took another over."""
    settings.DEMONSTRATION_DAY = date(2023, 7, 20)
    place = make_place(1, 3)
    letters(place.province, "khieu_nai", 2)
    letters(place.communes[2], "to_cao", 6)
    unbalanced(place.province)
    valid = DateRange(date(2000, 1, 1), date(2023, 7, 1))
    place.communes[2].names.update(valid=valid)
    change_parents(place.communes[2], valid=valid)
    Succession.objects.create(predecessor=place.communes[2], successor=place.communes[0], on=date(2023, 7, 1))
    take(place.communes[1], "2023-Q1", "dvcq", TABLE, UnitTable.Origin.TYPED, by=place.head)
    return place


def test_failures_are_read_opened_and_counted_over_other_units(page, live_server, place, seen):  # noqa: F811
    log_in(page, live_server, place.head)
    report = prepare(place.province, "2023-Q1", by=place.head)
    page.goto(f"{live_server.url}{report.get_absolute_url()}")
    page.get_by_role("link", name="Từng phép thử").click()
    expect(page.locator(".lead")).to_have_text(re.compile(r"^\s*\d+ phép thử không đạt\s*$"))
    main = page.locator("main")
    expect(main).to_contain_text("bỏ sót 38 đơn khiếu nại", use_inner_text=True)
    expect(main).to_contain_text("Lệch đúng bằng ở Xã Số 1.2", use_inner_text=True)
    seen("checks")
    page.get_by_role("link", name="thụ lý").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Về báo cáo").click()
    page.get_by_role("link", name="Từng phép thử").click()
    expect(main).to_contain_text("Chỉ có lúc ấy: Xã Số 1.3.", use_inner_text=True)
    press(page, "Tính theo đơn vị hiện nay")
    expect(main).to_contain_text("Đã tính lại theo danh mục đơn vị đã chọn.", use_inner_text=True)
    expect(page.get_by_role("button", name="Tính theo đơn vị lúc ấy (ngày cuối kỳ)")).to_be_visible()
    report.refresh_from_db()
    assert report.tree_on == date(2023, 7, 20)
