"""Booking a place on a small phone, with and without script: the question first, a slip at the end; the book printed."""

from datetime import date, time

import pytest
from playwright.sync_api import expect

from danvan.domains.reception import booking, conclusions
from danvan.domains.reception.models import Booking
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.tests.factories import visit
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    commune,
    held_with_visits,
    hours_of,
    planner,
    posted,
)
from danvan.portal.tests.test_robots import NUMBER
from tests.browser.test_desk import log_in
from tests.support.browser import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def session(settings):
    settings.DEMONSTRATION_DAY = TODAY
    return posted(planner(commune("Xã Đón Tiếp")))


@pytest.fixture
def phone(chromium, request):
    """A phone 360 px wide; axe may be put into its pages."""
    script = getattr(request, "param", True)
    context = chromium.new_context(
        viewport=NARROW, locale="vi-VN", bypass_csp=True, java_script_enabled=script
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_place_is_taken_looked_up_and_given_back(phone, live_server, session):
    phone.goto(f"{live_server.url}/tiep-cong-dan/?tim=don+tiep")
    is_sound(phone)
    phone.get_by_role("link", name="Xã Đón Tiếp").click()
    place = phone.get_by_role("link", name="Đặt chỗ trước")
    place.wait_for()
    is_sound(phone)
    place.click()
    question = phone.get_by_label("Không, tôi khiếu nại")
    question.wait_for()
    is_sound(phone)
    question.check()
    phone.get_by_role("button", name="Tiếp tục").click()
    phone.get_by_label("08:30, còn 2 chỗ").wait_for()
    is_sound(phone)
    phone.get_by_label("08:30, còn 2 chỗ").check()
    phone.get_by_label("Họ và tên").fill("Người Đặt Minh Họa")
    phone.get_by_label("Điện thoại", exact=True).fill("0900000001")
    phone.wait_for_function("document.querySelector('[name=altcha]').value !== ''")
    phone.get_by_role("button", name="Đặt chỗ").click()
    phone.get_by_role("heading", name="Đã đặt chỗ").wait_for()
    is_sound(phone)
    made = Booking.objects.get()
    assert (made.at, made.person.full_name) == (time(8, 30), "Người Đặt Minh Họa")

    phone.goto(f"{live_server.url}/tiep-cong-dan/cho-da-dat/")
    is_sound(phone)
    phone.get_by_label("Mã đặt chỗ").fill(made.code)
    phone.get_by_role("button", name="Xem").click()
    phone.get_by_role("button", name="Hủy chỗ này").click()
    phone.get_by_role("heading", name="Chỗ đã hủy").wait_for()
    assert Booking.objects.get().state == "huy"


@pytest.mark.parametrize("phone", [False], indirect=True)
def test_without_script_and_without_a_name(phone, live_server, session):
    key = Offer(session, session.planned_on).key
    phone.goto(f"{live_server.url}/tiep-cong-dan/{session.unit.slug}/dat-cho/{key}/")
    phone.get_by_label("Tôi chưa chắc").check()
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.get_by_label("Họ và tên")).to_have_count(0)
    phone.get_by_label("09:00, còn 2 chỗ").check()
    question = phone.locator("label[for=cau_tra_loi]").inner_text()
    first, _plus, second, *_rest = question.split()
    phone.locator("#cau_tra_loi").fill(str(NUMBER[first.lower()] + NUMBER[second]))
    phone.get_by_role("button", name="Đặt chỗ").click()
    phone.get_by_role("heading", name="Đã đặt chỗ").wait_for()
    assert Booking.objects.get().is_sealed


def test_the_book_is_printed_landscape_with_numbered_pages(page, live_server, session, tmp_path):
    import pdfplumber

    officer = planner(session.unit)
    for _turn in range(60):
        visit(
            officer, date(2023, 3, 1), personal={"full_name": "Người Đến Minh Họa", "content": "Hỏi việc đất"}
        )
    log_in(page, live_server, officer)
    asked = f"unit={session.unit_id}&since=1/3/2023&until=31/3/2023&paper=a4"
    page.goto(f"{live_server.url}/ban-lam-viec/tiep-cong-dan/so/?{asked}")
    file = tmp_path / "so.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    with pdfplumber.open(file) as printed:
        texts = [one.extract_text() or "" for one in printed.pages]
        first = printed.pages[0]
    assert first.width > first.height
    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert f"{number}/{len(texts)}" in text
    assert sum("(12)" in text for text in texts) == sum("Người Đến" in text for text in texts)
    assert "60 lượt tiếp" in texts[-1]
    assert "Người phụ trách tiếp công dân" in texts[-1]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desks_pages_are_sound_at_both_widths(chromium, live_server, session, width):
    officer = planner(session.unit)
    held, (seen, sealed) = held_with_visits(officer, date(2023, 3, 7), "khieu_nai", "to_cao")
    told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": date(2023, 3, 13)}
    conclusions.add(held, visit=seen, **told, text="Đo lại thửa đất", by=officer, on=TODAY)
    conclusions.add(held, visit=sealed, **told, by=officer, on=TODAY)
    booking.take(Offer(session, session.planned_on), booking.Asked(time(8), is_sealed=False, person=PERSON))
    hours_of(officer.at)
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", bypass_csp=True)
    page = context.new_page()
    log_in(page, live_server, officer)
    for path in (
        *("", "lap-lich/", "dot-xuat/", "gio-thuong-xuyen/", "ket-luan/", "dat-cho/?ngay=28/3/2023"),
        *(f"ky/{held.public_id}/", f"ky/{held.public_id}/ket-luan/", f"ky/{session.public_id}/"),
        *(f"ky/{session.public_id}/doi-lich/", f"so/?unit={officer.at.pk}&since=1/3/2023&until=31/3/2023"),
    ):
        page.goto(f"{live_server.url}/ban-lam-viec/tiep-cong-dan/{path}")
        is_sound(page)
    context.close()
