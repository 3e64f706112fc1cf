"""The facts of the first article that the reader was made for."""

import os
from pathlib import Path

import pytest

from danvan.reports.reader.find import find_facts

ROOT = Path(__file__).parents[5]
SHARED = Path(os.environ.get("DANVAN_SHARED", ROOT.parent / "shared"))
SEED = SHARED / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="shared/seed/article.txt is absent")

EXPECTED = [
    ("MOTCUA.ty_le_co_quan", "100", "%"),
    ("TTHC.ty_le_3_cap", "100", "%"),
    ("TTHC.ty_le_niem_yet", "100", "%"),
    ("TT.cuoc", "85", "cuộc"),
    ("TCD.HEAD.SO", "01", "ngày/tháng"),
    ("TCD.luot", "97", "lượt"),
    ("DON.tiep_nhan", "258", "đơn"),
    ("DON.khieu_nai", "38", "đơn"),
    ("DON.to_cao", "94", "đơn"),
    ("DON.kien_nghi_phan_anh", "164", "đơn"),
    ("TT.sai_pham", "3,1", "tỷ đồng"),
]


@pytest.fixture(scope="module")
def text():
    return SEED.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def facts(text):
    return {fact.indicator: fact for fact in find_facts(text)}


def test_these_facts_and_no_others(text):
    assert [(fact.indicator, fact.raw, fact.unit) for fact in find_facts(text)] == EXPECTED


def test_the_qualifier_is_as_written(facts):
    fact = facts["TT.sai_pham"]
    assert (fact.qualifier, fact.qualifier_norm, fact.value_vnd) == ("trên", "at_least", 3_100_000_000)


def test_headline_and_body_are_one_fact(facts, text):
    fact = facts["TT.cuoc"]
    assert [text[start - 10 : end] for start, end in fact.places] == ["Thực hiện 85", "thực hiện 85"] or [
        text[start:end] for start, end in fact.places
    ] == ["85", "85"]
    assert len(fact.places) == 2


def test_each_hundred_percent_has_its_own_place(facts, text):
    hundreds = [fact for fact in facts.values() if fact.unit == "%"]
    assert len({fact.start for fact in hundreds}) == 3
    assert all(text[fact.start : fact.end + 1] == "100%" for fact in hundreds)


def test_interim_figures_carry_their_period(facts):
    for code in ("TCD.luot", "DON.tiep_nhan", "TT.cuoc", "TT.sai_pham"):
        assert facts[code].period == "2023-01/2023-02"


def test_the_rest_is_of_the_quarter(facts):
    assert facts["TTHC.ty_le_niem_yet"].period == "2023-Q1"


def test_all_of_it_is_quang_binhs(facts):
    assert all("Quảng Bình" in fact.org for fact in facts.values())
