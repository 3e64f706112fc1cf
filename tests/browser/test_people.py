"""An administrator adds a person and gives a role; a head lends his; a machine gets a token: in a real browser."""

import pytest
from playwright.sync_api import expect

from danvan.org.models import Account, Person
from danvan.org.tests.people_world import Province, give
from tests.browser.test_desk import log_in, press, seen  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "/quan-tri/"


@pytest.fixture
def province():
    return Province()


def fill(page, **said):
    """Fill fields by their labels; a comma cannot stand in a keyword."""
    for label, text in said.items():
        words = label.replace("_", " ").replace("Lý do số", "Lý do, số")
        page.get_by_label(words, exact=True).fill(text)


def test_a_person_is_added_given_a_role_and_locked(page, live_server, province, seen):  # noqa: F811
    log_in(page, live_server, province.local)
    page.goto(live_server.url + ADDRESS)
    seen("people")
    page.get_by_role("link", name="Thêm người và tài khoản").click()
    press(page, "Thêm người")
    seen("people-add-wrong")
    fill(
        page,
        Họ_và_tên="Lê Thị Minh Họa",
        Tên_đăng_nhập="minhhoa.lt",
        Lý_do_số_văn_bản="Quyết định 12/QĐ-UBND minh họa",
    )
    press(page, "Thêm người")
    expect(page.locator("main")).to_contain_text("minhhoa.lt", use_inner_text=True)
    seen("people-link")
    page.get_by_role("link", name="Xong, mở trang của người này").click()
    seen("person-new")
    page.get_by_role("link", name="Giao vai trò").click()
    seen("person-give")
    page.get_by_label("Cán bộ xử lý đơn").check()
    fill(page, Lý_do_số_văn_bản="Quyết định 12/QĐ-UBND minh họa")
    press(page, "Giao vai trò")
    expect(page.get_by_role("region", name="Bảng vai trò đã giao")).to_contain_text(
        "Cán bộ xử lý đơn", use_inner_text=True
    )
    page.get_by_role("link", name="Khóa tài khoản").click()
    fill(page, Lý_do_số_văn_bản="Nghỉ việc")
    press(page, "Khóa tài khoản")
    seen("person-locked")
    assert not Account.objects.get(username="minhhoa.lt").is_active


def test_a_head_lends_and_takes_back(page, live_server, province, seen):  # noqa: F811
    head = province.official("lanh_dao", province.commune)
    deputy = province.official("tong_hop", province.commune)
    Person.objects.filter(pk=deputy.person_id).update(full_name="Phó minh họa")
    log_in(page, live_server, head)
    page.get_by_role("link", name="Ủy quyền", exact=True).click()
    seen("delegations-empty")
    page.get_by_role("link", name="Lập ủy quyền").click()
    seen("delegate")
    page.get_by_label("Người được ủy quyền").select_option(label="Phó minh họa")
    page.get_by_label("Xem hồ sơ").check()
    fill(page, Đến_hết_ngày="31/3/2023", Số_văn_bản_ủy_quyền="9/GUQ-UBND", Lý_do_số_văn_bản="Đi công tác")
    press(page, "Ủy quyền")
    expect(page.locator("main")).to_contain_text("9/GUQ-UBND", use_inner_text=True)
    seen("delegations")
    page.get_by_role("link", name="Thôi ủy quyền").click()
    fill(page, Lý_do_số_văn_bản="Đã về cơ quan")
    press(page, "Thôi ủy quyền")
    expect(page.locator("main")).to_contain_text("đã thôi từ 14/3/2023", use_inner_text=True)


def test_a_token_is_shown_once(page, live_server, province, seen):  # noqa: F811
    officer = province.official("xu_ly", province.commune)
    give(officer, "lanh_dao", province.commune)
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{ADDRESS}ma-truy-cap/")
    seen("tokens-empty")
    page.get_by_role("link", name="Cấp mã truy cập").click()
    fill(
        page,
        Tên_phần_mềm_dùng_mã="Trục liên thông",
        Dùng_đến_hết_ngày="31/12/2023",
        Lý_do_số_văn_bản="Kết nối minh họa",
    )
    page.get_by_label("Xem hồ sơ").check()
    press(page, "Cấp mã")
    assert page.locator(".secret code").inner_text().startswith("danvan_")
    seen("token")
    page.get_by_role("link", name="Đã chép mã").click()
    seen("tokens")
    page.goto(f"{live_server.url}{ADDRESS}vai-tro/")
    seen("roles")
