"""Taking a file of units apart: encodings, separators, heads, and whatever else comes."""

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.org.exchange.checking import Sheet
from danvan.org.exchange.columns import HEADS
from danvan.org.exchange.reading import Line, read
from danvan.org.tests.test_exchange import HEAD, row, sheet
from danvan.ui.errors import Refusal


class TestReading:
    """Encodings, separators, heads."""

    text = "Mã địa chỉ{0}Tên{0}Loại{0}Từ ngày\r\nxa-moi{0}Xã Đồng Hới{0}Xã{0}1/7/2025\r\n"

    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_what_spreadsheets_save(self, separator, encoding):
        (line,) = read(self.text.format(separator).encode(encoding))
        assert (line.number, line.cells["name"], line.cells["parent"]) == (2, "Xã Đồng Hới", "")

    def test_windows_1258(self):
        content = bytearray()
        for sign in self.text.format(";"):
            try:
                content += sign.encode("cp1258")
            except UnicodeEncodeError:
                base, *marks = unicodedata.normalize("NFD", sign)
                kept = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
                shaped = [mark for mark in marks if mark not in kept]
                whole = unicodedata.normalize("NFC", base + "".join(shaped))
                content += (whole + "".join(kept)).encode("cp1258")
        (line,) = read(bytes(content))
        assert line.cells["name"] == "Xã Đồng Hới"

    def test_decomposed_text_is_composed(self):
        (line,) = read(unicodedata.normalize("NFD", self.text.format(";")).encode())
        assert line.cells["name"] == "Xã Đồng Hới"

    def test_heads_in_any_order_without_marks_and_unknown_ones(self):
        (line,) = read("TU NGAY;Màu;ten;LOAI;ma dia chi\n1/7/2025;đỏ;Xã A;Xã;xa-a\n".encode())
        assert (line.cells["since"], line.cells["slug"]) == ("1/7/2025", "xa-a")

    def test_a_cell_over_two_lines_counts_as_an_editor_counts(self):
        found = read(sheet('xa-a;"Xã\nA";Xã;;;;1/7/2025', "xa-b;Xã B;Xã;;;;1/7/2025"))
        assert [(line.number, line.cells["name"]) for line in found] == [(3, "Xã A"), (4, "Xã B")]

    def test_empty_rows_and_trailing_separators_are_nothing(self):
        assert len(read(sheet(";;;;;;;;;", row("xa-a") + ";;;", ""))) == 1

    def test_the_apostrophe_of_a_spreadsheet_goes(self):
        (line,) = read(sheet(row("xa-a", "'=Xã A")))
        assert line.cells["name"] == "=Xã A"

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "không có dòng nào"),
            (b"\xef\xbb\xbf  \r\n", "không có dòng nào"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "Không đọc được chữ"),
            (b"\xff\xfe\x00", "Không đọc được chữ"),
            ("Tên;Loại\nA;B\n".encode(), "thiếu cột Mã địa chỉ, Từ ngày"),
            ("Mã địa chỉ;Tên;Loại;Từ ngày;ten\n".encode(), "hai cột Tên"),
            ((HEAD + '\nxa-a;"Xã A').encode(), "không tách được ô"),
            ((HEAD + "\n" + "x;" * 20).encode(), "nhiều ô hơn tiêu đề"),
            (b"x" * 8_000_001, "lớn hơn 8 MB"),
        ],
    )
    def test_what_is_no_such_file(self, content, told):
        with pytest.raises(Refusal, match=told):
            read(content)

    def test_too_many_rows(self, monkeypatch):
        monkeypatch.setattr("danvan.org.exchange.reading.MOST_ROWS", 2)
        with pytest.raises(Refusal, match="Tệp có 3 dòng, nhiều hơn 2"):
            read(sheet(*(row(f"xa-{n}") for n in range(3))))

    @given(st.binary(max_size=300))
    def test_any_bytes_are_rows_or_a_sentence(self, content):
        with contextlib.suppress(Refusal):
            assert all(set(line.cells) == set(HEADS) for line in read(content))

    @given(st.lists(st.text(max_size=12), min_size=10, max_size=10))
    def test_any_cells_are_faults_or_a_stretch(self, cells):
        made = Sheet([Line(2, dict(zip(HEADS, cells, strict=True)))])
        assert made.faults or sum(map(len, made.units.values())) == 1
