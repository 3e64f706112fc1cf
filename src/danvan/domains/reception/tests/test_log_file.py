"""The book as a workbook: the same cells as on the page, guarded, sealed visits bare, two laws in two sheets."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from danvan.domains.reception import log, log_file
from danvan.domains.reception.models import Visit
from danvan.domains.reception.tests.factories import loaded_visit, visit
from danvan.domains.reception.tests.schedule_world import TODAY, planner, words
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ROOT = "/ban-lam-viec/tiep-cong-dan/so/"
FILE = ROOT + "tai-ve/"
DAY = date(2023, 2, 1)
MOST_QUERIES = 36  # with the log-in, the rail and the choice of units
NAMED = {"full_name": "Người Đến Minh Họa", "address": "Thôn Thử", "content": "Hỏi về thửa đất"}


@pytest.fixture
def officer(settings, db):
    settings.DEMONSTRATION_DAY = TODAY
    return planner()


def sheets(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def made(officer, since=DAY, until=DAY, account=None):
    books = log.books(officer.at, since, until, account or officer)
    return sheets(log_file.workbook(books, "Xã Minh Họa", TODAY))


def lines(officer, **changed):
    (rows,) = made(officer, **changed).values()
    return [row for row in rows[4:] if any(row) and not str(row[0]).startswith("Khóa sổ")]


def asked(account, **values):
    told = {"unit": str(values.pop("unit", account.at.pk)), "since": "1/2/2023", "until": "28/2/2023"}
    return desk_of(account).get(FILE, told | values)


class TestCells:
    def test_the_same_as_on_the_page(self, officer):
        seen = visit(officer, DAY, persons=3, content_kind="khieu_nai", personal=NAMED)
        writing.move(seen, "tra_loi", by=officer, on=DAY, answer="chuyen")
        (book,) = log.books(officer.at, DAY, DAY, officer)
        assert lines(officer) == book.lines
        assert book.lines[0][2] == "Người Đến Minh Họa, Thôn Thử"

    def test_heads_unit_span_and_closing_line(self, officer):
        visit(officer, DAY, personal=NAMED)
        (rows,) = made(officer).values()
        (book,) = log.books(officer.at, DAY, DAY, officer)
        assert [rows[0][0], rows[1][0]] == ["Xã Minh Họa", "Sổ tiếp công dân"]
        assert rows[2][0] == f"Từ ngày 1/2/2023 đến ngày 1/2/2023 · {book.citation}"
        assert tuple(rows[3]) == book.heads
        assert rows[-1][0] == "Khóa sổ ngày 14/3/2023: 1 lượt tiếp."

    def test_no_visit_is_a_book_with_its_heads_alone(self, officer):
        assert lines(officer) == []
        (rows,) = made(officer).values()
        assert rows[-1][0].endswith("0 lượt tiếp.")

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "＝", "＋", "－", "＠"])
    def test_no_cell_acts_as_a_formula(self, officer, sign):
        told = f"{sign}HYPERLINK(1)"
        visit(officer, DAY, personal=NAMED | {"full_name": told, "content": told})
        (row,) = lines(officer)
        assert row[2].startswith("'")
        assert row[4].startswith("'")
        assert row[4].lstrip("'").strip() == told.strip()

    @pytest.mark.parametrize("told", ["1/2", "0912", "1e5", "http://vi-du.example", "mailto:a@vi-du.example"])
    def test_a_text_stays_a_text(self, officer, told):
        visit(officer, DAY, personal=NAMED | {"content": told})
        assert lines(officer)[0][4] == told

    def test_the_number_of_the_book_is_no_day(self, officer):
        visit(officer, DAY)
        assert lines(officer)[0][0] == "1/2023"

    def test_a_text_longer_than_a_cell_is_cut_and_not_lost(self, officer):
        visit(officer, DAY, personal=NAMED | {"content": "ữ" * 40_000})
        told = lines(officer)[0][4]
        assert len(told) == log_file.LONGEST
        assert (told[0], told[-1]) == ("ữ", "…")

    def test_a_text_of_exactly_a_cell_is_whole(self, officer):
        visit(officer, DAY, personal=NAMED | {"content": "a" * log_file.LONGEST})
        assert lines(officer)[0][4] == "a" * log_file.LONGEST

    def test_of_a_sealed_visit_number_day_class_and_handling(self, officer):
        seen = visit(officer, DAY, content_kind="to_cao", persons=4, is_repeated=True)
        writing.move(seen, "tra_loi", by=officer, on=DAY, answer="thu_ly")
        (row,) = lines(officer)
        assert [cell for cell in row if cell] == ["1/2023", "1/2/2023", "Tố cáo", "x"]

    def test_sealed_and_named_stand_in_the_order_of_their_numbers(self, officer):
        for kind in ("to_cao", "khieu_nai", "to_cao"):
            visit(officer, DAY, content_kind=kind)
        assert [row[0] for row in lines(officer)] == ["1/2023", "2/2023", "3/2023"]

    def test_who_sees_no_sealed_ones_gets_none(self, officer):
        visit(officer, DAY, content_kind="to_cao")
        visit(officer, DAY, personal=NAMED)
        assert [row[0] for row in lines(officer, account=role_at("thanh_tra", officer))] == ["2/2023"]


class TestTwoLaws:
    def test_a_span_across_the_change_is_two_sheets(self, officer, settings):
        settings.DEMONSTRATION_DAY = date(2026, 7, 2)
        for on in (date(2026, 6, 30), date(2026, 7, 1)):
            visit(officer, on, personal=NAMED)
        told = made(officer, since=date(2026, 6, 1), until=date(2026, 7, 31))
        assert list(told) == ["20260601-20260630", "20260701-20260731"]
        assert [len(rows[3]) for rows in told.values()] == [12, 13]
        assert [rows[4][1] for rows in told.values()] == ["30/6/2026", "1/7/2026"]

    @pytest.mark.parametrize(
        ("on", "columns"),
        [
            (date(2014, 7, 1), 7),
            (date(2021, 11, 14), 7),
            (date(2021, 11, 15), 12),
            (date(2026, 6, 30), 12),
            (date(2026, 7, 1), 13),
        ],
    )
    def test_the_form_of_each_day(self, officer, settings, on, columns):
        settings.DEMONSTRATION_DAY = date(2026, 7, 2)
        loaded_visit(officer.at, on)
        (rows,) = made(officer, since=on, until=on).values()
        assert (len(rows[3]), rows[4][1]) == (columns, f"{on.day}/{on.month}/{on.year}")

    def test_before_any_law_there_is_no_book(self, officer):
        with pytest.raises(Refusal, match="chưa có Luật Tiếp công dân"):
            made(officer, since=date(2014, 1, 1), until=date(2014, 6, 30))


class TestTooLong:
    def test_a_book_that_is_cut_is_not_given_as_whole(self, officer, monkeypatch):
        monkeypatch.setattr(log, "MOST", 2)
        for _turn in range(3):
            visit(officer, DAY)
        with pytest.raises(Refusal, match="khoảng ngày ngắn hơn"):
            made(officer)
        answer = asked(officer)
        assert answer.status_code == 400
        assert "khoảng ngày ngắn hơn" in words(answer.content.decode())

    def test_one_that_just_fits_is(self, officer, monkeypatch):
        monkeypatch.setattr(log, "MOST", 2)
        for _turn in range(2):
            visit(officer, DAY)
        assert len(lines(officer)) == 2


class TestThePage:
    def test_it_comes_as_a_file_named_by_its_days(self, officer):
        visit(officer, DAY, personal=NAMED)
        answer = asked(officer)
        assert answer.status_code == 200
        assert answer["Content-Type"] == log_file.MEDIA_TYPE
        name = "so-tiep-cong-dan-20230201-20230228.xlsx"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "no-store" in answer["Cache-Control"]
        assert list(sheets(answer.content)) == ["20230201-20230228"]

    def test_the_page_of_the_book_leads_to_it_with_the_same_question(self, officer):
        told = {"unit": str(officer.at.pk), "since": "1/2/2023", "until": "28/2/2023"}
        page = desk_of(officer).get(ROOT, told).content.decode()
        address = page.partition(f'href="{FILE}?')[2].partition('"')[0].replace("&amp;", "&")
        assert desk_of(officer).get(f"{FILE}?{address}")["Content-Type"] == log_file.MEDIA_TYPE
        assert FILE not in desk_of(officer).get(ROOT).content.decode()

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"since": "31/2/2023"}, ""),
            ({"since": ""}, ""),
            ({"since": "1/3/2023"}, "Từ ngày phải không sau đến ngày"),
            ({"since": "1/1/2022"}, "không quá một năm"),
            ({"since": "1/1/2014", "until": "30/6/2014"}, "chưa có Luật Tiếp công dân"),
            ({"unit": "x"}, ""),
            ({"unit": "0"}, ""),
            ({"paper": "a9"}, ""),
        ],
    )
    def test_what_is_wrong_is_said_on_the_page_of_the_book(self, officer, changed, said):
        answer = asked(officer, **changed)
        assert answer.status_code == 400
        assert "text/html" in answer["Content-Type"]
        assert said in words(answer.content.decode())

    def test_without_a_question_it_asks(self, officer):
        answer = desk_of(officer).get(FILE)
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, "text/html")

    def test_a_foreign_unit_cannot_be_chosen(self, officer):
        assert asked(officer, unit=planner().at.pk).status_code == 400

    @pytest.mark.parametrize(
        "role", ["tong_hop", "giam_sat", "bien_tap", "quan_tri", "he_thong", "kiem_toan"]
    )
    def test_no_role_without_records(self, officer, role):
        assert asked(role_at(role, officer), unit=officer.at.pk).status_code == 403

    def test_nobody_without_a_log_in_and_no_account_without_a_role(self, officer, client):
        assert client.get(FILE).status_code == 302
        assert desk_of(make_account()).get(FILE).status_code == 403

    def test_it_only_reads(self, officer):
        assert desk_of(officer).post(FILE).status_code == 405
        visit(officer, DAY)
        before = Visit.objects.get().version
        asked(officer)
        assert Visit.objects.get().version == before

    def test_the_same_queries_for_one_and_for_many(self, officer):
        def taken():
            with CaptureQueriesContext(connection) as queries:
                assert asked(officer).status_code == 200
            return len(queries)

        visit(officer, DAY, personal=NAMED)
        asked(officer)
        one = taken()
        for _turn in range(12):
            visit(officer, DAY, personal=NAMED)
        assert taken() <= one <= MOST_QUERIES
