"""The settings under which the history is written and read, whatever session, role or database is set to."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# `records_write_history` refuses to write where the first two say otherwise; the program's connections bring them along.
USUAL = {
    "bytea_output": "hex",
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
}
_SET = "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) AS s(name, value)"
_NOW = "SELECT current_setting(name) FROM unnest(%s::text[]) WITH ORDINALITY AS s(name, place) ORDER BY place"


@contextmanager
def usual() -> Iterator[None]:
    """Within a transaction: the usual settings, and afterwards those of before. A fault leaves them to the rollback."""
    names = list(USUAL)
    with connection.cursor() as cursor:
        cursor.execute(_NOW, [names])
        before = [row[0] for row in cursor.fetchall()]
        cursor.execute(_SET, [names, list(USUAL.values())])
    yield
    with connection.cursor() as cursor:
        cursor.execute(_SET, [names, before])
