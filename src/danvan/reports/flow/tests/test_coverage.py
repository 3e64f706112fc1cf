"""Whose numbers stand in a total: counted, received, or missing, and never mixed up."""

import pytest

from danvan.records.declare import figures as declared
from danvan.reports import live
from danvan.reports.checks import roll_up_checks
from danvan.reports.compute import compute
from danvan.reports.flow import coverage, tables
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.tests.factories import letters

pytestmark = pytest.mark.django_db
FORM = "01-xld"
CODE, OTHER = "xld01.tiep_nhan.mot_nguoi", "xld01.tiep_nhan.khac"


def give(unit, values, by, form=FORM):
    return tables.take(unit, QUARTER, form, values, UnitTable.Origin.XLSX, by=by)


def read(place, unit=None):
    return live.read(unit or place.province, QUARTER, FORM).figures


def test_units_with_records_are_counted_and_those_without_are_missing(keeping):
    found = coverage.coverage(read(keeping))[CODE]
    silent = {keeping.districts[1].pk, *(unit.pk for unit in keeping.communes[2:])}
    assert (found.counted, found.tables, set(found.missing)) == (5, 0, silent)
    assert found.text == "đếm từ hồ sơ 5 đơn vị, nhận bảng 0 đơn vị, chưa có 3"


def test_a_table_is_added_to_the_unit_and_those_above_and_to_nobody_else(keeping, compiler):
    before = read(keeping).cell(CODE).value
    give(keeping.communes[2], {CODE: 7}, compiler)
    after = read(keeping)
    assert after.cell(CODE).value == before + 7
    assert after.cell(CODE, keeping.communes[2].pk).value == 7
    assert after.cell(CODE, keeping.districts[1].pk).value == 7
    assert (
        after.cell(CODE, keeping.districts[0].pk).value
        == compute(keeping.province, QUARTER, [CODE]).cell(CODE, keeping.districts[0].pk).value
    )
    assert after.cell(CODE).records == before, "nothing stands behind a table but the table"
    found = coverage.coverage(after)[CODE]
    assert (found.counted, found.tables, len(found.missing)) == (5, 1, 2)


def test_a_cell_left_empty_is_missing_and_a_zero_is_not(keeping, compiler):
    give(keeping.communes[2], {CODE: 0}, compiler)
    found = coverage.coverage(read(keeping))
    assert keeping.communes[2].pk not in found[CODE].missing
    assert keeping.communes[2].pk in found[OTHER].missing
    assert found[CODE].tables == 1
    assert found[OTHER].tables == 0


def test_a_stated_zero_speaks_in_every_cell(keeping, compiler):
    tables.nothing(keeping.communes[2], QUARTER, FORM, by=compiler)
    figures = read(keeping)
    assert figures.cell(CODE, keeping.communes[2].pk).value == 0
    found = coverage.coverage(figures)
    assert all(
        keeping.communes[2].pk not in one.missing for code, one in found.items() if code.startswith("xld01")
    )


def test_a_table_of_a_unit_that_keeps_records_stands_beside_and_is_not_added(keeping, compiler):
    before = read(keeping).cell(CODE).value
    give(keeping.communes[0], {CODE: 100}, compiler)
    assert read(keeping).cell(CODE).value == before


def test_a_table_of_a_unit_above_one_that_keeps_records_is_not_added_either(keeping, compiler):
    before = read(keeping).cell(CODE).value
    give(keeping.districts[0], {CODE: 100}, compiler)
    assert read(keeping).cell(CODE).value == before


def test_the_table_of_a_district_speaks_for_its_communes_and_theirs_are_not_added_again(keeping, compiler):
    before = read(keeping).cell(CODE).value
    give(keeping.districts[1], {CODE: 11}, compiler)
    give(keeping.communes[2], {CODE: 7}, compiler)
    figures = read(keeping)
    assert figures.cell(CODE).value == before + 11
    found = coverage.coverage(figures)[CODE]
    assert (found.counted, found.tables, found.missing) == (5, 3, ())


def test_two_forms_of_one_unit_are_both_taken(keeping, compiler):
    give(keeping.communes[2], {CODE: 7}, compiler)
    give(keeping.communes[2], {"xld02.phai_xu_ly": 4}, compiler, form="02-xld")
    assert read(keeping).cell(CODE, keeping.communes[2].pk).value == 7


def test_a_table_replaced_or_returned_counts_no_longer(keeping, compiler):
    first = give(keeping.communes[2], {CODE: 7}, compiler)
    give(keeping.communes[2], {CODE: 9}, compiler)
    assert read(keeping).cell(CODE, keeping.communes[2].pk).value == 9
    first.refresh_from_db()
    assert first.state == UnitTable.State.REPLACED
    UnitTable.objects.filter(state=UnitTable.State.SENT).update(state=UnitTable.State.RETURNED)
    assert read(keeping).cell(CODE, keeping.communes[2].pk).value == 0


def test_a_table_of_another_period_is_not_taken(keeping, compiler):
    tables.take(keeping.communes[2], "2022-Q4", FORM, {CODE: 7}, UnitTable.Origin.XLSX, by=compiler)
    assert read(keeping).cell(CODE, keeping.communes[2].pk).value == 0


def test_the_roll_up_still_proves_itself_beside_tables(keeping, compiler):
    give(keeping.communes[2], {CODE: 7}, compiler)
    figures = read(keeping)
    assert all(check.ok for check in roll_up_checks(figures))
    figures.receive(CODE, 1, [keeping.province.pk])
    figures._total[CODE][keeping.province.pk] += figures._total[CODE][keeping.province.pk]
    assert not all(check.ok for check in roll_up_checks(figures)), "a doubled total is still found"


def test_distinct_values_are_never_summed_over_tables():
    distinct = [item for item in declared() if getattr(item, "measure", "").startswith("distinct")]
    assert not any(coverage._adds(item) for item in distinct)
    assert coverage._adds(next(item for item in declared() if item.code == CODE))


def test_what_is_frozen_names_tables_and_missing_units(keeping, compiler):
    give(keeping.communes[2], {CODE: 7}, compiler)
    said = coverage.frozen(read(keeping), [keeping.communes[3].pk])
    assert said["all"] == {"counted": 5, "tables": 1, "missing": 2}
    assert said["cells"][OTHER] == {"counted": 5, "tables": 0, "missing": 3}
    assert CODE not in said["cells"]
    assert said["tables"][0]["unit"] == keeping.communes[2].slug
    owed = {one["slug"]: one["owed"] for one in said["missing"]}
    assert owed == {keeping.districts[1].slug: False, keeping.communes[3].slug: True}
    assert "Xã Số 2.2" in said["text"]
    assert "chưa có của 2 đơn vị" in said["text"]


def test_a_long_list_of_missing_units_says_how_many_more():
    whole = coverage.Coverage(1, 0, tuple(range(70)))
    text = coverage.sentence(whole, [f"Xã {n}" for n in range(70)])
    assert text.endswith("Xã 59 và 10 đơn vị khác.")
    assert coverage.sentence(coverage.Coverage(1, 0), []).endswith("chưa có của 0 đơn vị.")


def test_records_of_later_days_keep_no_unit_counted(place):
    from datetime import date

    letters(place.communes[0], "khieu_nai", 1, on=date(2023, 3, 14))
    figures = live.read(place.province, "2022-Q4", FORM).figures
    assert place.communes[0].pk in coverage.coverage(figures)[CODE].missing
