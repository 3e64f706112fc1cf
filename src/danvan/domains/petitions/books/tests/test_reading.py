"""Books as offices keep them: fonts of before Unicode, merged headings, days as text; and files that are none."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from danvan.domains.petitions.books import cells, columns, fonts, heads, reading
from danvan.domains.petitions.books.tests.ugly import ELEVEN_WRONG, book, row, ugly
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

TODAY = date(2023, 3, 14)
SAID = (
    "Đề nghị xem xét ranh giới thửa đất; hoà thuận, ăn ở ẩm thấp, ngõ nhỏ, kỹ lưỡng, ỷ lại, đường mòn ở khuỷu sông, "
    "nghĩa vụ quân sự, chế độ thương binh, huỷ hợp đồng, phường, xã, ngày, tháng, cử tri, sửa nhà, mẫu ruộng, ngoẻo"
)


class TestFonts:
    @pytest.mark.parametrize(("font", "typed"), [("tcvn3", fonts.to_tcvn3), ("vni", fonts.to_vni)])
    def test_every_letter_comes_back(self, font, typed):
        assert fonts.to_unicode(typed(SAID), font) == SAID
        assert fonts.font_of([typed(SAID)]) == font

    def test_every_letter_of_the_alphabet_has_a_place(self):
        letters = [
            nfc(base + tone)
            for base in "aăâeêioôơuưy"
            for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
        ] + ["đ"]
        for typed, font in ((fonts.to_tcvn3, "tcvn3"), (fonts.to_vni, "vni")):
            assert [fonts.to_unicode(typed(letter), font) for letter in letters] == letters

    def test_unicode_is_left_as_it_is_even_where_it_looks_like_vni(self):
        said = "Hoà thuận, khoẻ mạnh, đơn của bà Oà"
        assert fonts.font_of([said]) == "unicode"
        assert fonts.to_unicode(said, "unicode") == said

    def test_plain_text_is_unicode(self):
        assert fonts.font_of(["So don nam 2023", "12/3", ""]) == "unicode"

    def test_decomposed_marks_are_composed(self):
        assert fonts.to_unicode("a\u0302\u0301", "unicode") == "ấ"

    def test_a_word_in_capitals_keeps_them(self):
        assert fonts.to_unicode(fonts.to_tcvn3("THEO DÕI"), "tcvn3") == "THEO DÕI"
        assert fonts.to_unicode(fonts.to_tcvn3("Họ tên"), "tcvn3") == "Họ tên"
        assert fonts.to_unicode(fonts.to_vni("SỔ THEO DÕI Ở ĐƯỜNG"), "vni") == "SỔ THEO DÕI Ở ĐƯỜNG"


class TestFiles:
    def test_an_old_xls_in_an_old_font(self):
        sheet = reading.read(ugly())
        assert sheet.font == "tcvn3"
        assert sheet.rows[2][:4] == ["STT", "Ngày nhận", "Họ tên, địa chỉ", "Nội dung"]
        assert sheet.rows[5][2] == "Người minh họa số 1, thôn Minh Họa 1"

    @pytest.mark.parametrize("typed", [str, fonts.to_vni])
    def test_other_fonts_of_the_same_book(self, typed):
        assert (
            reading.read(book([row(1), row(2)], typed)).rows[5]
            == reading.read(book([row(1), row(2)])).rows[5]
        )

    def test_an_xlsx_with_real_days_and_numbers(self):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as made:
            sheet = made.add_worksheet()
            sheet.write_row(0, 0, ["STT", "Ngày nhận", "Nội dung"])
            sheet.write_number(1, 0, 1)
            sheet.write_datetime(1, 1, date(2023, 3, 4))
            sheet.write_formula(1, 2, '="kiến" & " nghị"', None, "kiến nghị")
        assert reading.read(out.getvalue()).rows[1] == ["1", "4/3/2023", "kiến nghị"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_a_csv_in_its_encodings(self, encoding, separator):
        text = separator.join(["STT", "Ngày nhận"]) + "\n" + separator.join(["1", "3/4"]) + "\n"
        assert reading.read(text.encode(encoding)).rows == [["STT", "Ngày nhận"], ["1", "3/4"]]

    def test_a_csv_in_tcvn3(self):
        text = fonts.to_tcvn3("STT;Ngày nhận;Nội dung\n1;3/4;Đề nghị xem xét đất đai\n")
        assert reading.read(text.encode("latin-1")).rows[1][2] == "Đề nghị xem xét đất đai"

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "rỗng"),
            (b"STT;Ngay\n", "không có dòng nào"),
            (b"PK\x03\x04" + b"x" * 50, "Không đọc được"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "Không đọc được"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Không đọc được"),
            (b"a" * (reading.MOST_BYTES + 1), "lớn hơn"),
            (b"a;b\n" * (reading.MOST_ROWS + 2), "hơn 20000 dòng"),
        ],
    )
    def test_what_is_no_book_is_said(self, content, said):
        with pytest.raises(Refusal, match=said):
            reading.read(content)

    def test_a_file_that_swells_is_refused(self, monkeypatch):
        monkeypatch.setattr(reading, "MOST_EXPANDED", 1_000)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", "0" * 100_000)
        with pytest.raises(Refusal, match="giải nén quá lớn"):
            reading.read(out.getvalue())


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
