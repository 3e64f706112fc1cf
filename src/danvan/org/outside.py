"""Rows that say a unit stood under another on days when one of the two did not exist."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange


@dataclass(frozen=True, slots=True)
class Outside:
    """A parent's row beyond the life of the unit itself (`is_parent` false) or of its parent (true)."""

    unit_id: int
    parent_id: int
    valid: DateRange
    is_parent: bool


def rows_outside(unit_ids: Iterable[int] | None = None) -> list[Outside]:
    """The rows of these units, and of what stands under them, that run outside a life; of all units when None.

    A unit exists on the days on which it has a name. No constraint of the database can say this, since it joins two
    tables; whoever writes names or parents asks it before the transaction ends. One query.
    """
    given = None if unit_ids is None else list(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH lives AS (SELECT unit_id, range_agg(valid) AS days FROM org_unitname GROUP BY unit_id),"
            " checked AS (SELECT p.id, p.unit_id, p.parent_id, p.valid, own.days AS own, top.days AS top"
            "  FROM org_unitparent p LEFT JOIN lives own ON own.unit_id = p.unit_id"
            "  LEFT JOIN lives top ON top.unit_id = p.parent_id"
            "  WHERE %(ids)s::bigint[] IS NULL OR p.unit_id = ANY(%(ids)s) OR p.parent_id = ANY(%(ids)s))"
            " SELECT unit_id, parent_id, valid, coalesce(valid <@ own, false) FROM checked"
            " WHERE NOT coalesce(valid <@ own AND valid <@ top, false) ORDER BY id",
            {"ids": given},
        )
        return [Outside(*row) for row in cursor.fetchall()]
