"""Hashes of rows computed here from what the rows hold: a function of the database that was replaced cannot lie about them.

Only what stands in the columns is asked for, by casts that nobody can put another function in place of.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import connection

AT_ONCE = 2_000
ROWS = """
SELECT id, previous_hash, chain, "table", operation, (at AT TIME ZONE 'UTC')::text, actor::text, reason, before::text,
  after::text, row_key
FROM records_history WHERE id > %s ORDER BY id LIMIT %s
"""
_MOMENT = re.compile(r"(\d{4,}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?", re.ASCII)


def rows_after(after: int) -> Iterator[tuple[int, str]]:
    """(id, hash) of each row with a higher id, in order; a page of rows in memory. Within `verifying.snapshot()`."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [after, AT_ONCE])
            page = cursor.fetchall()
        for row in page:
            yield row[0], hash_of(row)
        if len(page) < AT_ONCE:
            return
        after = page[-1][0]


def hash_of(row: tuple[Any, ...]) -> str:
    """SHA-256 (hex) of a row of `ROWS`, as `records_history_hash` writes it."""
    pk, previous, chain, table, operation, at, actor, reason, before, after, key = row
    told = [previous, chain, table, operation, _moment(at), actor or "", reason, before or "", after or ""]
    if key is not None:
        told.append(f"{pk}:{key}")
    return sha256("\x1f".join(told).encode()).hexdigest()


def _moment(told: str) -> str:
    """An instant with all six digits; what is none stays as it is, and fits no hash that was ever written."""
    found = _MOMENT.fullmatch(told)
    return f"{found[1]}.{(found[2] or '').ljust(6, '0')}" if found else told
