"""The guide to the seal (docs/huong-dan/niem-phong.md) walked step by step by people who only read it, in its own words."""

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_unit
from danvan.records.models import SealItem, SealOpening, SealShare
from danvan.records.seal.tests.seal_world import PHRASE, denunciation, officer, posted, seals_on_network
from tests.browser.test_desk import PASSWORD, log_in, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, WORDS = "Trần Thị Thử", "Bà Trần Thị Thử tố cáo ông Lê Văn Mẫu nhận tiền."


@pytest.fixture
def people():
    """Who the guide speaks to: the head, who settles, who takes in; each holds a post, nobody has a key yet."""
    unit = make_unit("Xã Minh Họa")
    head, settler, clerk = (officer(role, unit) for role in ("lanh_dao", "giai_quyet", "tiep_dan"))
    posted(head, unit, "Chủ tịch", is_head=True)
    posted(settler, unit, "Phó Chủ tịch", is_deputy=True)
    posted(clerk, unit, "Công chức tiếp công dân")
    seals_on_network(unit, head)
    return {"head": head, "settler": settler, "clerk": clerk}


def signed_in(page, live_server, account):
    page.context.clear_cookies()
    log_in(page, live_server, account)


def folded_open(page, name):
    page.locator("summary", has_text=name).first.click()


def phrase(page, within="body"):
    field = page.locator(within).get_by_label("Cụm mật khẩu niêm phong").first
    if field.count():
        field.fill(PHRASE)


def part_one(page, live_server, account):
    signed_in(page, live_server, account)
    page.get_by_role("link", name="Chế độ giữ tố cáo").click()
    page.get_by_role("link", name="Cụm mật khẩu niêm phong", exact=True).click()
    page.get_by_role("link", name="Xác nhận lại đăng nhập").click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Cụm mật khẩu niêm phong").fill(PHRASE)
    page.get_by_label("Gõ lại cụm mật khẩu").fill(PHRASE)
    press(page, "Đặt cụm mật khẩu")
    expect(page.get_by_text("đang đóng")).to_be_visible()


def part_two(page, live_server, people):
    signed_in(page, live_server, people["head"])
    page.get_by_role("link", name="Chế độ giữ tố cáo").click()
    page.get_by_role("link", name="Khóa khôi phục", exact=True).click()
    for post in ("Chủ tịch –", "Phó Chủ tịch –", "Công chức tiếp công dân –"):
        page.get_by_role("checkbox", name=post).first.check()
    press(page, "Lập khóa khôi phục")
    expect(page.get_by_text("Đã có khóa khôi phục")).to_be_visible()
    for account in people.values():
        signed_in(page, live_server, account)
        page.get_by_role("link", name="Chế độ giữ tố cáo").click()
        if account != people["head"]:
            page.get_by_role("link", name="Cụm mật khẩu niêm phong", exact=True).click()
        page.get_by_role("link", name="Khóa khôi phục").first.click()
        expect(page.get_by_role("heading", name="Khóa khôi phục", exact=True)).to_be_visible()
        phrase(page)
        press(page, "In phần khóa, một lần")
        expect(page.get_by_text("trang này không hiện lại")).to_be_visible()
    assert SealShare.objects.exclude(printed_at=None).count() == 3


def part_three(page, live_server, people, record):
    signed_in(page, live_server, people["clerk"])
    page.goto(live_server.url + record.get_absolute_url())
    expect(page.get_by_role("heading", name="Hồ sơ niêm phong")).to_be_visible()
    page.get_by_role("link", name="Lập hồ sơ niêm phong", exact=True).click()
    expect(page.get_by_role("heading", name="Lập hồ sơ niêm phong")).to_be_visible()
    if page.get_by_label("Không giữ chức vụ nào trong danh sách này").count():
        page.get_by_label("Không giữ chức vụ nào trong danh sách này").check()
        press(page, "Tiếp tục")
    page.get_by_role("checkbox", name=str(people["settler"])).first.check()
    page.locator("[name=khong_lien_quan]").check()
    press(page, "Lập hồ sơ niêm phong")
    expect(page.get_by_role("heading", name="Hồ sơ niêm phong", level=1)).to_be_visible()


def part_four(page):
    folded_open(page, "Thêm vào hồ sơ")
    page.locator("form:has([name=full_name]) [name=full_name]").fill(NAME)
    page.locator("form:has([name=full_name]) button").click()
    folded_open(page, "Thêm vào hồ sơ")
    page.locator("form:has([name=kind]) select[name=kind]").select_option("noi_dung")
    page.locator("form:has([name=kind]) textarea").fill(WORDS)
    page.locator("form:has([name=kind]) button").click()
    expect(page.get_by_role("rowheader", name="Nội dung tố cáo")).to_be_visible()
    page.get_by_label("Lý do mở").first.select_option("tiep_nhan")
    phrase(page, "form:has([name=reason])")
    press(page, "Mở hồ sơ")
    expect(page.get_by_text(NAME, exact=True)).to_be_visible()
    page.go_back()
    page.reload()
    page.get_by_label("Lý do mở").first.select_option("che")
    press(page, "Lập bản đã che")
    press(page, "Xem lại bản đã che")
    press(page, "Niêm phong bản đã che")
    expect(page.get_by_text("Đã niêm phong bản đã che")).to_be_visible()


def part_six(page, live_server, people):
    signed_in(page, live_server, people["head"])
    page.get_by_role("link", name="Chế độ giữ tố cáo").click()
    page.get_by_role("link", name="Sổ mở niêm phong", exact=True).click()
    expect(page.get_by_role("heading", name="Sổ mở niêm phong")).to_be_visible()
    expect(page.get_by_text("tiếp nhận, kiểm tra thông tin người tố cáo").first).to_be_visible()


def part_seven(page):
    page.get_by_role("link", name="Chế độ giữ tố cáo").click()
    page.get_by_role("link", name="Người giữ khóa tố cáo gửi qua mạng", exact=True).click()
    expect(page.get_by_role("heading", name="Thêm người giữ khóa")).to_be_visible()


def test_the_guide_leads_through(page, live_server, people):
    for account in people.values():
        part_one(page, live_server, account)
    part_two(page, live_server, people)
    record = denunciation(people["clerk"])
    part_three(page, live_server, people, record)
    part_four(page)
    part_six(page, live_server, people)
    part_seven(page)
    assert set(SealItem.objects.values_list("kind", flat=True)) == {"nguoi_to_cao", "noi_dung", "ban_da_che"}
    assert SealOpening.objects.filter(outcome="mo_duoc", act="xem").count() == 1
