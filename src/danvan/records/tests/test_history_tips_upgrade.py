"""The upgrade that gathers the ends of the chains: it waits for no writer beyond its time, and changes nothing then."""

from importlib import import_module

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from danvan.records.models.history import HistoryTip

pytestmark = pytest.mark.django_db
upgrade = import_module("danvan.records.migrations.0035_history_tips")


@pytest.fixture
def writer():
    """A session beside, with a transaction that has written to the history."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as beside:
        beside.execute("LOCK TABLE records_history IN ROW EXCLUSIVE MODE")
        yield beside
        beside.rollback()


def run(wait):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(upgrade.FILLED.replace(upgrade.WAIT, wait))


def test_a_writer_at_work_is_a_sentence_that_says_what_to_do(writer):
    tips = HistoryTip.objects.count()
    with pytest.raises(OperationalError, match="hãy dừng chương trình rồi chạy lại danvan migrate"):
        run("50ms")
    assert HistoryTip.objects.count() == tips


def test_with_nobody_writing_it_ends_and_leaves_no_limit_behind():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()
        run("50ms")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == before
