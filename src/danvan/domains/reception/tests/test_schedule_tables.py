"""What the database itself holds of the schedule: constraints, kept rows, history, who may delete."""

from datetime import date, time

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.reception import booking, conclusions
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import (
    Booking,
    BookingPerson,
    Conclusion,
    ConclusionWords,
    HeadSession,
    OnlineSession,
    RegularHours,
)
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    commune,
    held_with_visits,
    hours_of,
    offer_of,
    planner,
    posted,
)
from danvan.records.models import HistoryRow
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
AT = time(8)


@pytest.fixture
def session(db):
    return posted(planner())


def refused(act, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


class TestBookings:
    def made(self, of, **changed):
        values = {"unit": of.unit, "session": of, "on": of.planned_on, "at": AT, "seat": 1}
        return Booking.objects.create(**(values | changed))

    def test_one_seat_once_unless_given_back(self, session):
        first = self.made(session)
        refused(lambda: self.made(session), "booking_session_seat_once")
        Booking.objects.filter(pk=first.pk).update(state="huy")
        assert self.made(session).pk != first.pk

    def test_the_same_for_regular_hours(self, session):
        row = hours_of(session.unit)
        told = {"session": None, "hours": row, "on": date(2023, 3, 21)}
        self.made(session, **told)
        refused(lambda: self.made(session, **told), "booking_hours_seat_once")
        assert self.made(session, **told | {"on": date(2023, 3, 28)})

    def test_of_a_session_or_of_hours(self, session):
        row = hours_of(session.unit)
        refused(lambda: self.made(session, hours=row), "booking_of_one_thing")
        refused(lambda: self.made(session, session=None), "booking_of_one_thing")

    def test_an_address_only_with_consent(self, session):
        row = self.made(session, is_sealed=False)
        told = {"booking": row, "full_name": "Người Đặt", "email": "dat@vi-du.example"}
        refused(lambda: BookingPerson.objects.create(**told), "booking_address_with_consent")

    def test_codes_are_drawn_anew(self, session):
        codes = {self.made(session, seat=seat).code for seat in range(1, 20)}
        assert len(codes) == 19
        assert all(len(code) == 16 and code.isdigit() for code in codes)


class TestHoursAndSessions:
    def test_the_same_hours_do_not_overlap_in_time(self):
        unit = commune()
        hours_of(unit, valid=DateRange(date(2023, 1, 1), date(2023, 4, 1)))
        refused(lambda: hours_of(unit, valid=DateRange(date(2023, 3, 31), None)), "hours_once")
        assert hours_of(unit, valid=DateRange(date(2023, 4, 1), None)).pk

    @pytest.mark.parametrize(
        ("changed", "name"),
        [
            ({"starts_at": time(10), "ends_at": time(10)}, "hours_end_after_start"),
            ({"weekday": 7}, "hours_on_a_weekday"),
        ],
    )
    def test_hours_make_sense(self, changed, name):
        refused(lambda: hours_of(commune(), **changed), name)

    def test_a_session_is_moved_with_a_reason(self, session):
        moved = HeadSession.objects.filter(pk=session.pk)
        refused(lambda: moved.update(moved_on=TODAY), "session_moved_with_reason")

    def test_one_session_takes_the_place_of_another_once(self, session):
        officer = planner(session.unit)
        posted(officer, date(2023, 3, 29), replaces=session)
        with pytest.raises(Refusal, match="đã tồn tại"):
            posted(officer, date(2023, 3, 30), replaces=session)


class TestKept:
    """Nothing of the schedule is taken away, not even by the program's owner where a row is a promise."""

    @pytest.fixture
    def rows(self, session):
        officer = planner(session.unit)
        held, _none = held_with_visits(officer, date(2023, 3, 7))
        conclusions.add(held, answer="tra_loi_ngay", text="Đã rõ", by=officer, on=TODAY)
        booking.take(offer_of(session), Asked(AT, is_sealed=False, person=PERSON))
        hours_of(session.unit)
        OnlineSession.objects.create(session=session, ground="o_xa", notified_on=TODAY)

    @pytest.mark.parametrize("model", [Booking, Conclusion, OnlineSession, RegularHours])
    def test_the_trigger_keeps_them(self, rows, model):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")
        assert model.objects.exists()

    @pytest.mark.parametrize(
        "model", [Booking, BookingPerson, Conclusion, ConclusionWords, OnlineSession, RegularHours]
    )
    def test_the_running_program_has_no_right_to(self, rows, model):
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(
                "SELECT has_table_privilege('danvan_app', %s, 'DELETE'),"
                " has_table_privilege('danvan_app', %s, 'TRUNCATE'),"
                " has_table_privilege('danvan_app', %s, 'INSERT')",
                [table] * 3,
            )
            assert cursor.fetchone() == (False, False, True)

    @pytest.mark.parametrize(
        ("model", "is_kept"),
        [
            (Booking, True),
            (Conclusion, True),
            (OnlineSession, True),
            (RegularHours, True),
            (HeadSession, True),
            (BookingPerson, False),
            (ConclusionWords, False),
        ],
    )
    def test_the_history_holds_what_is_not_personal(self, rows, model, is_kept):
        assert HistoryRow.objects.filter(table=model._meta.db_table).exists() is is_kept
