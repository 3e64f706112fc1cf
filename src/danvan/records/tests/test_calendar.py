"""A change of days: shown first, made on confirmation, and nothing moves that need not."""

import threading
from datetime import date

import pytest
from django.db import connections, transaction

from danvan import law
from danvan.records import calendar, duties, history, writing
from danvan.records.models import CalendarDay, CalendarYear, Duty, HistoryRow
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler, head
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
NOTICE = "Thông báo thử số 1"


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def complaint(officer):
    """A complaint of 1/3/2023: to be accepted within ten days (11/3 is a Saturday, so 13/3)."""
    return classified(officer)


def off(day, **fields):
    return CalendarDay(day=day, kind="off", name="Ngày nghỉ thử", source=NOTICE, **fields)


def acceptance(record):
    return record.duties.get(rule="KN.ACC")


def moved_acceptance(change):
    """What a change does to the limit of ten days; the ten working days of handling move as well."""
    [moved] = [item for item in calendar.preview(change).moved if item.duty.rule == "KN.ACC"]
    return moved


def shown_and_made(change, officer, reason="Theo thông báo thử"):
    return calendar.confirm(change, calendar.preview(change).digest, by=officer, reason=reason)


class TestCurrent:
    def test_without_rows_it_is_the_kept_calendar_itself(self):
        assert calendar.current() is law.calendar()

    def test_a_row_wins_over_the_kept_one(self):
        CalendarDay.objects.create(day=date(2023, 1, 24), kind="ordinary", name="Làm việc", source=NOTICE)
        assert not law.calendar().is_working(date(2023, 1, 24))
        assert calendar.current().is_working(date(2023, 1, 24))

    def test_it_asks_two_questions(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            calendar.current()

    def test_a_new_record_is_reckoned_by_it(self, officer):
        off(date(2023, 3, 13)).save()
        assert acceptance(classified(officer)).due_on == date(2023, 3, 14)

    def test_a_later_move_is_reckoned_by_it(self, officer, complaint):
        off(date(2023, 4, 3)).save()
        before = law.due("KN.S1", date(2023, 3, 4)).due_on
        assert before == date(2023, 4, 3)
        matter_day = date(2023, 3, 4)
        writing.move(complaint, "thu_ly", by=officer, on=matter_day)
        duty = Duty.objects.get(rule="KN.S1")
        assert duty.due_on == date(2023, 4, 4)


class TestPreview:
    def test_it_lists_the_duty_that_moves_with_both_days(self, complaint):
        moved = moved_acceptance(calendar.Change(rows=(off(date(2023, 3, 13)),)))
        assert moved.duty == acceptance(complaint)
        assert (moved.duty.due_on, moved.after.due_on) == (date(2023, 3, 13), date(2023, 3, 14))

    def test_looking_changes_nothing(self, complaint):
        calendar.preview(calendar.Change(rows=(off(date(2023, 3, 13)),)))
        assert acceptance(complaint).due_on == date(2023, 3, 13)
        assert not CalendarDay.objects.exists()

    def test_a_day_that_no_limit_meets_moves_nothing(self, complaint):
        assert calendar.preview(calendar.Change(rows=(off(date(2023, 6, 1)),))).moved == []

    def test_a_make_up_day_before_the_roll_brings_the_end_forward(self, complaint):
        saturday = CalendarDay(day=date(2023, 3, 11), kind="make_up", name="Làm bù thử", source=NOTICE)
        moved = moved_acceptance(calendar.Change(rows=(saturday,)))
        assert moved.after.due_on == date(2023, 3, 11)

    def test_an_unconfirmed_day_leaves_the_due_day_but_gives_the_more_generous_one(self, complaint):
        moved = moved_acceptance(calendar.Change(rows=(off(date(2023, 3, 13), is_confirmed=False),)))
        assert (moved.after.due_on, moved.after.own_latest_on) == (date(2023, 3, 13), date(2023, 3, 14))
        assert moved.after.provisional

    def test_a_duty_met_or_excused_stays(self, officer, complaint):
        change = calendar.Change(rows=(off(date(2023, 3, 13)),))
        writing.move(complaint, "thu_ly", by=officer, on=date(2023, 3, 6))
        assert acceptance(complaint) not in [item.duty for item in calendar.preview(change).moved]

    def test_what_cannot_be_reckoned_again_is_left_to_a_person(self, complaint):
        Duty.objects.filter(pk=acceptance(complaint).pk).update(due_on=date(2023, 3, 12))
        shown = calendar.preview(calendar.Change(rows=(off(date(2023, 3, 13)),)))
        assert [item.duty.rule for item in shown.moved] == ["XLD.LIMIT"]
        assert [duty.rule for duty in shown.unsure] == ["KN.ACC"]

    def test_a_total_for_a_hard_case_is_kept(self, officer):
        due = law.due("KN.S1", date(2023, 3, 1), case="phuc_tap")
        duty = Duty.from_due(due, unit=officer.at, clock="giai_quyet", label="Giải quyết")
        assert calendar.again(duty, law.calendar()).due_on == due.due_on != law.due("KN.S1", DAY).due_on


class TestConfirm:
    def test_the_duty_moves_with_its_ledger(self, officer, complaint):
        assert shown_and_made(calendar.Change(rows=(off(date(2023, 3, 13)),)), officer) == 2
        duty = acceptance(complaint)
        assert duty.due_on == law.recompute(duty.ledger) == date(2023, 3, 14)

    def test_the_history_says_who_and_why(self, officer, complaint):
        shown_and_made(calendar.Change(rows=(off(date(2023, 3, 13)),)), officer, reason="Thông báo 12")
        row = HistoryRow.objects.filter(table="records_duty", operation="UPDATE").latest("id")
        assert (row.actor, row.reason) == (officer.pk, "Sửa lịch nghỉ: Thông báo 12")
        assert HistoryRow.objects.get(table="records_calendarday").after["day"] == "2023-03-13"
        assert history.broken_rows() == []

    def test_a_reason_is_needed(self, officer):
        change = calendar.Change(rows=(off(date(2023, 3, 13)),))
        with pytest.raises(Refusal, match="lý do"):
            shown_and_made(change, officer, reason="  ")
        assert not CalendarDay.objects.exists()

    def test_a_list_that_changed_meanwhile_is_refused(self, officer, complaint):
        change = calendar.Change(rows=(off(date(2023, 3, 13)),))
        digest = calendar.preview(change).digest
        classified(officer)
        with pytest.raises(Refusal, match="xem lại danh sách"):
            calendar.confirm(change, digest, by=officer, reason="Theo thông báo")
        assert acceptance(complaint).due_on == date(2023, 3, 13)
        assert not CalendarDay.objects.exists()

    def test_a_second_row_of_a_day_takes_the_place_of_the_first(self, officer):
        shown_and_made(calendar.Change(rows=(off(date(2023, 3, 13)),)), officer)
        wrong = CalendarDay(day=date(2023, 3, 13), kind="ordinary", name="Ghi nhầm", source=NOTICE)
        shown_and_made(calendar.Change(rows=(wrong,)), officer)
        assert CalendarDay.objects.get().kind == "ordinary"

    def test_a_day_taken_back_moves_the_duty_back(self, officer, complaint):
        shown_and_made(calendar.Change(rows=(off(date(2023, 3, 13)),)), officer)
        shown_and_made(calendar.Change(dropped=(date(2023, 3, 13),)), officer)
        assert acceptance(complaint).due_on == date(2023, 3, 13)
        assert not CalendarDay.objects.exists()


class TestYear:
    def test_the_notice_of_a_year_ends_its_being_provisional(self, officer):
        assert law.due("KN.ACC.2", date(2027, 1, 25), calendar=calendar.current()).provisional
        shown_and_made(calendar.confirmed_year(2027, NOTICE), officer)
        assert not law.due("KN.ACC.2", date(2027, 1, 25), calendar=calendar.current()).provisional
        assert CalendarYear.objects.get().source == NOTICE

    def test_a_year_with_nothing_to_confirm_is_refused(self):
        with pytest.raises(Refusal, match="2023"):
            calendar.confirmed_year(2023, NOTICE)


@pytest.mark.django_db(transaction=True)
class TestBesideOthers:
    """What is being written when a change of days is confirmed is waited for, never overwritten or missed."""

    def beside(self, work, confirm):
        """`confirm` while another transaction has done `work` and ends a moment later."""
        done, ended = threading.Event(), []

        def other():
            try:
                with transaction.atomic():
                    work()
                    done.set()
                    threading.Event().wait(0.7)
                    ended.append(True)
            finally:
                done.set()
                connections.close_all()

        thread = threading.Thread(target=other)
        thread.start()
        assert done.wait(20)
        try:
            with pytest.raises(Refusal, match="vừa thay đổi"):
                confirm()
            assert ended, "it waits for the other"
        finally:
            thread.join(20)

    def test_a_duty_excused_meanwhile_keeps_its_day(self):
        officer = handler()
        record, chief, change = (
            classified(officer),
            head(officer.at),
            calendar.Change((off(date(2023, 3, 13)),)),
        )
        seen, duty = calendar.preview(change).digest, acceptance(record)
        self.beside(
            lambda: duties.excuse(duty, by=chief, reason="Nghỉ phòng, chống bão", on=DAY),
            lambda: calendar.confirm(change, seen, by=officer, reason="Thử"),
        )
        assert acceptance(record).due_on == duty.due_on
        assert not CalendarDay.objects.exists()

    def test_a_record_opened_meanwhile_by_the_old_days_is_not_missed(self):
        officer, change = handler(), calendar.Change((off(date(2023, 3, 13)),))
        seen = calendar.preview(change).digest
        self.beside(
            lambda: classified(officer), lambda: calendar.confirm(change, seen, by=officer, reason="Thử")
        )
        assert not CalendarDay.objects.exists()
