"""Answers of any length, read from a cursor of the server: memory stays that of some hundred rows."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

_AT_ONCE = 2_000


def stream(query: str, values: dict[str, Any] | list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, one by one."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows
