"""Registers as offices keep them: merged headings, days as text, a name and an address in one cell."""

from datetime import date

import pytest

from danvan.domains.petitions.books import cells, columns, heads
from danvan.domains.petitions.books.tests.ugly import ELEVEN_WRONG, book, row, ugly
from danvan.records.tables import reading
from danvan.records.tables.tests.old_typing import to_vni

TODAY = date(2023, 3, 14)


class TestFiles:
    def test_an_old_xls_in_an_old_font(self):
        sheet = reading.read(ugly())
        assert sheet.font == "tcvn3"
        assert sheet.rows[2][:4] == ["STT", "Ngày nhận", "Họ tên, địa chỉ", "Nội dung"]
        assert sheet.rows[5][2] == "Người minh họa số 1, thôn Minh Họa 1"

    @pytest.mark.parametrize("typed", [str, to_vni])
    def test_other_fonts_of_the_same_book(self, typed):
        assert (
            reading.read(book([row(1), row(2)], typed)).rows[5]
            == reading.read(book([row(1), row(2)])).rows[5]
        )


class TestHeads:
    def test_merged_headings_in_two_rows_and_a_row_of_numbers(self):
        head = heads.find(reading.read(ugly()).rows)
        assert head.names[4:7] == ["Loại đơn › KN", "Loại đơn › TC", "Loại đơn › KNPA"]
        assert head.first_row == 5

    def test_headings_in_one_row(self):
        head = heads.find([["Sổ đơn"], ["STT", "Ngày nhận", "Họ tên", "Nội dung"], ["1", "3/4", "x", "y"]])
        assert (head.names, head.first_row) == (["STT", "Ngày nhận", "Họ tên", "Nội dung"], 2)

    def test_a_column_without_a_heading_has_a_number(self):
        assert heads.find([["STT", "", "Nội dung"], ["1", "a", "b"]]).names == ["STT", "Cột 2", "Nội dung"]

    def test_what_the_headings_suggest(self):
        names = heads.find(reading.read(ugly()).rows).names
        assert columns.suggested(names) == [
            *("incoming_number", "received_on", "name_address", "content"),
            *("kind:khieu_nai", "kind:to_cao", "kind:kien_nghi_phan_anh"),
            *("handling", "handled_on", "forwarded_to"),
        ]

    def test_no_meaning_is_suggested_twice(self):
        assert columns.suggested(["Ngày nhận", "Ngày nhận", "Ghi chú"]) == ["received_on", "", ""]


def understood(**other):
    cells_of = {"received_on": "3/2/2023", "kind": "KN"} | other
    return cells.understand(cells_of, 2023, TODAY)


class TestCells:
    @pytest.mark.parametrize("text", ["3/4", "3.4", "3-4", "3/4/2022", "3.4.22", "ngày 3 tháng 4 năm 2022"])
    def test_days_as_offices_write_them(self, text):
        assert cells.understand({"received_on": text, "kind": "TC"}, 2022, TODAY).values[
            "received_on"
        ] == date(2022, 4, 3)

    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("KN", "khieu_nai"),
            ("Khiếu nại", "khieu_nai"),
            ("tố cáo.", "to_cao"),
            ("KNPA", "kien_nghi_phan_anh"),
        ],
    )
    def test_kinds_in_their_short_forms(self, cell, value):
        assert understood(kind=cell).values["kind"] == value

    @pytest.mark.parametrize(
        ("both", "name", "address"),
        [
            ("Trần Văn Minh Họa, thôn 3, xã Minh Họa", "Trần Văn Minh Họa", "thôn 3, xã Minh Họa"),
            ("Bà Lê Thị Minh Họa - xã Minh Họa", "Bà Lê Thị Minh Họa", "xã Minh Họa"),
            ("Nguyễn Minh Họa; trú tại: tổ 5", "Nguyễn Minh Họa", "tổ 5"),
            ("Tập thể hộ dân", "Tập thể hộ dân", ""),
        ],
    )
    def test_a_name_and_an_address_in_one_cell(self, both, name, address):
        values = understood(name_address=both).values
        assert (values["full_name"], values.get("address", "")) == (name, address)

    @pytest.mark.parametrize(
        ("other", "fault"),
        [
            ({"received_on": ""}, "received_on"),
            ({"received_on": "31/2/2023"}, "received_on"),
            ({"received_on": "1/2/2099"}, "received_on"),
            ({"kind": ""}, "kind"),
            ({"kind": "đơn lạ"}, "kind"),
            ({"kind:to_cao": "x", "kind:khieu_nai": "x"}, "kind"),
            ({"handling": "chuyển đơn"}, "forwarded_to"),
            ({"handled_on": "5/2/2023"}, "handling"),
            ({"handling": "lưu", "handled_on": "1/2/2023"}, "handled_on"),
            ({"handling": "thụ lý", "settled_on": "1/3/2023"}, "result"),
            ({"result": "đúng"}, "settled_on"),
            ({"signatories": "nhiều"}, "signatories"),
            ({"full_name": "x" * 201}, "full_name"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_column(self, other, fault):
        assert list(understood(**other).faults) == [fault]

    def test_no_sentence_repeats_a_cell(self):
        planted = "chuỗi bí mật thử"
        names = [key for key in columns.BY_KEY if ":" not in key]
        read = cells.understand(dict.fromkeys(names, f"{planted} {'x' * 400}"), 2023, TODAY)
        assert read.faults
        assert planted not in str(read.faults)

    def test_the_ugly_book_has_just_eleven_wrong_rows(self):
        sheet = reading.read(ugly())
        head = heads.find(sheet.rows)
        meanings = columns.suggested(head.names)
        wrong = {
            int(cells_of[0])
            for cells_of in sheet.rows[head.first_row : head.first_row + 40]
            if cells.understand(
                {k: c for k, c in zip(meanings, cells_of, strict=True) if k}, 2023, TODAY
            ).faults
        }
        assert wrong == set(ELEVEN_WRONG)
