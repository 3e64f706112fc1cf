"""Whether the database's own functions of the history, on which every proof rests, are the program's to the letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

FUNCTIONS = Path(__file__).parents[1] / "history_functions.sql"
_MADE = re.compile(
    r"^CREATE OR REPLACE FUNCTION (?P<name>\w+)\((?P<given>[^()]*)\) RETURNS (?P<head>.*?)AS \$\$(?P<body>.*?)\$\$;",
    re.DOTALL | re.MULTILINE,
)
_SETTING = re.compile(r"^SET (\w+) = (.+)$", re.MULTILINE)
CATALOGUE = """
SELECT p.proname, n.nspname = 'public' AND p.prokind = 'f' AND p.proowner = t.relowner, p.pronargs, l.lanname,
  p.prosecdef, p.provolatile = 's', coalesce(p.proconfig, '{}'), p.prosrc
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang,
  pg_class t WHERE t.oid = to_regclass('public.records_history') AND p.proname = ANY(%s)
"""
MERGES = """
SELECT n.nspname = 'public' AND p.proowner = t.relowner AND a.aggtransfn::oid = 'pg_catalog.jsonb_concat'::regproc
  AND a.agginitval = '{}' AND a.aggfinalfn = 0 AND a.aggmtransfn = 0 AND a.aggcombinefn = 0 AND a.aggkind = 'n'
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid,
  pg_class t WHERE t.oid = to_regclass('public.records_history') AND p.proname = 'records_history_merge'
"""
TABLES = ["records_history", "records_historyroot", "records_historytip"]
HOOKS = """
SELECT c.relname || ': ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND c.oid = ANY(%(tables)s::regclass[])
UNION ALL SELECT c.relname || ': ' || r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
  WHERE c.oid = ANY(%(tables)s::regclass[])
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Function:
    """What must hold of a function: the owner's, in the schema public, the only one of its name, and these."""

    is_owners: bool
    arguments: int
    language: str
    has_owners_rights: bool
    is_stable: bool
    settings: tuple[str, ...]
    body: str


def wanted() -> dict[str, Function]:
    """The program's own functions, by name, as `history_functions.sql` makes them."""
    found = {}
    for made in _MADE.finditer(FUNCTIONS.read_text(encoding="utf-8")):
        head = made["head"]
        settings = tuple(f"{name}={value.strip("'")}" for name, value in _SETTING.findall(head))
        found[made["name"]] = Function(
            is_owners=True,
            arguments=made["given"].count(",") + 1 if made["given"].strip() else 0,
            language="plpgsql" if "LANGUAGE plpgsql" in head else "sql",
            has_owners_rights="SECURITY DEFINER" in head,
            is_stable="STABLE" in head,
            settings=settings,
            body=made["body"],
        )
    return found


def altered() -> Iterator[str]:
    """Names of functions that are gone, doubled (a second one may be called in place of ours), or not ours."""
    ours = wanted()
    there: dict[str, list[Function]] = {name: [] for name in ours}
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE, [list(ours)])
        for name, is_owners, arguments, language, rights, stable, settings, body in cursor.fetchall():
            one = Function(is_owners, arguments, language, rights, stable, tuple(settings), body)
            there[name].append(one)
        cursor.execute(MERGES)
        merges = [is_ours for (is_ours,) in cursor.fetchall()]
    yield from (name for name in sorted(ours) if there[name] != [ours[name]])
    if merges != [True]:
        yield "records_history_merge"


def hooks() -> list[str]:
    """Triggers and rules on the tables of the history themselves: there are none, each could swallow a row."""
    with connection.cursor() as cursor:
        cursor.execute(HOOKS, {"tables": TABLES})
        return [row[0] for row in cursor.fetchall()]


def is_shadowed() -> bool:
    """Whether names in this session could mean something before the database's own, such as another sha256."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schemas(true)::text[]")
        (schemas,) = cursor.fetchone()
    return [name for name in schemas if not name.startswith("pg_temp")] != ["pg_catalog", "public"]
