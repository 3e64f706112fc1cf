"""The history is written by the database, chained, and out of the program's reach."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from danvan.records import history, writing
from danvan.records.models import HistoryRoot, HistoryRow, Record
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)


def test_opening_and_moving_leave_rows_that_name_actor_and_reason():
    officer = handler()
    letter = letter_of(officer, DAY)
    writing.move(
        letter, "phan_loai", by=officer, on=DAY, reason="Xét nội dung", kind="khieu_nai", field="dat_dai"
    )
    rows = history.of_record(letter)
    assert {row.table for row in rows} >= {"records_record", "petitions_letter", "records_duty"}
    changed = [row for row in rows if row.operation == "UPDATE" and row.table == "petitions_letter"]
    assert changed[-1].after["kind"] == "khieu_nai"
    assert changed[-1].before["kind"] is None
    assert changed[-1].actor == officer.pk
    assert changed[-1].reason == "Xét nội dung"


def test_each_row_names_the_hash_before_it():
    officer = handler()
    letter = letter_of(officer, DAY)
    rows = history.of_record(letter)
    assert rows[0].previous_hash == ""
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert history.broken_rows() == []


def test_a_changed_row_is_found():
    letter = letter_of(handler(), DAY)
    row = history.of_record(letter)[1]
    HistoryRow.objects.filter(pk=row.pk).update(reason="khác")
    assert row.pk in history.broken_rows()
    assert history.broken_rows("record:0") == []


def test_a_removed_row_breaks_the_chain_after_it():
    letter = letter_of(handler(), DAY)
    rows = history.of_record(letter)
    HistoryRow.objects.filter(pk=rows[0].pk).delete()
    assert rows[1].pk in history.broken_rows()


def test_saving_without_change_writes_nothing():
    letter = letter_of(handler(), DAY)
    before = HistoryRow.objects.count()
    letter.save()
    assert HistoryRow.objects.count() == before


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO records_history (chain, "table", operation, at, reason, previous_hash, hash)'
        " VALUES ('record:1', 'records_record', 'INSERT', now(), '', '', '')",
        "UPDATE records_history SET reason = 'khác'",
        "DELETE FROM records_history",
        "TRUNCATE records_history",
        "ALTER TABLE records_record DISABLE TRIGGER ALL",
        "SELECT records_write_history('records_record', 'INSERT', 'id', NULL, '{\"id\": 1}')",
        "DELETE FROM records_record",
        "UPDATE records_historyroot SET root = ''",
    ],
)
def test_the_running_role_cannot_touch_history(as_app, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_running_role_causes_history(as_app):
    letter = letter_of(handler(), DAY)
    assert history.of_record(letter)


def test_a_record_cannot_be_deleted_even_by_the_owner():
    letter = letter_of(handler(), DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=letter.pk).delete()


def test_the_root_covers_all_rows_once():
    letter_of(handler(), DAY)
    root = history.seal()
    hashes = list(HistoryRow.objects.order_by("id").values_list("hash", flat=True))
    assert root.root == history.merkle_root(hashes)
    assert history.seal() is None
    letter_of(handler(), DAY)
    second = history.seal()
    assert second.since == root.upto
    assert HistoryRoot.objects.count() == 2


def test_merkle_root_depends_on_order_and_every_leaf():
    leaves = [f"{n:064x}" for n in range(5)]
    root = history.merkle_root(leaves)
    assert root != history.merkle_root(leaves[::-1])
    assert root != history.merkle_root(leaves[:-1])
    assert history.merkle_root(leaves[:1]) == leaves[0]
    with pytest.raises(ValueError, match="no leaves"):
        history.merkle_root([])
