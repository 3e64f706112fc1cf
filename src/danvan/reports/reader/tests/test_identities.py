"""Every declared identity, tried as a sentence: true, too much, too little."""

import pytest

from danvan.reports.reader.checks.identities import SumIdentity, declared
from danvan.reports.reader.labels import phrase_of
from danvan.reports.reader.tests.placing import checked, failures
from danvan.ui.numbers import number

SUMS = declared().sums
VALUES = (1_117, 2_239, 4_483, 8_971, 17_957, 35_933, 71_881, 143_833, 287_681)


def name_of(identity: SumIdentity) -> str:
    return f"{identity.wholes[0]} {identity.rule} {len(identity.parts)}"


def sentence(identity: SumIdentity, gap: int, join: str, optional: bool = False):
    """A sentence in which the total is `gap` more than its parts, and its facts."""
    codes = identity.parts + (identity.optional if optional else ())
    values = VALUES[: len(codes)]
    stated = sum(values) + gap
    listed = ", ".join(f"{number(v)} {phrase_of(c)}" for c, v in zip(codes, values, strict=True))
    text = f"Có {number(stated)} {phrase_of(identity.wholes[0])}, {join} {listed}."
    rows = [(identity.wholes[0], number(stated), "đơn vị tính")]
    rows += [(code, number(value), "đơn vị tính") for code, value in zip(codes, values, strict=True)]
    return text, rows


def sums_of(text, rows):
    return [check for check in checked(text, *rows) if check.type == "sum"]


@pytest.mark.parametrize("identity", SUMS, ids=name_of)
@pytest.mark.parametrize("join", ["gồm", "trong đó"])
def test_what_adds_up_is_right(identity, join):
    assert [
        check.ok for check in sums_of(*sentence(identity, 0, join, optional=len(identity.parts) < 2))
    ] == [True]


@pytest.mark.parametrize("identity", [row for row in SUMS if row.optional], ids=name_of)
def test_optional_parts_count_where_they_are_named(identity):
    text, rows = sentence(identity, 0, "gồm", optional=True)
    [check] = sums_of(text, rows)
    assert check.ok is True
    assert len(check.parts) == len(identity.parts) + len(identity.optional)


@pytest.mark.parametrize("identity", [row for row in SUMS if row.rule != "when_equal"], ids=name_of)
def test_more_parts_than_the_total_are_always_wrong(identity):
    [check] = failures(sums_of(*sentence(identity, -13, "gồm")))
    assert check.computed - check.stated == 13


@pytest.mark.parametrize("identity", [row for row in SUMS if row.rule == "partition"], ids=name_of)
def test_a_partition_may_not_fall_short_even_under_trong_do(identity):
    [check] = failures(sums_of(*sentence(identity, 13, "trong đó")))
    assert check.stated - check.computed == 13


@pytest.mark.parametrize("identity", [row for row in SUMS if row.rule in ("exact", "at_most")], ids=name_of)
def test_falling_short_under_trong_do_accuses_nobody(identity):
    assert not failures(sums_of(*sentence(identity, 13, "trong đó")))


@pytest.mark.parametrize("identity", [row for row in SUMS if row.rule == "when_equal"], ids=name_of)
@pytest.mark.parametrize("gap", [-13, 13])
def test_what_need_not_be_complete_accuses_nobody(identity, gap):
    assert not sums_of(*sentence(identity, gap, "trong đó"))


@pytest.mark.parametrize("identity", declared().ratios, ids=lambda row: row.ratio[0])
def test_every_share_is_tried_both_ways(identity):
    text = f"Có 8.000 {phrase_of(identity.whole[0])}, 2.000 {phrase_of(identity.part[0])}, đạt {{}}%."
    rows = ((identity.whole[0], "8.000", "x"), (identity.part[0], "2.000", "x"))
    for share, ok in (("25", True), ("31", False)):
        shares = checked(text.format(share), *rows, (identity.ratio[0], share, "%"))
        assert [(check.ok, check.severity) for check in shares if check.type == "ratio"] == [
            (ok, "info" if ok else "hard")
        ]


@pytest.mark.parametrize("pair", declared().bounds, ids=lambda pair: pair[0])
def test_every_bound_is_tried_both_ways(pair):
    part, whole = pair
    for first, second, ok in (("80", "20", True), ("20", "80", False)):
        text = f"Có {first} {phrase_of(whole)}, {second} {phrase_of(part)}."
        bounds = [c for c in checked(text, (whole, first, "x"), (part, second, "x")) if c.type == "subset"]
        assert [check.ok for check in bounds] == [ok]
        assert not failures(bounds)


@pytest.mark.parametrize(
    "identity", [row for row in declared().changes if row.change], ids=lambda row: row.base[0]
)
def test_every_change_is_tried_both_ways(identity):
    base = identity.base[0]
    for change, ok in (("20", True), ("21", False)):
        text = f"Có 80 {phrase_of(base)}, giảm {change}, cùng kỳ 100."
        rows = (
            (base, "80", "x", {"period": "2023-Q1"}),
            (identity.change[0], change, "x", {"period": "2023-Q1", "direction": "giảm"}),
            (base, "100", "x", {"period": "2022-Q1"}),
        )
        [check] = [check for check in checked(text, *rows) if check.type == "difference"]
        assert check.ok is ok
