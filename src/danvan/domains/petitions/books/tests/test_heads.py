"""Headings of registers: where they stand, what they are called, what they suggest."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.books import columns, heads

PLAIN = ["STT", "Ngày nhận", "Họ tên", "Nội dung", "Loại đơn"]
BELOW = ["1", "3/4", "Ông A", "x", "KN"]


class TestFinding:
    @pytest.mark.parametrize("above", range(6))
    def test_below_a_title_however_long(self, above):
        rows = [["ỦY BAN NHÂN DÂN XÃ", "", "", "", ""]] * above + [PLAIN, BELOW]
        found = heads.find(rows)
        assert (found.names, found.first_row) == (PLAIN, above + 1)

    def test_a_title_that_names_what_registers_hold_is_no_heading(self):
        rows = [["SỔ TIẾP NHẬN ĐƠN KHIẾU NẠI, TỐ CÁO, KIẾN NGHỊ"], PLAIN, BELOW]
        assert heads.find(rows).names == PLAIN

    def test_a_row_of_content_full_of_such_words_does_not_beat_the_heading(self):
        talk = ["9", "3/4", "Ông A", "đơn khiếu nại về nội dung kết quả xử lý " * 4, "KN"]
        assert heads.find([PLAIN, BELOW, talk]).names == PLAIN

    @pytest.mark.parametrize(
        "numbers",
        [["1", "2", "3", "4", "5"], ["(1)", "(2)", "(3)", "(4)", "(5)"], ["[1]", "[2]", "[3]", "[4]", "[5]"]],
    )
    def test_a_row_that_numbers_the_columns_is_passed(self, numbers):
        assert heads.find([PLAIN, numbers, BELOW]).first_row == 2

    @pytest.mark.parametrize("row", [["1", "2", "4", "5", "6"], ["1", "3/4", "Ông A", "x", "KN"], ["1", "2"]])
    def test_a_row_that_only_begins_so_is_a_row(self, row):
        assert heads.find([PLAIN, row, BELOW]).first_row == 1

    def test_rows_shorter_than_the_widest(self):
        found = heads.find([["STT", "Ngày nhận", "Nội dung"], ["1", "3/4", "x", "ghi thêm", "nữa"]])
        assert found.names == ["STT", "Ngày nhận", "Nội dung", "Cột 4", "Cột 5"]

    def test_a_group_over_several_columns(self):
        upper = ["STT", "Ngày nhận", "Loại đơn", "", "", "Ghi chú"]
        lower = ["", "", "KN", "TC", "KNPA", ""]
        found = heads.find([upper, lower, ["1", "3/4", "x", "", "", ""]])
        assert found.names[2:] == ["Loại đơn › KN", "Loại đơn › TC", "Loại đơn › KNPA", "Ghi chú"]
        assert found.first_row == 2

    def test_two_groups_side_by_side(self):
        upper = ["STT", "Loại đơn", "", "Hướng xử lý", ""]
        lower = ["", "KN", "TC", "Thụ lý", "Lưu đơn"]
        names = heads.find([upper, lower, ["1", "x", "", "", "x"]]).names
        assert names[3:] == ["Hướng xử lý › Thụ lý", "Hướng xử lý › Lưu đơn"]

    def test_a_first_row_with_empty_cells_is_not_taken_for_headings(self):
        found = heads.find(
            [["STT", "Ngày nhận", "Nội dung", ""], ["", "", "", "ghi thêm"], ["1", "3/4", "x", ""]]
        )
        assert found.first_row in (1, 2)
        assert found.names[:3] == ["STT", "Ngày nhận", "Nội dung"]

    def test_only_the_beginning_of_a_book_is_looked_through(self):
        rows = [["x", "y"]] * (heads.LOOKED_AT + 5) + [PLAIN, BELOW]
        assert heads.find(rows).names != PLAIN

    @given(st.lists(st.lists(st.text(max_size=12), max_size=6), min_size=1, max_size=30))
    def test_whatever_the_sheet_there_is_a_name_for_each_column_and_a_place_to_begin(self, rows):
        found = heads.find(rows)
        assert len(found.names) == max(map(len, rows))
        assert all(found.names)
        assert 1 <= found.first_row <= len(rows) + 1


class TestSuggesting:
    @pytest.mark.parametrize(
        ("heading", "key"),
        [
            ("STT", "incoming_number"),
            ("Số đến", "incoming_number"),
            ("Ngày, tháng nhận", "received_on"),
            ("Ngày nhận đơn", "received_on"),
            ("NGÀY TIẾP NHẬN", "received_on"),
            ("Ngày viết đơn", "written_on"),
            ("Họ tên, địa chỉ", "name_address"),
            ("Họ và tên người gửi", "full_name"),
            ("Nơi ở", "address"),
            ("SĐT", "phone"),
            ("Tóm tắt nội dung", "content"),
            ("Trích yếu", "content"),
            ("Phân loại đơn", "kind"),
            ("KN", "kind:khieu_nai"),
            ("Loại đơn › Tố cáo", "kind:to_cao"),
            ("Lĩnh vực", "field"),
            ("Số người ký", "signatories"),
            ("Lần gửi", "is_repeated"),
            ("Nguồn đơn", "channel"),
            ("Hướng xử lý", "handling"),
            ("Ngày xử lý", "handled_on"),
            ("Nơi chuyển", "forwarded_to"),
            ("Kết quả giải quyết", "result"),
            ("Ngày giải quyết", "settled_on"),
            ("Ghi chú", ""),
            ("Cột 7", ""),
            ("", ""),
        ],
    )
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_what_a_heading_means(self, heading, key, form):
        assert columns.suggested([unicodedata.normalize(form, heading)]) == [key]

    def test_every_target_can_be_suggested(self):
        for target in columns.TARGETS:
            assert target.key in {columns.suggested([word])[0] for word in target.words}, target.key

    @given(st.lists(st.text(max_size=20), max_size=30))
    def test_never_twice_and_never_unknown(self, names):
        found = [key for key in columns.suggested(names) if key]
        assert len(found) == len(set(found))
        assert set(found) <= set(columns.BY_KEY)
        assert len(columns.suggested(names)) == len(names)

    def test_labels_and_keys_are_said_once(self):
        assert (
            len({target.label for target in columns.TARGETS}) == len(columns.TARGETS) == len(columns.BY_KEY)
        )
        assert set(columns.PERSONAL) <= set(columns.BY_KEY)
        assert {key.partition(":")[0] for key in columns.CROSSES} == {"kind", "handling"}
