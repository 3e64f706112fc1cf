"""The history over every recorded table: nobody changes a row without it, and no single alteration of it goes unnamed."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from danvan.records import history, triggers, verifying
from danvan.records.models import HistoryRow, Record
from danvan.records.verifying import functions
from danvan.records.verifying.chains import broken_ends, broken_links
from danvan.records.verifying.present import differing_rows
from danvan.records.verifying.recomputing import rows_after
from danvan.records.verifying.roots import broken_roots
from tests.support import recorded
from tests.support.recorded import ask

# Tables that hang on a record and stay out of the history, each with its reason.
NOT_RECORDED = {
    "petitions_feedback": "words and place of a phản ánh, which an officer edits and may take back",
    "petitions_notdone": "the sender's own words",
    "reception_visitperson": "names and identity numbers of visitors",
    "records_envelope": "what came in before its class was known; destroyed for good",
    "records_filing": "a form that nobody has sent yet",
    "records_held": "who is asked to look at a form; gone when looked at",
    "records_message": "words between office and sender; purged with a tố cáo",
    "records_personaldetails": "names, addresses and texts; purged with a tố cáo",
    "records_rating": "the sender's own words",
    "records_receiptaddress": "an address; removed once the letter went",
    "records_submission": "keys of forms sent twice; not what was done",
    "records_takenmail": "a trace of the mailbox; nothing of a record",
}
pytestmark = pytest.mark.django_db
EVERYTHING = verifying.everything()


@pytest.fixture
def tables(db):
    """All recorded tables, loosened."""
    found = recorded.tables()
    recorded.loosen(found)
    return found


@pytest.fixture
def filled(tables):
    """Some hundred rows of history over all recorded tables."""
    recorded.fill(tables)
    assert HistoryRow.objects.count() > 5 * len(tables)
    return tables


def all_found():
    """What is wrong with the history; the rows invented here bear no marks of the seal (records/seal/witness.py)."""
    return [one for one in verifying.findings(EVERYTHING) if one.kind != "dau"]


def columns_of_history():
    return [field.column for field in HistoryRow._meta.concrete_fields]


OTHER = {
    "id": "id + 1000000000",
    "chain": "chain || 'x'",
    "table": """ "table" || 'x' """,
    "row_key": "row_key || '1'",
    "operation": "reverse(operation)",
    "at": "at + interval '1 microsecond'",
    "actor": "coalesce(actor, 0) + 1",
    "reason": "reason || 'x'",
    "before": """coalesce(before, '{}') || '{"zz": 1}'""",
    "after": """coalesce(after, '{}') || '{"zz": 1}'""",
    "previous_hash": "md5(id::text) || md5(hash)",
    "hash": "md5(hash) || md5(hash)",
}


FORGED = """
INSERT INTO records_history (id, chain, "table", row_key, operation, at, reason, after, previous_hash, hash)
SELECT %s, chain, "table", row_key, 'UPDATE', at, '', '{"zz": 1}', hash,
  records_history_hash(hash, chain, "table", 'UPDATE', at, NULL, '', NULL, '{"zz": 1}', %s, row_key)
