"""A database of generated records, kept between runs outside the clone, keyed by its generator and the schema."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness import CACHE

_open: list = []  # the server stays up until this process, which runs one benchmark, ends


def filled(generator: Path, fill: Callable[[], object], label: str = "") -> None:
    """Point Django at the database that `fill` made for this text of `generator` and these migrations, made once.

    `label` tells databases of one generator apart. A run that is cut short leaves a draft that the next one drops.
    """
    import django

    django.setup()
    from django.db import connection, connections
    from tests.support import database

    from danvan.config import postgres

    CACHE.mkdir(parents=True, exist_ok=True)
    running = postgres.running("bench", CACHE)
    server = running.__enter__()
    _open.append(running)
    of_generator = f"bench_{generator.stem}{label}_"
    text = hashlib.sha256(generator.read_bytes()).hexdigest()[:10]
    name = f"{of_generator}{text}_{database.migrations_hash()}"
    with database.owner(server) as owner:
        known = database.databases(owner)
    if name not in known:
        for outdated in (other for other in known if other.startswith(of_generator)):
            database.drop(server, outdated)
        database.drop(server, "bench_draft")
        database.copy(server, database.migrated_template(server), "bench_draft")
        database.point_at(server, "bench_draft")
        fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        connections.close_all()
        with database.owner(server) as owner:
            owner.execute(f'ALTER DATABASE bench_draft RENAME TO "{name}"')
    database.point_at(server, name)


@contextmanager
def bare(cursor, tables: tuple[str, ...]) -> Iterator[None]:
    """Fill tables without our triggers and without the indexes that hold no constraint; these are built again at the end."""
    cursor.execute("SET synchronous_commit = off")
    cursor.execute("SET maintenance_work_mem = '1GB'")
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for name, _definition in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def province_with_letters(
    count: int, units: int, row: Callable[[int, list], object], has_history: bool = False
) -> None:
    """Fill with one invented province of `units` units and `count` letters made by `row(turn, units)`.

    The history of the filling is left out where nobody asks for it: it would only take time.
    """
    from django.db import connection

    from danvan.records.loading import load

    places = province_of(units)
    tables = () if has_history else ("records_record", "petitions_letter", "records_duty")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        load("don", (row(turn, places) for turn in range(count)), reason="đo")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def province_of(units: int) -> list:
    """An invented province of so many units: the province, eight districts, and communes below them."""
    from danvan.org.models import Kind
    from danvan.org.tests.factories import make_unit

    root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="44")
    districts = [make_unit(f"Huyện {n}", Kind.DISTRICT, root) for n in range(8)]
    communes = [make_unit(f"Xã {n}", Kind.COMMUNE, districts[n % 8]) for n in range(units - 9)]
    return [root, *districts, *communes]


def copies(cursor, table: str, pattern: str, values: dict[str, str], count: int) -> None:
    """So many rows like the one row that the condition `pattern` finds; `values` are what differs, as SQL over `n`."""
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in cursor.fetchall()]
    chosen = ", ".join(values.get(name, f'pattern."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen}"
        f" FROM (SELECT * FROM {table} WHERE {pattern}) pattern, generate_series(1, {count}) n"
    )


def root_unit():
    """The province of the kept database."""
    from danvan.org.models import UnitCode

    return UnitCode.objects.select_related("unit").get(code="44").unit


def head(root):
    """Who signs for the province and all below it; made at the first call and kept with the database."""
    from danvan.org.models import Account
    from danvan.org.tests.factories import make_account

    return Account.objects.first() or make_account("lanh_dao", root, covers_below=True)
