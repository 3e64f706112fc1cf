"""Books made to harm: small files that ask for gigabytes, sizes that lie, signs that no table takes, torn bytes."""

import io
import unicodedata
import zipfile

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.records.files import apart
from danvan.records.tables import fonts, reading
from danvan.records.tables.tests.books import xlsx, xlsx_of
from danvan.records.tables.tests.old_typing import to_tcvn3
from danvan.ui.errors import Refusal

FURTHEST = (1_048_575, 16_383)
HEAD = [["STT", "Ngày nhận"], ["1", "3/4"]]


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def with_sheet(text: str) -> bytes:
    """A book whose first sheet is this XML."""
    return packed(opened(xlsx_of(HEAD)) | {"xl/worksheets/sheet1.xml": text.encode()})


def old(rows: list[list[str]]) -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("So")
    for at, row in enumerate(rows):
        for to, cell in enumerate(row):
            sheet.write(at, to, cell)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def answered(content: bytes) -> tuple[list[list[str]], str]:
    """(rows, "") of a book, ([], sentence) of what is refused; anything else is a fault of ours."""
    try:
        return reading.read(content).rows, ""
    except Refusal as refusal:
        return [], str(refusal)


class TestFarCells:
    @pytest.mark.parametrize("place", [FURTHEST, (1_048_575, 255)])
    def test_a_cell_in_the_furthest_corner_takes_nobody_along(self, place):
        """Laid out, such a sheet is gigabytes; the process that reads it dies of that, and only that one."""
        content = xlsx({(0, 0): "STT", (0, 1): "Ngày nhận", place: "x"})
        assert len(content) < 20_000
        with pytest.raises(Refusal, match="Không đọc được tệp"):
            reading.read(content)

    def test_one_at_the_right_alone_is_left_out(self):
        sheet = reading.read(xlsx({(0, 0): "STT", (1, 0): "1", (1, 16_383): "x"}))
        assert [row[0] for row in sheet.rows] == ["STT", "1"]
        assert {len(row) for row in sheet.rows} == {reading.MOST_COLUMNS}

    def test_one_far_below_is_said_and_not_dropped(self):
        with pytest.raises(Refusal, match="hơn 20000 dòng"):
            reading.read(xlsx({(0, 0): "STT", (1, 0): "1", (60_000, 0): "x"}))

    def test_many_sheets_that_are_each_small_enough(self):
        names = tuple(f"Tháng {number}" for number in range(1, 101))
        sheets = reading.read_all(xlsx({(0, 0): "STT", (1, 0): 1}, names))
        assert [sheet.name for sheet in sheets] == list(names)


