"""Words, numbers and signs with their places; sentences."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.reader.tokens import LONGEST_SENTENCE, Kind, sentences_of, tokens_of


def words(text):
    return [token.text for token in tokens_of(text)]


def test_a_unit_written_on_the_number_is_a_word_of_its_own():
    assert words("22,2ha và 1.305m2 đất") == ["22,2", "ha", "và", "1.305", "m2", "đất"]


def test_m2_is_no_number():
    assert [token.kind for token in tokens_of("m2 m²")] == [Kind.WORD, Kind.WORD]


def test_signs_stand_alone():
    assert words("8/9 vụ (88,9%);") == ["8", "/", "9", "vụ", "(", "88,9", "%", ")", ";"]


def test_a_full_stop_behind_a_number_is_no_part_of_it():
    assert words("nhận 258. Xử lý 97.") == ["nhận", "258", ".", "Xử", "lý", "97", "."]


def test_line_breaks_are_kept():
    assert [token.kind for token in tokens_of("một\nhai")] == [Kind.WORD, Kind.LINE, Kind.WORD]


@given(st.text())
def test_places_enclose_the_tokens(text):
    for token in tokens_of(text):
        assert text[token.start : token.end] == token.text


@given(st.text())
def test_tokens_do_not_overlap(text):
    tokens = tokens_of(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tiếp 5 lượt. Nhận 6 đơn.", 2),
        ("Tiếp 5 lượt\nNhận 6 đơn", 2),
        ("Tại TP. Vinh tiếp 5 lượt", 1),
        ("Ông Q. đến tiếp 5 lượt", 1),
        ("Nhận 1.250 đơn", 1),
        ("Cổng dichvucong.gov.vn nhận 5 hồ sơ", 1),
        ("Vậy sao? Nhận 6 đơn!", 2),
        ("\n\n\n", 0),
        ("", 0),
    ],
)
def test_sentences(text, count):
    assert len(sentences_of(tokens_of(text))) == count


def test_a_run_without_full_stop_is_cut():
    sentences = sentences_of(tokens_of("đơn " * (3 * LONGEST_SENTENCE)))
    assert [len(sentence) for sentence in sentences] == [LONGEST_SENTENCE] * 3
