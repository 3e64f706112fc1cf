"""The history is proven alike whatever a session, a role or the database is set to, and is written in one form alone."""

from datetime import date

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from danvan.config.database import USUAL
from danvan.records import verifying
from danvan.records.models import HistoryRow
from danvan.records.tests.factories import handler, letter_of
from danvan.records.verifying.present import _bytes
from danvan.records.verifying.settings import usual
from tests.support import recorded
from tests.support.recorded import ask

pytestmark = pytest.mark.django_db
OTHER_FORMS = [
    ("bytea_output", "escape"),
    ("DateStyle", "SQL, DMY"),
    ("DateStyle", "German, DMY"),
    ("DateStyle", "Postgres, MDY"),
]
SAME_FORM = [
    ("DateStyle", "ISO, DMY"),
    ("IntervalStyle", "iso_8601"),
    ("IntervalStyle", "sql_standard"),
    ("extra_float_digits", "-15"),
    ("extra_float_digits", "3"),
    ("TimeZone", "America/New_York"),
    ("TimeZone", "Asia/Ho_Chi_Minh"),
    ("lc_time", "C"),
    ("lc_numeric", "C"),
    ("lc_monetary", "C"),
    ("array_nulls", "off"),
    ("xmlbinary", "hex"),
    ("standard_conforming_strings", "off"),
]
# Types whose text is one under every setting, but for bytes and ranges of days, which are written in one form alone.
TYPES = {
    *("bool", "int2", "int4", "int8", "numeric", "text", "varchar", "bpchar", "uuid", "jsonb", "inet"),
    *("date", "time", "timestamptz", "_int2", "_int8", "_text", "_varchar", "bytea", "daterange"),
}


@pytest.fixture
def filled(db):
    """Some hundred rows of history over all recorded tables."""
    tables = recorded.tables()
    recorded.loosen(tables)
    recorded.fill(tables)
    return tables


def found():
    """What is wrong; the rows invented here bear no marks of the seal (records/seal/witness.py)."""
    with verifying.snapshot():
        return [one.text for one in verifying.findings(verifying.everything()) if one.kind != "dau"]


def put(name, value):
    ask(f"SET LOCAL {name} = '{value}'")


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]


def test_no_recorded_table_has_a_column_that_further_settings_would_write_otherwise():
    assert {kind for table in recorded.tables() for kind in table.types.values()} <= TYPES


@pytest.mark.parametrize(("name", "value"), OTHER_FORMS + SAME_FORM)
def test_whoever_verifies_under_another_setting_finds_nothing_wrong_and_keeps_it(filled, name, value):
    put(name, value)
    assert found() == []
    assert setting(name) == value


@pytest.mark.parametrize(("name", "value"), SAME_FORM)
def test_what_is_written_under_a_setting_that_changes_no_form_is_sound(filled, name, value):
    before = setting(name)
    put(name, value)
    for table in filled:
        ask(table.insert(3, 1))
        ask(table.update(table.told, 3))
    put(name, before)
    assert found() == []


@pytest.mark.parametrize(("name", "value"), OTHER_FORMS)
def test_nothing_is_written_in_another_form(filled, name, value):
    before = HistoryRow.objects.count()
    put(name, value)
    for order in (
        filled[0].insert(3, 1),
        filled[0].update(filled[0].told[:1], 1),
        filled[0].delete(1),
    ):
        with (
            pytest.raises(OperationalError, match="bytea_output is hex and DateStyle is ISO"),
            transaction.atomic(),
        ):
            ask(order)
    assert HistoryRow.objects.count() == before


class TestBytesOfTheTimeBefore:
    """Rows written under `bytea_output = escape` while that was possible stay whole."""

    @pytest.fixture
    def escaped(self, filled):
        """The public half of a key, as its history would hold it; the table's row holds the same bytes."""
        told = r"\\000\\377A\\\\"
        ask("ALTER TABLE records_sealkey DISABLE TRIGGER USER")
        ask("UPDATE records_sealkey SET public = %s WHERE id = 1", b"\x00\xffA\\")
        ask("ALTER TABLE records_sealkey ENABLE TRIGGER USER")
        rows = HistoryRow.objects.filter(table="records_sealkey", row_key="1", operation="UPDATE")
        row = rows.order_by("-id").first()
        row.after["public"] = told.replace("\\\\", "\\")
        row.save()
        return row

    def _differing(self):
        return [one for one in verifying.findings(verifying.everything()) if one.kind == "khac"]

    def test_the_same_bytes_written_the_other_way_are_the_same(self, escaped):
        assert [one for one in self._differing() if one.table == "records_sealkey"] == []

    @pytest.mark.parametrize("other", [b"\x00\xffA", b"\x00\xfeA\\", b"", b"\\000\\377A\\\\"])
    def test_other_bytes_are_not(self, escaped, other):
        ask("ALTER TABLE records_sealkey DISABLE TRIGGER USER")
        ask("UPDATE records_sealkey SET public = %s WHERE id = 1", other)
        ask("ALTER TABLE records_sealkey ENABLE TRIGGER USER")
        [one] = [one for one in self._differing() if one.table == "records_sealkey"]
        assert one.what.endswith("ở: public")

    @pytest.mark.parametrize("form", ["hex", "escape"])
    @pytest.mark.parametrize("content", [bytes(range(256)), b"", b"\\", b"\\x41", b"\\101", "đơn".encode()])
    def test_both_forms_of_the_server_are_read(self, form, content):
        put("bytea_output", form)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(%s::bytea) #>> '{}'", [content])
            assert _bytes(cursor.fetchone()[0]) == content


def test_the_settings_are_given_back():
    put("bytea_output", "escape")
    with usual():
        assert setting("bytea_output") == "hex"
        assert setting("DateStyle") == "ISO, MDY"
    assert setting("bytea_output") == "escape"


@pytest.mark.parametrize(("name", "value"), OTHER_FORMS)
def test_the_programs_connections_outrank_what_role_and_database_are_set_to(transactional_db, name, value):
    ask("SELECT 1")  # a name is there once Django has connected
    told = connection.settings_dict
    database, role = told["NAME"], told["USER"]
    ask(f"ALTER DATABASE \"{database}\" SET {name} = '{value}'")
    ask(f"ALTER ROLE {role} IN DATABASE \"{database}\" SET {name} = '{value}'")
    parts = {"dbname": database, "user": role, "host": told["HOST"]}
    with psycopg.connect(**parts) as other:
        assert other.execute("SELECT current_setting(%s)", [name]).fetchone()[0] == value
    with psycopg.connect(**parts, options=USUAL) as ours:
        assert ours.execute("SHOW bytea_output").fetchone()[0] == "hex"
        assert ours.execute("SHOW DateStyle").fetchone()[0] == "ISO, MDY"
    connection.close()
    letter_of(handler(), date(2023, 2, 1))
    assert HistoryRow.objects.exists()
    assert found() == []
