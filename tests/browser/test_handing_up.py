"""A letter about the own lead leaves the desk with its envelope: the step, and the page with the paper and the numbers."""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.org.models import Kind, RoleGrant
from danvan.org.tests.factories import make_unit, put_under
from danvan.records import envelopes
from danvan.records.models import Record
from danvan.records.tests.factories import letter_of
from tests.browser.test_desk import log_in, officer, press, seen  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_it_goes_up_and_leaves_a_number(page, live_server, officer, seen):  # noqa: F811
    officer.at = RoleGrant.objects.get(person=officer.person).unit
    district = make_unit("Huyện Trên Thử", Kind.DISTRICT, make_unit("Tỉnh Thử", Kind.PROVINCE))
    put_under(officer.at, district)
    letter = letter_of(officer, date(2023, 2, 1))
    envelopes.seal(letter, {"full_name": "Trần Thị Thử", "content": "Về ông Chủ tịch xã"})
    log_in(page, live_server, officer)
    page.goto(live_server.url + letter.get_absolute_url() + "phan-loai/")
    expect(page.get_by_text("Tố cáo người đứng đầu, cấp phó của cơ quan cấp trên")).to_be_visible()
    seen("handing-up-asked")
    page.goto(live_server.url + letter.get_absolute_url() + "chuyen-len/")
    seen("handing-up-step")
    press(page, "Chuyển nguyên phong bì lên cấp trên")
    expect(page.get_by_text("Số 1/2023: đã chuyển lên cấp trên")).to_be_visible()
    seen("handing-up-left")
    assert Record.objects.get().unit_id == district.pk
