"""What lies below a unit on a day, among all units of the nation since 2021, beside the walk over parents."""

from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path

from bench import kept
from bench.harness import Bench

DAYS = (date(2021, 1, 1), date(2023, 3, 14), date(2024, 12, 1), date(2025, 6, 30), date(2025, 7, 1))
WALK = """
WITH RECURSIVE below(id) AS (SELECT %s::bigint UNION
 SELECT p.unit_id FROM org_unitparent p JOIN below ON p.parent_id = below.id AND p.valid @> %s::date)
SELECT id FROM below
"""


def _fill() -> None:
    from danvan.org.loading import load_units

    load_units()


@cache
def _tops() -> list[int]:
    """Every province of some day, the largest (nearly six hundred units) among them."""
    kept.filled(Path(__file__), _fill)
    from django.db import connection

    from danvan.org.models import Kind, Unit

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE org_unitclosure, org_unitparent")
    kinds = (Kind.PROVINCE, Kind.CENTRAL_CITY)
    return sorted(set(Unit.objects.filter(names__kind__in=kinds).values_list("pk", flat=True)))


@cache
def _questions() -> tuple:
    pairs = [(top, on) for top in _tops() for on in DAYS]
    return cycle(pairs), cycle(pairs)


def _below() -> None:
    from danvan.org.tree import below

    top, on = next(_questions()[0])
    assert top in below([top], on)


def _walk() -> None:
    from django.db import connection

    top, on = next(_questions()[1])
    with connection.cursor() as cursor:
        cursor.execute(WALK, [top, on])
        assert top in {row[0] for row in cursor.fetchall()}


BENCHES = [
    Bench(
        "subtree", "1 province on 1 of 5 days, 14 843 units", _below, "recursive query", _walk, prepare=_tops
    )
]
