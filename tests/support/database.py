"""A database for each test session, copied from a template that is migrated once for each set of
migrations."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from danvan.config import postgres

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
_KEPT_TEMPLATES = 3


@contextmanager
def session_database() -> Iterator[str]:
    """The name of a fresh database that Django's default connection points at, owned by the migrating role.

    DANVAN_TEST_SERVER=debian15 takes Debian's PostgreSQL 15 instead of the embedded one, in a data folder
    of its own.
    """
    purpose = "test"
    if os.environ.get("DANVAN_TEST_SERVER") == "debian15":
        os.environ["DANVAN_POSTGRES_BIN"] = str(DEBIAN_15)
        purpose = "test15"
    with postgres.running(purpose) as server:
        sweep(server)
        template = migrated_template(server)
        name = f"test_{os.getpid()}_{time.time_ns() % 1_000_000}"
        copy(server, template, name)
        point_at(server, name)
        with _copied_again_after_each_commit(server, template, name):
            yield name
        connections.close_all()
        drop(server, name)


@contextmanager
def _copied_again_after_each_commit(server: postgres.Server, template: str, name: str) -> Iterator[None]:
    """A test that commits is followed by a fresh copy of the template instead of Django's TRUNCATE.

    The history refuses to be emptied, and rows that migrations brought would be gone for the tests that follow.
    """

    def renew(case: TransactionTestCase) -> None:
        connections.close_all()
        drop(server, name)
        copy(server, template, name)

    emptied = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = renew
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = emptied


def point_at(server: postgres.Server, name: str) -> None:
    """In place, for every thread's connection is made from this one dictionary."""
    connections.close_all()
    entry = {
        "NAME": name,
        "USER": postgres.OWNER,
        "HOST": str(server.places.socket_dir),
        "PORT": "",
        "PASSWORD": "",
    }
    connections.settings["default"].update(entry)


def migrated_template(server: postgres.Server) -> str:
    """The name of the template of today's migrations, built by the first session that needs it."""
    name = f"template_{migrations_hash()}"
    with owner(server) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('danvan test template'))")
        if name not in databases(connection):
            drop(server, "template_new")
            postgres.make_database(server.places.socket_dir, "template_new")
            point_at(server, "template_new")
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
            connections.close_all()
            connection.execute(
                sql.SQL("ALTER DATABASE template_new RENAME TO {}").format(sql.Identifier(name))
            )
    return name


def migrations_hash() -> str:
    """Every file that shapes the tables: migrations, and the models and SQL they take triggers from."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda config: config.label):
        folder = Path(app.path)
        for pattern in ("migrations/**/*.py", "models.py", "models/**/*.py", "**/*.sql"):
            for file in sorted(folder.glob(pattern)):
                digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def copy(server: postgres.Server, template: str, name: str) -> None:
    with owner(server) as connection:
        order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(order.format(sql.Identifier(name), sql.Identifier(template)))


def drop(server: postgres.Server, name: str) -> None:
    order = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with owner(server) as connection:
        try:
            connection.execute(order + sql.SQL(" WITH (FORCE)"))
        except psycopg.errors.InsufficientPrivilege:
            # autovacuum is at work there: the owner may not end it, but a plain DROP sends it away by itself
            connection.execute(order)


def sweep(server: postgres.Server) -> None:
    """Drop what killed sessions left behind, and templates of migrations long gone."""
    with owner(server) as connection:
        found = databases(connection)
    dead = [
        name
        for name in found
        if name.startswith("test_") and not Path(f"/proc/{name.split('_')[1]}").exists()
    ]
    old = [name for name in found if name.startswith("template_") and name != "template_new"][
        :-_KEPT_TEMPLATES
    ]
    for name in dead + old:
        drop(server, name)


def databases(connection: psycopg.Connection) -> list[str]:
    """Names, oldest first."""
    return [row[0] for row in connection.execute("SELECT datname FROM pg_database ORDER BY oid")]


def owner(server: postgres.Server) -> psycopg.Connection:
    return psycopg.connect(server.url(postgres.OWNER, "postgres"), autocommit=True)
