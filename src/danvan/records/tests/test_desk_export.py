"""The CSV: the rows of the list, no person, no formula, and what is invented says so."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from danvan.org.tests.factories import make_unit
from danvan.records import writing
from danvan.records.declare import record_type
from danvan.records.desk import export
from danvan.records.desk.access import Reach
from danvan.records.desk.export import csv_lines, safe
from danvan.records.tests.desk_world import DAY, NAMED, classified, desk_of, session_of
from danvan.records.tests.factories import compiler, handler, letter_of

pytestmark = pytest.mark.django_db
LETTERS = record_type("don")


@pytest.fixture
def officer(db):
    return handler()


def table(client, key="don", **values):
    answer = client.get(reverse("records:export", args=[key]), values)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_rows_are_those_of_the_list(officer):
    classified(officer, "khieu_nai")
    classified(officer, "to_cao")
    client = desk_of(officer)
    assert [row["Số"] for row in table(client)] == ["2", "1"]
    assert [row["Số"] for row in table(client, kind="to_cao")] == ["2"]
    assert [row["Số"] for row in table(client, words="khieu nai")] == ["1"]


def test_the_head_speaks_vietnamese_and_values_are_in_words(officer):
    classified(officer, "khieu_nai")
    (row,) = table(desk_of(officer))
    assert (row["Năm sổ"], row["Loại đơn"], row["Lĩnh vực"]) == ("2023", "Khiếu nại", "Đất đai, nhà cửa")
    assert (row["Ngày tiếp nhận"], row["Đơn gửi nhiều lần"]) == ("1/3/2023", "không")
    assert row["Đơn vị"] == officer.at.name_on(DAY)


def test_no_personal_detail_is_ever_in_it(officer):
    classified(officer, "khieu_nai")
    text = "".join(csv_lines(LETTERS, Reach(officer), {}))
    for value in NAMED.values():
        assert value not in text
    for label in ("Họ và tên", "Địa chỉ", "Điện thoại", "Nội dung"):
        assert label not in text


def test_another_unit_gets_an_empty_file_and_a_compiler_none(officer):
    letter_of(officer, DAY)
    assert table(desk_of(handler(make_unit()))) == []
    assert desk_of(compiler(officer.at)).get(reverse("records:export", args=["don"])).status_code == 403


def test_invented_rows_are_marked(officer):
    letter_of(officer, DAY, is_illustrative=True)
    letter_of(officer, DAY)
    assert [row["Nguồn số liệu"] for row in table(desk_of(officer))] == ["hồ sơ", "số liệu minh họa"]


def test_many_rows_come_in_batches_each_once(officer):
    for back in range(7):
        session_of(officer, DAY - timedelta(days=back // 3))
    text = "".join(csv_lines(record_type("ky_tiep"), Reach(officer), {}, batch=2))
    numbers = [row["Số"] for row in csv.DictReader(io.StringIO(text[1:]))]
    assert sorted(numbers, key=int) == [str(number) for number in range(1, 8)]


def test_a_formula_in_free_text_is_disarmed(officer):
    from danvan.records import writing

    letter = classified(officer)
    writing.move(letter, "chuyen", by=officer, on=DAY, forwarded_to='=HYPERLINK("http://x")')
    (row,) = table(desk_of(officer))
    assert row["Nơi nhận chuyển đơn"] == '\'=HYPERLINK("http://x")'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_every_sign_that_begins_a_formula_is_disarmed(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Đơn khiếu nại", "12/2023", 12, "1/3/2023", "a=b", "x-y"])
def test_ordinary_cells_stay_as_they_are(cell):
    assert safe(cell) == cell


def test_the_answer_is_a_file_that_nobody_keeps(officer):
    answer = desk_of(officer).get(reverse("records:export", args=["don"]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="don-2023-03-14.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_a_bad_filter_gives_a_sentence_and_no_file(officer):
    answer = desk_of(officer).get(reverse("records:export", args=["don"]), {"since": "32/1/2023"})
    assert answer.status_code == 400
    assert "Bộ lọc của danh sách không đúng" in answer.content.decode()


def test_a_visit_names_its_session_without_a_query_for_each(officer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from danvan.records import writing

    session = session_of(officer)
    for _ in range(3):
        writing.open_record(
            "luot_tiep", by=officer, unit=officer.at, on=DAY, channel="thu_truong", session=session
        )
    reach = Reach(officer)
    assert reach.readable
    with CaptureQueriesContext(connection) as asked:
        text = "".join(csv_lines(record_type("luot_tiep"), reach, {}))
    assert f"số {session.number}" in text
    assert sum("FROM" in query["sql"] for query in asked) == 2


class TestBook:
    def test_the_same_rows_and_no_formula(self, officer):
        letter = classified(officer, "khieu_nai", signatories=3, is_competent=False)
        writing.move(letter, "chuyen", by=officer, on=DAY, forwarded_to="=1+1")
        answer = desk_of(officer).get(reverse("records:export_book", args=["don"]))
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert dict(zip(rows[0], rows[1], strict=True))["Số người đứng tên"] in (3, "3")
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert not any(name in str(rows) for name in NAMED.values())

    def test_too_many_are_refused_with_the_way_out(self, officer, monkeypatch):
        monkeypatch.setattr(export, "MOST_IN_BOOK", 1)
        for _turn in range(2):
            letter_of(officer, DAY)
        answer = desk_of(officer).get(reverse("records:export_book", args=["don"]))
        assert answer.status_code == 400
        assert "CSV" in answer.content.decode()
