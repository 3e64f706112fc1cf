"""What heads conclude: answers, orders with limits, no words about a tố cáo, following up, who sees what."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from tests.support.dump import holding

from danvan.domains.reception import conclusions
from danvan.domains.reception.models import Conclusion, ConclusionWords
from danvan.domains.reception.tests.schedule_world import commune, held_with_visits, planner, posted
from danvan.org.tests.factories import make_account
from danvan.records.models import HistoryRow
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 7)
LATER = date(2023, 3, 10)
DUE = date(2023, 3, 13)


@pytest.fixture
def officer(db):
    return planner()


@pytest.fixture
def session(officer):
    return held_with_visits(officer, DAY, "khieu_nai", "to_cao")


def ordered(session, officer, **changed):
    told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": DUE, "text": "Rà soát thửa đất"}
    return conclusions.add(session, **(told | changed), by=officer, on=LATER)


class TestWriting:
    def test_an_order_names_who_and_by_when(self, session, officer):
        head, (visit, _sealed) = session
        row = ordered(head, officer, visit=visit, contact="Bộ phận tiếp dân")
        assert (row.number, row.unit, row.due_on, row.visit) == (1, officer.at, DUE, visit)
        assert (row.words.text, row.words.contact) == ("Rà soát thửa đất", "Bộ phận tiếp dân")
        assert ordered(head, officer).number == 2

    def test_an_answer_at_once_orders_nobody(self, session, officer):
        row = ordered(session[0], officer, answer="tra_loi_ngay")
        assert (row.unit, row.due_on, conclusions.mark(row, LATER)) == (None, None, "")

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"unit": None}, "đơn vị thực hiện và hạn"),
            ({"due_on": None}, "đơn vị thực hiện và hạn"),
            ({"due_on": date(2023, 3, 6)}, "trước ngày tiếp"),
            ({"text": "  "}, "Chưa có nội dung"),
            ({"answer": "hua"}, "Chưa chọn cách"),
        ],
    )
    def test_what_is_missing(self, session, officer, changed, words):
        with pytest.raises(Refusal, match=words):
            ordered(session[0], officer, **changed)
        assert not Conclusion.objects.exists()

    def test_not_before_the_day_nor_of_a_visit_elsewhere(self, session, officer):
        coming = posted(officer, date(2023, 3, 28), DAY)
        with pytest.raises(Refusal, match="chưa đến ngày"):
            ordered(coming, officer)
        _other, (foreign,) = held_with_visits(planner(), DAY, "khac")
        with pytest.raises(Refusal, match="không thuộc kỳ này"):
            ordered(session[0], officer, visit=foreign)

    @pytest.mark.parametrize("role", ["tiep_dan", "tong_hop", "giam_sat"])
    def test_only_by_whom_handles_there(self, session, officer, role):
        with pytest.raises(Refusal, match="không có quyền"):
            conclusions.add(
                session[0], answer="tra_loi_ngay", text="Đã rõ", by=make_account(role, officer.at), on=LATER
            )

    def test_from_july_2026_an_order_names_the_contact(self, settings, officer):
        day = date(2026, 7, 7)
        settings.DEMONSTRATION_DAY = date(2026, 7, 10)
        head, _visits = held_with_visits(officer, day)
        told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": date(2026, 7, 20), "text": "Rà soát"}
        with pytest.raises(Refusal, match="người liên hệ"):
            conclusions.add(head, **told, by=officer, on=date(2026, 7, 10))
        assert conclusions.add(head, **told, contact="Văn phòng", by=officer, on=date(2026, 7, 10))

    def test_the_database_wants_an_order_to_somebody(self, session):
        with pytest.raises(IntegrityError, match="conclusion_ordered_to_somebody"), transaction.atomic():
            Conclusion.objects.create(session=session[0], number=9, answer="giao_xem_xet")


class TestDenunciations:
    def test_only_who_and_by_when(self, session, officer):
        head, (_open, sealed) = session
        row = ordered(head, officer, visit=sealed, text="")
        assert not ConclusionWords.objects.exists()
        assert (row.unit, row.due_on) == (officer.at, DUE)

    @pytest.mark.parametrize("changed", [{"text": "Ông Xê-Rô"}, {"text": "", "contact": "Ông Xê-Rô"}])
    def test_never_a_word(self, session, officer, changed):
        with pytest.raises(Refusal, match="nội dung tố cáo"):
            ordered(session[0], officer, visit=session[1][1], **changed)
        assert holding("Xê-Rô") == set()

    def test_nor_past_the_program(self, session, officer):
        row = ordered(session[0], officer, visit=session[1][1], text="")
        with pytest.raises(IntegrityError, match="không ghi nội dung"), transaction.atomic():
            ConclusionWords.objects.create(conclusion=row, text="Ông Xê-Rô")

    def test_nor_as_a_result(self, session, officer):
        row = ordered(session[0], officer, visit=session[1][1], text="")
        with pytest.raises(Refusal, match="không ghi kết quả"):
            conclusions.done(row, by=officer, on=LATER, result="Ông Xê-Rô")
        assert conclusions.done(row, by=officer, on=LATER).done_on == LATER

    def test_words_of_others_stay_out_of_the_history(self, session, officer):
        ordered(session[0], officer, text="Xem lại đơn của bà Phích", contact="Anh Phích")
        assert holding("Phích") == {"public.reception_conclusionwords"}
        assert HistoryRow.objects.filter(table="reception_conclusion").count() == 1


class TestFollowingUp:
    @pytest.mark.parametrize(
        ("today", "mark"),
        [
            (date(2023, 3, 9), "dang_han"),
            (date(2023, 3, 10), "sap_den_han"),
            (date(2023, 3, 13), "sap_den_han"),
            (date(2023, 3, 14), "qua_han"),
        ],
    )
    def test_marks_of_a_waiting_order(self, session, officer, today, mark):
        assert conclusions.mark(ordered(session[0], officer), today) == mark

    @pytest.mark.parametrize(("done_on", "mark"), [(DUE, "dung_han"), (date(2023, 3, 14), "qua_han")])
    def test_marks_of_a_done_one(self, session, officer, done_on, mark):
        row = conclusions.done(ordered(session[0], officer), by=officer, on=done_on, result="Đã đo lại")
        assert conclusions.mark(row, date(2023, 3, 14)) == mark
        assert ConclusionWords.objects.get().result == "Đã đo lại"

    def test_the_unit_ordered_says_so_itself(self, session, officer):
        other = planner(commune("Xã Được Giao"))
        row = ordered(session[0], officer, unit=other.at)
        with pytest.raises(Refusal, match="không có quyền"):
            conclusions.done(row, by=planner(), on=LATER)
        assert conclusions.done(row, by=other, on=LATER).done_on == LATER

    @pytest.mark.parametrize("on", [date(2023, 3, 6), date(2023, 3, 15)])
    def test_not_before_the_session_nor_ahead(self, session, officer, on):
        with pytest.raises(Refusal, match="từ ngày tiếp đến hôm nay"):
            conclusions.done(ordered(session[0], officer), by=officer, on=on)

    def test_once_and_only_what_was_ordered(self, session, officer):
        row = ordered(session[0], officer)
        conclusions.done(row, by=officer, on=LATER)
        for one in (row, ordered(session[0], officer, answer="tra_loi_ngay")):
            with pytest.raises(Refusal, match="không chờ thực hiện"):
                conclusions.done(one, by=officer, on=LATER)


class TestWhoSees:
    @pytest.fixture
    def both(self, session, officer):
        head, (visit, sealed) = session
        return ordered(head, officer, visit=visit), ordered(head, officer, visit=sealed, text="")

    @pytest.mark.parametrize(
        ("role", "count"),
        [
            ("tiep_dan", 2),
            ("xu_ly", 2),
            ("lanh_dao", 2),
            ("thanh_tra", 1),
            ("van_thu", 1),
            ("tong_hop", 0),
            ("", 0),
        ],
    )
    def test_by_role(self, both, officer, role, count):
        assert conclusions.visible_to(make_account(role, officer.at)).count() == count

    def test_the_unit_ordered_sees_what_is_not_sealed(self, session, officer):
        other = planner(commune("Xã Được Giao"))
        head, (visit, sealed) = session
        ordered(head, officer, visit=visit, unit=other.at)
        ordered(head, officer, visit=sealed, unit=other.at, text="")
        assert [row.visit for row in conclusions.visible_to(other)] == [visit]

    def test_nobody_else(self, both):
        assert not conclusions.visible_to(AnonymousUser()).exists()
        assert not conclusions.visible_to(planner()).exists()
