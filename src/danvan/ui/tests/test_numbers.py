"""Numbers and money as they are shown and as they are read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.ui import numbers
from danvan.ui.errors import Refusal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1.234,5"),
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (3_100_000_000, "3.100.000.000"),
        (-5, "−5"),
        (-1234.25, "−1.234,25"),
        (Decimal("0.10"), "0,10"),
        (0.1, "0,1"),
        (Decimal("1E+3"), "1.000"),
        (None, ""),
    ],
)
def test_number(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234.5, 2, "1.234,50"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (93.45, 1, "93,5"),
        (-0.04, 1, "0,0"),
        (7, 1, "7,0"),
    ],
)
def test_places_round_half_up(value, places, text):
    assert numbers.number(value, places) == text


def test_money():
    assert numbers.money(3_100_000_000) == "3.100.000.000 đồng"
    assert numbers.money(0) == "0 đồng"
    assert numbers.money(None) == ""


@pytest.mark.parametrize(
    ("dong", "text"),
    [
        (3_100_000_000, "3,1 tỷ đồng"),
        (3_145_000_000, "3,15 tỷ đồng"),
        (2_000_000_000_000, "2.000 tỷ đồng"),
        (995_000_000, "995 triệu đồng"),
        (999_999_999, "1 tỷ đồng"),
        (1_500_000, "1,5 triệu đồng"),
        (999_000, "999.000 đồng"),
        (-3_100_000_000, "−3,1 tỷ đồng"),
        (0, "0 đồng"),
        (None, ""),
    ],
)
def test_money_short(dong, text):
    assert numbers.money_short(dong) == text


def test_percent_drops_empty_decimals():
    assert numbers.percent(93.46) == "93,5 %"
    assert numbers.percent(100) == "100 %"
    assert numbers.percent(Decimal("100.04")) == "100 %"
    assert numbers.percent(93.456, 2) == "93,46 %"
    assert numbers.percent(None) == "–"


def test_share_divides_in_decimal():
    assert numbers.share(29, 31) == "93,5 %"
    assert numbers.share(1, 3, 2) == "33,33 %"
    assert numbers.share(0, 31) == "0 %"


def test_share_of_nothing_is_a_dash_not_nought():
    assert numbers.share(0, 0) == "–"
    assert numbers.share(None, 5) == "–"
    assert numbers.share(5, None) == "–"


def test_signed():
    assert [numbers.signed(change) for change in (12, 0, -3, None)] == ["+12", "0", "−3", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1 234", "1234"),
        ("1\u00a0234", "1234"),
        ("1234", "1234"),
        ("0,5", "0.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        (" 3.100.000.000 ", "3100000000"),
        ("1.234", "1234"),
    ],
)
def test_parse_number(text, value):
    assert numbers.parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1.5", "1,234,567", "1.23.456", "12a", "1e5", "--3", ",5", "5,", "1/2", "١"]
)
def test_numbers_that_are_refused(text):
    with pytest.raises(Refusal, match="dấu chấm chỉ để tách hàng nghìn"):
        numbers.parse_number(text)


def test_an_empty_number_is_named_so():
    with pytest.raises(Refusal, match="Chưa có số"):
        numbers.parse_number("  ")


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("3,1 tỷ đồng", 3_100_000_000),
        ("3,1 tỉ", 3_100_000_000),
        ("500 triệu", 500_000_000),
        ("1.234.000 đ", 1_234_000),
        ("1.234.000", 1_234_000),
        ("20 nghìn đồng", 20_000),
        ("3.100.000.000 VND", 3_100_000_000),
    ],
)
def test_parse_money(text, dong):
    assert numbers.parse_money(text) == dong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ba tỷ", "Không đọc được số tiền"),
        ("0,5", "lẻ dưới một đồng"),
        ("3.1 tỷ", "dấu chấm"),
        ("", "số tiền"),
    ],
)
def test_money_that_is_refused(text, said):
    with pytest.raises(Refusal, match=said):
        numbers.parse_money(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_what_is_shown_can_be_read_back(value):
    assert numbers.parse_number(numbers.number(value)) == value


@given(st.integers(min_value=0, max_value=10**15))
def test_money_can_be_read_back(dong):
    assert numbers.parse_money(numbers.money(dong)) == dong


@given(st.integers(min_value=0, max_value=10**14))
def test_short_money_is_never_off_by_more_than_its_last_place(dong):
    shown = numbers.parse_money(numbers.money_short(dong))
    step = 10**7 if dong >= 999_995_000 else 10**4

    assert abs(shown - dong) <= step // 2
