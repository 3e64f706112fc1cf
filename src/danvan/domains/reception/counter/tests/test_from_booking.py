"""The counter opened for somebody who booked: what is filled in, who may, when not, and what a tố cáo never leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connection
from tests.support.dump import holding

from danvan.domains.reception import booking as bookings
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.counter import from_booking
from danvan.domains.reception.counter.tests.counter_world import COUNTER, filled, letters
from danvan.domains.reception.models import Booking, HeadSession, Visit
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.tests.schedule_world import PERSON, TODAY, hours_of, planner, posted, words
from danvan.org.tests.factories import make_account
from danvan.records.models import Draft, HistoryRow
from danvan.records.tests.desk_world import desk_of, reach_of, role_at
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
AT = time(8)
NAME, PHONE = PERSON["full_name"], PERSON["phone"]


@pytest.fixture
def officer(settings, db):
    settings.DEMONSTRATION_DAY = TODAY
    return planner()


def booked(officer, on=TODAY, **asked):
    """A place in the regular hours of a Tuesday, with a name unless told to be sealed."""
    hours = officer.at.reception_hours.first() or hours_of(officer.at, places=5)
    told = {"is_sealed": False, "person": PERSON} if not asked.get("is_sealed") else {}
    return bookings.take(Offer(hours, on), Asked(AT, **(told | asked)))


def in_session(officer, **told):
    session = posted(officer, TODAY, date(2023, 3, 1), **told)
    return bookings.take(Offer(session, TODAY), Asked(AT, is_sealed=False, person=PERSON))


def opened(officer, booking):
    return desk_of(officer).get(COUNTER, {"dat-cho": booking.pk})


def sent(officer, booking, **values):
    told = filled(officer, on="14/3/2023", booking=str(booking.pk), **values)
    return desk_of(officer).post(COUNTER, told)


class TestOpening:
    def test_the_person_and_the_number_stand_in_the_form(self, officer):
        answer = opened(officer, booked(officer, persons=3))
        form = answer.context["form"]
        assert (form["full_name"].value(), form["phone"].value(), form["persons"].value()) == (NAME, PHONE, 3)
        assert "Đã mở từ chỗ đặt" in answer.content.decode()

    def test_no_class_is_chosen_for_anybody(self, officer):
        assert opened(officer, booked(officer)).context["form"]["content_kind"].value() is None

    def test_of_a_sealed_one_numbers_alone(self, officer):
        answer = opened(officer, booked(officer, is_sealed=True, persons=2))
        form = answer.context["form"]
        assert (form["full_name"].value(), form["phone"].value()) == (None, None)
        assert form["persons"].value() == 2

    def test_the_session_of_a_head_comes_with_its_channel(self, officer):
        booking = in_session(officer)
        form = opened(officer, booking).context["form"]
        assert (form["session"].value(), form["channel"].value()) == (booking.session_id, "thu_truong")

    def test_that_of_a_deputy_is_delegated(self, officer):
        told = {"attendance": HeadSession.Attendance.DELEGATED, "delegated_by": "Giấy số 1"}
        form = opened(officer, in_session(officer, **told)).context["form"]
        assert form["channel"].value() == "uy_quyen"

    def test_regular_hours_are_no_session(self, officer):
        form = opened(officer, booked(officer)).context["form"]
        assert (form["session"].value(), form["channel"].value()) == (None, "thuong_xuyen")

    @pytest.mark.parametrize(
        ("help_", "interpreted"),
        [
            ("khong", False),
            ("tieng_dan_toc", True),
            ("tieng_nuoc_ngoai", True),
            ("ngon_ngu_ky_hieu", True),
            ("di_lai", False),
        ],
    )
    def test_an_interpreter_asked_for_is_ticked(self, officer, help_, interpreted):
        form = opened(officer, booked(officer, help=help_)).context["form"]
        assert bool(form["has_interpreter"].value()) is interpreted

    def test_it_writes_nothing(self, officer):
        booking = booked(officer)
        before = HistoryRow.objects.count()
        opened(officer, booking)
        assert not Visit.objects.exists()
        assert Booking.objects.get().state == "dat"
        assert HistoryRow.objects.count() == before

    def test_the_answer_is_never_kept_by_the_browser(self, officer):
        assert "no-store" in opened(officer, booked(officer))["Cache-Control"]

    def test_a_draft_waits_meanwhile(self, officer):
        client = desk_of(officer)
        client.post(COUNTER, filled(officer, viec="nhap", persons="7"))
        assert opened(officer, booked(officer)).context["form"]["persons"].value() == 1
        assert Draft.objects.count() == 1
        assert client.get(COUNTER).context["form"]["persons"].value() == "7"

    def test_few_queries(self, officer, django_assert_max_num_queries):
        booking = in_session(officer)
        client = desk_of(officer)
        client.get(COUNTER, {"dat-cho": booking.pk})
        with django_assert_max_num_queries(18):
            client.get(COUNTER, {"dat-cho": booking.pk})


class TestWhoAndWhen:
    @pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "9" * 19, "٣", "1 OR 1=1", "0"])
    def test_what_is_no_booking(self, officer, text):
        with pytest.raises(from_booking.Http404):
            from_booking.find(text, reach_of(officer))

    def test_one_of_another_unit_does_not_exist(self, officer):
        other = planner()
        assert opened(officer, booked(other)).status_code == 404

    def test_who_opens_nothing_is_turned_away(self, officer):
        booking = booked(officer)
        assert opened(role_at("thanh_tra", officer), booking).status_code == 403
        assert desk_of(make_account()).get(COUNTER, {"dat-cho": booking.pk}).status_code in (403, 404)

    def test_a_sealed_one_only_for_who_sees_sealed_ones(self, officer):
        clerk = role_at("van_thu", officer)
        assert opened(clerk, booked(officer)).status_code == 200
        sealed = booked(officer, is_sealed=True)
        assert (opened(clerk, sealed).status_code, opened(officer, sealed).status_code) == (404, 200)

    def test_one_given_back(self, officer):
        booking = booked(officer)
        bookings.cancel(booking, on=TODAY)
        answer = opened(officer, booking)
        assert answer.status_code == 400
        assert "người đặt đã hủy" in words(answer.content.decode())

    def test_before_its_day(self, officer):
        answer = opened(officer, booked(officer, date(2023, 3, 21)))
        assert "Chưa đến ngày hẹn" in words(answer.content.decode())

    def test_a_past_day_is_entered_late_with_its_own_day(self, officer):
        form = opened(officer, booked(officer, date(2023, 3, 7))).context["form"]
        assert form["on"].value() == "7/3/2023"

    @pytest.mark.parametrize("state", ["da_den", "khong_den"])
    def test_one_already_marked_may_still_be_entered(self, officer, state):
        booking = booked(officer)
        bookings.mark(booking, state == "da_den", by=officer, on=TODAY)
        assert opened(officer, booking).status_code == 200

    def test_the_lists_lead_to_it(self, officer):
        booking = booked(officer)
        page = desk_of(officer).get("/ban-lam-viec/tiep-cong-dan/dat-cho/").content.decode()
        assert f"{COUNTER}?dat-cho={booking.pk}" in page
        bookings.cancel(booking, on=TODAY)
        page = desk_of(officer).get("/ban-lam-viec/tiep-cong-dan/dat-cho/").content.decode()
        assert f"dat-cho={booking.pk}" not in page

    def test_so_does_the_page_of_the_session_on_its_day_and_not_before(self, officer, settings):
        booking = in_session(officer)
        address = f"/ban-lam-viec/tiep-cong-dan/ky/{booking.session.public_id}/"
        assert f"dat-cho={booking.pk}" in desk_of(officer).get(address).content.decode()
        settings.DEMONSTRATION_DAY = date(2023, 3, 10)
        assert f"dat-cho={booking.pk}" not in desk_of(officer).get(address).content.decode()

    def test_an_inspector_reads_the_list_without_the_door(self, officer):
        booking = booked(officer)
        page = desk_of(role_at("thanh_tra", officer)).get("/ban-lam-viec/tiep-cong-dan/dat-cho/")
        assert page.status_code == 200
        assert f"dat-cho={booking.pk}" not in page.content.decode()


class TestWriting:
    def test_the_visit_is_written_and_the_place_marked(self, officer):
        booking = booked(officer)
        assert sent(officer, booking).status_code == 302
        assert Visit.objects.get().content_kind == "kien_nghi_phan_anh"
        assert Booking.objects.get(pk=booking.pk).state == "da_den"

    def test_a_letter_is_opened_as_without_a_booking(self, officer):
        sent(officer, booked(officer), content_kind="khieu_nai", outcome="nhan_don", field="dat_dai")
        assert letters().get().kind == "khieu_nai"

    def test_what_is_wrong_leaves_the_place_as_it_was(self, officer):
        booking = booked(officer)
        answer = sent(officer, booking, persons="0")
        assert answer.status_code == 400
        assert f'name="booking" value="{booking.pk}"' in answer.content.decode()
        assert "Đã mở từ chỗ đặt" in answer.content.decode()
        assert Booking.objects.get().state == "dat"

    def test_sent_twice_is_one_visit(self, officer):
        booking = booked(officer)
        told = filled(officer, on="14/3/2023", booking=str(booking.pk))
        client = desk_of(officer)
        assert [client.post(COUNTER, told).status_code for _turn in range(2)] == [302, 302]
        assert Visit.objects.count() == 1

    def test_one_given_back_meanwhile_writes_nothing(self, officer):
        booking = booked(officer)
        bookings.cancel(booking, on=TODAY)
        assert sent(officer, booking).status_code == 400
        assert not Visit.objects.exists()

    def test_one_of_another_unit_writes_nothing(self, officer):
        assert sent(officer, booked(planner())).status_code == 404
        assert not Visit.objects.exists()

    @pytest.mark.parametrize("told", ["x", "-3", "9" * 18])
    def test_a_number_nobody_gave_writes_nothing(self, officer, told):
        answer = desk_of(officer).post(COUNTER, filled(officer, on="14/3/2023", booking=told))
        assert answer.status_code == 404
        assert not Visit.objects.exists()

    def test_a_named_place_is_not_marked_in_the_moment_of_a_denunciation(self, officer):
        booking = booked(officer)
        client = desk_of(officer)
        told = filled(officer, on="14/3/2023", booking=str(booking.pk), content_kind="to_cao")
        page = words(client.get(client.post(COUNTER, told).url).content.decode())
        assert Booking.objects.get(pk=booking.pk).state == "dat"
        assert "Hãy ghi “Đã đến”" in page
        visit = Visit.objects.get()
        assert (visit.secrecy, visit.people.count()) == ("niem_phong", 0)

    def test_a_sealed_place_is_marked_whatever_was_told(self, officer):
        booking = booked(officer, is_sealed=True)
        sent(officer, booking, content_kind="to_cao")
        assert Booking.objects.get(pk=booking.pk).state == "da_den"

    def test_the_name_of_the_booking_goes_no_further_than_the_form(self, officer):
        before = holding(NAME)
        booking = booked(officer)
        table = holding(NAME) - before
        sent(officer, booking, full_name=NAME, content_kind="to_cao")
        assert holding(NAME) - before == table

    def test_the_draft_keeps_the_place_and_no_name(self, officer):
        booking = booked(officer)
        client = desk_of(officer)
        told = filled(officer, viec="nhap", booking=str(booking.pk), full_name=NAME, phone=PHONE)
        client.post(COUNTER, told)
        kept = Draft.objects.get().fields
        assert kept["booking"] == str(booking.pk)
        assert NAME not in str(kept)
        assert PHONE not in str(kept)


class TestRefusals:
    def test_each_sentence_says_how_to_go_on(self, officer):
        cancelled, later = booked(officer), booked(officer, date(2023, 3, 21))
        bookings.cancel(cancelled, on=TODAY)
        for booking, said in ((cancelled, "như người không đặt"), (later, "Chưa đến ngày hẹn")):
            with pytest.raises(Refusal, match=said):
                from_booking.find(str(booking.pk), reach_of(officer))

    def test_marking_by_who_may_not_open_is_refused(self, officer):
        booking = booked(officer)
        sent(officer, booking)
        with pytest.raises(Refusal):
            from_booking.came(booking, Visit.objects.get(), reach_of(role_at("thanh_tra", officer)))


@pytest.mark.django_db(transaction=True)
def test_two_counters_for_one_place_leave_it_marked_once(settings):
    settings.DEMONSTRATION_DAY = TODAY
    officer = planner()
    booking = booked(officer)
    forms = [filled(officer, on="14/3/2023", booking=str(booking.pk)) for _turn in range(3)]

    def post(told):
        try:
            return desk_of(officer).post(COUNTER, told).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(post, forms)) == [302, 302, 302]
    assert Booking.objects.get(pk=booking.pk).state == "da_den"
    numbers = sorted(Visit.objects.values_list("register_no", flat=True))
    assert numbers == [1, 2, 3]
