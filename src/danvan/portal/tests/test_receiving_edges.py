"""The public schedule at its edges: days, both sides of the new law, values nobody should send, regular hours."""

from datetime import date, time

import pytest

from danvan.domains.reception import booking
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import Booking, BookingPerson
from danvan.domains.reception.schedule import hours
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    commune,
    hours_of,
    offer_of,
    planner,
    posted,
)
from danvan.portal.tests.test_receiving import CODES, ROOT, filled, post
from danvan.portal.tests.world import words

pytestmark = pytest.mark.django_db
TUESDAY = date(2023, 3, 21)


@pytest.fixture
def officer(db):
    return planner(commune("Xã Đón Tiếp"))


def page_of(unit):
    return f"{ROOT}{unit.slug}/"


def door(offer):
    return f"{ROOT}{offer.source.unit.slug}/dat-cho/{offer.key}/"


class TestDays:
    @pytest.mark.parametrize(("on", "shown"), [(date(2023, 3, 13), False), (TODAY, True), (TUESDAY, True)])
    def test_a_session_is_shown_through_its_day(self, read, officer, on, shown):
        posted(officer, on, date(2023, 3, 1), agenda="Việc ngày ấy")
        assert ("Việc ngày ấy" in read(page_of(officer.at))) is shown

    def test_one_of_today_is_shown_and_not_booked(self, client, read, officer):
        offer = offer_of(posted(officer, TODAY, date(2023, 3, 1)))
        assert offer.key not in client.get(page_of(officer.at)).content.decode()
        assert client.get(door(offer)).status_code == 404

    def test_hours_that_ended_are_gone(self, read, officer):
        row = hours_of(officer.at, 3)
        hours.end(row, by=officer, last=date(2023, 3, 16), on=TODAY)
        assert "16/3/2023 (thứ Năm), 08:00" in read(page_of(officer.at))
        assert "23/3/2023 (thứ Năm), 08:00" not in read(page_of(officer.at))

    @pytest.mark.parametrize(("on", "days_before"), [(date(2026, 7, 1), date(2026, 6, 20))])
    def test_an_online_session_says_so_from_july_2026(self, read, officer, settings, on, days_before):
        settings.DEMONSTRATION_DAY = days_before
        posted(officer, on, days_before, mode="truc_tuyen")
        assert "Tiếp trực tuyến" in read(page_of(officer.at))


class TestRegularHours:
    def test_they_are_booked_by_their_day(self, client, officer):
        offer = Offer(hours_of(officer.at), TUESDAY)
        post(client, door(offer), **filled())
        made = Booking.objects.get()
        assert (made.on, made.at, made.hours_id, made.session_id) == (
            TUESDAY,
            time(8, 30),
            offer.source.pk,
            None,
        )

    @pytest.mark.parametrize("day", ["20230322", "20230314", "20230411", "20239999", "00000000"])
    def test_not_on_another_day(self, client, officer, day):
        row = hours_of(officer.at)
        answer = client.post(f"{page_of(officer.at)}dat-cho/g-{row.pk}-{day}/", filled())
        assert answer.status_code == 404
        assert not Booking.objects.exists()

    def test_not_under_the_name_of_another_unit(self, client, officer):
        offer = Offer(hours_of(officer.at), TUESDAY)
        assert client.get(f"{page_of(commune())}dat-cho/{offer.key}/").status_code == 404


class TestValues:
    @pytest.mark.parametrize(
        "changed",
        [
            {"ho_ten": "a" * 201},
            {"ho_ten": "a\x00b"},
            {"ho_ten": "   "},
            {"dien_thoai": "+84 <b>"},
            {"dien_thoai": "0" * 30},
            {"so_nguoi": "501"},
            {"so_nguoi": "-1"},
            {"so_nguoi": "1e3"},
            {"gio": "08:30:59"},
            {"gio": "25:00"},
            {"noi_dung": "khac"},
        ],
    )
    def test_what_nobody_should_send_takes_nothing(self, client, officer, changed):
        address = door(offer_of(posted(officer)))
        assert client.post(address, filled(**changed)).status_code == 400
        assert not Booking.objects.exists()
        assert not BookingPerson.objects.exists()

    def test_a_name_in_letters_of_a_page_is_no_page(self, client, officer):
        shown = client.post(
            door(offer_of(posted(officer))), filled(ho_ten="<script>x</script>", so_nguoi="0")
        )
        assert "<script>x" not in shown.content.decode()

    @pytest.mark.parametrize("written", ["{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", " {0}{1}{2}{3} "])
    def test_a_code_as_people_type_it(self, client, officer, written):
        code = booking.take(offer_of(posted(officer)), Asked(time(8), is_sealed=False, person=PERSON)).code
        shown = post(client, CODES, code=written.format(*(code[n : n + 4] for n in (0, 4, 8, 12))))
        assert "08:00" in shown
        assert PERSON["full_name"] not in shown

    @pytest.mark.parametrize(("on", "may"), [(date(2023, 3, 28), True), (date(2023, 3, 29), False)])
    def test_it_can_be_given_back_until_its_day_is_over(self, client, officer, settings, on, may):
        code = booking.take(offer_of(posted(officer)), Asked(time(8))).code
        settings.DEMONSTRATION_DAY = on
        page = words(client.post(CODES, {"code": code}).content.decode())
        assert ("Hủy chỗ này" in page) is may
        client.post(CODES + "huy/", {"code": code})
        assert (Booking.objects.get().state == "huy") is may
