"""Rows in every table whose changes are recorded, whatever else guards it: for tests that ask the history alone.

Within the test's transaction the tables lose their other rules, so that any row fits; the rollback gives them back.
"""

from dataclasses import dataclass

from django.db import connection

from danvan.records import triggers
from danvan.records.triggers import DERIVED, Recorded

FILLED = {
    "bool": ("true", "false"),
    "date": ("'2023-01-02'", "'2023-01-03'"),
    "timestamptz": ("'2023-01-02T03:04:05.6Z'", "'2024-01-02T03:04:05Z'"),
    "time": ("'08:00'", "'09:00'"),
    "jsonb": ("""'{"a": [1, {"b": null}]}'""", """'{"a": [1, {"b": 2}]}'"""),
    "bytea": ("'\\x01'", "'\\x02'"),
    "daterange": ("'[2023-01-01,2023-02-01)'", "'[2023-01-01,)'"),
    "uuid": ("'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'"),
    "inet": ("'127.0.0.1'", "'::1'"),
    "numeric": ("1.50", "2"),
}
TEXTS, NUMBERS = {"text", "varchar", "bpchar"}, {"int2", "int4", "int8", "float8"}


@dataclass(frozen=True)
class Table:
    """A recorded table with the types of its columns."""

    recorded: Recorded
    types: dict[str, str]

    @property
    def name(self) -> str:
        return self.recorded.table

    @property
    def told(self) -> list[str]:
        """Columns that the history learns and a row may change: all but the key and that of the chain."""
        silent = {*self.recorded.without, *DERIVED, self.recorded.key, self.recorded.chain_column}
        return [name for name in self.types if name not in silent]

    @property
    def untold(self) -> list[str]:
        """Columns that the history never learns."""
        return [name for name in self.types if name in {*self.recorded.without, *DERIVED}]

    def value(self, column: str, turn: int) -> str:
        """A literal of the column's type; another one for turn 1."""
        kind = self.types[column]
        if kind.startswith("_"):
            return "'{}'" if turn == 0 else "NULL"
        if kind in TEXTS:
            return ("'x'", "'y'")[turn]
        return (("1", "2") if kind in NUMBERS else FILLED[kind])[turn]

    def insert(self, key: int, chain: int) -> str:
        """The order for a row: every column filled."""
        own = {self.recorded.chain_column: str(chain), self.recorded.key: str(key)}
        columns = {name: own.get(name, self.value(name, 0)) for name in self.types}
        if self.name == "records_record":
            columns["type"] = "'don'"
        names = ", ".join(f'"{name}"' for name in columns)
        return f'INSERT INTO "{self.name}" ({names}) VALUES ({", ".join(columns.values())})'

    def update(self, columns: list[str], key: int) -> str:
        """The order that gives columns of a row another value."""
        given = ", ".join(f'"{name}" = {self.value(name, 1)}' for name in columns)
        return f'UPDATE "{self.name}" SET {given} WHERE "{self.recorded.key}" = {key}'

    def delete(self, key: int) -> str:
        return f'DELETE FROM "{self.name}" WHERE "{self.recorded.key}" = {key}'


def tables() -> list[Table]:
    """Every table with a trigger of the history, as the catalogue has them."""
    found = []
    for recorded in triggers.installed().values():
        rows = ask(
            "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
            " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            recorded.table,
        )
        found.append(Table(recorded, dict(rows)))
    return found


def ask(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def loosen(found: list[Table]) -> None:
    """Nothing but the key and the history's trigger is left of a table's rules."""
    ask("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would forbid to alter the tables later
    for table in found:
        name = table.name
        orders = [
            f'ALTER TABLE "{name}" DROP CONSTRAINT IF EXISTS "{one}" CASCADE'
            for (one,) in ask(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f','c','u','x')",
                name,
            )
        ]
        orders += [
            f'ALTER TABLE "{name}" DISABLE TRIGGER "{one}"'
            for (one,) in ask(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
                " AND tgname NOT LIKE 'pgtrigger\\_history\\_%%'",
                name,
            )
        ]
        orders += [
            f'DROP INDEX IF EXISTS "{one}"'
            for (one,) in ask(
                "SELECT indexrelid::regclass::text FROM pg_index i WHERE indrelid = %s::regclass AND indisunique"
                " AND NOT indisprimary AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
                name,
            )
        ]
        orders += [
            f'ALTER TABLE "{name}" ALTER "{column}" DROP NOT NULL'
            for column in table.types
            if column != table.recorded.key
        ]
        ask("; ".join(orders))


def fill(found: list[Table]) -> None:
    """Two rows in each table, one of them changed three times, the other removed: all on two records' chains."""
    for table in found:
        ask(table.insert(1, 1))
        ask(table.insert(2, 2))
        for column in table.told[:2]:
            ask(table.update([column], 1))
        ask(table.update(table.told, 1))
        if table.name != "records_record":
            ask(table.delete(2))
