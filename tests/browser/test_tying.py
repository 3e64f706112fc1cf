"""Letters and matters that belong together, tied, parted and split at a desk's width and on a phone.

Every person is invented.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.likeness import indexing
from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.petitions.tests.factories import accepted, classified, matter_of
from danvan.org.tests.factories import make_unit
from danvan.records.models import PersonalDetails
from danvan.records.tests.factories import handler
from tests.browser.test_desk import log_in, press, seen  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IN, LATER = date(2023, 2, 1), date(2023, 2, 8)
SENDER = {"full_name": "Bà Lê Thị Minh Họa", "content": "Xin xem lại bồi thường. Ông Tám nhận tiền của dân."}


@pytest.fixture
def officer():
    return handler(make_unit("Xã Minh Họa"))


def unfold(page):
    part = page.locator("details", has=page.get_by_role("heading", name=re.compile("^Đơn và vụ việc")))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


def test_a_further_letter_is_joined_parted_and_joined_by_number(page, live_server, officer, seen):  # noqa: F811
    matter = accepted(officer, IN, personal=SENDER)
    letter = classified(officer, LATER, personal=SENDER)
    for one in Letter.objects.all():
        indexing.keep(one.pk)  # the worker's part: a sender's matters are found by the index of names
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    unfold(page).get_by_role("link", name="Nhập vào vụ việc").click()
    seen("tie-join")
    page.get_by_label("Đơn gửi lại hoặc gửi bổ sung").check()
    press(page, "Nhập vào vụ việc")
    expect(page.locator("main")).to_contain_text("Đã nhập đơn vào vụ việc")
    part = unfold(page)
    expect(part).to_contain_text(f"Nhập vào vụ việc: Vụ việc số {matter.number}", use_inner_text=True)
    expect(part).to_contain_text("Đơn cùng vụ việc", use_inner_text=True)
    seen("tie-letter")
    part.get_by_role("link", name=re.compile("^Gỡ")).click()
    seen("tie-part")
    press(page, "Gỡ")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Hãy chọn lý do")
    page.get_by_label("Gắn nhầm hồ sơ").check()
    press(page, "Gỡ")
    expect(page.locator("main")).to_contain_text("Đã gỡ")
    unfold(page).get_by_role("link", name="Nhập vào vụ việc").click()
    page.get_by_label("Tìm vụ việc theo số").fill("99/2023")
    press(page, "Tìm")
    expect(page.locator("main")).to_contain_text("xem lại số")
    page.get_by_label("Tìm vụ việc theo số").fill(matter.number)
    press(page, "Tìm")
    expect(page.locator("input[name=matter]")).to_be_checked()


def test_a_mixed_letter_is_split_without_a_word_of_its_denunciation(page, live_server, officer, seen):  # noqa: F811
    letter = classified(officer, IN, personal=SENDER)
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    unfold(page).get_by_role("link", name="Tách nội dung").click()
    seen("tie-split")
    page.get_by_label("Tố cáo", exact=True).check()
    press(page, "Tách nội dung")
    expect(page.locator(".govuk-error-summary")).to_contain_text("bỏ hết nội dung tố cáo")
    seen("tie-split-wrong")
    page.get_by_label("Nội dung còn lại").fill("Xin xem lại bồi thường.")
    page.get_by_label("Tôi đã bỏ hết nội dung tố cáo").check()
    press(page, "Tách nội dung")
    expect(page.locator("main")).to_contain_text("không gắn với đơn này")
    assert Letter.objects.count() == 2
    assert PersonalDetails.objects.get().content == "Xin xem lại bồi thường."


def test_an_accepted_letter_is_a_denunciation_after_all(page, live_server, officer, seen):  # noqa: F811
    accepted(officer, IN, personal=SENDER)
    letter = Letter.objects.get()
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    unfold(page).get_by_role("link", name="Phân loại lại cả vụ việc là tố cáo").click()
    expect(page.locator("main")).to_contain_text("Bản sao lưu cơ sở dữ liệu làm từ 1/2/2023")
    seen("tie-denounced")
    page.get_by_role("link", name="Ban hành kết quả giải quyết").click()
    page.get_by_label("Kết quả").select_option(label="Sai")
    page.get_by_label("Ngày thực hiện").fill("9/2/2023")
    page.get_by_label("Xem lại nội dung", exact=False).check()
    seen("tie-denounced-form")
    page.get_by_label("Tôi hiểu họ tên", exact=False).check()
    press(page, "Kết thúc, xóa và niêm phong")
    expect(page.locator("h1")).to_have_text(re.compile("^Đơn tố cáo"), use_inner_text=True)
    expect(page.locator("main")).to_contain_text("niêm phong")
    assert Matter.objects.get().secrecy == "niem_phong"
    assert not PersonalDetails.objects.exists()


def test_a_second_instance_waits_to_be_tied(page, live_server, officer, seen):  # noqa: F811
    first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{second.get_absolute_url()}")
    expect(page.get_by_text("chưa gắn với vụ việc lần đầu")).to_be_visible()
    page.get_by_role("link", name="Gắn với vụ việc lần đầu").click()
    page.get_by_label("Tìm vụ việc lần đầu theo số").fill(first.number)
    press(page, "Tìm")
    seen("tie-second")
    press(page, "Gắn")
    expect(page.locator("main")).to_contain_text("Đã gắn với vụ việc lần đầu")
    expect(unfold(page)).to_contain_text(f"Vụ việc lần đầu: Vụ việc số {first.number}", use_inner_text=True)
