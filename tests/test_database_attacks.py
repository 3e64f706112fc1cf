"""What a program that was broken into could do to the database with the rights it runs with: read and write, never undo.

Every order is given as danvan_app in a session of its own, committed where it succeeds, so that no savepoint hides it.
"""

import contextlib
import threading
from datetime import date, timedelta

import psycopg
import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from danvan.domains.petitions.models import Letter
from danvan.records import envelopes, files, history, verifying, writing
from danvan.records.desk.submissions import new_key, once
from danvan.records.files.tests.samples import pdf
from danvan.records.models import File, HistoryRoot, HistoryRow, Record, RegisterBook, Tombstone
from danvan.records.tests.desk_world import desk_of, opening, session_of
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 1)
KEPT = ("records_record", "records_duty", "records_link", "records_history", "records_historyroot")


@pytest.fixture
def letter(transactional_db):
    """A committed letter with its history."""
    officer = handler()
    made = letter_of(officer, DAY)
    made.created_by = officer
    return made


@pytest.fixture
def app(letter):
    """A session of the program's own role, as an intruder would have it."""
    at = connection.settings_dict
    with psycopg.connect(
        host=at["HOST"], dbname=at["NAME"], user="danvan_app", port=at["PORT"] or None, autocommit=True
    ) as session:
        yield session


