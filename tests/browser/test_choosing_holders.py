"""Before a case is made, in a real browser: which post the denounced holds, then who may hold keys."""

import pytest
from playwright.sync_api import expect

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.seal.tests.seal_world import denunciation, make_world
from tests.browser.test_desk import log_in, press
from tests.browser.test_seal import page, seen  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_question_comes_first_and_takes_its_answer_out_of_the_list(page, live_server):  # noqa: F811
    world = make_world(make_unit("Xã Minh Họa", parent=make_unit("Tỉnh Minh Họa", Kind.PROVINCE)))
    record = denunciation(world.clerk)
    log_in(page, live_server, world.clerk)
    page.goto(f"{live_server.url}/ban-lam-viec/niem-phong/ho-so/{record.public_id}/")
    seen(page, "niem-phong-hoi-chuc-vu")
    page.get_by_label("Công chức tiếp công dân").check()
    press(page, "Tiếp tục")
    expect(page.get_by_role("group", name="Ai giữ khóa")).to_be_visible()
    expect(page.locator(f'input[value="{world.clerk.pk}:tiep_nhan"]')).to_have_count(0)
    expect(page.locator(f'input[value="{world.settler.pk}:giai_quyet"]')).to_have_count(1)
    seen(page, "niem-phong-chon-nguoi")
    page.goto(f"{live_server.url}/ban-lam-viec/niem-phong/ho-so/{record.public_id}/")
    page.get_by_label("Không giữ chức vụ nào trong danh sách này").check()
    press(page, "Tiếp tục")
    page.get_by_label("Không ai trong những người được chọn").check()
    press(page, "Lập hồ sơ niêm phong")
    expect(page.get_by_text("Đã lập hồ sơ niêm phong")).to_be_visible()