class TestPackages:
    def test_a_size_in_the_directory_that_lies(self):
        """The directory tells ten bytes; the sheet unpacks into 300 MB."""
        body = b"<worksheet><sheetData>" + b" " * 300_000_000
        content = bytearray(packed({"xl/worksheets/sheet1.xml": body}))
        real = len(body).to_bytes(4, "little")
        while (at := bytes(content).find(real)) >= 0:
            content[at : at + 4] = (10).to_bytes(4, "little")
        with pytest.raises(Refusal):
            reading.read(bytes(content))

    @pytest.mark.parametrize(
        "missing", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
    )
    def test_a_part_that_is_missing(self, missing):
        parts = opened(xlsx_of(HEAD))
        del parts[missing]
        rows, sentence = answered(packed(parts))
        assert rows == HEAD or "tệp" in sentence

    def test_entities_that_swell_are_not_opened(self):
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {after} "{("&" + before + ";") * 10}">'
            for before, after in zip("abcdefgh", "bcdefghi", strict=True)
        )
        text = (
            f"{bomb}]><worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&i;</t></is></c></row>"
            "<row r='2'><c r='A2'><v>1</v></c></row></sheetData></worksheet>"
        )
        told, _sentence = answered(with_sheet(text))
        assert sum(len(cell) for row in told for cell in row) < 100

    def test_a_file_of_the_machine_is_not_read_into_a_cell(self, tmp_path):
        secret = tmp_path / "bi-mat"
        secret.write_text("zqxmatkhauzqx")
        text = (
            f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><worksheet><sheetData>'
            "<row r='1'><c r='A1' t='inlineStr'><is><t>&a;</t></is></c></row>"
            "<row r='2'><c r='A2'><v>1</v></c></row></sheetData></worksheet>"
        )
        assert "zqxmatkhauzqx" not in str(answered(with_sheet(text)))

    def test_a_macro_is_neither_run_nor_kept(self):
        parts = opened(xlsx_of(HEAD)) | {"xl/vbaProject.bin": b"Sub Auto_Open()" * 50}
        assert reading.read(packed(parts)).rows == HEAD

    def test_a_formula_is_taken_at_its_kept_value(self):
        text = (
            "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>STT</t></is></c></row>"
            "<row r='2'><c r='A2'><f>WEBSERVICE(\"http://xau.example/\")</f><v>7</v></c></row></sheetData></worksheet>"
        )
        assert reading.read(with_sheet(text)).rows == [["STT"], ["7"]]

    def test_a_document_of_another_kind_in_the_same_package(self):
        content = packed({"word/document.xml": b"<w:document/>", "[Content_Types].xml": b"<Types/>"})
        with pytest.raises(Refusal, match="Không đọc được tệp"):
            reading.read(content)

    def test_a_book_behind_a_picture(self):
        with pytest.raises(Refusal):
            reading.read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + xlsx_of(HEAD))


class TestSigns:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
    def test_a_null_far_down_in_a_csv_does_not_reach_a_table(self, encoding):
        text = "STT;Noi dung\n" + "1;x\n" * 800 + "2;a\0b\x02c\n"
        rows = reading.read(text.encode(encoding)).rows
        assert rows[-1] == ["2", "a b c"]

    def test_a_null_at_the_beginning_is_no_text(self):
        with pytest.raises(Refusal, match="Không đọc được"):
            reading.read(b"STT;\0Ngay\n1;2\n")

    def test_a_null_in_a_heading_of_a_csv_with_a_mark(self):
        assert reading.read("ST\0T;b\n1;2\n".encode("utf-16")).rows[0] == ["ST T", "b"]

    @pytest.mark.parametrize("content", [b"\xff\xfea", b"\xfe\xff\xd8\x00\x00a", b"\xff\xfe\x00\xdcab"])
    def test_torn_halves_of_two_byte_signs_are_said(self, content):
        with pytest.raises(Refusal, match="Không đọc được"):
            reading.read(content + "\n1;2".encode("utf-16-le"))

    def test_a_cell_longer_than_a_csv_may_hold(self):
        with pytest.raises(Refusal, match="Không đọc được"):
            reading.read(b"STT;b\n1;" + b"x" * 200_000 + b"\n")

    def test_an_open_quotation_mark_swallows_no_more_than_the_file(self):
        rows = reading.read(b'STT;b\n1;"x\n2;y\n3;z\n').rows
        assert rows == [["STT", "b"], ["1", "x 2;y 3;z"]]

    def test_quotation_marks_and_line_ends_inside_a_cell(self):
        content = 'STT;"Họ tên; địa chỉ"\r\n1;"Bà ""Ba""\r\nthôn 3"\r\n'.encode()
        assert reading.read(content).rows == [["STT", "Họ tên; địa chỉ"], ["1", 'Bà "Ba" thôn 3']]

    @pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
    def test_line_ends_of_every_machine(self, ending):
        assert reading.read(ending.join(["STT;b", "1;x", "2;y"]).encode()).rows[2] == ["2", "y"]

    def test_more_columns_than_may_be(self):
        line = ";".join(map(str, range(200)))
        rows = reading.read(f"{line}\n{line}\n".encode()).rows
        assert {len(row) for row in rows} == {reading.MOST_COLUMNS}

    @pytest.mark.parametrize("count", [reading.MOST_ROWS, reading.MOST_ROWS + 1])
    def test_just_as_many_rows_as_may_be(self, count):
        content = b"a;b\n" * count
        if count > reading.MOST_ROWS:
            with pytest.raises(Refusal, match="hơn 20000 dòng"):
                reading.read(content)
        else:
            assert len(reading.read(content).rows) == count

    def test_just_as_many_bytes_as_may_be(self):
        line = b"a;" + b"b" * 997 + b"\n"
        content = line * (reading.MOST_BYTES // len(line))
        assert len(content) == reading.MOST_BYTES
        assert reading.read(content).rows
        with pytest.raises(Refusal, match="lớn hơn 8 MB"):
            reading.read(content + b"x")


class TestTorn:
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=400))
    def test_any_bytes_are_a_book_or_a_sentence(self, content):
        rows, sentence = answered(content)
        assert (
            sentence.endswith(".") if not rows else all(isinstance(cell, str) for row in rows for cell in row)
        )

    @pytest.mark.parametrize("make", [lambda: xlsx_of(HEAD), lambda: old(HEAD)])
    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
    def test_a_book_cut_short_is_said(self, make, part):
        whole = make()
        with pytest.raises(Refusal):
            reading.read(whole[: int(len(whole) * part)])

    @pytest.mark.parametrize("seed", range(6))
    def test_a_book_with_flipped_bytes_is_a_book_or_a_sentence(self, seed):
        content = bytearray(old(HEAD))
        for step in range(40):
            content[512 + (seed * 977 + step * 131) % (len(content) - 512)] ^= 0xFF
        rows, sentence = answered(bytes(content))
        assert rows or "hãy" in sentence

    def test_no_word_of_the_file_stands_in_the_sentence(self):
        content = xlsx_of([["zqxmatzqx"], ["zqxmatzqx"]])
        with pytest.raises(Refusal) as told:
            reading.read(content[:-200])
        assert "zqx" not in str(told.value)

    def test_the_reading_process_gets_neither_our_surroundings_nor_a_folder(self, monkeypatch):
        seen = {}

        def spy(command, **options):
            seen.update(options, command=command)
            raise apart.subprocess.TimeoutExpired(command, 1)

        monkeypatch.setenv("DANVAN_SECRET_KEY", "zqxkhoazqx")
        monkeypatch.setattr(apart.subprocess, "run", spy)
        with pytest.raises(Refusal, match="Không đọc được tệp"):
            reading.read(xlsx_of(HEAD))
        assert "zqxkhoazqx" not in str(seen["env"])
        assert "-I" in seen["command"]
        assert set(seen["env"]) <= {"PATH", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}