def own_tables():
    """Tables of record types: the rows that hang on the spine."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Record) and model is not Record
    ]


ORDERS = (
    "DELETE FROM records_history",
    "UPDATE records_history SET reason = 'x'",
    "INSERT INTO records_history SELECT * FROM records_history",
    "TRUNCATE records_history",
    "COPY records_history FROM PROGRAM 'echo 1'",
    "COPY records_record TO PROGRAM 'cat > /tmp/x'",
    "COPY records_record TO '/tmp/x'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "DELETE FROM records_record",
    "DELETE FROM records_duty",
    "DELETE FROM records_link",
    "DELETE FROM records_historyroot",
    "UPDATE records_historyroot SET root = 'x'",
    "TRUNCATE records_record CASCADE",
    "ALTER TABLE records_record DISABLE TRIGGER ALL",
    "ALTER TABLE records_record DISABLE TRIGGER USER",
    "ALTER TABLE records_history ADD COLUMN x int",
    "DROP TABLE records_history",
    "DROP TRIGGER pgtrigger_history_0a4c2 ON records_record",
    "CREATE TABLE public.x (id int)",
    "CREATE SCHEMA x",
    "CREATE FUNCTION public.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION public.records_seal_history() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION dblink",
    "CREATE ROLE x SUPERUSER",
    "ALTER ROLE danvan_app SUPERUSER",
    "GRANT danvan_owner TO danvan_app",
    "SET ROLE danvan_owner",
    "SET SESSION AUTHORIZATION danvan_owner",
    "SET session_replication_role = replica",
    "ALTER SYSTEM SET log_statement = 'all'",
    "SELECT setval('records_history_id_seq', 1, false)",
    "SELECT nextval('records_history_id_seq')",
    "SELECT records_seal_history('-infinity')",
    "SELECT records_seal_history(current_date)",
    "SELECT records_seal_history_on('2023-03-01')",
    "SELECT records_seal_history_on(current_date)",
    "SELECT records_write_history('records_record', 'INSERT', 'id', NULL, '{\"id\": 1}')",
    "LOCK TABLE records_history IN ACCESS EXCLUSIVE MODE",
    "VACUUM FULL records_history",
    "SELECT * FROM pg_authid",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'danvan_admin'",
    "CREATE FUNCTION pg_temp.x() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "DO 'BEGIN END'",
    "CREATE RULE r AS ON INSERT TO records_history DO INSTEAD NOTHING",
    "CREATE POLICY p ON records_history USING (true)",
    "DELETE FROM django_migrations",
)


@pytest.mark.parametrize("order", ORDERS)
def test_is_refused(app, order):
    before = HistoryRow.objects.count()
    app.autocommit = False
    with pytest.raises(psycopg.Error):
        app.execute(order)
    app.rollback()
    assert HistoryRow.objects.count() == before
    assert not history.broken_rows()


@pytest.mark.parametrize("verb", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_row_of_a_record_can_be_taken_away(app, verb):
    for table in (*KEPT, *own_tables()):
        with pytest.raises(psycopg.Error):
            app.execute(verb.format(table))
    assert Letter.objects.count() == 1


def test_history_cannot_be_forged_from_a_trigger_of_ones_own(app, letter):
    """The writer of history trusts that only triggers call it: nobody else may make one."""
    body = (
        "BEGIN PERFORM public.records_write_history('records_record', 'INSERT', 'id', NULL,"
        " jsonb_build_object('id', 1000000)); RETURN NULL; END"
    )
    forgery = (
        "CREATE TEMP TABLE mine (id int)",
        f"CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
        "CREATE TRIGGER t AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.forge()",
        "INSERT INTO mine VALUES (1)",
    )
    for order in forgery:
        with contextlib.suppress(psycopg.Error):
            app.execute(order)
    assert not HistoryRow.objects.filter(chain="record:1000000").exists()


def test_the_program_may_make_no_table_of_its_own(app):
    """Asked of the template: what stands at the database itself is not copied with it."""
    templates = "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid DESC LIMIT 1"
    (name,) = app.execute(templates).fetchone()
    assert app.execute("SELECT has_database_privilege(%s, 'TEMP')", [name]).fetchone() == (False,)


def test_a_shadowing_table_or_operator_changes_nothing(app, letter):
    """The writer of history runs with the owner's rights and looks only where the owner may create."""
    app.execute("SET search_path = pg_temp, public")
    app.execute("UPDATE public.records_record SET title = 'x' WHERE id = %s", [letter.pk])
    assert (
        HistoryRow.objects.filter(chain=f"record:{letter.pk}").order_by("-id").first().after["title"] == "x"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = cursor.fetchall()
    assert len(found) >= 2
    assert all(paths and paths[0] == "search_path=public, pg_temp" for _, paths in found), found


def test_every_change_of_a_record_is_in_its_history_whoever_makes_it(app, letter):
    for order in (
        "UPDATE records_record SET received_on = '2023-02-01'",
        "UPDATE petitions_letter SET signatories = 9",
        "UPDATE records_duty SET met_on = '2023-03-02'",
    ):
        before = HistoryRow.objects.count()
        app.execute(order)
        assert HistoryRow.objects.count() > before, order
    assert not history.broken_rows()


def test_a_sealed_record_takes_no_person_and_no_publication_whoever_asks(app, letter):
    for order in (
        "INSERT INTO records_personaldetails VALUES (%s, 'x', '', '', '')",
        "UPDATE records_record SET published_on = '2023-03-01' WHERE id = %s",
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            app.execute(order, [letter.pk])


def file_of(record):
    """The row of a file, not saved."""
    return File(
        record_id=record.pk,
        kind="giay_to",
        name="x.pdf",
        media_type="application/pdf",
        stored="x",
        size=1,
        key=b"k",
    )


def inserted(row):
    """The order that inserts a row, with its values: every column, as the program itself would give it."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    order = f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
    return order, values


def in_threads(acts):
    """Run them at the same time, each with its own connection; what each returned or refused."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(30)
            found[place] = act()
        except Exception as fault:
            found[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


class TestAtTheSameTime:
    """Forty lines into one register, and two hands on one record."""

    def test_forty_letters_get_forty_numbers(self, transactional_db):
        officer = handler()
        made = in_threads([lambda: letter_of(officer, DAY)] * 40)
        assert sorted(letter.register_no for letter in made) == list(range(1, 41))
        assert RegisterBook.objects.get(type="don").last == 40
        assert not history.broken_rows()

    def test_a_refused_one_among_them_leaves_no_gap(self, transactional_db):
        officer = handler()

        def broken():
            return letter_of(officer, DAY, signatories=-1)

        made = in_threads([lambda: letter_of(officer, DAY), broken] * 10)
        assert sum(isinstance(one, Refusal) for one in made) == 10
        numbers = sorted(Letter.objects.values_list("register_no", flat=True))
        assert numbers == list(range(1, 11))

    @pytest.mark.parametrize("version", [1, None])
    def test_two_officers_move_one_letter_and_one_is_told(self, letter, version):
        officer = letter.created_by

        def classify(kind):
            return lambda: writing.move(
                letter, "phan_loai", by=officer, on=DAY, kind=kind, field="khac", version=version
            )

        made = in_threads(
            [classify(kind) for kind in ("khieu_nai", "to_cao", "khieu_nai", "kien_nghi_phan_anh")]
        )
        assert sum(isinstance(one, Refusal) for one in made) == 3, made
        letter.refresh_from_db()
        assert letter.version == 2
        assert not history.broken_rows()

    def test_one_form_sent_from_eight_lines_is_taken_once(self, transactional_db):
        officer, key = handler(), new_key()
        made = in_threads([lambda: once(key, officer, lambda: letter_of(officer, DAY))] * 8)
        assert {one.pk for one in made} == {Letter.objects.get().pk}

    def test_a_register_that_somebody_holds_too_long_is_a_sentence(self, letter, app):
        officer, key = letter.created_by, new_key()
        app.autocommit = False
        app.execute("SELECT 1 FROM records_registerbook FOR UPDATE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        answer = desk_of(officer).post("/ban-lam-viec/don/tiep-nhan/", opening(officer, key=key))
        assert answer.status_code == 400
        assert "đang được người khác ghi; chưa ghi gì" in answer.content.decode()
        app.rollback()
        assert (
            desk_of(officer).post("/ban-lam-viec/don/tiep-nhan/", opening(officer, key=key)).status_code
            == 302
        )
        assert Letter.objects.count() == 2

    def test_a_record_that_somebody_holds_too_long_is_a_page_that_says_so(self, letter, app):
        officer = letter.created_by
        session = session_of(officer)
        app.autocommit = False
        app.execute("SELECT 1 FROM records_record WHERE id = %s FOR UPDATE", [session.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        answer = desk_of(head(officer.at)).post(f"{session.get_absolute_url()}cong-khai/")
        assert answer.status_code == 503
        assert "đang được người khác ghi; chưa ghi gì" in answer.content.decode()

    def test_the_chain_has_no_fork_when_everything_on_a_record_changes_at_once(self, letter):
        def touch(n):
            def act():
                with connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE records_duty SET excuse = %s WHERE record_id = %s", [f"{n}", letter.pk]
                    )
                    cursor.execute("UPDATE records_record SET title = %s WHERE id = %s", [f"{n}", letter.pk])

            return act

        in_threads([touch(n) for n in range(20)])
        rows = HistoryRow.objects.filter(chain=f"record:{letter.pk}")
        assert rows.count() == rows.values("previous_hash").distinct().count()
        assert not history.broken_rows()

    def test_a_file_put_in_while_the_record_is_purged_is_gone_with_the_rest(self, letter, app):
        officer = letter.created_by
        named = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="khac")
        app.autocommit = False
        app.execute(*inserted(file_of(named)))
        purging = threading.Thread(target=in_threads, args=([lambda: envelopes.purge(named, by=officer)],))
        purging.start()
        purging.join(1)
        assert purging.is_alive(), "it waits for the file that is not committed yet"
        app.commit()
        purging.join(30)
        assert Record.objects.get(pk=named.pk).identity_released_on is None
        [file] = File.objects.all()
        assert (file.name, bytes(file.key), file.removal) == ("", b"", "to_cao")

    def test_a_file_that_comes_while_the_record_is_purged_waits_and_is_refused(self, letter, app):
        officer = letter.created_by
        named = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="khac")
        found = []
        with transaction.atomic():
            envelopes.purge(type(named).objects.get(pk=named.pk), by=officer)
            put_in = threading.Thread(
                target=lambda: found.extend(
                    in_threads([lambda: files.attach(named, "a.pdf", pdf("x"), by=officer)])
                )
            )
            put_in.start()
            put_in.join(1)
            assert put_in.is_alive()
        put_in.join(30)
        assert isinstance(found[0], Refusal), found
        assert not File.objects.exists()

    def test_a_file_row_that_comes_while_the_record_is_closed_is_refused_whoever_writes(self, letter, app):
        officer = letter.created_by
        named = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="khac")
        told = []

        def insert():
            try:
                app.execute(*inserted(file_of(named)))
            except psycopg.Error as fault:
                told.append(fault)

        with transaction.atomic():
            Record.objects.filter(pk=named.pk).update(identity_released_on=None)
            putting = threading.Thread(target=insert)
            putting.start()
            putting.join(1)
            assert putting.is_alive()
        putting.join(30)
        assert isinstance(told[0], psycopg.errors.CheckViolation), told
        assert not File.objects.exists()

    def test_a_root_made_during_writing_covers_every_row_below_it(self, transactional_db):
        officer = handler()
        days = [DAY + timedelta(days=turn) for turn in range(8)]
        made = in_threads([act for day in days for act in (lambda: letter_of(officer, DAY), sealing(day))])
        assert not [one for one in made if isinstance(one, Exception)], made
        history.seal()
        assert HistoryRoot.objects.aggregate(rows=Sum("rows"))["rows"] == HistoryRow.objects.count()
        assert list(verifying.findings(verifying.everything())) == []

    def test_who_writes_while_a_root_is_not_committed_yet_waits_for_nobody(self, letter, app):
        """The lock of a writer is to be had at once, and its row stands above the root."""
        with transaction.atomic():
            root = history.seal(DAY)
            app.autocommit = False
            app.execute("SET lock_timeout = '1ms'")
            app.execute("UPDATE records_record SET title = 'khác' WHERE id = %s", [letter.pk])
            app.commit()
        last = HistoryRow.objects.order_by("-id").first()
        assert last.pk > root.upto
        assert root.rows == HistoryRow.objects.count() - 1
        assert list(verifying.findings(verifying.everything())) == []

    def test_a_root_waits_for_who_is_writing_and_covers_his_rows(self, letter, app):
        """Without the wait his rows, committed later, would lie below the root uncounted."""
        app.autocommit = False
        app.execute("UPDATE records_record SET title = 'khác' WHERE id = %s", [letter.pk])
        found = []
        sealing_now = threading.Thread(target=lambda: found.extend(in_threads([sealing(DAY)])))
        sealing_now.start()
        sealing_now.join(0.5)
        assert sealing_now.is_alive()
        app.commit()
        sealing_now.join(30)
        assert found[0].rows == HistoryRow.objects.count()
        assert list(verifying.findings(verifying.everything())) == []

    @pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
    def test_no_root_is_made_from_one_snapshot_that_would_miss_rows_below_it(self, letter, app, level):
        """Who waited for a writer must see what he wrote."""
        app.autocommit = False
        app.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        app.execute("SELECT 1 FROM records_history LIMIT 1")
        with pytest.raises(psycopg.Error, match="read committed"):
            app.execute("SELECT records_seal_history()")
        app.rollback()
        assert not HistoryRoot.objects.exists()
        app.execute("SELECT records_seal_history()")
        app.commit()
        assert HistoryRoot.objects.get().rows == HistoryRow.objects.count()


def sealing(day):
    return lambda: history.seal(day)


def history_triggers(app):
    return [
        name
        for (name,) in app.execute(
            "SELECT DISTINCT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger%' ORDER BY 1"
        ).fetchall()
    ]


class TestPassedOver:
    """The setting that passes over triggers is anybody's to set: it must change nothing."""

    def test_no_change_goes_without_its_history(self, app, letter):
        app.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [history_triggers(app)])
        for order in (
            "UPDATE records_record SET received_on = '2023-02-01'",
            "UPDATE petitions_letter SET signatories = 9",
            "UPDATE records_duty SET met_on = '2023-03-02'",
        ):
            before = HistoryRow.objects.count()
            app.execute(order)
            assert HistoryRow.objects.count() > before, order
        assert list(verifying.findings(verifying.everything())) == []

    def test_no_guard_of_identities_stands_open(self, app, letter):
        app.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [history_triggers(app)])
        with pytest.raises(psycopg.errors.CheckViolation):
            app.execute("INSERT INTO records_personaldetails VALUES (%s, 'x', '', '', '')", [letter.pk])

    @pytest.mark.parametrize("setting", ["", "{}", "{pgtrigger_history_0a4c2}", "{pgtrigger_keep_2814e}"])
    def test_whatever_the_setting_holds_a_change_is_recorded(self, app, letter, setting):
        app.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [setting])
        before = HistoryRow.objects.count()
        app.execute("UPDATE records_record SET received_on = '2023-02-01'")
        assert HistoryRow.objects.count() == before + 1


