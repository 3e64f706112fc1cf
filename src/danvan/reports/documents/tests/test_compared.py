"""Figures of the periods beside, frozen with a report: hashed, closed with the public edition, and printed as they were."""

from datetime import date

import pytest

from danvan.reports.canonical import root_of
from danvan.reports.documents import compared
from danvan.reports.documents.content import of_report
from danvan.reports.documents.sheet import sheet_of
from danvan.reports.signing import envelope, prepare, sign
from danvan.reports.tests.factories import letters, make_place
from danvan.reports.verification import verify

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
BEFORE, YEAR_AGO = date(2022, 11, 1), date(2022, 2, 1)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 1)
    letters(place.communes[0], "khieu_nai", 9)
    letters(place.communes[0], "khieu_nai", 6, on=BEFORE)
    return place


def signed(place, unit=None, form="dvcq"):
    return sign(prepare(unit or place.province, QUARTER, form, by=place.head), by=place.head)


def cells(content, label):
    tables = [table["table"] for annex in sheet_of(content)["annexes"] for table in annex["tables"]]
    (row,) = [row["cells"] for table in tables for row in table["rows"] if label in row["cells"]]
    return dict(zip(tables[0]["heads"], row, strict=True))


def test_a_paper_puts_the_period_before_beside_the_count(place):
    found = cells(of_report(signed(place)), "Đơn khiếu nại")
    assert (found["Đếm từ hồ sơ"], found["Quý IV/2022"]) == ("9", "6")
    assert "Quý I/2022" not in found  # nothing was recorded then


def test_both_periods_stand_there_once_both_have_records(place):
    letters(place.communes[0], "to_cao", 4, on=YEAR_AGO)
    found = cells(of_report(signed(place)), "Đơn khiếu nại")
    assert (found["Quý IV/2022"], found["Quý I/2022"]) == ("6", "0")


def test_a_signed_comparison_does_not_follow_later_records(place):
    report = signed(place)
    letters(place.communes[0], "khieu_nai", 5, on=BEFORE)
    assert cells(of_report(report), "Đơn khiếu nại")["Quý IV/2022"] == "6"


def test_a_changed_figure_of_the_past_breaks_the_root(place):
    report = signed(place)
    sealed = envelope(report)
    assert verify(sealed).ok
    leaf = next(one for one in sealed["package"]["beside"] if one["code"] == "don.khieu_nai")
    leaf["previous"] = 60
    assert not verify(sealed).ok


def test_below_a_province_the_public_edition_closes_the_past_under_the_same_root(place):
    report = signed(place, place.communes[0])
    public = envelope(report, public=True)["package"]
    assert all(one.get("closed") and "previous" not in one for one in public["beside"])
    assert root_of(public) == report.root_hash
    content = of_report(report, public=True)
    assert compared.columns(content.body) == []
    heads = [table["table"]["heads"] for annex in sheet_of(content)["annexes"] for table in annex["tables"]]
    assert not [one for head in heads for one in head if "2022" in one]


def test_a_province_s_public_edition_keeps_it_open(place):
    public = of_report(signed(place), public=True)
    assert [label for _key, label in compared.columns(public.body)] == ["Quý IV/2022"]


def test_a_statistical_form_keeps_no_past(place):
    assert "beside" not in signed(place, form="02-xld").package


def test_without_any_past_nothing_is_kept(place):
    assert "beside" not in signed(place, place.department).package


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({}, []),
        ({"previous": "Quý IV/2022", "last_year": ""}, ["Quý IV/2022"]),
        ({"previous": "2022", "last_year": "2022"}, ["2022"]),
        ({"previous": "Quý IV/2022", "last_year": "Quý I/2022"}, ["Quý IV/2022", "Quý I/2022"]),
    ],
)
def test_each_period_is_a_column_once(labels, expected):
    body = {"beside_of": labels, "beside": [{"code": "a", "previous": 1, "last_year": 2}]} if labels else {}
    assert [label for _key, label in compared.columns(body)] == expected


@pytest.mark.parametrize(
    ("value", "measure", "shown"),
    [
        (None, "đơn", "…"),
        (0, "đơn", "0"),
        (1234, "đơn", "1.234"),
        ("87.512345", "%", "87,5 %"),
        (100, "%", "100 %"),
    ],
)
def test_a_figure_of_the_past_is_printed_like_one_of_today(value, measure, shown):
    line = {"code": "a", "measure": measure}
    assert compared.told(line, {"a": {"previous": value}}, ["previous"]) == [shown]
    assert compared.told({"code": "b"}, {"a": {"previous": 1}}, ["previous"]) == ["…"]
