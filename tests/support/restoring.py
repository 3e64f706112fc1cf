"""A database as an earlier release left it, brought back beside the session's own and migrated to now.

with restored(FOLDER) as told:   the program runs on it, with its own rights, its files and its intake key
"""

import gzip
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings
from psycopg import sql

from danvan.config import postgres

NAME = "restored"


@contextmanager
def restored(folder: Path, *, migrate: bool = True) -> Iterator[dict[str, Any]]:
    """What `tests/saved/make.py` wrote, loaded as an operator loads a dump, then `danvan migrate`; yields `told.json`,
    with `waited`: the migrations that ran.

    Needs the database of the session, whose server it uses. Afterwards everything is as it was.
    """
    entry = connections.settings["default"]
    before, host = dict(entry), Path(entry["HOST"])
    name = f"{before['NAME']}_{NAME}"
    told = json.loads((folder / "told.json").read_text())
    connections.close_all()
    _drop(host, name)
    postgres.make_database(host, name)
    data = Path(tempfile.mkdtemp(prefix="danvan-restored-"))
    try:
        _load(host, name, gzip.decompress((folder / "database.sql.gz").read_bytes()).decode())
        key = _lay_out(folder, data, told["intake_key"])
        entry.update(NAME=name, USER=postgres.OWNER)
        with override_settings(DATA_FOLDER=data, INTAKE_KEY_FILE=key):
            if migrate:
                told["waited"] = _waiting()
                call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
            connections.close_all()
            entry.update(USER=postgres.APP)
            yield told
    finally:
        connections.close_all()
        entry.update(before)
        _drop(host, name)
        shutil.rmtree(data, ignore_errors=True)


def _waiting() -> list[str]:
    """Migrations that the program has and the database had not yet."""
    executor = MigrationExecutor(connections["default"])
    return [str(one) for one, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _load(host: Path, name: str, script: str) -> None:
    """The whole script in one message, as psql's `-1 -f` would send it."""
    with psycopg.connect(host=str(host), dbname=name, user=postgres.ADMIN) as connection:
        connection.execute(script.encode())


def _lay_out(folder: Path, data: Path, intake_key: str) -> Path:
    """The files and the key of the installation; the key's path."""
    with zipfile.ZipFile(folder / "files.zip") as kept:
        kept.extractall(data)
    key = data / "keys" / "intake"
    key.parent.mkdir(mode=0o700)
    key.write_text(intake_key)
    key.chmod(0o600)
    return key


def _drop(host: Path, name: str) -> None:
    with psycopg.connect(host=str(host), dbname="postgres", user=postgres.ADMIN, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
