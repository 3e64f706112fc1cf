"""A written number as an interval, and the layout of mentions."""

from decimal import Decimal

import pytest

from danvan.reports.reader.checks.amounts import (
    Amount,
    amount_of,
    base_unit,
    printed_decimals,
    scale_of,
    total,
)
from danvan.reports.reader.checks.identities import RULES, declared
from danvan.reports.reader.checks.mentions import Layout
from danvan.reports.reader.facts import Fact
from danvan.reports.reader.labels import _tables
from danvan.reports.reader.tests.placing import placed, value_of


def fact(raw, unit, qualifier=None, norm=None):
    return Fact("X", value_of(raw), unit, raw, 0, len(raw), qualifier=qualifier, qualifier_norm=norm)


@pytest.mark.parametrize(
    ("raw", "unit", "norm", "low", "high"),
    [
        ("258", "đơn", None, "258", "258"),
        ("1.012", "lượt", None, "1012", "1012"),
        ("843", "triệu đồng", "at_least", "843000000", "844000000"),
        ("1,6", "tỷ đồng", "at_most", "1500000000", "1600000000"),
        ("1,6", "tỷ đồng", "at_least", "1600000000", "1700000000"),
        ("900", "lượt", "at_most", "800", "900"),
        ("1000", "người", "at_least", "1000", "1250"),
        ("50", "đơn", "about", "40", "60"),
        ("20", "đơn", "about", "15", "25"),
        ("3", "vụ", "at_least", "3", "4"),
        ("771,9", "triệu đồng", None, "771850000", "771950000"),
        ("8,98", "ngàn hồ sơ", None, "8975", "8985"),
        ("24", "%", "at_least", "24", "25"),
        ("89", "%", None, "88.5", "89.5"),
        ("91,33", "%", None, "91.325", "91.335"),
    ],
)
def test_intervals(raw, unit, norm, low, high):
    amount = amount_of(fact(raw, unit, "x" if norm else None, norm))
    assert (amount.low, amount.high) == (Decimal(low), Decimal(high))
    assert amount.exact == (low == high)


@pytest.mark.parametrize(
    ("raw", "digits"),
    [("258", 0), ("1.012", 0), ("1.280,04", 2), ("3,70", 2), ("0,125", 3), ("100", 0), ("05", 0)],
)
def test_printed_decimals(raw, digits):
    assert printed_decimals(fact(raw, "%")) == digits


@pytest.mark.parametrize(
    ("unit", "scale", "base"),
    [
        ("tỷ đồng", 10**9, "đồng"),
        ("triệu hồ sơ", 10**6, "hồ sơ"),
        ("nghìn lượt", 1000, "lượt"),
        ("đơn", 1, "đơn"),
    ],
)
def test_scales(unit, scale, base):
    assert scale_of(unit) == scale
    assert base_unit(unit) == base


def test_intervals_add_and_meet():
    one, two = Amount(Decimal(5), Decimal(4), Decimal(6)), Amount(Decimal(3), Decimal(3), Decimal(3))
    both = total([one, two])
    assert (both.value, both.low, both.high) == (8, 7, 9)
    assert both.meets(Amount(Decimal(9), Decimal(9), Decimal(9)))
    assert not both.meets(Amount(Decimal(10), Decimal(10), Decimal(10)))


def test_sentences_do_not_break_inside_numbers_or_lower_case():
    text = "Nhận 1.012 đơn ở TP. hồ sơ đủ. Xử lý 3,5 tỷ.\nHết"
    layout = Layout(text, ())
    cut = [layout.sentence(text.index(word)) for word in ("1.012", "hồ", "Xử", "Hết")]
    assert cut[0] == cut[1]
    assert text[slice(*cut[2])] == " Xử lý 3,5 tỷ."
    assert text[slice(*cut[3])] == "Hết"


def test_a_repeated_fact_is_mentioned_at_each_place():
    one = Fact("X", 5, "đơn", "5", 0, 1, places=((0, 1), (10, 11)))
    assert [mention.start for mention in Layout("5 đơn và  5 đơn", [one]).mentions] == [0, 10]


def test_loose_numbers_leave_out_dates_shares_and_read_figures():
    text = "Ngày 16/3/2023, quý I năm 2023, theo Điều 28: nhận 38 đơn, 4 việc khác, đạt 91%, tháng 2"
    layout = Layout(text, placed(text, ("DON.tiep_nhan", "38", "đơn")))
    assert layout.loose_numbers(0, len(text)) == [4]


def test_the_numbering_of_a_list_is_no_figure():
    text = "1. Khiếu nại\n2) Tố cáo\n 3. Khác 7\n4 việc"
    assert Layout(text, ()).loose_numbers(0, len(text)) == [7, 4]


def test_the_declared_identities_use_known_codes_and_rules():
    labels, _ = _tables()
    table = declared()
    codes = {c for row in table.sums for c in (*row.wholes, *row.parts, *row.optional)}
    codes |= {code for row in table.ratios for code in (*row.part, *row.whole, *row.ratio)}
    codes |= {code for pair in table.bounds for code in pair}
    assert {code.split(".")[0] for code in codes} <= {code.split(".")[0] for code in labels}
    assert {row.rule for row in table.sums} == set(RULES)
    assert all(not set(row.wholes) & set(row.parts) for row in table.sums)
    lengths = [len(row.parts) for row in table.sums]
    assert lengths == sorted(lengths, reverse=True)
