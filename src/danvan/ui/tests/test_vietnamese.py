"""Folding and dictionary order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.ui.vietnamese import ALPHABET, fold, nfc, sort_key

# In the order of a printed dictionary.
DICTIONARY = """
a|a dua|à|ả|ã|á|ạ|ai|ái|an|án|anh|ánh|ao|ăn|ắn|âm|ấm|ân|ba|ba ba|ba bị|bà|bà ba|bà con|bả|bã|bá|bạ|ban|ban công
bàn|bắc|băn khoăn|bấc|bân|ca|cá|dân|dân chủ|dân vận|dần|đa|đà|đá|đạ|đơn|đơn thư|đờn|em|én|ê|ế|hòa|hoan|hoàn
khiếu|khiếu nại|la|lá|mi|mí|my|mỹ|nghe|nghề|o|ó|ô|ố|ơ|ớ|phản|phản ánh|quê|quý|ta|tá|tiếp|tiếp dân|tố|tố cáo
u|ú|ư|ứ|xa|xã|y|ỷ|ý|ỵ
"""
WORDS = DICTIONARY.strip().replace("\n", "|").split("|")

TONED = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
vietnamese_text = st.text(alphabet=TONED + "bcdđghklmnpqrstvx 0123456789", max_size=24)


def test_words_stand_in_dictionary_order():
    shuffled = sorted(WORDS, key=lambda word: word[::-1])

    assert sorted(shuffled, key=sort_key) == WORDS


def test_python_order_would_be_wrong():
    assert sorted(WORDS) != WORDS


def test_letters_come_in_the_order_of_the_alphabet():
    assert sorted(set(ALPHABET), key=sort_key) == list(ALPHABET)


def test_vowels_come_by_letter_then_by_tone():
    assert "".join(sorted(set(TONED), key=sort_key)) == TONED


def test_the_tone_of_a_syllable_decides_before_the_next_syllable():
    assert sort_key("ba xã") < sort_key("bà an")


def test_a_shorter_word_comes_first():
    assert sort_key("an") < sort_key("an ninh") < sort_key("anh")


def test_numbers_count_by_value():
    names = ["Thôn 10", "Thôn 9", "Thôn 1", "Thôn 100", "Thôn 2"]

    assert sorted(names, key=sort_key) == ["Thôn 1", "Thôn 2", "Thôn 9", "Thôn 10", "Thôn 100"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "hoà bình"),
        ("QUẢNG BÌNH", "Quảng Bình"),
        ("Tuyên Hóa - Minh Hóa", "Tuyên Hóa, Minh Hóa"),
        ("Thôn 02", "Thôn 2"),
        ("  Đồng   Hới ", "đồng hới"),
    ],
)
def test_what_makes_no_difference(one, other):
    assert sort_key(one) == sort_key(other)


def test_eth_of_old_fonts_is_read_as_d_with_stroke():
    assert sort_key("Ðồng Hới") == sort_key("Đồng Hới")
    assert fold("Ðồng Hới") == "dong hoi"


def test_other_scripts_come_last_and_keep_apart():
    assert sort_key("zy") < sort_key("Ω") < sort_key("漢")


def test_an_empty_text_has_an_empty_key():
    assert sort_key("") == sort_key(" -, ") == ""


@given(vietnamese_text)
def test_the_key_is_ascii_without_spaces(text):
    key = sort_key(text)

    assert key.isascii()
    assert " " not in key


@given(vietnamese_text)
def test_the_form_of_unicode_makes_no_difference(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


@given(st.lists(st.text(alphabet="aàăâbdđ ", max_size=4), min_size=2, max_size=12))
def test_equal_keys_only_for_equal_letters(texts):
    letters_of = {}
    for text in texts:
        assert letters_of.setdefault(sort_key(text), fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_a_fold(text):
    assert sort_key(text).isascii()
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đơn  khiếu nại", "don khieu nai"),
        ("TỐ CÁO", "to cao"),
        ("Kiến nghị\n- phản ánh", "kien nghi - phan anh"),
        ("Số 12/QĐ-UBND", "so 12/qd-ubnd"),
        ("ưỡng ương ễnh", "uong uong enh"),
        ("", ""),
        ("một\u00a0hai", "mot hai"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(vietnamese_text)
def test_folded_text_is_plain_ascii(text):
    assert fold(text).isascii()


def test_nfc_composes():
    assert nfc("e\u0302\u0301") == "ế"
    assert len(nfc("e\u0302\u0301")) == 1