class TestOldFonts:
    LETTERS = st.sampled_from(
        sorted({*fonts.TCVN3_LETTERS.values(), *"abcdeghiklmnopqrstuvxy0123456789 .,;"})
    )

    @given(st.lists(LETTERS, max_size=40).map("".join).map(str.lower))
    def test_what_was_typed_in_tcvn3_comes_back(self, said):
        words = " ".join(said.split())
        assert fonts.to_unicode(to_tcvn3(words), fonts.TCVN3) == words

    @given(st.text(max_size=60))
    def test_any_text_in_any_font_is_text_in_one_form(self, text):
        for font in (fonts.UNICODE, fonts.TCVN3, fonts.VNI):
            made = fonts.to_unicode(text, font)
            assert unicodedata.is_normalized("NFC", made)

    @given(st.lists(st.text(max_size=20), max_size=5))
    def test_a_sheet_has_one_font_of_three(self, texts):
        assert fonts.font_of(texts) in (fonts.UNICODE, fonts.TCVN3, fonts.VNI)

    @pytest.mark.parametrize(
        "said", ["Đơn của bà Ngô Thị Ơn", "Nguye\u0302\u0303n Va\u0306n A", "đường", "Ơ", "Ư", "Ă"]
    )
    def test_a_sheet_in_either_form_of_unicode_is_never_taken_for_an_old_one(self, said):
        assert fonts.font_of(["STT", said, "µ¶·¸¹¨»¼½¾"]) == fonts.UNICODE
