"""The history is written by the database, chained, and out of the program's reach."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from danvan.records import history, writing
from danvan.records.models import HistoryRoot, HistoryRow, Record
from danvan.records.models.history import HistoryTip
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2023, 2, 1), date(2023, 2, 2)


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
        "INSERT INTO records_historyroot (day, since, upto, rows, root, previous, code, at)"
        " VALUES ('2023-01-01', 0, 0, 0, '', '', '', now())",
        "SELECT setval('records_historyroot_id_seq', 9)",
        "UPDATE records_historytip SET hash = ''",
        "DELETE FROM records_historytip",
        "INSERT INTO records_historytip (chain, last, hash) VALUES ('x:1', 1, '')",
        "TRUNCATE records_historytip",
        "SELECT records_seal_history_on('2023-02-01')",
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
    root = history.seal(DAY)
    hashes = list(HistoryRow.objects.order_by("id").values_list("hash", flat=True))
    assert (root.root, root.rows) == (history.merkle_root(hashes), len(hashes))
    letter_of(handler(), DAY)
    second = history.seal(NEXT)
    assert (second.since, second.previous) == (root.upto, root.code)
    assert HistoryRoot.objects.count() == 2


@pytest.mark.parametrize("count", range(1, 18))
def test_the_database_joins_leaves_as_the_reader_does(count):
    letter_of(handler(), DAY)
    kept = HistoryRow.objects.order_by("id").values_list("pk", flat=True)[:count]
    while HistoryRow.objects.count() < count:
        letter_of(handler(), DAY)
    HistoryRow.objects.exclude(pk__in=list(kept)).delete()
    hashes = list(HistoryRow.objects.order_by("id").values_list("hash", flat=True))
    root = history.seal(DAY)
    assert (root.rows, root.root) == (count, history.merkle_root(hashes))
    assert root.code == history.code_of(root)


@pytest.mark.parametrize("size", [1, 2, 4, 8])
def test_leaves_joined_block_by_block_give_the_root_of_all(size):
    leaves = [f"{n:064x}" for n in range(19)]
    for count in range(1, 20):
        blocks = [leaves[start : min(start + size, count)] for start in range(0, count, size)]
        assert joined([joined(block) for block in blocks]) == history.merkle_root(leaves[:count]), (
            size,
            count,
        )


def joined(leaves):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(records_join_nodes(ARRAY(SELECT decode(l, 'hex') FROM unnest(%s::text[])"
            " WITH ORDINALITY AS u(l, n) ORDER BY n)), 'hex')",
            [leaves],
        )
        return cursor.fetchone()[0]


def test_a_root_over_more_rows_than_one_block_is_the_readers():
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO records_history (id, chain, "table", operation, at, reason, previous_hash, hash)'
            " SELECT n * 3, 'x:' || n, 'x', 'INSERT', now(), '', '', encode(sha256(int4send(n)), 'hex')"
            " FROM generate_series(1, 65539) n"
        )
    root = history.seal(DAY)
    hashes = HistoryRow.objects.order_by("id").values_list("hash", flat=True)
    assert (root.rows, root.upto) == (65539, 3 * 65539)
    assert root.root == history.merkle_root(hashes.iterator())


def test_a_root_leaves_no_lock_on_the_history_that_a_writer_would_wait_for():
    """Looked at where the work is done: when the root is written, and when all is over, within the same transaction."""
    letter_of(handler(), DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE seen (mode text);"
            " CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen SELECT mode FROM pg_locks"
            " WHERE pid = pg_backend_pid() AND relation = 'records_history'::regclass; RETURN NEW; END $$;"
            " CREATE TRIGGER look BEFORE INSERT ON records_historyroot FOR EACH ROW EXECUTE FUNCTION look()"
        )
        assert history.seal(DAY).rows
        cursor.execute("SELECT mode FROM seen")
        at_work = {mode for (mode,) in cursor.fetchall()}
        cursor.execute(
            "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'records_history'::regclass"
        )
        afterwards = {mode for (mode,) in cursor.fetchall()}
    # RowExclusiveLock is this transaction's own writing.
    assert "AccessShareLock" in at_work
    assert at_work | afterwards <= {"AccessShareLock", "RowShareLock", "RowExclusiveLock"}


def test_the_end_of_each_chain_is_kept_with_its_last_row():
    letter = letter_of(handler(), DAY)
    last = history.of_record(letter)[-1]
    tip = HistoryTip.objects.get(chain=f"record:{letter.pk}")
    assert (tip.last, tip.hash) == (last.pk, last.hash)
    assert HistoryTip.objects.count() == HistoryRow.objects.values("chain").distinct().count()


def test_a_day_has_one_root_and_none_comes_before_another():
    letter_of(handler(), DAY)
    assert history.seal(NEXT)
    assert history.seal(NEXT) is None
    assert history.seal(DAY) is None
    assert HistoryRoot.objects.get().day == NEXT


def test_a_day_to_come_has_no_root():
    with pytest.raises(DatabaseError, match="a day to come"), transaction.atomic():
        history.seal(date(2199, 12, 31))


def test_the_first_day_may_be_empty_and_an_empty_day_still_follows():
    first, second = history.seal(DAY), history.seal(NEXT)
    assert (first.since, first.upto, first.rows, first.root, first.previous) == (0, 0, 0, "", "")
    assert (second.rows, second.previous) == (0, first.code)
    assert second.code != first.code
    letter_of(handler(), DAY)
    third = history.seal(date(2023, 2, 3))
    assert third.rows == HistoryRow.objects.count()
    assert [history.code_of(root) == root.code for root in (first, second, third)] == [True] * 3


@pytest.mark.parametrize("name", ["previous", "day", "since", "upto", "rows", "root", "nonce"])
def test_the_code_covers_every_part_of_its_root(name):
    root = HistoryRoot(day=DAY, since=1, upto=9, rows=8, root="ab", nonce="01", previous="cd")
    code = history.code_of(root)
    setattr(root, name, NEXT if name == "day" else 7 if name in ("since", "upto", "rows") else "ef")
    assert history.code_of(root) != code


def test_a_code_cannot_be_guessed_from_what_may_be_known_of_its_day():
    roots = [history.seal(DAY), history.seal(NEXT)]
    assert len({root.nonce for root in roots}) == 2
    assert {len(root.nonce) for root in roots} == {64}


def test_the_daily_job_makes_the_root_of_the_last_day_not_done(as_app):
    letter_of(handler(), DAY)
    history.daily_root(DAY, NEXT)
    assert HistoryRoot.objects.get().day == database_day()


def test_the_daily_job_comes_again_where_the_database_has_not_reached_the_day(as_app):
    with pytest.raises(RuntimeError, match="has not reached 2199-12-31"):
        history.daily_root(DAY, date(2199, 12, 31))


def test_a_root_without_a_day_is_of_the_databases_day_whatever_the_program_says(as_app, settings):
    settings.DEMONSTRATION_DAY = date(2023, 2, 1)
    assert history.seal().day == database_day()
    assert history.seal() is None


def database_day():
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date")
        return cursor.fetchone()[0]


def test_the_key_of_the_changed_row_is_kept():
    officer = handler()
    letter = letter_of(officer, DAY)
    duty = letter.duties.first()
    type(duty).objects.filter(pk=duty.pk).update(met_on=DAY)
    row = history.of_record(letter)[-1]
    assert (row.table, row.row_key, row.operation) == ("records_duty", str(duty.pk), "UPDATE")
    assert {one.row_key for one in history.of_record(letter) if one.table == "petitions_letter"} == {
        str(letter.pk)
    }


def test_a_row_written_before_keys_were_kept_holds_by_its_old_hash():
    """The function of old left id and key out: what it wrote stays proven without being rewritten."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO records_history (chain, "table", operation, at, reason, after, previous_hash, hash)'
            " VALUES ('x:1', 'x', 'INSERT', '2023-01-01T00:00:00Z', '', '{\"id\": 1}', '', encode(sha256(convert_to("
            "concat_ws(E'\\x1f', '', 'x:1', 'x', 'INSERT', '2023-01-01 00:00:00.000000', '', '', '', '{\"id\": 1}'),"
            " 'UTF8')), 'hex'))"
        )
    assert history.broken_rows() == []
    HistoryRow.objects.filter(chain="x:1").update(row_key="1")
    assert len(history.broken_rows()) == 1


def test_merkle_root_depends_on_order_and_every_leaf():
    leaves = [f"{n:064x}" for n in range(5)]
    root = history.merkle_root(leaves)
    assert root != history.merkle_root(leaves[::-1])
    assert root != history.merkle_root(leaves[:-1])
    assert history.merkle_root(leaves[:1]) == leaves[0]
    with pytest.raises(ValueError, match="no leaves"):
        history.merkle_root([])
