"""Keys of a sealed case given on after units merged, in a real browser: from the work list to the receiving unit's case."""

import pytest
from playwright.sync_api import expect

from danvan.records.seal.tests.seal_world import PHRASE, keyed
from danvan.records.seal.tests.test_inheriting import Place
from tests.browser.test_desk import log_in, press
from tests.browser.test_seal import page, seen  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_held_the_key_is_led_from_the_work_list_to_giving_it(page, live_server):  # noqa: F811
    place = Place()
    record = place.move()
    keyed(place.clerk)
    log_in(page, live_server, place.old.clerk)
    page.goto(f"{live_server.url}/ban-lam-viec/")
    seen(page, "ban-giao-khoa-viec")
    page.get_by_role("link", name="Trao khóa cho đơn vị nhận: 1 hồ sơ").click()
    expect(page.get_by_role("heading", name=f"Bàn giao: {record}")).to_be_visible()
    seen(page, "ban-giao-khoa")
    page.get_by_label("Số văn bản bàn giao").fill("9/QĐ-UBND")
    section = page.locator("section", has=page.get_by_role("heading", name=f"Bàn giao: {record}"))
    section.get_by_label("Cụm mật khẩu niêm phong").fill(PHRASE)
    press(page, "Trao khóa")
    expect(page.get_by_text("Đã trao khóa cho đơn vị nhận bàn giao.")).to_be_visible()
    page.goto(f"{live_server.url}/ban-lam-viec/")
    expect(page.get_by_role("heading", name="Phải làm ngay")).to_have_count(0)
