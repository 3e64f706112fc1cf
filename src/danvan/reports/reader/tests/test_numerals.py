"""Numbers as Vietnamese reports write them."""

from decimal import Decimal

import pytest

from danvan.reports.reader.numerals import in_dong, number_of


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("07", 7),
        ("128", 128),
        ("4353", 4353),
        ("1.073", 1073),
        ("16.790", 16790),
        ("1.234.567", 1234567),
        ("5.600.000.000", 5600000000),
        ("3,1", Decimal("3.1")),
        ("91,33", Decimal("91.33")),
        ("1.280,04", Decimal("1280.04")),
        ("10.091,5", Decimal("10091.5")),
        ("8.4", Decimal("8.4")),
        ("0,29", Decimal("0.29")),
        ("1,234,567", 1234567),
    ],
)
def test_the_value(raw, value):
    assert number_of(raw) == value


@pytest.mark.parametrize("raw", ["1.28.4", "1,2,3", "1.2345", "12.34.567", "9" * 21, "1,234,56"])
def test_a_number_that_cannot_be_told_has_no_value(raw):
    assert number_of(raw) is None


def test_a_point_before_three_digits_groups_thousands():
    assert number_of("2.147") == 2147
    assert number_of("2.14") == Decimal("2.14")


def test_a_comma_before_three_digits_is_the_decimal_sign():
    # "1,982 triệu lượt": Vietnamese writes the decimal comma
    assert number_of("1,982") == Decimal("1.982")


def test_dong_are_whole():
    assert in_dong(Decimal("3.1"), 10**9) == 3_100_000_000
    assert in_dong(843, 10**6) == 843_000_000
    assert in_dong(Decimal("0.0000000001"), 10**9) == 0
