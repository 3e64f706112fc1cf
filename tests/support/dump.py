"""Everything that a test has left behind: all rows of all tables as text, sessions opened, bytes as text too."""

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql

PERSONAL_TABLE = "public.records_personaldetails"


def tables() -> list[tuple[str, str]]:
    """(schema, name) of every table and materialised view that is not PostgreSQL's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT LIKE 'pg\\_toast%'"
            " AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
        )
        return cursor.fetchall()


def rows() -> Iterator[tuple[str, str]]:
    """(table, row as text) of the whole database, read by its owner; small letters."""
    with connection.cursor() as cursor:
        for schema, name in tables():
            place = sql.SQL("{}.{}").format(sql.Identifier(schema), sql.Identifier(name))
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(place))
            yield from ((f"{schema}.{name}", row[0].lower()) for row in cursor.fetchall())
    for session in Session.objects.all():
        yield "django_session, opened", str(session.get_decoded()).lower()


def holding(token: str) -> set[str]:
    """Tables in which the token stands, as text or as bytes written in hexadecimal digits."""
    wanted = (token.lower(), token.lower().encode().hex())
    return {table for table, row in rows() if any(word in row for word in wanted)}
