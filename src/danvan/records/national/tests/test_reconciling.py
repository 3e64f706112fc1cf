"""The national system's list beside the register, in whatever columns and order it comes; and the whole way round."""

from datetime import date

import pytest

from danvan.records.national import columns, keeping, lists, reconciling
from danvan.records.national.keeping import Entry
from danvan.records.national.lists import Wanted
from danvan.records.national.tests.national_world import (
    DAY,
    LATER,
    TODAY,
    book,
    kept,
    matter_of,
    opened,
    visit_of,
    write,
)
from danvan.records.national.waiting import waiting
from danvan.records.tables.reading import Sheet
from danvan.records.tests.desk_world import classified, reach_of
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
HEADS = ["Mã hồ sơ", "Số vào sổ", "Ngày cập nhật"]


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def compare(officer):
    def compared(*rows, heads=HEADS, group="don", name="Danh sách"):
        content = book((name, [heads, *rows]))
        return reconciling.compare(content, unit_id=officer.at.pk, group=group, reach=reach_of(officer))

    return compared


def read(*rows, name="", group="don"):
    return list(columns.rows(Sheet([list(row) for row in rows], "unicode", name), group))


class TestColumns:
    @pytest.mark.parametrize(
        ("heads", "cells"),
        [
            (("Mã", "Số", "Ngày"), ("A1", "12/2023", "3/4/2023")),
            (("STT", "Ngày cập nhật", "Mã hồ sơ", "Số vào sổ"), ("1", "3.4.2023", "a1", "12 / 2023")),
            (("Mã CSDL (quốc gia)", "Số thứ tự", "Năm", "Ngày nhập"), ("A1", "12", "2023", "2023-04-03")),
            (
                ("Họ tên", "Mã đơn", "Số", "Năm sổ", "Ngày tạo"),
                ("Người thử", "A 1", "12", "2023", "3/4/2023"),
            ),
        ],
    )
    def test_headings_say_what_a_column_means(self, heads, cells):
        row = read(heads, cells)[0]
        assert (row.code, row.number, row.on) == ("A1", (12, 2023), date(2023, 4, 3))

    def test_titles_above_are_passed_over(self):
        assert read(("DANH SÁCH", ""), ("", ""), ("Mã", "Số"), ("A1", "1/2023"))[0].line == 4

    def test_a_day_of_something_else_is_not_the_day_of_updating(self):
        assert read(("Mã", "Số", "Ngày sinh"), ("A1", "1/2023", "1/1/1970"))[0].on is None

    def test_without_a_column_of_codes_there_is_no_list(self):
        with pytest.raises(Refusal, match="có cột “Mã”"):
            read(("Họ tên", "Số"), ("Người thử", "1/2023"))

    @pytest.mark.parametrize("cells", [("Trần Thị Bí", "1/2023", ""), ("A1", "1/2023", "hôm qua")])
    def test_a_cell_that_cannot_be_read_leaves_its_line_alone(self, cells):
        row = read(("Mã", "Số", "Ngày"), cells)[0]
        assert row.is_unreadable
        assert (row.code, row.line) == ("", 2)

    def test_the_name_of_a_sheet_says_the_group(self):
        assert read(("Mã", "Số"), ("A1", "1/2023"), name="Giải quyết")[0].group == "vu_viec"
        assert read(("Mã", "Số"), ("A1", "1/2023"), name="Sheet1")[0].group == "don"

    @pytest.mark.parametrize(
        ("number", "year", "found"),
        [
            ("12/2023", "", (12, 2023)),
            ("12", "2023", (12, 2023)),
            ("12", "", None),
            ("số 12", "2023", None),
            ("9" * 10, "2023", None),
            ("999999999", "2023", (999999999, 2023)),
            ("1", "23", None),
        ],
    )
    def test_register_numbers(self, number, year, found):
        assert columns.register_number(number, year) == found


