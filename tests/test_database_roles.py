"""The test database is the real thing: migrated by the owner, used by the application's role."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_the_owner_connects():
    assert role() == "danvan_owner"


def test_as_app_acts_with_the_programs_own_rights(as_app):
    assert role() == "danvan_app"
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE something (id int)")


def test_the_application_may_read_and_write_every_table_it_has_models_for(as_app):
    lacking = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not model._meta.managed:
                continue
            cursor.execute("SELECT has_table_privilege('danvan_app', %s, 'SELECT')", [model._meta.db_table])
            lacking += [] if cursor.fetchone()[0] else [model._meta.label]
    assert not lacking


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_for_the_next():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        before = cursor.fetchone()[0]
        assert before > 10
        cursor.execute("DELETE FROM django_migrations")


@pytest.mark.django_db(transaction=True)
def test_what_migrations_brought_is_there_again():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 10