FROM records_history WHERE id = %s
"""


# What the owner does who knows of the table of ends.
ENDS_SET = """
INSERT INTO records_historytip (chain, last, hash)
SELECT DISTINCT ON (chain) chain, id, hash FROM records_history ORDER BY chain, id DESC
ON CONFLICT (chain) DO UPDATE SET last = excluded.last, hash = excluded.hash
"""


def alter(column, pk=None):
    where = "" if pk is None else f"WHERE id = {pk}"
    ask(f'UPDATE records_history SET "{column}" = {OTHER[column]} {where}')


class TestEveryTable:
    def test_what_the_models_declare_is_what_the_database_records(self):
        assert triggers.installed() == triggers.declared()
        assert len(triggers.installed()) > 40
        assert triggers.not_recorded() == []
        assert not triggers.can_be_passed_over()

    def test_none_that_hangs_on_a_record_is_forgotten(self):
        """A table with a key to the spine is recorded, or stands here with the reason why it must not be."""
        on_the_spine = set()
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.related_model is not None and issubclass(field.related_model, Record):
                    on_the_spine.add(model._meta.db_table)
        assert on_the_spine - set(triggers.installed()) == set(NOT_RECORDED)

    def test_each_change_by_the_programs_role_leaves_its_row(self, tables):
        """Even where the role had the right to remove: whatever it may do, it does not do it unseen."""
        names = ", ".join(f'"{table.name}"' for table in tables)
        ask(f"GRANT ALL ON {names} TO danvan_app; SET LOCAL ROLE danvan_app")
        for table in tables:
            for operation, order in (
                ("INSERT", table.insert(1, 1)),
                ("UPDATE", table.update(table.told[:1], 1)),
                ("DELETE", table.delete(1)),
            ):
                before = HistoryRow.objects.count()
                ask(order)
                last = HistoryRow.objects.order_by("-id").first()
                assert HistoryRow.objects.count() == before + 1, (table.name, operation)
                assert (last.table, last.operation, last.row_key) == (table.name, operation, "1")
                told = {*(last.before or {}), *(last.after or {})}
                assert not told & set(table.untold), table.name
        ask("RESET ROLE")
        assert all_found() == []

    def test_each_column_changed_is_in_the_row_of_its_change(self, tables):
        for table in tables:
            ask(table.insert(1, 1))
            ask(table.update([*table.told, *table.untold], 1))
            last = HistoryRow.objects.order_by("-id").first()
            assert set(last.after) == set(last.before) == set(table.told), table.name

    def test_what_is_left_out_leaves_no_row_at_all(self, tables):
        for table in tables:
            if not table.untold:
                continue
            ask(table.insert(1, 1))
            before = HistoryRow.objects.count()
            ask(table.update(table.untold, 1))
            assert HistoryRow.objects.count() == before, table.name
        assert all_found() == []

    @pytest.mark.parametrize("role", ["danvan_app", "danvan_owner"])
    def test_no_setting_passes_over_the_trigger_of_any_table(self, tables, role):
        names = ", ".join(f'"{table.name}"' for table in tables)
        installed = [name for (name,) in ask("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%'")]
        ask("SELECT set_config('pgtrigger.ignore', %s, true)", installed)
        ask(f"GRANT ALL ON {names} TO danvan_app; SET LOCAL ROLE {role}")
        for table in tables:
            before = HistoryRow.objects.count()
            ask(table.insert(1, 1))
            assert HistoryRow.objects.count() == before + 1, table.name
        ask("RESET ROLE")

    @pytest.mark.parametrize(
        "order",
        [
            'ALTER TABLE "{0}" DISABLE TRIGGER ALL',
            'ALTER TABLE "{0}" DISABLE TRIGGER "{1}"',
            'ALTER TABLE "{0}" ENABLE REPLICA TRIGGER "{1}"',
            'DROP TRIGGER "{1}" ON "{0}"',
            'ALTER TRIGGER "{1}" ON "{0}" RENAME TO x',
            'CREATE OR REPLACE FUNCTION public."{1}"() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$',
            "DROP FUNCTION public._pgtrigger_should_ignore(name) CASCADE",
            'TRUNCATE "{0}" CASCADE',
            'ALTER TABLE "{0}" OWNER TO danvan_app',
            'CREATE TRIGGER t BEFORE UPDATE ON "{0}" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
            'CREATE RULE r AS ON UPDATE TO "{0}" DO INSTEAD NOTHING',
        ],
    )
    def test_the_programs_role_alters_the_trigger_of_none(self, as_app, order):
        for name, trigger in history_triggers():
            with (
                pytest.raises(Exception, match=r"must be|permission denied|not a member|no privileges"),
                transaction.atomic(),
            ):
                ask(order.format(name, trigger))

    @pytest.mark.parametrize("right", ["TRIGGER", "TRUNCATE"])
    def test_the_programs_role_has_no_right_that_gets_round_the_trigger(self, right):
        found = ask(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
            " AND c.relname = ANY(%s) AND has_table_privilege('danvan_app', c.oid, %s)",
            sorted(triggers.installed()),
            right,
        )
        assert found == []

    @pytest.mark.parametrize("table", ["records_history", "records_historyroot", "records_historytip"])
    def test_the_programs_role_may_only_read_history_and_roots(self, table):
        rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
        held = [
            right
            for right in rights
            if ask("SELECT has_table_privilege('danvan_app', %s, %s)", table, right)[0][0]
        ]
        assert held == ["SELECT"]


def history_triggers():
    return ask(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname LIKE 'pgtrigger\\_history\\_%%' ORDER BY 1"
    )


class TestUntouched:
    def test_nothing_is_found(self, filled):
        assert all_found() == []
        history.seal()
        assert all_found() == []

    def test_every_hash_computed_outside_the_database_is_the_one_it_wrote(self, filled):
        stored = list(HistoryRow.objects.order_by("id").values_list("id", "hash"))
        with verifying.snapshot():
            assert list(rows_after(0)) == stored

    def test_nor_in_an_empty_database(self):
        assert all_found() == []

    def test_nor_after_a_session_in_another_time_zone(self, filled):
        for zone in ("Asia/Ho_Chi_Minh", "America/New_York"):
            ask(f"SET LOCAL TIME ZONE '{zone}'")
            assert all_found() == []
            for table in filled:
                ask(table.insert(3, 1))
                ask(table.delete(3))
        ask("SET LOCAL TIME ZONE 'UTC'")
        assert all_found() == []

    def test_nor_after_a_column_was_added_or_dropped(self, filled):
        for table in filled:
            ask(f'ALTER TABLE "{table.name}" ADD COLUMN later integer NOT NULL DEFAULT 7')
            if not table.name.startswith("records_seal"):  # read by the program's own models, for their marks
                ask(f'ALTER TABLE "{table.name}" DROP COLUMN "{table.told[-1]}" CASCADE')
        assert all_found() == []

    def test_of_rows_written_before_keys_were_kept_what_can_be_told_is_told(self, filled):
        """An old change tells of the only row that its chain ever had of the table; here each chain has one."""
        without_keys()
        assert all_found() == []
        with unrecorded(filled):
            ask("UPDATE records_record SET title = 'z' WHERE id = 1")
            ask("UPDATE records_duty SET label = 'z' WHERE id = 1")
            ask("DELETE FROM records_sealmode WHERE id = 1")
        assert {(one.kind, one.table) for one in all_found()} == {
            ("khac", "records_record"),
            ("khac", "records_duty"),
            ("mat", "records_sealmode"),
        }

    def test_of_several_rows_without_keys_on_one_chain_that_they_exist_alone(self, filled):
        duty = next(table for table in filled if table.name == "records_duty")
        ask(duty.insert(9, 1))
        ask(duty.update(["label"], 9))
        without_keys()
        assert all_found() == []
        with unrecorded(filled):
            ask("UPDATE records_duty SET label = 'z' WHERE id = 1")
        assert all_found() == []
        with unrecorded(filled):
            ask("DELETE FROM records_duty WHERE id = 1")
        assert [(one.kind, one.table) for one in all_found()] == [("mat", "records_duty")]

    def test_a_row_that_came_from_another_chain_without_a_key_is_laid_to_no_other(self, filled):
        """Its move is written where it went, and so is what was changed there."""
        duty = next(table for table in filled if table.name == "records_duty")
        ask(duty.insert(9, 2))
        ask("UPDATE records_duty SET record_id = 1 WHERE id = 9")
        ask(duty.update(["label"], 9))
        without_keys()
        assert all_found() == []


def without_keys():
    """As if the whole history had been written before it kept keys."""
    ask("UPDATE records_history SET row_key = NULL")
    ask(
        "DO $$ DECLARE r records_history; p text; BEGIN"
        " FOR r IN SELECT * FROM records_history ORDER BY chain, id LOOP"
        " SELECT coalesce((SELECT hash FROM records_history WHERE chain = r.chain AND id < r.id"
        " ORDER BY id DESC LIMIT 1), '') INTO p;"
        " UPDATE records_history SET previous_hash = r.id::text WHERE id = r.id;"
        " UPDATE records_history SET previous_hash = p, hash = records_history_hash(p, r.chain, r.table,"
        " r.operation, r.at, r.actor, r.reason, r.before, r.after, r.id, NULL) WHERE id = r.id;"
        " END LOOP; END $$"
    )
    ask(ENDS_SET)


class unrecorded:
    """With the owner's rights: the triggers of the history out of force."""

    def __init__(self, tables):
        self.tables = tables

    def _switch(self, how):
        for name, trigger in history_triggers():
            ask(f'ALTER TABLE "{name}" {how} TRIGGER "{trigger}"')

    def __enter__(self):
        self._switch("DISABLE")

    def __exit__(self, *_fault):
        self._switch("ENABLE")


