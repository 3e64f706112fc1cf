"""Whether the history holds: every link of every chain, every row of now beside what its history tells, every root.

Three scans, whatever the number of records: by chain, by row, by id. Each reads its answer from a cursor of the server
and keeps nothing but what is wrong at the moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from danvan.records.models import HistoryRoot
from danvan.records.verifying.chains import broken_ends, broken_links
from danvan.records.verifying.findings import Finding, named
from danvan.records.verifying.guards import open_guards
from danvan.records.verifying.marks import false_marks
from danvan.records.verifying.places import misplaced_rows
from danvan.records.verifying.present import differing_rows
from danvan.records.verifying.roots import broken_roots
from danvan.records.verifying.scope import Scope, chains_of_record, everything, since
from danvan.records.verifying.settings import usual

__all__ = [
    "Finding",
    "Scope",
    "Totals",
    "chains_of_record",
    "everything",
    "findings",
    "since",
    "snapshot",
    "totals",
]


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is to look at."""

    rows: int
    roots: int


def findings(scope: Scope) -> Iterator[Finding]:
    """What is wrong within a scope, as it is found; nothing when all holds."""
    yield from open_guards()
    yield from named(broken_links(scope))
    yield from named(broken_ends(scope))
    yield from named(misplaced_rows(scope))
    yield from named(differing_rows(scope))
    yield from named(false_marks(scope))
    if scope.has_roots:
        yield from broken_roots(scope.day)


def totals(scope: Scope) -> Totals:
    """Counts for the last line of the report: rows of the chains in scope, roots of all days."""
    with connection.cursor() as cursor:
        cursor.execute(f"{scope.sql} SELECT count(*) FROM records_history h {scope.where('h')}", scope.values)
        (rows,) = cursor.fetchone()
    return Totals(rows, HistoryRoot.objects.count() if scope.has_roots else 0)


@contextmanager
def snapshot() -> Iterator[None]:
    """All scans see one moment, though others go on writing; within a transaction of the caller, what that one sees.

    Values are compared as the usual settings write them.
    """
    if connection.in_atomic_block:
        with usual():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with usual():
            yield
