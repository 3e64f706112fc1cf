"""The tables of the legacy encodings, and the judge of syllables."""

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.reader.intake.legacy import TCVN3, VNI, by_font, from_tcvn3, from_vni
from danvan.reports.reader.intake.syllables import is_syllable, marked_words, share_valid
from danvan.reports.reader.tests.samples import REPORT, tcvn3_characters, vni_characters

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
MARKED = {letter for letter in LETTERS if not letter.isascii()}


def test_both_tables_hold_every_lower_case_letter():
    assert set(TCVN3.values()) >= MARKED
    assert set(VNI.values()) >= MARKED


def test_vni_holds_every_capital_too():
    assert set(VNI.values()) >= {letter.upper() for letter in MARKED}


def test_tcvn3_never_writes_two_letters_alike():
    assert len(set(TCVN3.values())) == len(TCVN3) == 67 + 7


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is absent")
def test_the_tcvn3_table_agrees_with_the_c_library():
    for written, letter in TCVN3.items():
        done = subprocess.run(
            ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"],
            input=written.encode("latin-1"),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("this iconv does not know TCVN5712-1")
        assert unicodedata.normalize("NFC", done.stdout.decode()) == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("®¬n tè c¸o", "đơn tố cáo"),
        ("khiÕu n¹i", "khiếu nại"),
        ("Qu¶ng B×nh", "Quảng Bình"),
        ("§¶ng", "Đảng"),
    ],
)
def test_tcvn3_words(written, meant):
    assert from_tcvn3(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ñôn toá caùo", "đơn tố cáo"),
        ("khieáu naïi", "khiếu nại"),
        ("Quaûng Bình", "Quảng Bình"),
        ("ÑÔN THÖ KHIEÁU NAÏI", "ĐƠN THƯ KHIẾU NẠI"),
        ("nhöõng ngöôøi", "những người"),
        ("kyõ thuaät", "kỹ thuật"),
        ("ñoâi mắt", "đôi mắt"),
    ],
)
def test_vni_words(written, meant):
    assert from_vni(written) == meant


def test_the_capital_fonts_draw_capitals():
    assert by_font("tØnh", ".VnTimeH") == ("TỈNH", "TCVN3")
    assert by_font("tØnh", ".VnTime") == ("tỉnh", "TCVN3")
    assert by_font("tænh", "VNI-Times") == ("tỉnh", "VNI")
    assert by_font("tỉnh", "Times New Roman") == ("tỉnh", None)
    assert by_font("tỉnh", None) == ("tỉnh", None)


@given(
    st.lists(st.sampled_from(sorted(LETTERS) + list("bcdghklmnpqrstvx 0123456789.,")), max_size=60).map(
        "".join
    )
)
def test_any_lower_case_text_comes_back_from_tcvn3(text):
    assert from_tcvn3(tcvn3_characters(text)) == text


def test_the_report_comes_back_from_vni():
    assert from_vni(vni_characters(REPORT)) == REPORT


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Khiếu",
        "TỐ",
        "quyết",
        "giếng",
        "oải",
        "ưu",
        "thuở",
        "yêu",
        "Đắk",
        "khuya",
        "xoong",
        "hươu",
        "ngoèo",
    ],
)
def test_possible_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["coâng", "cuûa", "®¬n", "déjà", "naïve", "über", "khiÕu", "ướt́", "çà", "µ", "bạàn", "zô"]
)
def test_impossible_syllables(word):
    assert not is_syllable(word)


def test_the_report_is_made_of_syllables():
    words = marked_words(REPORT)
    assert len(words) > 40
    assert share_valid(words) == 1


def test_nothing_marked_counts_as_nothing_valid():
    assert share_valid(marked_words("Quang Binh 2023")) == 0
