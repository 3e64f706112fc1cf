"""Who sees which duties, and how one is excused."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import duties, writing
from danvan.records.desk.access import Reach
from danvan.records.desk.duty_page import visible
from danvan.records.duties import excuse, visible_duties
from danvan.records.models import Duty, HistoryRow
from danvan.records.tests import duty_world
from danvan.records.tests.desk_world import DAY, classified, role_at, session_of
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 14)
REASON = "Nghỉ phòng, chống bão theo công điện"


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def place():
    return duty_world.province()


def seen_by(account):
    return visible_duties(account, TODAY)


class TestVisible:
    def test_nobody_without_log_in_sees_any(self, place):
        assert not seen_by(AnonymousUser()).exists()

    @pytest.mark.parametrize("role", list(ROLES))
    def test_what_a_unit_owes_is_seen_by_whom_a_role_lets_read_duties(self, place, role):
        account = make_account(role, place.a)
        found = set(seen_by(account).values_list("unit_id", flat=True))
        assert found == ({place.a.pk} if "duties.read" in ROLES[role].permissions else set())

    def test_units_below_are_seen_where_the_role_covers_them(self, place):
        assert set(seen_by(place.overseer).values_list("unit_id", flat=True)) == {
            place.root.pk,
            place.department.pk,
            place.district.pk,
            place.a.pk,
            place.b.pk,
        }
        alone = make_account("giam_sat", place.root)
        assert set(seen_by(alone).values_list("unit_id", flat=True)) == {place.root.pk}

    def test_a_limit_on_a_record_is_seen_only_with_the_record(self, officer):
        letter = letter_of(officer, DAY)
        overseer = role_at("giam_sat", officer)
        assert seen_by(officer).filter(record_id=letter.pk).exists()
        assert not seen_by(overseer).filter(record__isnull=False).exists()

    def test_a_limit_on_a_sealed_record_needs_the_right_to_the_sealed(self, officer):
        classified(officer, "to_cao")
        inspector = role_at("thanh_tra", officer)
        assert seen_by(officer).filter(record__secrecy="niem_phong").exists()
        assert not seen_by(inspector).filter(record__secrecy="niem_phong").exists()
        classified(officer, "khieu_nai")
        assert seen_by(inspector).filter(record__secrecy="noi_bo").exists()

    def test_that_a_record_is_published_opens_none_of_its_limits(self, officer):
        session = session_of(officer, DAY)
        writing.publish(session, by=head(officer.at), on=DAY)
        stranger = handler(make_unit())
        assert Duty.objects.filter(record_id=session.pk).exists()
        assert not seen_by(stranger).filter(record_id=session.pk).exists()

    def test_a_right_that_has_ended_shows_nothing(self, place):
        place.overseer.person.grants.update(valid="[2020-01-01,2023-03-14)")
        assert not seen_by(place.overseer).exists()
        assert visible_duties(place.overseer, date(2023, 3, 13)).exists()

    @pytest.mark.parametrize("role", list(ROLES))
    def test_the_desk_asks_the_same_question(self, officer, role):
        letter_of(officer, DAY)
        classified(officer, "to_cao")
        session_of(officer, DAY)
        account = role_at(role, officer)
        assert set(visible(Reach(account))) == set(seen_by(account))


class TestExcuse:
    @pytest.fixture
    def late(self, place):
        return Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-02")

    def test_it_is_dated_named_and_in_the_history(self, place, late):
        excused = excuse(late, by=place.chief, reason=f"  {REASON} ", on=TODAY)
        assert (excused.excused_on, excused.excuse, excused.excused_by) == (TODAY, REASON, place.chief)
        assert excused.standing(TODAY) == "mien"
        row = HistoryRow.objects.filter(chain=f"records_duty:{late.pk}").latest("id")
        assert (row.actor, row.reason, row.after["excuse"]) == (place.chief.pk, REASON, REASON)

    def test_it_needs_the_right(self, place, late):
        with pytest.raises(Refusal, match="ghi lý do miễn nghĩa vụ"):
            excuse(late, by=place.overseer, reason=REASON, on=TODAY)

    @pytest.mark.parametrize("reason", ["", "   ", "bận", "\n\n\t a \n"])
    def test_it_needs_a_reason_that_says_something(self, place, late, reason):
        with pytest.raises(Refusal, match="10 ký tự"):
            excuse(late, by=place.chief, reason=reason, on=TODAY)

    def test_a_reason_longer_than_its_column_is_refused(self, place, late):
        with pytest.raises(Refusal, match="300"):
            excuse(late, by=place.chief, reason="a" * 301, on=TODAY)
        assert excuse(late, by=place.chief, reason="a" * 300, on=TODAY).excused_on

    def test_what_is_done_excused_or_not_begun_cannot_be_excused(self, place, late):
        done = Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-01")
        ahead = Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-04")
        excuse(late, by=place.chief, reason=REASON, on=TODAY)
        for duty, sentence in (
            (done, "đã được thực hiện"),
            (late, "đã được ghi miễn"),
            (ahead, "chưa bắt đầu"),
        ):
            with pytest.raises(Refusal, match=sentence):
                excuse(duty, by=place.chief, reason=REASON, on=TODAY)

    def test_the_database_takes_no_excuse_without_a_reason(self, late):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.filter(pk=late.pk).update(excused_on=TODAY)

    def test_an_excused_duty_is_not_met_afterwards(self, place, late):
        excuse(late, by=place.chief, reason=REASON, on=TODAY)
        duty_world.hold(place.root, date(2023, 2, 20))
        duty_world.reschedule(place.root, duty_world.SINCE, duty_world.UNTIL)
        late.refresh_from_db()
        assert late.met_on is None


def test_what_is_begun_are_limits_on_records_and_spans_under_way(place):
    clocks = Duty.objects.filter(duties.begun(date(2023, 2, 1)), unit=place.root, clock="tiep_dan_tinh")
    assert set(clocks.values_list("period", flat=True)) == {"2023-01", "2023-02"}


def test_the_program_can_neither_delete_a_duty_nor_its_history(place, as_app):
    for table in ("records_duty", "records_history"):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")
