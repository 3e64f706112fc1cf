"""A tố cáo at the desk: the next steps first, the rest folded; protection and its file; what a second decision offers.

Looked at from a telephone and from a desk.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.models import Kind, Protection
from danvan.domains.petitions.tests.factories import accepted, matter_of
from danvan.org.models import RoleGrant
from tests.browser.test_desk import log_in, officer, press, seen  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON = date(2023, 2, 1)


@pytest.fixture
def handler(officer):  # noqa: F811
    """The officer of the desk, with the unit where records are opened."""
    officer.at = RoleGrant.objects.get(person=officer.person).unit
    return officer


@pytest.fixture
def at_desk(page, live_server, officer):  # noqa: F811
    log_in(page, live_server, officer)
    return lambda record: page.goto(live_server.url + record.get_absolute_url())


def test_protection_is_asked_decided_and_kept_without_a_name(page, handler, at_desk, seen):  # noqa: F811
    matter = accepted(handler, ON, Kind.DENUNCIATION)
    at_desk(matter)
    expect(page.get_by_role("link", name="Thông báo việc thụ lý tố cáo")).to_be_visible()
    expect(page.get_by_role("link", name="Ghi đề nghị bảo vệ người tố cáo")).to_have_count(0)
    seen("denunciation")
    page.locator("summary", has_text="Bước khác").click()
    seen("denunciation-steps")
    page.get_by_role("link", name="Ghi đề nghị bảo vệ người tố cáo").click()
    page.locator("[name=protection_way]").select_option("dien_thoai")
    seen("protection-asked")
    press(page, "Ghi đề nghị bảo vệ người tố cáo")
    page.get_by_role("link", name="Bảo vệ người tố cáo số 1/2023").click()
    expect(page.locator("#ho-so-bao-ve")).to_contain_text("không mục nào bị tính là trễ")
    page.get_by_role("link", name="Quyết định áp dụng biện pháp bảo vệ").click()
    page.locator("[name=scope]").select_option("tinh_mang")
    page.locator("[name=authority]").select_option("noi_quan_ly")
    page.locator("[name=starts_on]").fill("14/3/2023")
    press(page, "Quyết định áp dụng biện pháp bảo vệ")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Biện pháp này do cơ quan công an áp dụng")
    seen("protection-refused")
    page.locator("[name=authority]").select_option("cong_an")
    press(page, "Quyết định áp dụng biện pháp bảo vệ")
    expect(page.locator("body")).to_contain_text("Đang bảo vệ")
    seen("protection")
    assert Protection.objects.get().state == "ap_dung"


def test_a_second_decision_offers_only_what_the_law_lets_it_say(page, handler, at_desk, seen):  # noqa: F811
    at_desk(matter_of(handler, ON, instance=2))
    page.get_by_role("link", name="Ban hành kết quả giải quyết").click()
    options = page.locator("[name=result] option")
    expect(options).to_have_text(
        ["Chưa chọn", "Công nhận quyết định giải quyết lần đầu", "Hủy, sửa quyết định giải quyết lần đầu"]
    )
    seen("second-decision")


def test_a_kien_nghi_is_withdrawn_in_its_own_words(page, handler, at_desk, seen):  # noqa: F811
    at_desk(accepted(handler, ON, Kind.PROPOSAL))
    expect(page.get_by_role("link", name="Ghi nhận rút khiếu nại")).to_have_count(0)
    page.get_by_role("link", name="Ghi nhận rút kiến nghị, phản ánh").click()
    expect(page.locator("main")).not_to_contain_text("Luật Khiếu nại")
    page.locator("[name=withdrawal_paper]").select_option("don_rut")
    press(page, "Ghi nhận rút kiến nghị, phản ánh")
    expect(page.locator("body")).to_contain_text("Đình chỉ")
    seen("proposal-withdrawn")