class TestOneAlteration:
    def test_there_is_one_for_every_column(self):
        assert set(OTHER) == set(columns_of_history())

    @pytest.mark.parametrize("column", columns_of_history())
    def test_of_this_column_is_found_in_every_row(self, filled, column):
        wanted = set(HistoryRow.objects.values_list("pk", flat=True))
        if column == "id":
            wanted = {pk + 1_000_000_000 for pk in wanted}
        alter(column)
        altered = {one.history_id for one in broken_links(EVERYTHING) if one.kind == "sua"}
        assert altered == wanted

    def test_of_any_row_alone_is_named_with_its_table_and_id(self, filled):
        """Each row once, with one column after the other in turn."""
        columns = columns_of_history()
        for turn, row in enumerate(HistoryRow.objects.order_by("id")):
            column = columns[turn % len(columns)]
            pk = row.pk + 1_000_000_000 if column == "id" else row.pk
            with transaction.atomic():
                alter(column, row.pk)
                found = [one for one in broken_links(EVERYTHING) if one.history_id == pk]
                transaction.set_rollback(True)
            assert "sua" in {one.kind for one in found}, (column, row)
            table = f"{row.table}x" if column == "table" else row.table
            assert f"bảng {table} (" in found[0].text
            assert f"dòng lịch sử {pk}: nội dung dòng này đã bị sửa" in found[0].text

    def test_the_removal_of_any_row_is_found_where_it_stood(self, filled):
        for row in HistoryRow.objects.order_by("id"):
            after = HistoryRow.objects.filter(chain=row.chain, pk__gt=row.pk).order_by("id").first()
            with transaction.atomic():
                ask("DELETE FROM records_history WHERE id = %s", row.pk)
                if after:
                    found = [one for one in broken_links(EVERYTHING) if one.history_id == after.pk]
                else:
                    found = [one for one in differing_rows(EVERYTHING) if one.table == row.table]
                transaction.set_rollback(True)
            if after:
                assert {one.kind for one in found} == {"noi"}, row
            else:
                kind = {"INSERT": "khong_lich_su", "UPDATE": "khac", "DELETE": "mat"}[row.operation]
                assert (kind, row.row_key) in {(one.kind, one.what.split()[1]) for one in found}, row
            assert f"bảng {after.table if after else row.table} (" in found[0].text

    def test_the_exchange_of_any_two_neighbours_is_found_in_both(self, filled):
        keys = HistoryRow.objects.order_by("id").values_list("pk", flat=True)
        for one, other in pairwise(keys):
            with transaction.atomic():
                ask("UPDATE records_history SET id = -1 WHERE id = %s", one)
                ask("UPDATE records_history SET id = %s WHERE id = %s", one, other)
                ask("UPDATE records_history SET id = %s WHERE id = -1", other)
                found = {(finding.history_id, finding.kind) for finding in broken_links(EVERYTHING)}
                transaction.set_rollback(True)
            assert found >= {(one, "sua"), (other, "sua")}

    def test_a_row_put_between_two_others_is_refused_and_where_it_was_not_is_found(self, filled):
        last = HistoryRow.objects.filter(chain="record:1").order_by("-id").first()
        (free,) = ask("SELECT nextval('records_history_id_seq')")[0]  # as a rolled back transaction leaves it
        ask(next(table for table in filled if table.name == "records_duty").insert(9, 1))
        with pytest.raises(IntegrityError, match="history_no_fork"), transaction.atomic():
            ask(FORGED, free, free, last.pk)
        ask("ALTER TABLE records_history DROP CONSTRAINT history_no_fork")
        ask(FORGED, free, free, last.pk)
        after = HistoryRow.objects.filter(chain="record:1", pk__gt=free).order_by("id").first()
        assert {(one.history_id, one.kind) for one in broken_links(EVERYTHING)} == {(after.pk, "noi")}

    def test_a_row_put_at_the_end_of_a_chain_is_found_by_nothing_once_the_end_is_set_too(self, filled):
        """The limit that the threat model names: above the last root who sets both tables is not seen."""
        (free,) = ask("SELECT nextval('records_history_id_seq')")[0]
        last = HistoryRow.objects.filter(chain="record:1").order_by("-id").first()
        ask(FORGED, free, free, last.pk)
        assert HistoryRow.objects.filter(pk=free).exists()
        assert [(one.kind, one.history_id) for one in all_found()] == [
            ("cuoi", max(free, last.pk)),
        ]
        ask(ENDS_SET)
        assert all_found() == []

    def test_the_last_row_of_any_chain_removed_with_what_it_tells_of_set_back_is_missed(self, filled):
        """Neither links nor rows of now tell, no root covers it yet."""
        for chain in HistoryRow.objects.values_list("chain", flat=True).distinct():
            last = HistoryRow.objects.filter(chain=chain).order_by("-id").first()
            with transaction.atomic():
                ask("DELETE FROM records_history WHERE id = %s", last.pk)
                found = list(broken_ends(EVERYTHING))
                transaction.set_rollback(True)
            assert [(one.kind, one.chain) for one in found] == [("cuoi", chain)]
            assert f"thiếu dòng lịch sử cuối ({last.pk})" in found[0].what

    def test_a_whole_chain_removed_is_missed_by_its_end(self, filled):
        ask("DELETE FROM records_history WHERE chain = 'record:1'")
        assert [(one.kind, one.chain) for one in broken_ends(EVERYTHING)] == [("cuoi", "record:1")]

    def test_a_last_row_written_anew_with_a_right_hash_is_told_by_the_end(self, filled):
        last = HistoryRow.objects.filter(chain="record:1").order_by("-id").first()
        ask(
            "UPDATE records_history SET reason = 'x', hash = records_history_hash(previous_hash, chain, \"table\","
            " operation, at, actor, 'x', before, after, id, row_key) WHERE id = %s",
            last.pk,
        )
        assert history.broken_rows() == []
        assert [(one.kind, one.history_id) for one in broken_ends(EVERYTHING)] == [("cuoi", last.pk)]

    def test_an_end_removed_or_set_to_another_row_is_named(self, filled):
        for change in ("DELETE FROM records_historytip", "UPDATE records_historytip SET last = last - 1"):
            with transaction.atomic():
                ask(f"{change} WHERE chain = 'record:1'")
                assert [one.chain for one in all_found()] == ["record:1"]
                transaction.set_rollback(True)

    def test_a_chain_whose_end_is_gone_goes_on(self, filled):
        ask("DELETE FROM records_historytip")
        ask(filled[0].insert(95, 1))
        assert list(broken_links(EVERYTHING)) == []

    def test_below_a_root_the_removal_of_the_last_row_of_every_chain_is_counted_though_its_end_is_set(
        self, filled
    ):
        root = history.seal()
        for chain in HistoryRow.objects.values_list("chain", flat=True).distinct():
            with transaction.atomic():
                ask(
                    "DELETE FROM records_history WHERE id = (SELECT max(id) FROM records_history WHERE chain = %s)",
                    chain,
                )
                ask("DELETE FROM records_historytip")
                ask(ENDS_SET)
                found = [one.what for one in broken_roots()]
                transaction.set_rollback(True)
            assert len(found) == 1
            assert f"nay còn {root.rows - 1} dòng, lúc lập mã là {root.rows}" in found[0]

    @pytest.mark.parametrize("pk", [0, -1, -5_000_000_000])
    def test_a_row_below_the_first_number_is_named_though_its_hash_is_right(self, filled, pk):
        """No root counts it: a chain of its own, of a record that never was."""
        history.seal()
        ask(
            'INSERT INTO records_history (id, chain, "table", row_key, operation, at, reason, before, previous_hash, hash)'
            " SELECT %s, 'record:777', 'records_record', '777', 'DELETE', now(), '', '{}', '', records_history_hash("
            " '', 'record:777', 'records_record', 'DELETE', now(), NULL, '', '{}', NULL, %s, '777')",
            pk,
            pk,
        )
        assert [(one.kind, one.history_id, one.table) for one in all_found()] == [
            ("cuoi", pk, "records_record"),
            ("so", pk, "records_record"),
        ]

    def test_a_row_after_a_root_that_says_it_was_before_is_named_with_the_day(self, filled):
        root = history.seal()
        last = HistoryRow.objects.filter(chain="record:1").order_by("-id").first()
        midnight = f"'{root.day}'::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'"
        for before, found in (
            ("0 minutes", []),
            ("10 minutes", []),
            ("11 minutes", ["gio"]),
            ("9 days", ["gio"]),
        ):
            with transaction.atomic():
                (free,) = ask("SELECT nextval('records_history_id_seq')")[0]
                dated = FORGED.replace("at, '', '{", "AT, '', '{").replace(", at, NULL", ", AT, NULL")
                ask(dated.replace("AT,", f"{midnight} - interval '{before}',"), free, free, last.pk)
                ask(ENDS_SET)
                made = all_found()
                transaction.set_rollback(True)
            assert [one.kind for one in made] == found, before
            assert [one.history_id for one in made] == [free] * len(found)
            assert all(
                f"sau mã ngày {root.day.day}/{root.day.month}/{root.day.year}" in one.text for one in made
            )

    def test_rows_before_and_between_roots_are_held_to_the_root_before_them_alone(self, filled):
        """Rows of the time before the first root are older than it and right."""
        (today,) = ask("SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date")[0]
        history.seal(today - timedelta(days=1))
        ask(filled[0].insert(91, 1))
        history.seal(today)
        ask(filled[0].insert(92, 1))
        assert all_found() == []


