"""A fact's own fields: qualifier, money in đồng, period, places; repeated mentions."""

import pytest

from danvan.reports.reader.facts import Fact
from danvan.reports.reader.find import find_facts
from danvan.reports.reader.merging import merged

from .reading_of import found, only


@pytest.mark.parametrize(
    ("word", "norm"),
    [
        ("hơn", "at_least"),
        ("trên", "at_least"),
        ("ít nhất", "at_least"),
        ("không dưới", "at_least"),
        ("gần", "at_most"),
        ("dưới", "at_most"),
        ("không quá", "at_most"),
        ("tối đa", "at_most"),
        ("khoảng", "about"),
        ("xấp xỉ", "about"),
        ("trên dưới", "about"),
    ],
)
def test_the_qualifier_as_written_and_normalised(word, norm):
    fact = only(f"Toàn huyện tiếp {word} 300 lượt công dân.")
    assert (fact.qualifier, fact.qualifier_norm, fact.value) == (word, norm, 300)


def test_the_qualifier_is_of_the_next_number_only():
    facts = find_facts("Tiếp gần 900 lượt, 1000 người.")
    assert [fact.qualifier for fact in facts] == ["gần", None]


@pytest.mark.parametrize("text", ["Trên địa bàn huyện tiếp 5 lượt.", "Dưới sự chỉ đạo, đã tiếp 5 lượt."])
def test_a_word_that_qualifies_no_number(text):
    assert only(text).qualifier is None


@pytest.mark.parametrize(
    ("amount", "raw", "unit", "dong"),
    [
        ("3,1 tỷ đồng", "3,1", "tỷ đồng", 3_100_000_000),
        ("843 triệu đồng", "843", "triệu đồng", 843_000_000),
        ("5.600.000.000 đồng", "5.600.000.000", "đồng", 5_600_000_000),
        ("1.280,04 triệu đồng", "1.280,04", "triệu đồng", 1_280_040_000),
        ("2 tỷ 300 triệu đồng", "2 tỷ 300 triệu", "tỷ đồng", 2_300_000_000),
        ("1,2 nghìn tỷ đồng", "1,2", "nghìn tỷ đồng", 1_200_000_000_000),
        ("7 tỷ", "7", "tỷ đồng", 7_000_000_000),
        ("7 tỉ đồng", "7", "tỷ đồng", 7_000_000_000),
    ],
)
def test_money(amount, raw, unit, dong):
    fact = only(f"Qua thanh tra, phát hiện sai phạm {amount}.")
    assert (fact.raw, fact.unit, fact.value_vnd) == (raw, unit, dong)


def test_only_money_is_in_dong():
    assert only("Tiếp 5 lượt.").value_vnd is None


@pytest.mark.parametrize(
    ("land", "unit"),
    [
        ("2.300 m2", "m²"),
        ("2.300m2 đất", "m²"),
        ("2.300 mét vuông", "m²"),
        ("22,2ha", "ha"),
        ("22,2 ha đất", "ha"),
    ],
)
def test_land(land, unit):
    assert only(f"Phát hiện vi phạm {land}.").unit == unit


def test_the_period_of_the_sentence_of_the_paragraph_of_the_document():
    text = (
        "Báo cáo quý I/2023 của tỉnh.\nĐến tháng 2/2023, toàn tỉnh tiếp 97 lượt. Nhận 258 đơn.\n"
        "Triển khai 85 cuộc thanh tra."
    )
    assert [(fact.indicator, fact.period) for fact in find_facts(text)] == [
        ("TCD.luot", "2023-01/2023-02"),
        ("DON.tiep_nhan", "2023-01/2023-02"),
        ("TT.cuoc", "2023-Q1"),
    ]


def test_a_repeated_mention_is_one_fact_with_two_places():
    text = "Thực hiện 85 cuộc thanh tra, kiểm tra\nNăm 2023, ngành Thanh tra thực hiện 85 cuộc thanh tra, kiểm tra."
    fact = only(text)
    assert [text[start:end] for start, end in fact.places] == ["85", "85"]
    assert fact.places[0] == (fact.start, fact.end)
    assert fact.period == "2023"


def test_the_denominator_repeats_what_was_said():
    text = "Có 40 vụ việc thuộc thẩm quyền. Đã giải quyết 36/40 vụ việc."
    places = {fact.indicator: len(fact.places) for fact in find_facts(text)}
    assert places == {"VV.tham_quyen": 2, "VV.da_giai_quyet": 1}


def fact(**fields):
    start = fields.pop("start", 0)
    shape = {"indicator": "TCD.luot", "value": 5, "unit": "lượt", "raw": "5"}
    return Fact(**(shape | fields), start=start, end=start + 1, places=((start, start + 1),))


def test_what_one_mention_leaves_out_the_other_gives():
    [one] = merged(
        [fact(), fact(start=9, org="tỉnh X", qualifier="gần", qualifier_norm="at_most", period="2023")]
    )
    assert (one.org, one.qualifier, one.period, one.start) == ("tỉnh X", "gần", "2023", 0)
    assert one.places == ((0, 1), (9, 10))


@pytest.mark.parametrize(
    "other",
    [
        {"value": 6},
        {"unit": "người"},
        {"indicator": "TCD.nguoi"},
        {"org": "huyện Y"},
        {"period": "2022"},
        {"direction": "tăng"},
    ],
)
def test_facts_that_differ_stay_apart(other):
    first = fact(org="tỉnh X", period="2023")
    assert len(merged([first, fact(**({"org": "tỉnh X", "period": "2023"} | other), start=9)])) == 2


def test_the_order_of_reading_is_kept():
    text = "Nhận 258 đơn.\nTiếp 97 lượt.\nNhận 258 đơn."
    assert [code for code, _, _ in found(text)] == ["DON.tiep_nhan", "TCD.luot"]


@pytest.mark.parametrize("word", ["hai", "ba", "bảy"])
def test_a_number_in_words(word):
    fact = only(f"Chuyển cơ quan điều tra {word} vụ.")
    assert fact.raw == word


@pytest.mark.parametrize(
    "text", ["Một vụ việc phức tạp.", "Năm vừa qua có một cuộc thanh tra.", "Ba người dân nói."]
)
def test_words_that_count_nothing_of_ours(text):
    assert found(text) == []
