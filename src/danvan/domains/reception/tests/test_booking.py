"""Places: slots, one booking a seat under many at once, no name where a tố cáo may be told, reminders, giving back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.support.dump import holding

from danvan.domains.reception import booking, reminders
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import Booking, BookingPerson
from danvan.domains.reception.schedule.slots import Offer, find, offers, slots
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    commune,
    hours_of,
    offer_of,
    planner,
    posted,
)
from danvan.org.tests.factories import make_account
from danvan.records import verifying, writing
from danvan.records.models import HistoryRow, Notice
from danvan.records.notices import outbox
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
AT = time(8, 30)


@pytest.fixture
def offer(db):
    return offer_of(posted(planner()))


def named(at=AT, **changed):
    return Asked(at, is_sealed=False, person=PERSON | changed)


class TestOffers:
    def test_sessions_to_come_and_regular_days(self):
        officer = planner()
        posted(officer, date(2023, 3, 21))
        posted(officer, date(2023, 6, 20))  # too far ahead
        hours_of(officer.at)
        found = [(one.is_session, one.on) for one in offers(officer.at.pk, TODAY)]
        assert found == [(False, date(2023, 3, 21)), (True, date(2023, 3, 21)), (False, date(2023, 3, 28))]

    def test_no_regular_day_on_a_day_off_or_out_of_its_time(self):
        unit = commune()
        hours_of(unit, 0)
        hours_of(unit, 1, valid=DateRange(date(2023, 1, 1), date(2023, 5, 3)))
        found = [one.on for one in offers(unit.pk, date(2023, 4, 24))]
        # 1 to 3/5/2023 are off; Tuesday 25/4 is the last within the time; Monday 8/5 lies fourteen days ahead
        assert found == [date(2023, 4, 25), date(2023, 5, 8)]

    def test_what_is_not_public_or_takes_no_bookings_is_not_offered(self):
        officer = planner()
        posted(officer, places=0)
        hours_of(officer.at, places=0)
        writing.open_record("ky_tiep", by=officer, unit=officer.at, on=TODAY, planned_on=date(2023, 3, 22))
        assert offers(officer.at.pk, TODAY) == []

    def test_slots_end_within_the_hours(self, offer):
        assert [(slot.at, slot.free) for slot in slots(offer)] == [
            (time(8), 2),
            (time(8, 30), 2),
            (time(9), 2),
            (time(9, 30), 2),
        ]

    def test_an_odd_length_leaves_the_rest(self):
        session = posted(planner(), slot_minutes=50)
        assert offer_of(session).times == [time(8), time(8, 50)]

    @pytest.mark.parametrize("key", ["", "k-1", "g-1-20230321", "g-x-y", "k-" + "9" * 16, "x" * 300])
    def test_a_key_that_nobody_wrote_finds_nothing(self, offer, key):
        assert find(offer.source.unit_id, key, TODAY) is None
        assert find(offer.source.unit_id, offer.key, TODAY).source == offer.source
        assert find(commune().pk, offer.key, TODAY) is None


class TestTaking:
    def test_a_name_where_no_denunciation_is_told(self, offer):
        made = booking.take(offer, named())
        assert (made.on, made.at, made.seat, made.unit_id) == (date(2023, 3, 28), AT, 1, offer.source.unit_id)
        assert len(made.code) == 16
        assert made.person.full_name == PERSON["full_name"]

    def test_none_where_one_may_be(self, offer):
        with pytest.raises(Refusal, match="không được ghi họ tên"):
            booking.take(offer, Asked(AT, is_sealed=True, person=PERSON))
        made = booking.take(offer, Asked(AT, persons=3))
        assert made.is_sealed
        assert not BookingPerson.objects.exists()

    def test_the_database_refuses_it_as_well(self, offer):
        sealed = booking.take(offer, Asked(AT))
        with pytest.raises(IntegrityError, match="không ghi họ tên"), transaction.atomic():
            BookingPerson.objects.create(booking=sealed, full_name="Ai Đó")
        known = booking.take(offer, named())
        with pytest.raises(IntegrityError, match="không ghi họ tên"), transaction.atomic():
            Booking.objects.filter(pk=known.pk).update(is_sealed=True)

    def test_the_last_place_and_no_further(self, offer):
        assert [booking.take(offer, Asked(AT)).seat for _turn in range(2)] == [1, 2]
        with pytest.raises(Refusal, match="hết chỗ"):
            booking.take(offer, Asked(AT))
        assert [slot.free for slot in slots(offer)] == [2, 0, 2, 2]

    def test_a_place_given_back_is_free_again(self, offer):
        first = booking.take(offer, Asked(AT))
        booking.take(offer, Asked(AT))
        booking.cancel(first, on=TODAY)
        assert booking.take(offer, Asked(AT)).seat == first.seat

    @pytest.mark.parametrize("at", [time(7), time(8, 15), time(10)])
    def test_an_hour_that_is_no_slot(self, offer, at):
        with pytest.raises(Refusal, match="không có trong lịch"):
            booking.take(offer, Asked(at))

    @pytest.mark.parametrize(
        "asked",
        [
            Asked(AT, persons=0),
            Asked(AT, persons=501),
            Asked(AT, help="la"),
            named(phone="gọi tôi"),
            named(email="khong-phai-thu"),
            named(full_name=""),
        ],
    )
    def test_a_value_that_does_not_fit(self, offer, asked):
        with pytest.raises(Refusal), transaction.atomic():
            booking.take(offer, asked)
        assert not Booking.objects.exists()

    def test_regular_hours_are_booked_by_day(self):
        hours = hours_of(commune())
        first, second = (Offer(hours, date(2023, 3, day)) for day in (21, 28))
        booking.take(first, Asked(AT))
        assert booking.take(second, Asked(AT)).seat == 1
        with pytest.raises(Refusal, match="hết chỗ"):
            booking.take(first, Asked(AT))

    def test_the_name_is_in_its_own_table_alone(self, offer):
        booking.take(
            offer, named(full_name="Trần Xê-Ro Phích", phone="0911222333", email="phich@vi-du.example")
        )
        for token in ("Xê-Ro", "0911222333", "phich@"):
            assert holding(token) == {"public.reception_bookingperson"}

    def test_each_change_is_in_the_history_without_a_name(self, offer):
        made = booking.take(offer, named())
        booking.cancel(made, on=TODAY)
        rows = HistoryRow.objects.filter(table="reception_booking")
        assert [row.operation for row in rows.order_by("id")] == ["INSERT", "UPDATE"]

    def test_the_code_is_in_its_own_table_alone_whatever_becomes_of_the_place(self, offer):
        """Whoever holds it reads the hour and can cancel."""
        made = booking.take(offer, named())
        assert holding(made.code) == {"public.reception_booking"}
        booking.cancel(made, on=TODAY)
        Booking.objects.filter(pk=made.pk).update(code="9" * 16)
        assert holding(made.code) == set()
        assert holding("9" * 16) == {"public.reception_booking"}
        assert list(verifying.findings(verifying.everything())) == []


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_take_two_places():
    offer = offer_of(posted(planner()))

    def ask(_turn):
        try:
            return booking.take(offer, Asked(AT)).seat
        except Refusal:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        seats = [seat for seat in pool.map(ask, range(40)) if seat]
    assert sorted(seats) == [1, 2]
    assert Booking.objects.count() == 2


class TestWhoReads:
    @pytest.fixture
    def both(self, offer):
        return booking.take(offer, named()), booking.take(offer, Asked(AT))

    @pytest.mark.parametrize(
        ("role", "count"),
        [
            ("tiep_dan", 2),
            ("xu_ly", 2),
            ("lanh_dao", 2),
            ("thanh_tra", 1),
            ("tong_hop", 0),
            ("quan_tri", 0),
            ("", 0),
        ],
    )
    def test_by_role(self, offer, both, role, count):
        account = make_account(role, offer.source.unit)
        assert Booking.objects.visible_to(account).count() == count

    def test_nobody_else(self, both):
        assert not Booking.objects.visible_to(AnonymousUser()).exists()
        assert not Booking.objects.visible_to(planner()).exists()


class TestReminder:
    def test_it_says_day_hour_and_unit_and_nothing_else(self, offer):
        booking.take(offer, named())
        (notice,) = Notice.objects.all()
        assert (notice.account, notice.kind, notice.channel) == (None, "lich_hen", "email")
        assert "08:30 ngày 28/3/2023 (thứ Ba) tại Xã Minh Họa" in notice.body
        for word in ("Người Đặt", "dat@", "0900", "tố cáo", "khiếu nại", "Chủ tịch"):
            assert word not in f"{notice.subject}{notice.body}{notice.to}{notice.key}"

    def test_it_goes_to_the_address_given_for_it(self, offer):
        booking.take(offer, named())
        notice = Notice.objects.get()
        assert reminders.address_of(int(notice.to.partition(":")[2])).email == PERSON["email"]

    @pytest.mark.django_db(transaction=True)
    def test_it_is_sent_once_and_not_after_cancelling(self):
        offer = offer_of(posted(planner()))
        booking.take(offer, named(email="mot@vi-du.example"))
        second = booking.take(offer, named(email="hai@vi-du.example"))
        booking.cancel(second, on=TODAY)
        outbox.send_due()
        outbox.send_due()
        assert [letter.to for letter in mail.outbox] == [["mot@vi-du.example"]]
        assert set(Notice.objects.values_list("state", flat=True)) == {"da_gui", "bo"}

    @pytest.mark.parametrize("changed", [{"reminder": False}, {"email": ""}])
    def test_none_without_consent_or_a_way(self, offer, changed):
        made = booking.take(offer, named(**changed))
        assert not Notice.objects.exists()
        assert bool(made.person.reminder_agreed_at) == changed.get("reminder", True)

    def test_an_address_without_consent_is_not_kept(self, offer):
        assert booking.take(offer, named(reminder=False)).person.email == ""

    def test_a_gateway_sends_to_the_phone(self, offer, settings):
        settings.NOTICE_GATEWAYS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}
        booking.take(offer, named(email=""))
        assert Notice.objects.get().channel == "sms"


class TestGivingBackAndComing:
    def test_the_consent_goes_with_the_place(self, offer):
        made = booking.take(offer, named())
        booking.cancel(made, on=TODAY)
        kept = BookingPerson.objects.get()
        assert (kept.email, kept.reminder_agreed_at) == ("", None)
        assert reminders.address_of(made.pk) is None

    def test_once_and_not_after_the_day(self, offer):
        made = booking.take(offer, Asked(AT))
        with pytest.raises(Refusal, match="không còn hủy được"):
            booking.cancel(made, on=date(2023, 3, 29))
        booking.cancel(made, on=date(2023, 3, 28))
        with pytest.raises(Refusal, match="không còn hủy được"):
            booking.cancel(made, on=TODAY)

    def test_whether_somebody_came(self, offer):
        made, officer = booking.take(offer, Asked(AT)), planner(offer.source.unit)
        day = offer.on
        with pytest.raises(Refusal, match="Chưa đến ngày hẹn"):
            booking.mark(made, True, by=officer, on=TODAY)
        assert booking.mark(made, True, by=officer, on=day).state == "da_den"
        assert booking.mark(made, False, by=officer, on=day).state == "khong_den"
        with pytest.raises(Refusal, match="không có quyền"):
            booking.mark(made, True, by=planner(), on=day)

    def test_a_cancelled_place_is_not_marked(self, offer):
        made = booking.cancel(booking.take(offer, Asked(AT)), on=TODAY)
        with pytest.raises(Refusal, match="đã hủy"):
            booking.mark(made, True, by=planner(offer.source.unit), on=offer.on)