class TestForgedTombstones:
    """With a line of his own making an intruder could have had the owner's function take what only holders can read."""

    FORGED = (
        "INSERT INTO records_tombstone (record_id, unit_id, decision, decision_on, by_id, erased_on, at, rule, citation,"
        " event_on, due_on, digest, contents, contents_hash) SELECT id, unit_id, '1', %(day)s, %(by)s, %(day)s, now(),"
        " 'X', 'x', %(event)s, %(due)s, repeat('0', 64), '{}', repeat('0', 64) FROM records_record WHERE id = %(id)s"
    )
    TAKEN = (
        "DELETE FROM records_personaldetails WHERE record_id = %(id)s",
        "UPDATE petitions_letter SET handled_on = %(event)s WHERE record_ptr_id = %(id)s",
        "UPDATE records_record SET closed_on = %(event)s, received_on = %(event)s, identity_released_on = NULL,"
        " search_internal = '', search_public = '' WHERE id = %(id)s",
    )

    @pytest.mark.parametrize("day", ["today", "later"])
    @pytest.mark.parametrize("turns", [("one",), ("first", "second")])
    def test_of_a_letter_filed_today_none_is_taken(self, app, letter, day, turns):
        """Neither in one transaction with the backdating nor afterwards."""
        now = localdate()
        filed_today = writing.move(
            letter,
            "phan_loai",
            by=letter.created_by,
            on=DAY,
            kind="to_cao",
            field="dat_dai",
            is_eligible=False,
            unfit="khong_ten_dia_chi",
        )
        filed_today = writing.move(filed_today, "luu", by=letter.created_by, on=DAY)
        told = {
            "id": letter.pk,
            "by": letter.created_by.pk,
            "day": now if day == "today" else now + timedelta(days=400),
            "event": DAY,
            "due": DAY + timedelta(days=400),
        }
        app.autocommit = False
        for order in self.TAKEN:
            app.execute(order, told)
        if len(turns) == 2:
            app.commit()
        with pytest.raises(psycopg.Error, match=r"vừa được ghi thêm|ngày hôm nay"):
            app.execute(self.FORGED, told)
        app.rollback()
        assert not Tombstone.objects.exists()

    @pytest.mark.parametrize(
        "order",
        [
            "CREATE OR REPLACE FUNCTION records_erasing_day() RETURNS date LANGUAGE sql AS $$SELECT now()::date + 99$$",
            "ALTER FUNCTION records_erasing_day() OWNER TO danvan_app",
            "DROP FUNCTION records_erasing_day()",
        ],
    )
    def test_the_clock_is_the_owners(self, app, order):
        with pytest.raises(psycopg.Error):
            app.execute(order)
