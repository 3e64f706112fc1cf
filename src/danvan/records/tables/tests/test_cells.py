"""One cell of a workbook as text: days, numbers, ticked boxes, and signs that no page takes."""

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.tables import cells, reading
from danvan.records.tables.tests.books import xlsx_of
from danvan.records.tables.tests.old_typing import to_tcvn3
from danvan.ui.dates import parse_day


class Laid:
    """A sheet as the library hands it over."""

    def __init__(self, rows):
        self.rows = rows

    def to_python(self, *, skip_empty_area):
        assert not skip_empty_area, "a row keeps its number in the file"
        return self.rows


class TestOneCell:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""),
            ("", ""),
            ("   ", ""),
            (date(2023, 3, 4), "4/3/2023"),
            (datetime(2023, 3, 4, 23, 59), "4/3/2023"),
            (date(1900, 1, 1), "1/1/1900"),
            (time(8, 5), "08:05"),
            (timedelta(hours=30), "1 day, 6:00:00"),
            (3.0, "3"),
            (-0.0, "0"),
            (0.5, "0.5"),
            (1e15, "1000000000000000"),
            (float("inf"), "inf"),
            (float("nan"), "nan"),
            (7, "7"),
            (True, "x"),
            (False, ""),
            (" Nguyễn\tVăn \n A ", "Nguyễn Văn A"),
            ("a\u00a0b", "a b"),
            ("a\0b\x01c\x7fd", "a b c d"),
            ("=1+1", "=1+1"),
        ],
    )
    def test_is_what_a_person_would_read(self, value, text):
        assert cells.as_text(value) == text

    def test_is_not_longer_than_a_cell(self):
        assert cells.as_text("ế" * 50_000) == "ế" * cells.LONGEST_CELL

    @given(st.text())
    def test_no_sign_is_left_that_the_database_or_a_page_refuses(self, text):
        tidy = cells.tidy(text)
        assert not [sign for sign in tidy if unicodedata.category(sign) == "Cc" and sign < "\x80"]
        assert tidy == " ".join(tidy.split())
        assert cells.tidy(tidy) == tidy

    @given(st.integers(-(10**15), 10**15))
    def test_a_whole_number_has_no_point_however_it_is_kept(self, number):
        assert cells.as_text(float(number)) == cells.as_text(number) == str(number)

    @given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
    def test_a_day_is_read_back_by_the_reader_of_days(self, on):
        assert parse_day(cells.as_text(on)) == on


class TestRows:
    def test_empty_ones_at_the_end_are_gone_and_those_between_stay(self):
        laid = Laid([["STT"], [""], ["1"], [None], ["  "], [False]])
        assert cells.rows_of(laid, 10, 5) == [["STT"], [""], ["1"]]

    @pytest.mark.parametrize(("count", "fits"), [(4, True), (5, True), (6, False)])
    def test_no_more_than_may_be(self, count, fits):
        found = cells.rows_of(Laid([["x"]] * count), 5, 5)
        assert (found is not None) == fits

    def test_what_stands_too_far_right_is_left_out(self):
        assert cells.rows_of(Laid([["a", "b", "c"], ["d", "", ""]]), 5, 2) == [["a", "b"], ["d", ""]]

    def test_a_sheet_without_a_row(self):
        assert cells.rows_of(Laid([]), 5, 5) == []

    def test_a_row_that_only_holds_something_too_far_right_still_keeps_its_place(self):
        assert cells.rows_of(Laid([["a", ""], ["", "b"]]), 5, 1) == [["a"], [""]]


class TestBoxes:
    def test_a_box_that_is_not_ticked_is_no_cross(self):
        sheet = reading.read(xlsx_of([["STT", "KN", "TC"], [1, True, False], [2, False, True]]))
        assert sheet.rows == [["STT", "KN", "TC"], ["1", "x", ""], ["2", "", "x"]]

    def test_nor_does_it_become_a_word_in_a_sheet_of_an_old_font(self):
        heads = [to_tcvn3(word) for word in ("Họ tên", "Khiếu nại", "Tố cáo")]
        sheet = reading.read(xlsx_of([heads, [to_tcvn3("Đỗ Thị Ở"), False, True]]))
        assert sheet.font == "tcvn3"
        assert sheet.rows[1] == ["Đỗ Thị Ở".replace("Ở", "ở"), "", "x"]
