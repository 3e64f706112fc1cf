"""Sổ tiếp công dân: the form of each time, what a sealed visit shows, who reads names, a span across two laws."""

from datetime import date

import pytest

from danvan import law
from danvan.domains.reception import conclusions, log
from danvan.domains.reception.models import Visit
from danvan.domains.reception.models.person import VisitPerson
from danvan.domains.reception.tests.factories import visit
from danvan.domains.reception.tests.schedule_world import held_with_visits, planner
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
NAMED = {"full_name": "Người Đến Minh Họa", "address": "Thôn Thử", "content": "Hỏi về thửa đất"}


@pytest.fixture
def officer(db):
    return planner()


def only_book(officer, since, until, account=None):
    (book,) = log.books(officer.at, since, until, account or officer)
    return book


class TestForms:
    def test_every_wording_of_the_law_has_its_columns(self):
        wordings = law.rulebook().wordings("TCD.LOG")
        assert {one.valid_from: len(one.items) for one in wordings} == {
            first: len(columns) for first, columns in log.COLUMNS.items()
        }
        assert [len(columns) for columns in log.COLUMNS.values()] == [7, 12, 13]

    def test_twelve_columns_before_july_2026(self, officer):
        seen = visit(officer, DAY, persons=3, is_repeated=True, content_kind="khieu_nai", personal=NAMED)
        writing.move(seen, "tra_loi", by=officer, on=DAY, answer="chuyen")
        book = only_book(officer, DAY, DAY)
        assert book.lines == [
            [
                "1/2023",
                "1/2/2023",
                "Người Đến Minh Họa, Thôn Thử",
                "",
                "Hỏi về thửa đất",
                "Khiếu nại; 3",
                "",
                "",
                "",
                "x",
                "",
                "Tiếp thường xuyên, Đến nhiều lần",
            ]
        ]
        assert (len(book.heads), book.heads[5], book.citation.partition(",")[0]) == (
            12,
            "loại đơn, số người",
            "Mẫu 03",
        )

    def test_thirteen_from_then_on(self, officer, settings):
        settings.DEMONSTRATION_DAY = day = date(2026, 7, 1)
        seen = visit(officer, day, personal=NAMED)
        writing.move(seen, "tra_loi", by=officer, on=day, answer="thu_ly")
        book = only_book(officer, day, day)
        (line,) = book.lines
        assert (len(line), line[5], line[6], line[8]) == (13, "Kiến nghị, phản ánh", "1", "x")
        assert book.heads[12] == "ghi chú"

    def test_the_minimum_of_the_law_before_the_circular(self, officer):
        visit(officer, date(2021, 11, 14), personal=NAMED)
        (line,) = only_book(officer, date(2021, 11, 1), date(2021, 11, 14)).lines
        assert (len(line), line[2], line[3]) == (7, "Người Đến Minh Họa, Thôn Thử", "Hỏi về thửa đất")

    def test_a_span_across_the_change_is_two_books(self, officer, settings):
        settings.DEMONSTRATION_DAY = date(2026, 7, 31)
        for day in (date(2026, 6, 30), date(2026, 7, 1)):
            visit(officer, day)
        older, newer = log.books(officer.at, date(2026, 6, 1), date(2026, 7, 31), officer)
        assert (older.until, newer.since) == (date(2026, 6, 30), date(2026, 7, 1))
        assert [len(older.lines[0]), len(newer.lines[0])] == [12, 13]
        assert (older.needs_paper, newer.needs_paper) == (True, False)
        assert ("chưa đủ" in older.form.text, "điện tử" in newer.form.text) == (True, True)

    def test_who_came_is_told_as_the_counter_kept_it(self, officer):
        seen = visit(officer, DAY, personal=NAMED, has_interpreter=True)
        for position, (name, number) in enumerate([("Người Nói", "040000000001"), ("Người Đại Diện", "")], 1):
            VisitPerson.objects.create(visit=seen, position=position, full_name=name, identity_number=number)
        (line,) = only_book(officer, DAY, DAY).lines
        assert line[2:4] == ["Người Nói, Người Đại Diện, Thôn Thử", "040000000001"]
        assert line[11] == "Tiếp thường xuyên, Có phiên dịch"

    def test_what_became_of_a_conclusion_is_followed(self, officer):
        head, (seen,) = held_with_visits(officer, date(2023, 3, 7), "khieu_nai")
        told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": date(2023, 3, 13), "text": "Đo lại"}
        row = conclusions.add(head, visit=seen, **told, by=officer, on=date(2023, 3, 8))
        conclusions.add(head, visit=seen, **told, by=officer, on=date(2023, 3, 8))
        conclusions.done(row, by=officer, on=date(2023, 3, 9))
        (line,) = only_book(officer, date(2023, 3, 1), date(2023, 3, 31)).lines
        assert line[10] == "xong 9/3/2023; hạn 13/3/2023"


