"""Books as offices keep them: fonts of before Unicode, days as text; and files that are none."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from danvan.records.tables import fonts, reading
from danvan.records.tables.tests.old_typing import to_tcvn3, to_vni
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

SAID = (
    "Đề nghị xem xét ranh giới thửa đất; hoà thuận, ăn ở ẩm thấp, ngõ nhỏ, kỹ lưỡng, ỷ lại, đường mòn ở khuỷu sông, "
    "nghĩa vụ quân sự, chế độ thương binh, huỷ hợp đồng, phường, xã, ngày, tháng, cử tri, sửa nhà, mẫu ruộng, ngoẻo"
)


class TestFonts:
    @pytest.mark.parametrize(("font", "typed"), [("tcvn3", to_tcvn3), ("vni", to_vni)])
    def test_every_letter_comes_back(self, font, typed):
        assert fonts.to_unicode(typed(SAID), font) == SAID
        assert fonts.font_of([typed(SAID)]) == font

    def test_every_letter_of_the_alphabet_has_a_place(self):
        letters = [
            nfc(base + tone)
            for base in "aăâeêioôơuưy"
            for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
        ] + ["đ"]
        for typed, font in ((to_tcvn3, "tcvn3"), (to_vni, "vni")):
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
        assert fonts.to_unicode(to_tcvn3("THEO DÕI"), "tcvn3") == "THEO DÕI"
        assert fonts.to_unicode(to_tcvn3("Họ tên"), "tcvn3") == "Họ tên"
        assert fonts.to_unicode(to_vni("SỔ THEO DÕI Ở ĐƯỜNG"), "vni") == "SỔ THEO DÕI Ở ĐƯỜNG"


class TestFiles:
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
        text = to_tcvn3("STT;Ngày nhận;Nội dung\n1;3/4;Đề nghị xem xét đất đai\n")
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


class TestSheets:
    def made(self, *sheets):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as made:
            for name, rows in sheets:
                sheet = made.add_worksheet(name)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
        return out.getvalue()

    def test_every_sheet_with_rows_and_its_name(self):
        content = self.made(("Đơn", [["Số"], [1]]), ("Trống", []), ("Vụ việc", [["Số"], [2], [3]]))
        assert [(sheet.name, len(sheet.rows)) for sheet in reading.read_all(content)] == [
            ("Đơn", 2),
            ("Vụ việc", 3),
        ]

    def test_the_fullest_one_is_read_alone(self):
        content = self.made(("Đơn", [["Số"], [1]]), ("Vụ việc", [["Số"], [2], [3]]))
        assert reading.read(content).rows == [["Số"], ["2"], ["3"]]

    def test_a_csv_is_one_without_a_name(self):
        assert [sheet.name for sheet in reading.read_all(b"So;Ngay\n1;2/3\n")] == [""]

    def test_headings_alone_are_no_book(self):
        with pytest.raises(Refusal, match="không có dòng nào"):
            reading.read_all(self.made(("Đơn", [["Số"]]), ("Vụ việc", [])))