class TestPresentRows:
    def test_each_column_of_each_table_altered_unseen_is_named(self, filled):
        wanted = {table.name: set(table.told) for table in filled if table.told}
        with unrecorded(filled):
            for table in filled:
                ask(
                    f'UPDATE "{table.name}" SET '
                    + ", ".join(f'"{c}" = {table.value(c, 0)}' for c in table.told)
                )
        found = [one for one in all_found() if one.kind == "khac"]
        named = {
            one.table: set(re.search(r"khác dòng lịch sử cuối ở: (.*)$", one.what)[1].split(", "))
            for one in found
        }
        assert named == wanted

    def test_a_row_put_in_unseen_has_no_history(self, filled):
        with unrecorded(filled):
            for table in filled:
                ask(table.insert(77, 77))
        found = [one for one in all_found() if one.kind == "khong_lich_su"]
        assert {one.table for one in found} == {table.name for table in filled}
        assert all("khóa 77 có trong bảng nhưng không có dòng lịch sử nào" in one.text for one in found)

    def test_a_row_removed_unseen_is_missed(self, filled):
        with unrecorded(filled):
            for table in filled:
                ask(table.delete(1))
        found = [one for one in all_found() if one.kind == "mat"]
        assert {one.table for one in found} == {table.name for table in filled}

    def test_a_removed_row_put_back_unseen_is_noticed(self, filled):
        with unrecorded(filled):
            for table in filled:
                if table.name != "records_record":
                    ask(table.insert(2, 2))
        found = [one for one in all_found() if one.kind == "con"]
        assert {one.table for one in found} == {table.name for table in filled} - {"records_record"}

    def test_a_trigger_out_of_force_gone_or_altered_is_named(self, filled):
        for order in (
            'ALTER TABLE "{0}" DISABLE TRIGGER "{1}"',
            'ALTER TABLE "{0}" ENABLE REPLICA TRIGGER "{1}"',
            'DROP TRIGGER "{1}" ON "{0}"',
            'CREATE OR REPLACE FUNCTION public."{1}"() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$',
        ):
            with transaction.atomic():
                for name, trigger in history_triggers():
                    ask(order.format(name, trigger))
                found = {one.table for one in all_found() if one.kind == "ghi"}
                transaction.set_rollback(True)
            assert found == {table.name for table in filled}, order

    @pytest.mark.parametrize(
        "change",
        [
            ("WHEN (false) EXECUTE", "EXECUTE"),
            ("AFTER UPDATE OF {1} ON", "AFTER INSERT OR DELETE OR UPDATE ON"),
            ("AFTER INSERT OR DELETE ON", "AFTER INSERT OR DELETE OR UPDATE ON"),
            ("BEFORE INSERT OR DELETE OR UPDATE ON", "AFTER INSERT OR DELETE OR UPDATE ON"),
            ("FOR EACH STATEMENT", "FOR EACH ROW"),
            ("EXECUTE FUNCTION {0}('x')", "EXECUTE FUNCTION {0}()"),
        ],
    )
    def test_a_trigger_made_anew_that_fires_on_less_is_named(self, filled, change):
        """Its function is untouched."""
        put, taken = change
        keys = {table.name: table.told[0] if table.told else "id" for table in filled}
        for name, trigger in history_triggers():
            told = {"0": trigger, "1": f'"{keys[name]}"'}
            [(order,)] = ask(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
                trigger,
                name,
            )
            old, new = (text.replace("{0}", told["0"]).replace("{1}", told["1"]) for text in (taken, put))
            assert old in order
            ask(f'DROP TRIGGER "{trigger}" ON "{name}"')
            ask(order.replace(old, new))
        found = {one.table for one in all_found() if one.kind == "ghi"}
        assert found == {table.name for table in filled}

    @pytest.mark.parametrize(
        "order",
        [
            "ALTER FUNCTION {0}() SECURITY DEFINER",
            "ALTER FUNCTION {0}() SET enable_seqscan = off",
            "ALTER FUNCTION {0}() SET search_path = pg_temp, public",
        ],
    )
    def test_a_trigger_whose_function_runs_otherwise_is_named(self, filled, order):
        for _name, trigger in history_triggers():
            ask(order.format(trigger))
        assert {one.table for one in all_found() if one.kind == "ghi"} == {table.name for table in filled}

    def test_a_condition_slipped_into_the_function_of_a_trigger_is_named(self, filled):
        """What the trigger is read for (chain, columns left out) stays as it was."""
        for _name, trigger in history_triggers():
            [(source,)] = ask("SELECT prosrc FROM pg_proc WHERE proname = %s", trigger)
            put = source.replace("PERFORM records_write", "IF false THEN PERFORM records_write", 1)
            put = put.replace("RETURN NULL;", "END IF; RETURN NULL;", 1)
            ask(f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $x${put}$x$")
        assert {one.table for one in all_found() if one.kind == "ghi"} == {table.name for table in filled}

    def test_the_function_of_the_package_in_place_of_ours_is_named(self, db):
        ask(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
            " LANGUAGE sql AS 'SELECT false'"
        )
        assert [one.kind for one in all_found()] == ["bo_qua"]
        triggers.keep_all()
        assert all_found() == []


HASH = "records_history_hash(text, text, text, text, timestamptz, bigint, text, jsonb, jsonb, bigint, text)"


class TestFunctions:
    """Every proof rests on functions in the database, and its owner may replace them."""

    def test_the_database_has_the_programs_own(self):
        assert set(functions.wanted()) == {
            "records_history_hash",
            "records_write_history",
            "records_seal_history",
            "records_seal_history_on",
            "records_join_nodes",
        }
        assert list(functions.altered()) == []
        assert functions.hooks() == []
        assert not functions.is_shadowed()

    @pytest.mark.parametrize(
        "name",
        [
            "records_history_hash",
            "records_write_history",
            "records_seal_history",
            "records_seal_history_on",
            "records_join_nodes",
        ],
    )
    def test_one_letter_more_in_the_text_of_any_is_named(self, name):
        [(order,)] = ask("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s", name)
        head, body = order.split("$function$", 1)
        assert "$function$" in body
        ask(f"{head}$function${body.replace('$function$', ' $function$')}".replace("%", "%%"))
        [found] = all_found()
        assert (found.kind, name in found.text) == ("ham", True)

    def test_a_hash_that_says_what_is_written_is_right_is_named_though_every_hash_fits(self, filled):
        ask(
            "CREATE OR REPLACE FUNCTION records_history_hash(p_previous text, p_chain text, p_table text, p_operation text,"
            " p_at timestamptz, p_actor bigint, p_reason text, p_before jsonb, p_after jsonb, p_id bigint, p_key text)"
            " RETURNS text LANGUAGE sql STABLE AS 'SELECT hash FROM records_history WHERE id = p_id'"
        )
        ask("UPDATE records_history SET reason = 'x' WHERE id = (SELECT min(id) FROM records_history)")
        assert [one.kind for one in all_found()] == ["ham"]

    @pytest.mark.parametrize(
        "order",
        [
            f"ALTER FUNCTION {HASH} IMMUTABLE",
            f"ALTER FUNCTION {HASH} SECURITY DEFINER",
            f"ALTER FUNCTION {HASH} SET TimeZone = 'UTC'",
            "ALTER FUNCTION records_write_history SECURITY INVOKER",
            "ALTER FUNCTION records_write_history RESET ALL",
            "ALTER FUNCTION records_write_history SET search_path = pg_temp, public",
            "ALTER FUNCTION records_seal_history SET lock_timeout = '1s'",
            "ALTER FUNCTION records_seal_history_on SECURITY DEFINER",
            "DROP FUNCTION records_seal_history",
            "CREATE FUNCTION records_history_hash(text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
            "CREATE SCHEMA o CREATE TABLE t (id int);"
            " CREATE FUNCTION o.records_seal_history() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
            "ALTER AGGREGATE records_history_merge(jsonb) RENAME TO x;"
            " CREATE AGGREGATE records_history_merge(jsonb)"
            " (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{\"a\": 1}')",
            "CREATE FUNCTION last(jsonb, jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT $1';"
            " CREATE OR REPLACE AGGREGATE records_history_merge(jsonb)"
            " (SFUNC = last, STYPE = jsonb, INITCOND = '{}')",
        ],
    )
    def test_each_that_runs_otherwise_is_gone_or_doubled_is_named(self, order):
        ask(order)
        assert [one.kind for one in all_found()] == ["ham"]

    @pytest.mark.parametrize("table", ["records_history", "records_historyroot", "records_historytip"])
    @pytest.mark.parametrize(
        "order",
        [
            "CREATE TRIGGER t BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "CREATE RULE r AS ON INSERT TO {} DO INSTEAD NOTHING",
        ],
    )
    def test_what_could_swallow_a_row_of_the_history_is_named(self, table, order):
        ask(order.format(table))
        [found] = all_found()
        assert (found.kind, table in found.text) == ("moc", True)

    def test_a_search_path_that_puts_others_before_the_databases_own_is_named(self):
        ask("SET LOCAL search_path = public, pg_catalog")
        assert [one.kind for one in all_found()] == ["luoc_do"]
