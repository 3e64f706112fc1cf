"""Letters, wishes and a calendar address in a real browser, at a desk's width and on a phone."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from danvan.org.models import Account
from danvan.records.models import Channel, Notice, NoticeWish
from danvan.records.notices.morning import write_letters
from danvan.records.notices.outbox import send_due
from danvan.records.notices.tests.world import TUESDAY, Place, duty_of
from danvan.records.notices.tests.world import officer as officer_at
from tests.browser.test_desk import log_in, press, seen  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = TUESDAY
    there = Place()
    duty_of(there.commune, TUESDAY)
    duty_of(there.commune, TUESDAY.replace(day=10))
    return there


def test_an_officer_reads_chooses_and_subscribes(page, live_server, place, seen):  # noqa: F811
    log_in(page, live_server, place.officer)
    page.get_by_role("link", name="Thư và nhắc việc").click()
    expect(page.locator("body")).to_contain_text("Chưa có thư nào")
    seen("letters-empty")

    write_letters(TUESDAY)
    assert send_due() == 3
    page.reload()
    seen("letters")
    page.get_by_role("link", name="Có 1 việc sắp đến hạn", exact=False).click()
    expect(page.locator("main")).to_contain_text("14/3/2023 (thứ Ba)", use_inner_text=True)
    seen("letter")

    page.goto(f"{live_server.url}/ban-lam-viec/thu/cach-nhan/")
    page.get_by_label("Nhận bản tin hằng ngày", exact=False).uncheck()
    press(page, "Ghi cách nhận tin")
    assert NoticeWish.objects.get().wants_digest is False
    press(page, "Lập địa chỉ lịch mới")
    address = page.get_by_label("Địa chỉ lịch").input_value()
    with urllib.request.urlopen(address) as answer:
        assert answer.read().count(b"BEGIN:VEVENT") == 2
    page.get_by_role("link", name="Đã chép xong").click()
    seen("letter-wishes")


def test_an_administrator_sees_how_it_went_and_copies_by_hand(page, live_server, place, seen):  # noqa: F811
    Account.objects.filter(pk=place.officer.pk).update(email="")
    administrator = officer_at(place.commune, "quan_tri")
    write_letters(TUESDAY)
    Notice.objects.filter(account=place.head).update(
        state="khong_gui_duoc", failure="Máy chủ thư không nhận."
    )
    log_in(page, live_server, administrator)
    page.goto(f"{live_server.url}/ban-lam-viec/thu/don-vi/")
    seen("letters-of-units")
    press(page, re.compile("Gửi lại"))
    expect(page.locator("body")).to_contain_text("gửi lại trong vài phút")
    page.get_by_role("link", name=re.compile("Mở để chép tin")).click()
    assert "Có 1 việc sắp đến hạn" in page.get_by_label("Nội dung để chép").input_value()
    seen("letter-by-hand")
    press(page, "Đã gửi tay")
    assert Notice.objects.get(channel=Channel.BY_HAND).state == "da_gui"
    page.goto(f"{live_server.url}/ban-lam-viec/thu/cach-nhac/")
    page.get_by_label("Nhắc trước hạn (ngày)").fill("7, 2")
    press(page, "Ghi cách nhắc")
    seen("letter-plans")
