"""Fixtures for the tests of every room: a real PostgreSQL, the application's own role, a real Chromium."""

import atexit
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from tests.support import database

# A busy machine is no fault of the code: speed is measured by `make bench`.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.support.browser"]
# Rooms without SQL of their own: what they ask of a database is asked, and tried on each, in the rooms below them.
NO_SQL_OF_THEIR_OWN = (
    "src/danvan/api/",
    "src/danvan/config/",
    "src/danvan/portal/",
    *(f"src/danvan/reports/{room}/" for room in ("check_page", "composer", "documents", "loading")),
    *(f"src/danvan/reports/{room}/" for room in ("narrative", "pades", "reader", "reconciling")),
)


def pytest_configure():
    """Templates render without a collected manifest; the hashed names are the browser's business, not a
    view's."""
    if not settings.configured:  # `-p no:django`, for tests of rooms without Django
        return
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    folder = Path(tempfile.mkdtemp(prefix="danvan-data-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings.DATA_FOLDER, settings.INTAKE_KEY_FILE = folder, folder / "keys" / "intake"
    # A real hash takes half a second for each of the hundreds of accounts that tests make.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from danvan.records.seal.boxes import LEAST

    settings.SEAL_COST = LEAST


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="only tests that use the database, no browser"
    )


def pytest_collection_modifyitems(config, items):
    """Mark what drives a browser; with --database-only keep the tests another PostgreSQL could change."""
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("browser")
    if config.getoption("--database-only"):
        kept = [item for item in items if _asks_in_sql(item) and not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _asks_in_sql(item) -> bool:
    uses = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    return bool(uses) and not item.nodeid.startswith(NO_SQL_OF_THEIR_OWN)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The private test server and a database of this session, migrated by the owner's role.

    Started only when a test asks for the database, so tests of the law alone stay quick.
    """
    with django_db_blocker.unblock(), database.session_database() as name:
        yield name


@pytest.fixture
def as_app(db):
    """The rest of the test acts with the rights the running program has; the test's rollback gives them
    back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE danvan_app")