class TestWhatIsNotShown:
    def test_a_sealed_visit_is_number_day_class_and_handling(self, officer):
        seen = visit(officer, DAY, content_kind="to_cao", persons=4)
        writing.move(seen, "tra_loi", by=officer, on=DAY, answer="tu_choi")
        (line,) = only_book(officer, DAY, DAY).lines
        assert line == ["1/2023", "1/2/2023", "", "", "", "Tố cáo", "", "", "x", "", "", ""]

    def test_in_the_newer_form_as_well(self, officer, settings):
        settings.DEMONSTRATION_DAY = day = date(2026, 7, 1)
        visit(officer, day, content_kind="to_cao", persons=4)
        (line,) = only_book(officer, day, day).lines
        assert [cell for cell in line if cell] == ["1/2026", "1/7/2026", "Tố cáo"]

    @pytest.mark.parametrize(
        ("role", "lines", "names"),
        [("tiep_dan", 2, 1), ("lanh_dao", 2, 1), ("thanh_tra", 1, 1), ("tong_hop", 0, 0), ("quan_tri", 0, 0)],
    )
    def test_by_role(self, officer, role, lines, names):
        visit(officer, DAY, personal=NAMED)
        visit(officer, DAY, content_kind="to_cao")
        found = only_book(officer, DAY, DAY, make_account(role, officer.at)).lines
        assert (len(found), sum("Minh Họa" in line[2] for line in found)) == (lines, names)

    def test_the_holder_of_a_sealed_letter_is_not_told(self, officer):
        seen = visit(officer, DAY)
        writing.open_record("don", by=officer, unit=officer.at, on=DAY, arises_from=seen)
        (line,) = only_book(officer, DAY, DAY).lines
        assert "Xã Minh Họa" not in line

    def test_a_foreign_unit_reads_nothing(self, officer):
        visit(officer, DAY, personal=NAMED)
        assert only_book(officer, DAY, DAY, planner()).lines == []


class TestSpans:
    def test_upside_down_or_before_the_law(self, officer):
        with pytest.raises(Refusal, match="không sau"):
            log.books(officer.at, DAY, date(2023, 1, 31), officer)
        with pytest.raises(Refusal, match="Trước 1/7/2014"):
            log.books(officer.at, date(2010, 1, 1), date(2010, 12, 31), officer)

    def test_in_the_order_of_days_and_numbers(self, officer):
        for day in (date(2023, 2, 3), DAY, DAY):
            visit(officer, day)
        lines = only_book(officer, *log.month_of(DAY)).lines
        assert [line[:2] for line in lines] == [
            ["2/2023", "1/2/2023"],
            ["3/2023", "1/2/2023"],
            ["1/2023", "3/2/2023"],
        ]

    @pytest.mark.parametrize("count", [1, 12])
    def test_queries_do_not_grow_with_the_book(self, officer, count, django_assert_max_num_queries):
        for _turn in range(count):
            visit(officer, DAY, personal=NAMED)
        with django_assert_max_num_queries(11):
            assert len(only_book(officer, DAY, DAY).lines) == count

    def test_a_book_that_is_too_long_says_so(self, officer, monkeypatch):
        monkeypatch.setattr(log, "MOST", 2)
        for _turn in range(3):
            visit(officer, DAY)
        book = only_book(officer, DAY, DAY)
        assert (len(book.lines), book.is_cut, Visit.objects.count()) == (2, True, 3)

    def test_the_month_of_a_day(self):
        assert log.month_of(date(2024, 2, 9)) == (date(2024, 2, 1), date(2024, 2, 29))