class TestBeside:
    def test_a_number_finds_its_record(self, officer, compare):
        letter = classified(officer)
        found = compare(["A1", letter.number, "10/3/2023"])
        assert [(pair.record.pk, pair.row.code, pair.row.on) for pair in found.proposed] == [
            (letter.pk, "A1", LATER)
        ]
        assert not found.not_here
        assert not found.not_there

    def test_a_code_comes_before_a_number(self, officer, compare):
        one, other = classified(officer), classified(officer)
        write(one, officer, "A1")
        found = compare(["A1", other.number, "10/3/2023"])
        assert found.agreeing == 1
        assert [record.pk for record in found.not_there] == [other.pk]

    def test_differing_days_and_codes(self, officer, compare):
        one, other = classified(officer), classified(officer)
        write(one, officer, "A1")
        write(other, officer, "A2")
        found = compare(["A1", one.number, "9/3/2023"], ["A3", other.number, ""])
        assert [pair.record.pk for pair in found.other_days] == [one.pk]
        assert [(pair.record.pk, pair.kept) for pair in found.other_codes] == [(other.pk, "A2")]

    def test_theirs_that_are_not_here(self, compare):
        found = compare(["A1", "99/2023", "10/3/2023"])
        assert [(row.line, row.code) for row in found.not_here] == [(2, "A1")]

    def test_a_second_line_of_one_record_is_told(self, officer, compare):
        letter = classified(officer)
        found = compare(["A1", letter.number, ""], ["A2", letter.number, ""])
        assert ([pair.row.code for pair in found.proposed], [row.code for row in found.not_here]) == (
            ["A1"],
            ["A2"],
        )

    def test_ours_with_a_code_that_the_list_lacks(self, officer, compare):
        letter, other = classified(officer), classified(officer)
        write(letter, officer, "A1")
        write(other, officer, "A2")
        found = compare(["A1", letter.number, "10/3/2023"])
        assert [record.pk for record in found.not_there] == [other.pk]

    def test_another_group_of_the_same_number_is_not_met(self, officer, compare):
        letter = classified(officer)
        assert compare(["A1", letter.number, ""], group="vu_viec").not_here

    def test_rows_of_other_units_are_counted_alone(self, officer, compare):
        letter = classified(officer)
        found = compare(["A1", letter.number, "Xã Khác"], heads=["Mã", "Số", "Đơn vị"])
        assert (found.elsewhere, found.proposed) == (1, [])

    def test_lines_that_cannot_be_read_are_counted_alone(self, officer, compare):
        letter = classified(officer)
        assert compare(["Trần Thị Bí", letter.number, ""]).unreadable == [2]

    def test_records_that_the_account_does_not_see_are_not_here(self, officer):
        letter = classified(officer)
        content = book(("Đơn", [HEADS, ["A1", letter.number, ""]]))
        found = reconciling.compare(content, unit_id=officer.at.pk, group="don", reach=reach_of(handler()))
        assert (found.proposed, found.not_there, len(found.not_here)) == ([], [], 1)

    def test_long_lists_are_cut_and_said(self, officer, compare, monkeypatch):
        monkeypatch.setattr(reconciling, "MOST_SHOWN", 1)
        rows = [["A1", "98/2023", ""], ["A2", "99/2023", ""]]
        letter_of(officer, DAY)
        letter_of(officer, DAY)
        found = compare(*rows)
        assert (len(found.shown["not_here"]), found.has_more, found.not_there_more) == (1, True, True)

    def test_few_queries_for_many_rows(self, officer, django_assert_max_num_queries):
        rows = [[f"A{at}", classified(officer).number, ""] for at in range(6)]
        content, reach = book(("Đơn", [HEADS, *rows])), reach_of(officer)
        with django_assert_max_num_queries(8):
            found = reconciling.compare(content, unit_id=officer.at.pk, group="don", reach=reach)
        assert len(found.proposed) == 6

    def test_a_sheet_of_notes_is_passed_over(self, officer):
        letter = classified(officer)
        content = book(
            ("Ghi chú", [["Người lập"], ["x"]]), ("Đơn", [HEADS, ["A1", letter.number, "10/3/2023"]])
        )
        found = reconciling.compare(content, unit_id=officer.at.pk, group="don", reach=reach_of(officer))
        assert len(found.proposed) == 1

    def test_headings_without_rows(self, officer):
        with pytest.raises(Refusal, match="có cột “Mã”"):
            reconciling.compare(
                book(("Đơn", [["Tên"], ["x"]])), unit_id=officer.at.pk, group="don", reach=reach_of(officer)
            )


def test_the_whole_way_round(officer):
    """Made here, codes filled in as an officer would, laid beside the register, written: nothing waits any more."""
    visit_of(officer)
    matter_of(officer)
    classified(officer, "to_cao")
    letter_of(officer, DAY)
    reach = reach_of(officer)
    sheets = opened(lists.workbook(Wanted(DAY, TODAY), reach))
    for at, rows in enumerate(sheets.values()):
        for number, row in enumerate(rows[1:]):
            row[0], row[1] = f"QG{at}-{number}", "12/3/2023"
    content = book(*sheets.items())
    found = reconciling.compare(content, unit_id=officer.at.pk, group="don", reach=reach)
    assert len(found.proposed) == sum(len(rows) - 1 for rows in sheets.values()) == 5
    entries = [Entry(pair.record.public_id, pair.row.code, pair.row.on) for pair in found.proposed]
    assert keeping.write(entries, by=officer, today=TODAY, reason="doi_chieu") == 5
    assert not waiting(reach, {}).exists()
    again = reconciling.compare(content, unit_id=officer.at.pk, group="don", reach=reach)
    assert (again.agreeing, again.proposed, again.not_here, again.not_there) == (5, [], [], [])
    assert kept(found.proposed[0].record)[1] == date(2023, 3, 12)
