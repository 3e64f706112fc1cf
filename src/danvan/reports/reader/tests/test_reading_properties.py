"""What holds for any text: places, no failure, the same again, and time that grows with the text."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.reports.reader import distractors, numerals, periods, tokens
from danvan.reports.reader.find import find_facts
from danvan.reports.reader.tokens import LONGEST_SENTENCE, sentences_of, tokens_of

WORDS = st.sampled_from(
    [
        "tiếp", "nhận", "giải quyết", "thanh tra", "khiếu nại", "tố cáo", "đơn", "lượt", "vụ việc", "người", "cuộc",
        "hồ sơ", "tỷ đồng", "%", "thuộc thẩm quyền", "trong đó", "gồm", "(", ")", "[", "]", ",", ";", ":", "/", ".",
        "\n", "=", "tăng", "giảm", "so với cùng kỳ", "đạt", "quý I/2023", "năm 2022", "hơn", "gần", "Lệ Thủy", "5",
        "12", "1.234", "3,1", "100", "8/9", "không có công dân nào đến", "thu hồi", "kiến nghị", "và", "với", "còn",
        "đoàn đông người", "đúng", "sai", "chuyển cơ quan điều tra", "hai", "tổ chức", "qua", "một", "tỷ", "triệu",
    ]
)  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=60).map(" ".join)


def well_placed(text):
    for fact in find_facts(text):
        assert text[fact.start : fact.end] == fact.raw
        assert fact.raw
        assert fact.places[0] == (fact.start, fact.end)
        assert all(0 <= start < end <= len(text) for start, end in fact.places)
        assert len(set(fact.places)) == len(fact.places)


@settings(max_examples=300, deadline=None)
@given(SENTENCES)
def test_offsets_enclose_the_number_in_sentences_of_the_field(text):
    well_placed(text)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_read_without_failure(text):
    well_placed(text)


@settings(max_examples=100, deadline=None)
@given(SENTENCES)
def test_reading_twice_gives_the_same(text):
    assert find_facts(text) == find_facts(text)


@settings(max_examples=100, deadline=None)
@given(SENTENCES)
def test_values_are_no_floats(text):
    assert all(isinstance(fact.value, int | Decimal) for fact in find_facts(text))


@settings(max_examples=100, deadline=None)
@given(SENTENCES)
def test_no_place_is_two_facts(text):
    places = [place for fact in find_facts(text) for place in fact.places]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "%", "()", ")))", "(((", "5", "đơn", "\u0000", "\ufeff5 đơn", "😀 5 lượt"]
)
def test_odd_texts(text):
    well_placed(text)


def test_a_paragraph_does_not_change_the_one_before():
    first = "Tiếp 12 lượt công dân, nhận 34 đơn."
    assert [f.indicator for f in find_facts(first + "\nTriển khai 5 cuộc thanh tra.")][:2] == [
        f.indicator for f in find_facts(first)
    ]


def test_no_sentence_is_read_beyond_its_longest():
    text = "tiếp 5 lượt, " * 2000
    assert max(len(sentence) for sentence in sentences_of(tokens_of(text))) <= LONGEST_SENTENCE


def expressions():
    for module in (distractors, numerals, periods, tokens):
        for value in vars(module).values():
            if isinstance(value, re.Pattern):
                yield value.pattern
            if isinstance(value, tuple):
                for entry in value:
                    pattern = entry[0] if isinstance(entry, tuple) else entry
                    if isinstance(pattern, re.Pattern):
                        yield pattern.pattern


@pytest.mark.parametrize("pattern", sorted(set(expressions())))
def test_no_expression_repeats_a_repetition(pattern):
    # (a+)+ and (a*)* are what makes an expression take exponential time; a group that begins with a sign of its own is safe
    for group in re.finditer(r"\((?:\?:)?([^()]*)\)[*+]", pattern):
        body = group[1]
        assert not re.match(r"(?:\[[^\]]*\]|\\?\w)[*+]", body), body
