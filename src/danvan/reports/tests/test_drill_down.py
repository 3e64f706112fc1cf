"""Every cell of a whole province opens to what it counts, also over empty columns; children add up in the tree as it was."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.support.quarter import make_quarter

from danvan.org import closure
from danvan.org.tests.factories import change_parents, put_under
from danvan.records.declare import indicators
from danvan.reports.checks import roll_up_checks
from danvan.reports.compute import compute, records_behind
from danvan.reports.evidence import gather

pytestmark = pytest.mark.django_db
# Columns that may be empty, emptied in every third row of the table.
EMPTIED = {
    "petitions_letter": (
        "kind",
        "field",
        "handling",
        "replied_on",
        "acceptance",
        "withdrawn_on",
        "signed_on",
    ),
    "petitions_matter": (
        *("end_ground", "binding_on", "executed_on", "is_in_time", "discontinued_on"),
        *("ended_because", "taken_over_on"),
    ),
    "reception_visit": ("session_id",),
    "reception_headsession": ("held_on",),
}
UNGUARDED = {
    "petitions_letter": ("letter_kind_known", "letter_classified_before_handled"),
    "reception_visit": ("visit_of_head_in_session",),
}


@pytest.fixture(scope="module")
def quarter(django_db_setup, django_db_blocker):
    """One province for all tests here: each of them runs in a transaction of its own within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_quarter("2024-Q1")
        transaction.set_rollback(True)


def empty_columns():
    """Empty each column of EMPTIED in some rows, past every check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, columns in EMPTIED.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for name in UNGUARDED.get(table, ()):
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            for turn, column in enumerate(columns):
                cursor.execute(f"UPDATE {table} SET {column} = NULL WHERE record_ptr_id % 7 = {turn % 7}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize("is_emptied", [False, True])
def test_each_cell_opens_to_as_many_records_as_it_counted(quarter, is_emptied):
    if is_emptied:
        empty_columns()
    figures = compute(quarter.province, quarter.period)
    behind = gather(figures, "muối").by_cell(figures)
    opened = 0
    for item in indicators():
        counted = figures.cell(item.code).records
        assert records_behind(item.code, quarter.province, quarter.period).count() == counted, item.code
        opened += counted
        for unit in (quarter.province, quarter.units[3], quarter.units[40]):
            entries = behind.get((unit.pk, item.code), [])
            assert len(entries) == figures.cell(item.code, unit.pk).records, (item.code, unit.pk)
    assert opened > 5_000


def test_a_part_opens_to_its_own_records_alone(quarter):
    figures = compute(quarter.province, quarter.period)
    district = quarter.units[2]
    for code in (
        "xld01.phai_xu_ly",
        "xld03.vu_viec",
        "kqgq01.quyet_dinh",
        "tcd.luot",
        "kqgq02.recover_money",
        "kqgq03.da_giai_quyet",
        "kqgq04.phai_thuc_hien",
    ):
        found = set(records_behind(code, district, quarter.period).values_list("unit_id", flat=True))
        assert found <= set(figures.tree.walk(district.pk)), code
        assert (
            records_behind(code, district, quarter.period).count() == figures.cell(code, district.pk).records
        )


def move_some(quarter):
    """Three communes go to another district within the period, one stays under none but the province."""
    districts, communes = quarter.units[1:9], quarter.units[9:]
    on = date(2024, 2, 1)
    for turn, commune in enumerate(communes[:3]):
        change_parents(commune, valid=DateRange(date(2000, 1, 1), on))
        put_under(commune, districts[(turn + 3) % 8] if turn else quarter.province, DateRange(on, None))
    closure.rebuild([commune.pk for commune in communes[:3]])


@pytest.mark.parametrize("is_moved", [False, True])
def test_children_and_own_add_up_to_every_unit_in_the_tree_of_the_last_day(quarter, is_moved):
    if is_moved:
        move_some(quarter)
    figures = compute(quarter.province, quarter.period)
    children = {}
    for unit_id in figures.unit_ids:
        children.setdefault(figures.tree.nodes[unit_id].parent_id, []).append(unit_id)
    for unit_id in figures.unit_ids:
        for item in indicators():
            below = sum(figures.cell(item.code, child).value for child in children.get(unit_id, []))
            assert figures.cell(item.code, unit_id).value == figures.own(item.code, unit_id) + below, (
                item.code
            )
    assert all(check.ok for check in roll_up_checks(figures))
    assert len(children[quarter.province.pk]) == 8 + is_moved


def test_the_tree_of_the_first_day_counts_the_same_in_other_places(quarter):
    move_some(quarter)
    codes = ["xld01.phai_xu_ly", "tcd.luot"]
    then = compute(quarter.province, quarter.period, codes, quarter.period.first)
    now = compute(quarter.province, quarter.period, codes)
    for code in codes:
        assert then.cell(code).value == now.cell(code).value > 0
    differing = [
        unit.pk
        for unit in quarter.units[1:9]
        if any(then.cell(code, unit.pk) != now.cell(code, unit.pk) for code in codes)
    ]
    assert differing
