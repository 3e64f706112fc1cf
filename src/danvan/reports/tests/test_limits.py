"""Numbers of the law within figures, dated by the period's last day; and the heads above a form's columns."""

from dataclasses import replace
from datetime import date

import pytest

from danvan.domains.petitions.models import Letter
from danvan.records.declare import figure, indicators
from danvan.records.loading import Row, load
from danvan.reports import form_files, windows
from danvan.reports.checks import identity_checks
from danvan.reports.compute import compute
from danvan.reports.documents.content import Content
from danvan.reports.form_files import FormRow, form
from danvan.reports.freezing import declarations_hash
from danvan.reports.structure import faults
from danvan.reports.tests.factories import make_place
from danvan.reports.windows import counted, limit, period_of

MANY, ONE = "xld01.tiep_nhan.nhieu_nguoi", "xld01.tiep_nhan.mot_nguoi"


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2014, 12, 15), date(2021, 11, 15), date(2030, 1, 1)])
def test_many_signatories_are_five_on_every_day(on):
    """Before the first wording, and should the last one end, the nearest number is taken: old books are counted too."""
    assert limit("XLD.MANY", on) == 5


@pytest.mark.django_db
@pytest.mark.parametrize(("signatories", "found"), [(1, ONE), (2, ONE), (4, ONE), (5, MANY), (12, MANY)])
def test_two_to_four_stand_with_one_and_five_with_many(signatories, found):
    place = make_place(1, 1)
    load("don", [Row(Letter(unit=place.province, signatories=signatories), date(2023, 2, 1))], reason="thử")
    figures = compute(place.province, "2023-Q1", [MANY, ONE])
    assert {code for code in (MANY, ONE) if figures.cell(code).value} == {found}


@pytest.mark.django_db
def test_another_number_of_the_law_counts_from_the_first_period_that_ends_under_it(monkeypatch):
    place = make_place(1, 1)
    days = (date(2022, 12, 1), date(2023, 2, 1))
    load("don", [Row(Letter(unit=place.province, signatories=4), on) for on in days], reason="thử")
    monkeypatch.setattr(windows, "limit", lambda rule, on: 3 if on >= date(2023, 3, 1) else 5)
    for period, many in (("2022-Q4", 0), ("2023-Q1", 1)):
        figures = compute(place.province, period)
        assert (figures.cell(MANY).value, figures.cell(ONE).value) == (many, 1 - many)
        assert [check.key for check in identity_checks(figures) if not check.ok] == []


def test_a_figure_says_which_rule_it_asks_and_its_hash_covers_it(monkeypatch):
    assert figure(MANY).limits == (("signatories", "gte", "XLD.MANY"),)
    assert "signatories" not in str(figure(MANY).where), "the number stands in the law and nowhere else"
    before = declarations_hash()
    changed = [replace(item, limits=()) if item.code == MANY else item for item in indicators()]
    monkeypatch.setattr("danvan.reports.freezing.figures", lambda: changed)
    assert declarations_hash() != before


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ((("forwarded_to", "gte", "XLD.MANY"),), "forwarded_to is no integer column"),
        ((("khong_co", "gte", "XLD.MANY"),), "khong_co is no integer column"),
        ((("signatories", "exact", "XLD.MANY"),), "signatories is compared by an unknown word exact"),
        ((("signatories", "gte", "XLD.KHONG"),), "signatories is compared with XLD.KHONG, which is no rule"),
    ],
)
def test_a_limit_that_cannot_be_asked_is_a_fault(limits, said):
    assert faults(replace(figure(MANY), limits=limits)) == [f"{MANY}: {said}"]
    assert faults(figure(MANY)) == []


def test_the_condition_of_a_limit_is_a_comparison_with_a_number():
    assert ("signatories__gte", 5) in counted(figure(MANY), period_of("2023-Q1")).children


# -- heads above columns -----------------------------------------------------------------------------------
def test_a_column_knows_its_heads_and_its_whole_title(tmp_path):
    path = tmp_path / "thu.toml"
    row = '{ code = "don.luu", under = ["Trả lại cho tổ chức, cá nhân", "Tổ chức"], label = "Tiền" }'
    path.write_text(f'key = "t"\ntitle = "T"\n[[section]]\ntitle = "A"\nrow = [{row}]', encoding="utf-8")
    (read,) = form_files.read(path).rows
    assert read.label == "Trả lại cho tổ chức, cá nhân, Tổ chức, Tiền"
    assert (read.leaf, read.under) == ("Tiền", ("Trả lại cho tổ chức, cá nhân", "Tổ chức"))
    assert FormRow("Một, hai").leaf == "Một, hai"


def body_of(key):
    sections = [
        {"title": s.title, "rows": [{"label": r.label, "under": list(r.under)} for r in s.rows]}
        for s in form(key).sections
    ]
    lines = [{"label": row.label} for row in form(key).rows]
    return {"form": {"sections": sections}, "lines": lines}


def test_a_head_is_said_once_where_it_begins():
    told = dict(Content(body_of("01-kqgq")).section_lines())["Kết quả giải quyết"]
    heads = [(line["leaf"], line["heads"]) for line in told if line["heads"]]
    assert heads[:4] == [
        ("Số vụ việc giải quyết bằng QĐ hành chính", [(0, "Đã giải quyết")]),
        ("Tiền", [(0, "Kiến nghị thu hồi cho NN")]),
        ("Tiền", [(0, "Trả lại cho tổ chức, cá nhân"), (1, "Tổ chức")]),
        ("Tiền", [(1, "Cá nhân")]),
    ]
    assert [line["depth"] for line in told[:6]] == [1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "key", ["01-tcd", "02-tcd", "01-xld", "02-xld", "03-xld", "04-xld", "01-kqgq", "02-kqgq"]
)
def test_no_line_is_lost_between_the_heads(key):
    body = body_of(key)
    shown = [line["label"] for _, lines in Content(body).section_lines() for line in lines]
    assert shown == [line["label"] for line in body["lines"]]


def test_a_package_from_before_the_heads_were_kept_is_shown_by_whole_titles():
    body = body_of("02-xld")
    for section in body["form"]["sections"]:
        for row in section["rows"]:
            row.pop("under")
    lines = [line for _, lines in Content(body).section_lines() for line in lines]
    assert all(line["heads"] == [] and line["leaf"] == line["label"] for line in lines)
