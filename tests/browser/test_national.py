"""The national database at the desk in a browser, at both widths: codes typed in a row, a list laid beside the register."""

from datetime import date

import pytest
from django.conf import settings

from danvan.org.tests.factories import make_unit
from danvan.records.national.tests.national_world import book, kept, matter_of, visit_of, write
from danvan.records.tests.desk_world import classified, desk_of
from danvan.records.tests.factories import handler
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer():
    return handler(make_unit("Xã Minh Họa"))


def let_in(page, live_server, officer):
    cookie = desk_of(officer).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


@pytest.mark.parametrize("width", ["page", "phone"])
def test_typed_then_reconciled(request, live_server, officer, tmp_path, width):
    page = request.getfixturevalue(width)
    let_in(page, live_server, officer)
    letter, other = classified(officer), classified(officer, "to_cao")
    visit_of(officer)
    matter_of(officer)
    page.goto(f"{live_server.url}/ban-lam-viec/csdl-quoc-gia/?type=don")
    assert fits_across(page)
    page.screenshot(path=tmp_path / f"waiting-{width}.png", full_page=True)
    page.locator(f'[name="ma-{letter.public_id}"]').fill("A1")
    page.get_by_label("Ngày cập nhật").fill("10/3/2023")
    page.get_by_role("button", name="Ghi các mã đã nhập").click()
    page.get_by_text("Đã ghi 1 mã").wait_for()
    assert kept(letter) == ("A1", date(2023, 3, 10))
    file = tmp_path / "ds.xlsx"
    rows = [["Mã", "Số", "Ngày"], ["A2", other.number, "10/3/2023"], ["A1", letter.number, "9/3/2023"]]
    file.write_bytes(book(("Đơn", [*rows, ["A9", "99/2023", ""]])))
    page.goto(f"{live_server.url}/ban-lam-viec/csdl-quoc-gia/doi-chieu/")
    page.get_by_label("Tệp danh sách").set_input_files(file)
    page.get_by_role("button", name="Đối chiếu").click()
    page.get_by_role("button", name="Ghi các mã đã chọn").wait_for()
    assert fits_across(page)
    page.screenshot(path=tmp_path / f"reconcile-{width}.png", full_page=True)
    page.get_by_role("button", name="Ghi các mã đã chọn").click()
    page.get_by_text("Đã ghi 1 mã").wait_for()
    assert kept(other) == ("A2", date(2023, 3, 10))


@pytest.mark.parametrize("width", ["page", "phone"])
def test_pages_fit(request, live_server, officer, tmp_path, width):
    page = request.getfixturevalue(width)
    let_in(page, live_server, officer)
    letter = classified(officer)
    for name in ("nhap", "tai-ve", f"ho-so/{letter.public_id}"):
        page.goto(f"{live_server.url}/ban-lam-viec/csdl-quoc-gia/{name}/")
        page.locator("h1").wait_for()
        assert fits_across(page), name
        page.screenshot(path=tmp_path / f"{name[:5].replace('/', '-')}-{width}.png", full_page=True)
    write(letter, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    page.get_by_role("heading", name="CSDL quốc gia: mã DT-1").wait_for()
    assert fits_across(page)
