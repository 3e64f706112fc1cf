"""What meets a standing duty, at once and in bulk; what an event calls forth; who owes it on which day."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from danvan import law
from danvan.domains.reception.models import HeadSession
from danvan.org import closure
from danvan.org.models import Kind, UnitName
from danvan.org.tests.factories import ALWAYS, make_account, make_unit
from danvan.records import events, evidence, writing
from danvan.records.area import Area, served
from danvan.records.declare import StandingDuty, standing_duties
from danvan.records.evidence import nth
from danvan.records.models import Duty, HistoryRow
from danvan.records.owing import asked, due_after, due_in
from danvan.records.spans import span_of
from danvan.records.standing import reschedule
from danvan.records.tests.desk_world import session_of
from danvan.records.tests.duty_world import hold
from danvan.records.tests.factories import handler

FEBRUARY = (date(2023, 2, 1), date(2023, 2, 28))
DAYS = st.lists(st.dates(date(2023, 1, 1), date(2023, 3, 31)), max_size=12).map(sorted)


@given(DAYS, st.integers(1, 4))
def test_counting_days_takes_two_on_one_day_for_one(days, times):
    records = [(day, pk) for pk, day in enumerate(days)]
    found = nth(records, times, by_day=True)
    distinct = sorted(set(days))
    assert (found is None) == (len(distinct) < times)
    if found:
        assert found[0] == distinct[times - 1]
        assert records[found[1]] == found


@given(DAYS, st.integers(1, 4))
def test_counting_times_takes_each(days, times):
    records = [(day, pk) for pk, day in enumerate(days)]
    assert nth(records, times, by_day=False) == (records[times - 1] if len(records) >= times else None)


@pytest.mark.parametrize(
    ("rule", "since", "times"),
    [
        ("TCD.HEAD.TINH", date(2014, 7, 1), (1, True)),
        ("TCD.HEAD.HUYEN", date(2014, 7, 1), (2, True)),
        ("DC.X.POST.QLIST", date(2023, 7, 1), (1, False)),
        ("PC.REPORT.WEB", date(2019, 8, 15), (1, False)),
        ("KHONG.CO", date(2023, 1, 1), (1, False)),
    ],
)
def test_how_often_is_what_the_wording_asks(rule, since, times):
    assert asked(rule, since) == times


class TestOwing:
    def standing(self, **changed):
        values = {
            "key": "thu",
            "label": "Thử",
            "rule": "TCD.HEAD.TINH",
            "unit_kinds": ("tinh",),
            "source": HeadSession,
            "placed_by": "held_on",
            "met_by": None,
        }
        return StandingDuty(**(values | changed))

    def test_a_rule_that_nobody_wrote_asks_for_nothing(self):
        assert due_in(self.standing(rule="KHONG.CO"), span_of("month", FEBRUARY[0]), law.calendar()) is None
        assert (
            due_in(self.standing(rule="KHONG.CO", every="year"), span_of("year", FEBRUARY[0]), law.calendar())
            is None
        )
        assert due_after(self.standing(rule="KHONG.CO"), FEBRUARY[0], law.calendar()) is None

    def test_a_rule_of_another_rhythm_asks_for_nothing(self):
        assert due_in(self.standing(every="quarter"), span_of("quarter", FEBRUARY[0]), law.calendar()) is None

    def test_a_rule_before_its_law_asks_for_nothing(self):
        assert due_in(self.standing(), span_of("month", date(2014, 6, 30)), law.calendar()) is None
        assert due_in(self.standing(), span_of("month", date(2014, 7, 1)), law.calendar()) is not None

    def test_a_frequency_is_no_limit_after_an_event(self):
        assert due_after(self.standing(), FEBRUARY[0], law.calendar()) is None

    def test_the_wording_of_the_spans_last_day_governs(self):
        """The weekly duty of communes ended on 30/6/2026, in the middle of a week."""
        weekly = self.standing(rule="TCD.HEAD.XA", every="week")
        assert due_in(weekly, span_of("week", date(2026, 6, 28)), law.calendar()) is not None
        assert due_in(weekly, span_of("week", date(2026, 6, 30)), law.calendar()) is None

    def test_a_week_without_working_day_ends_on_the_next_one(self):
        """Tết 2023 was off from 20/1 to 26/1; the week of 23/1 has its Friday."""
        weekly = self.standing(rule="TCD.HEAD.XA", every="week")
        due = due_in(weekly, span_of("week", date(2023, 1, 24)), law.calendar())
        assert (due.due_on, due.latest_on) == (date(2023, 1, 29), date(2023, 1, 29))


@pytest.mark.django_db
class TestMeeting:
    @pytest.fixture
    def district(self):
        return make_unit("Huyện Minh Họa", Kind.DISTRICT)

    def duty(self, unit, clock="tiep_dan_huyen", period="2023-02"):
        return Duty.objects.get(unit=unit, clock=clock, period=period)

    def test_two_sessions_on_one_day_are_one_day(self, district):
        hold(district, date(2023, 2, 7), date(2023, 2, 7))
        reschedule(district, *FEBRUARY)
        assert self.duty(district).met_on is None
        hold(district, date(2023, 2, 21))
        reschedule(district, *FEBRUARY)
        assert self.duty(district).met_on == date(2023, 2, 21)

    def test_a_session_meets_the_duty_the_moment_it_is_held(self, district):
        officer = handler(district)
        reschedule(district, *FEBRUARY)
        for day in (date(2023, 2, 7), date(2023, 2, 21)):
            writing.move(session_of(officer, day), "to_chuc", by=officer, on=day)
        assert self.duty(district).met_on == date(2023, 2, 21)
        row = HistoryRow.objects.filter(chain=f"records_duty:{self.duty(district).pk}").latest("id")
        assert row.actor == officer.pk

    def test_the_mark_stays_when_a_better_record_comes_later(self, district):
        hold(district, date(2023, 2, 7), date(2023, 2, 21))
        reschedule(district, *FEBRUARY)
        hold(district, date(2023, 2, 3))
        assert reschedule(district, *FEBRUARY) == 1  # the posting of the new session's schedule
        assert self.duty(district).met_on == date(2023, 2, 21)

    def test_what_is_made_ahead_stands_as_it_was_made(self, district):
        reschedule(district, *FEBRUARY)
        Duty.objects.filter(pk=self.duty(district).pk).update(label="Nhãn cũ")
        reschedule(district, *FEBRUARY)
        assert self.duty(district).label == "Nhãn cũ"

    def test_a_type_that_meets_nothing_asks_nothing(self, district, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert evidence.follow(district) == 0
            assert events.follow(district, law.calendar()) == 0


@pytest.mark.django_db
class TestEvents:
    """Luật Tiếp công dân, Điều 24: the schedule is posted five working days before the day of reception."""

    def posting(self, session):
        return Duty.objects.get(record_id=session.pk, clock="niem_yet_lich_tiep")

    def test_planning_a_session_calls_forth_its_posting(self):
        officer = handler(make_unit("Xã Minh Họa", Kind.COMMUNE))
        session = session_of(officer, date(2023, 3, 1), planned_on=date(2023, 3, 14))
        duty = self.posting(session)
        assert (duty.begins_on, duty.due_on) == (date(2023, 3, 14), date(2023, 3, 7))
        assert (duty.met_on, duty.met_by_id) == (date(2023, 3, 1), session.pk)
        assert duty.standing(date(2023, 3, 14)) == "dung_han"

    def test_a_schedule_posted_too_late_is_late(self):
        officer = handler(make_unit("Xã Minh Họa", Kind.COMMUNE))
        session = session_of(officer, date(2023, 3, 10), planned_on=date(2023, 3, 14))
        assert self.posting(session).standing(date(2023, 3, 14)) == "qua_han"

    def test_an_urgent_session_calls_nothing_forth(self):
        officer = handler(make_unit("Xã Minh Họa", Kind.COMMUNE))
        session = session_of(officer, date(2023, 3, 10), occasion="dot_xuat", urgent_ground="phuc_tap")
        assert not Duty.objects.filter(record_id=session.pk).exists()

    def test_loaded_sessions_get_theirs_with_the_next_run_and_once(self):
        unit = make_unit("Xã Minh Họa", Kind.COMMUNE)
        (session,) = hold(unit, date(2023, 2, 7))
        assert not Duty.objects.filter(record_id=session.pk).exists()
        reschedule(unit, *FEBRUARY)
        reschedule(unit, *FEBRUARY)
        assert self.posting(session).met_on == date(2023, 2, 7)

    def test_a_unit_of_another_kind_owes_no_posting(self):
        officer = handler(make_unit("Ban Tiếp công dân", Kind.RECEPTION_BOARD))
        session = session_of(officer, date(2023, 3, 1))
        assert not Duty.objects.filter(record_id=session.pk).exists()


@pytest.mark.django_db
class TestArea:
    WEEKLY = "tiep_dan_xa_tuan"

    def owing(self, root, on, clock=WEEKLY):
        area = Area([root.pk], date(2023, 1, 1), date(2026, 12, 31))
        return area.units(standing_duties()[clock], on)

    def test_the_tree_as_it_stood_on_the_day(self):
        root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        gone = make_unit("Xã cũ", Kind.COMMUNE, root, valid=DateRange(date(2000, 1, 1), date(2025, 7, 1)))
        new = make_unit("Xã mới", Kind.COMMUNE, root, valid=DateRange(date(2025, 7, 1), None))
        closure.rebuild()
        assert self.owing(root, date(2025, 6, 30)) == [gone.pk]
        assert self.owing(root, date(2025, 7, 1)) == [new.pk]

    def test_a_unit_that_changes_its_kind_owes_by_the_kind_of_the_day(self):
        root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        unit = make_unit(
            "Sở rồi Xã", Kind.DEPARTMENT, root, valid=DateRange(date(2000, 1, 1), date(2024, 1, 1))
        )
        UnitName.objects.create(
            unit=unit, name="Xã", kind=Kind.COMMUNE, valid=DateRange(date(2024, 1, 1), None)
        )
        assert unit.pk not in self.owing(root, date(2023, 12, 31))
        assert self.owing(root, date(2023, 12, 31), "tiep_dan_so") == [unit.pk]

    def test_a_superior_and_a_name_may_be_asked_for(self):
        root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        department = make_unit("Sở Minh Họa", Kind.DEPARTMENT, root)
        provincial = make_unit("Thanh tra tỉnh", Kind.INSPECTORATE, root)
        make_unit("Thanh tra Sở", Kind.INSPECTORATE, department)
        committee = make_unit("Tỉnh ủy Minh Họa", Kind.PARTY, root)
        make_unit("Ban Dân vận Tỉnh ủy", Kind.PARTY, root)
        closure.rebuild()
        assert self.owing(root, date(2023, 2, 1), "ke_hoach_xac_minh") == [provincial.pk]
        assert self.owing(root, date(2023, 2, 1), "bi_thu_tinh_tiep_dan") == [committee.pk]

    def test_what_is_served_is_where_somebody_holds_a_role_on_the_day(self):
        unit = make_unit()
        account = make_account("xu_ly", unit)
        account.person.grants.update(valid=DateRange(date(2023, 1, 1), date(2023, 2, 1)))
        make_unit(valid=ALWAYS)
        assert served(date(2023, 1, 31)) == [unit.pk]
        assert served(date(2023, 2, 1)) == []

    def test_the_tree_is_read_once_while_it_stands_still(self, django_assert_max_num_queries):
        root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        area = Area([root.pk], date(2023, 1, 1), date(2023, 12, 31))
        with django_assert_max_num_queries(4):
            for week in range(52):
                area.units(standing_duties()[self.WEEKLY], date(2023, 1, 1) + timedelta(weeks=week))
