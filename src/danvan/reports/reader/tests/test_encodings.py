"""Text files in every encoding the country has used."""

import codecs
import unicodedata

import pytest

from danvan.reports.reader.intake import NFD_NOTE, take_in
from danvan.reports.reader.tests.samples import REPORT, tcvn3_characters, vni_characters, windows_1258
from danvan.ui.errors import Refusal


@pytest.mark.parametrize(
    "data",
    [
        REPORT.encode(),
        codecs.BOM_UTF8 + REPORT.encode(),
        REPORT.encode("utf-16"),
        codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"),
        REPORT.encode("utf-16-le"),
        REPORT.encode("utf-16-be"),
        REPORT.encode("utf-32"),
        REPORT.replace("\n", "\r\n").encode(),
        REPORT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be-bom", "utf-16-le", "utf-16-be", "utf-32", "crlf", "cr"],
)
def test_unicode_comes_through_unremarked(data):
    document = take_in(data, "bao-cao.txt")
    assert document.text == REPORT
    assert document.notes == []


def test_nfd_becomes_nfc_and_is_said():
    document = take_in(unicodedata.normalize("NFD", REPORT).encode(), "a.txt")
    assert document.text == REPORT
    assert document.notes == [NFD_NOTE]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (tcvn3_characters(REPORT).encode("cp1252"), "TCVN3"),
        (vni_characters(REPORT).encode("cp1252"), "VNI"),
        (windows_1258(REPORT), "Windows-1258"),
        (tcvn3_characters(REPORT).encode(), "TCVN3"),
        (vni_characters(REPORT).encode(), "VNI"),
        (tcvn3_characters(REPORT).encode("utf-16"), "TCVN3"),
    ],
    ids=["tcvn3", "vni", "1258", "tcvn3 in utf-8", "vni in utf-8", "tcvn3 in utf-16"],
)
def test_legacy_encodings_are_converted_and_said(data, encoding):
    document = take_in(data, "a.txt")
    assert document.text == REPORT
    assert document.notes == [f"Tệp dùng bảng mã {encoding}, đã chuyển sang Unicode."]


@pytest.mark.parametrize(
    "text",
    [
        "L'été dernier à la forêt, déjà vu, élève, garçon, où êtes-vous",
        "Größe über Straße für Männer, Käse, Müll",
        "été",
        "®¬n",
    ],
)
def test_bytes_of_no_certain_encoding_are_refused(text):
    with pytest.raises(Refusal, match=r"bao-cao\.txt không phải Unicode.*UTF-8") as refused:
        take_in(text.encode("cp1252"), "bao-cao.txt")
    assert "TCVN3" in str(refused.value)


def test_a_foreign_text_in_unicode_is_left_alone():
    text = "L'été dernier à la forêt, déjà vu, élève, garçon, où êtes-vous\n"
    assert take_in(text.encode(), "a.txt").text == text


def test_a_torn_utf16_file_is_refused_with_the_place():
    with pytest.raises(Refusal, match="bị hỏng tại byte"):
        take_in(REPORT.encode("utf-16")[:-1], "a.txt")


def test_only_the_spoiled_lines_of_a_mixed_file_are_converted():
    good, spoiled = REPORT.split("\n", 1)
    document = take_in(f"{good}\n{tcvn3_characters(spoiled)}".encode(), "a.txt")
    assert document.text == REPORT
    assert "TCVN3" in document.notes[0]


def test_invisible_and_direction_marks_are_removed():
    text = "\ufeffTi\u00adếp\u200b 97\u00a0lượt \u202egiảm\u202c\x07 5\u2028Hết"
    assert take_in(text.encode(), "a.txt").text == "Tiếp 97 lượt giảm 5\nHết"


def test_half_a_line_of_ascii_needs_no_encoding():
    assert take_in(b"Tiep 97 luot", "a.txt").text == "Tiep 97 luot"
