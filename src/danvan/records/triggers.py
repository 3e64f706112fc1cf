"""The triggers that guard and record, as the catalogue of the database has them, and that none can be passed over."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections

NEVER_IGNORED = Path(__file__).with_name("never_ignored.sql")
DERIVED = ("search_public", "search_internal")  # the history leaves them out of every table
_CHAIN = re.compile(r"records_write_history\(TG_TABLE_NAME::text, TG_OP,\s*'(\w*)'")
_WITHOUT = re.compile(r"to_jsonb\(NEW\)\s*-\s*ARRAY\[(.*?)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A table whose changes are written into the history: its key, the column of its chain, what is left out.

    `source` is the whole text that its trigger runs: whoever adds a condition to it alters it.
    """

    table: str
    key: str
    chain_column: str
    without: tuple[str, ...]
    source: str

    @classmethod
    def of(cls, table: str, key: str, source: str) -> "Recorded":
        """From the text of a trigger's function."""
        chain, without = _CHAIN.search(source), _WITHOUT.search(source)
        left_out = re.findall(r"'(\w+)'", without[1]) if without else []
        return cls(table, key, chain[1] if chain else "", tuple(left_out), source)


def keep_all(using: str = "default", **_kwargs: Any) -> None:
    """Let no session of the program's role pass over a trigger; done by the owner after each migration."""
    with connections[using].cursor() as cursor:
        cursor.execute(NEVER_IGNORED.read_text(encoding="utf-8"))


def say_what_machine(using: str = "default", **_kwargs: Any) -> None:
    """Write down whether this installation is a machine apart, by the owner after each migration; no one else may."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.records_sealinstallation')")
        if cursor.fetchone() != (None,):  # not yet there while only earlier migrations were asked for
            cursor.execute(
                "INSERT INTO records_sealinstallation (id, is_apart) VALUES (1, %s)"
                " ON CONFLICT (id) DO UPDATE SET is_apart = EXCLUDED.is_apart",
                [settings.ISOLATED],
            )


def declared() -> dict[str, Recorded]:
    """What the models say is recorded, by table."""
    found = {}
    for model in apps.get_models():
        meta = model._meta
        for trigger in getattr(meta, "triggers", ()):
            if trigger.name == "history":
                order = trigger.compile(model).install_sql
                found[meta.db_table] = Recorded.of(meta.db_table, str(meta.pk.column), _last_body(order))
    return found


def installed() -> dict[str, Recorded]:
    """What the database records now: triggers of the history that are in force, with the text they run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
            " WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled IN ('O', 'A')"
            " AND t.tgtype & 31 = 29 AND p.prosrc LIKE '%%PERFORM records_write_history(%%'"
            # Neither a condition nor a list of columns, not put off, and run as any function of the owner's.
            " AND t.tgqual IS NULL AND t.tgattr = '' AND t.tgnargs = 0 AND NOT t.tgdeferrable"
            " AND NOT p.prosecdef AND p.proconfig IS NULL AND p.proowner = c.relowner ORDER BY c.relname"
        )
        return {row[0]: Recorded.of(*row) for row in cursor.fetchall()}


def _last_body(order: str) -> str:
    """The text between the last pair of $$ of an order that makes a function."""
    return order.split("$$")[-2]


def can_be_passed_over() -> bool:
    """Whether the function that lets a session pass over triggers is another than ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc('public._pgtrigger_should_ignore')")
        sources = [row[0] for row in cursor.fetchall()]
    ours = NEVER_IGNORED.read_text(encoding="utf-8").split("$$")[1]
    return sources != [ours]


def not_recorded() -> Iterable[str]:
    """Tables declared as recorded whose trigger is gone, out of force or altered in the database."""
    now = installed()
    return [table for table, wanted in sorted(declared().items()) if now.get(table) != wanted]
