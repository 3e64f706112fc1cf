"""Tables of units that ended since: over today's tree they count where the unit's records would, once."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from danvan.org.models import Succession, UnitName, UnitParent
from danvan.reports import live
from danvan.reports.flow import coverage, tables
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tests.conftest import QUARTER

pytestmark = pytest.mark.django_db
FORM, MERGED = "01-xld", date(2023, 5, 1)
CODE, OTHER = "xld01.tiep_nhan.mot_nguoi", "xld01.tiep_nhan.khac"
AS_WAS, AS_IS = date(2023, 3, 14), date(2023, 6, 1)


def merge(unit, heir, on=MERGED):
    for model in (UnitParent, UnitName):
        for row in model.objects.filter(unit=unit):
            row.valid = DateRange(row.valid.lower, on)
            row.save()
    Succession.objects.create(predecessor=unit, successor=heir, on=on)


def give(unit, values, by):
    return tables.take(unit, QUARTER, FORM, values, UnitTable.Origin.XLSX, by=by)


def read(place, on):
    return live.read(place.province, QUARTER, FORM, on).figures


def totals(place, code=CODE):
    return [read(place, on).cell(code).value for on in (AS_WAS, AS_IS)]


def test_a_merged_commune_s_table_stands_with_its_heir(keeping, compiler):
    before = totals(keeping)
    give(keeping.communes[2], {CODE: 7}, compiler)
    merge(keeping.communes[2], keeping.communes[3])
    assert totals(keeping) == [value + 7 for value in before]
    assert read(keeping, AS_IS).cell(CODE, keeping.communes[3].pk).value == 7


def test_it_is_added_to_what_the_heir_sent_itself_or_counts(keeping, compiler):
    before = totals(keeping)
    give(keeping.communes[2], {CODE: 7}, compiler)
    give(keeping.communes[3], {CODE: 5}, compiler)
    merge(keeping.communes[2], keeping.communes[3])
    assert totals(keeping) == [value + 12 for value in before]


def test_a_heir_that_keeps_records_counts_them_beside_the_table(keeping, compiler):
    before = totals(keeping)
    give(keeping.communes[2], {CODE: 7}, compiler)
    merge(keeping.communes[2], keeping.communes[0])
    assert totals(keeping) == [value + 7 for value in before]


def test_a_district_s_table_is_not_added_to_those_it_spoke_for(keeping, compiler):
    before = totals(keeping)
    give(keeping.districts[1], {CODE: 11}, compiler)
    give(keeping.communes[2], {CODE: 7}, compiler)
    merge(keeping.communes[2], keeping.communes[0])
    assert totals(keeping) == [value + 11 for value in before]


def test_what_one_of_two_leaves_empty_is_not_whole(keeping, compiler):
    give(keeping.communes[2], {CODE: 7, OTHER: 1}, compiler)
    give(keeping.communes[3], {CODE: 5}, compiler)
    merge(keeping.communes[2], keeping.communes[3])
    figures = read(keeping, AS_IS)
    assert figures.lacks(OTHER, keeping.communes[3].pk)
    assert not figures.lacks(CODE, keeping.communes[3].pk)


def test_an_heir_that_sent_nothing_is_still_missing_and_the_frozen_words_name_the_ended_unit(
    keeping, compiler
):
    give(keeping.communes[2], {CODE: 7}, compiler)
    merge(keeping.communes[2], keeping.communes[3])
    figures = read(keeping, AS_IS)
    assert keeping.communes[3].pk in coverage.coverage(figures)[CODE].missing
    (told,) = coverage.frozen(figures)["tables"]
    assert (told["unit"], told["name"]) == (keeping.communes[2].slug, "Xã Số 2.1")


def test_a_table_of_a_unit_that_ended_and_kept_records_is_not_added(keeping, compiler):
    before = totals(keeping)
    give(keeping.communes[0], {CODE: 100}, compiler)
    merge(keeping.communes[0], keeping.communes[1])
    assert totals(keeping) == before
