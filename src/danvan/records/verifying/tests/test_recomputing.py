"""Hashes computed outside the database are those that its own function wrote, over every kind of value."""

import pytest
from django.db import connection
from django.db.models import F

from danvan.records import verifying
from danvan.records.models import HistoryRow
from danvan.records.tests.factories import handler, letter_of
from danvan.records.verifying import recomputing
from danvan.records.verifying.tests.test_roots import DAYS

pytestmark = pytest.mark.django_db
WRITE = """
INSERT INTO records_history (chain, "table", row_key, operation, at, actor, reason, before, after, previous_hash, hash)
VALUES ('x:1', 'x', %(key)s, 'UPDATE', %(at)s, %(actor)s, %(reason)s, %(told)s, %(told)s, '', '')
"""
HASHED = """
UPDATE records_history SET hash = records_history_hash(previous_hash, chain, "table", operation, at, actor, reason, before,
  after, id, row_key)
"""
USUAL = {"key": "1", "at": "2023-01-02T03:04:05.678901Z", "actor": 7, "reason": "", "told": None}
VALUES = [
    {},
    {"key": None},
    {"actor": None},
    {"reason": "Đơn của bà Ếch “x” \\x1f \x1f \n '"},
    {"reason": "e\u0301 khác é"},
    {"told": "{}"},
    {"told": '{"b": 1, "a": {"z": [1.50, 1e30, -0, null, true]}, "aa": "\\u0111 \\" \\\\ \\n"}'},
    {"told": '{"a": 123456789012345678901234567890.123456789}'},
    {"at": "2023-01-02T03:04:05Z"},
    {"at": "2023-01-02T03:04:05.5Z"},
    {"at": "2023-12-31T23:59:59.999999+07:00"},
    {"at": "0999-01-01T00:00:00Z"},
]


def written(**values):
    with connection.cursor() as cursor:
        cursor.execute(WRITE, USUAL | values)
        cursor.execute(HASHED)


def computed(after=0):
    with verifying.snapshot():
        return list(recomputing.rows_after(after))


def stored():
    return list(HistoryRow.objects.order_by("id").values_list("id", "hash"))


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def test_a_row_has_the_hash_that_the_database_wrote(values, zone):
    written(**values)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL TimeZone = '{zone}'")
    assert computed() == stored()


@pytest.mark.parametrize("style", ["SQL, DMY", "German, DMY", "ISO, YMD"])
def test_whatever_the_session_writes_days_like(style):
    written()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL DateStyle = '{style}'")
    assert computed() == stored()


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 1000])
def test_page_after_page_gives_each_row_once_and_in_order(monkeypatch, at_once):
    officer = handler()
    for day in DAYS[:3]:
        letter_of(officer, day)
    monkeypatch.setattr(recomputing, "AT_ONCE", at_once)
    rows = stored()
    assert len(rows) > 7
    assert computed() == rows
    assert computed(rows[3][0]) == rows[4:]
    assert computed(rows[-1][0]) == []


@pytest.mark.parametrize(
    "at",
    [
        "'infinity'",
        "'-infinity'",
        "'0044-03-15 12:00:00 BC'",
        "'20000-01-01Z'",
        "at + interval '1 microsecond'",
    ],
)
def test_a_moment_that_the_owner_put_in_fits_no_hash_and_stops_nothing(at):
    written()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_history SET at = {at}")
    assert computed() != list(HistoryRow.objects.values_list("id", "hash"))


@pytest.mark.parametrize("column", [one.column for one in HistoryRow._meta.concrete_fields])
def test_each_column_but_the_hash_itself_makes_another_hash(column):
    written(told="{}")
    other = {
        "id": F("id") + 1,
        "at": "2024-01-01T00:00:00Z",
        "actor": 8,
        "before": {"a": 1},
        "after": {"a": 1},
    }.get(column, "z")
    [(_pk, before)] = computed()
    HistoryRow.objects.update(**{column: other})
    [(_pk, after)] = computed()
    assert (after == before) == (column == "hash")
