"""Every row of now beside what its history tells of it: the changes laid one over the other give the present values.

A column made later than a row, and not written since, stands in no history; it is not compared. Rows of some tables were
changed before the history kept which row of a chain it was: the only one that a chain ever had of its table is meant, of
several only that they exist is compared.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from danvan.records import triggers
from danvan.records.triggers import DERIVED, Recorded
from danvan.records.verifying.findings import Finding
from danvan.records.verifying.reading import stream
from danvan.records.verifying.scope import Scope

_ESCAPED = re.compile(rb"\\(\\|[0-3][0-7]{2})")
NO_HISTORY = "khóa {key} có trong bảng nhưng không có dòng lịch sử nào"
VANISHED = "khóa {key} còn trong lịch sử nhưng không còn trong bảng, mà không có dòng ghi việc xóa"
RISEN = "khóa {key} có trong bảng, dù lịch sử ghi là đã xóa"
DIFFERS = "khóa {key} nay khác dòng lịch sử cuối ở: {columns}"

COMPARED = """
{with_scope} known (tbl, pk, chain_column) AS (VALUES {known}),
written AS (
  SELECT h."table" AS tbl, h.id, h.chain, h.operation, h.after,
    coalesce(h.row_key, coalesce(h.after, h.before)->>k.pk,
      CASE WHEN k.pk = k.chain_column OR h.chain NOT LIKE 'record:%%' THEN split_part(h.chain, ':', 2) END) AS key
  FROM records_history h JOIN known k ON k.tbl = h."table" {where}
),
keyless AS MATERIALIZED (SELECT DISTINCT tbl, chain FROM written WHERE key IS NULL),
alone AS MATERIALIZED (
  SELECT w.tbl, w.chain, min(w.key) AS key FROM written w JOIN keyless USING (tbl, chain) JOIN known k ON k.tbl = w.tbl
  GROUP BY w.tbl, w.chain
  HAVING count(DISTINCT w.key) = 1 AND NOT bool_or(w.key IS NULL AND w.after ? k.chain_column)
),
placed AS (
  SELECT w.tbl, w.id, w.chain, w.operation, w.after, coalesce(w.key, o.key) AS key
  FROM written w LEFT JOIN alone o ON w.key IS NULL AND o.tbl = w.tbl AND o.chain = w.chain
),
unsure AS MATERIALIZED (SELECT DISTINCT tbl, chain FROM placed WHERE key IS NULL),
told AS (
  SELECT tbl, key, max(chain) AS chain, records_history_merge(after ORDER BY id) AS state, max(id) AS last,
    max(id) FILTER (WHERE operation = 'DELETE') AS gone
  FROM placed WHERE key IS NOT NULL GROUP BY tbl, key
),
now (tbl, key, chain, state) AS ({present})
SELECT tbl, key, coalesce(now.chain, told.chain), told.last, told.gone IS NOT DISTINCT FROM told.last,
  now.key IS NOT NULL, told.state, now.state
FROM told FULL JOIN now USING (tbl, key)
WHERE told.key IS NULL
  OR (now.key IS NULL AND told.gone IS DISTINCT FROM told.last)
  OR (now.key IS NOT NULL AND told.gone IS NOT DISTINCT FROM told.last)
  OR (told.state || now.state) <> (now.state || told.state)
    AND NOT EXISTS (SELECT FROM unsure u WHERE u.tbl = told.tbl AND u.chain IN (told.chain, now.chain))
"""


def differing_rows(scope: Scope) -> Iterator[Finding]:
    """A finding for each row that has no history, is gone without one, or has other values than the history tells."""
    tables = triggers.declared()
    columns = _columns(list(tables))
    query, values = _query(list(tables.values()), columns, scope)
    for tbl, key, chain, last, is_gone, exists, told, now in stream(query, values):
        place = {"table": tbl, "chain": chain, "history_id": last}
        if last is None:
            yield Finding("khong_lich_su", NO_HISTORY.format(key=key), **place)
        elif is_gone:
            yield Finding("con", RISEN.format(key=key), **place)
        elif not exists:
            if scope.is_whole or not _stands(tables[tbl], key):
                yield Finding("mat", VANISHED.format(key=key), **place)
        elif differing := _differing(_read(told), _read(now), columns[tbl]):
            yield Finding("khac", DIFFERS.format(key=key, columns=", ".join(differing)), **place)


def _query(
    tables: list[Recorded], columns: dict[str, dict[str, str]], scope: Scope
) -> tuple[str, dict[str, Any]]:
    quote = connection.ops.quote_name
    known = ", ".join(f"('{one.table}', '{one.key}', '{one.chain_column}')" for one in tables)
    present = []
    for one in tables:
        kept = [name for name in columns[one.table] if name not in {*one.without, *DERIVED}]
        chosen = ", ".join(f"t.{quote(name)}" for name in kept)
        own = f"'{one.table}:' || t.{quote(one.key)}"
        has_chain = one.chain_column in columns[one.table]
        chain = f"coalesce('record:' || t.{quote(one.chain_column)}, {own})" if has_chain else own
        where = "" if scope.is_whole else f"WHERE {chain} IN (SELECT chain FROM scope)"
        present.append(
            f"SELECT '{one.table}', t.{quote(one.key)}::text, {chain},"
            f" (SELECT to_jsonb(r) FROM (SELECT {chosen}) r) FROM {quote(one.table)} t {where}"
        )
    query = COMPARED.format(
        with_scope=f"{scope.sql}," if scope.sql else "WITH",
        known=known,
        where=scope.where("h"),
        present=" UNION ALL ".join(present),
    )
    return query, scope.values


def _columns(tables: list[str]) -> dict[str, dict[str, str]]:
    """Table → its columns in order, each with the name of its type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(ARRAY[a.attname, t.typname]::text[] ORDER BY a.attnum) FROM pg_attribute a"
            " JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped GROUP BY c.relname",
            [tables],
        )
        return {table: dict(found) for table, found in cursor.fetchall()}


def _stands(one: Recorded, key: str) -> bool:
    """Whether a row stands in another chain now: within a scope only rows of its chains were read."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {quote(one.table)} WHERE {quote(one.key)}::text = %s", [key])
        return cursor.fetchone() is not None


def _read(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else value


def _differing(told: dict[str, Any], now: dict[str, Any], types: dict[str, str]) -> list[str]:
    """Columns with another value; one instant may be written in two time zones, bytes in two ways."""
    names = sorted(told.keys() & now.keys())
    return [name for name in names if not _same(told[name], now[name], types.get(name, ""))]


def _same(one: Any, other: Any, kind: str) -> bool:
    if one == other or not (isinstance(one, str) and isinstance(other, str)):
        return one == other
    try:
        if kind == "bytea":
            return _bytes(one) == _bytes(other)
        instants = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return all(instant.tzinfo for instant in instants) and instants[0] == instants[1]


def _bytes(told: str) -> bytes:
    """Bytes as `bytea_output` writes them: \\x and digits, or signs with three digits of eight for the others."""
    if told.startswith("\\x"):
        return bytes.fromhex(told[2:])
    return _ESCAPED.sub(_sign, told.encode())


def _sign(escaped: re.Match[bytes]) -> bytes:
    return b"\\" if escaped[1] == b"\\" else bytes([int(escaped[1], 8)])
