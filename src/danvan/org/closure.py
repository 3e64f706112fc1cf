"""Keeping UnitClosure equal to UnitParent: one function, called by whoever has written parents."""

from collections.abc import Iterable

from django.db import connection, transaction

from danvan.org.models import UnitClosure, UnitName
from danvan.ui.errors import Refusal

DEEPEST = 12  # nation, region, province, district, commune, hamlet and what may hang below; more is a circle

_WRITE = """
WITH RECURSIVE up(ancestor, descendant, depth, valid) AS (
  SELECT parent_id, unit_id, 1, valid FROM org_unitparent WHERE {only}
  UNION ALL
  SELECT p.parent_id, up.descendant, up.depth + 1, up.valid * p.valid
  FROM up JOIN org_unitparent p ON p.unit_id = up.ancestor AND p.valid && up.valid
  WHERE up.depth < %(deepest)s AND up.ancestor <> up.descendant
), wrong AS (
  SELECT descendant FROM up WHERE ancestor = descendant OR depth >= %(deepest)s ORDER BY depth, descendant LIMIT 1
), written AS (
  INSERT INTO org_unitclosure (ancestor_id, descendant_id, depth, valid)
  SELECT ancestor, descendant, depth, unnest(range_agg(valid)) FROM up
  WHERE NOT EXISTS (SELECT FROM wrong) GROUP BY ancestor, descendant, depth RETURNING 1
)
SELECT (SELECT count(*) FROM written), (SELECT descendant FROM wrong)
"""
_TOUCHED = """
WITH RECURSIVE touched(id) AS (
  SELECT unnest(%s::bigint[])
  UNION SELECT p.unit_id FROM org_unitparent p JOIN touched ON p.parent_id = touched.id
)
SELECT id FROM touched UNION SELECT descendant_id FROM org_unitclosure WHERE ancestor_id = ANY(%s)
"""


def rebuild(unit_ids: Iterable[int] | None = None) -> int:
    """Write anew what stands above the given units and above all that was ever below them; above all units when None.

    To be called in the transaction that wrote UnitParent rows of these units. Returns the number of rows written; at
    most six queries, whatever the size. Raises Refusal when the parents make a circle on some day, or a chain deeper
    than DEEPEST; the caller's transaction is then to be rolled back.
    """
    given = None if unit_ids is None else list(unit_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        # A second writer waits here, and then reads the parents that the first has committed.
        cursor.execute("LOCK TABLE org_unitclosure IN SHARE ROW EXCLUSIVE MODE")
        ids = None if given is None else _touched(cursor, given)
        old = UnitClosure.objects.all() if ids is None else UnitClosure.objects.filter(descendant_id__in=ids)
        old.delete()
        only = "true" if ids is None else "unit_id = ANY(%(ids)s)"
        cursor.execute(_WRITE.format(only=only), {"deepest": DEEPEST, "ids": ids})
        written, wrong = cursor.fetchone()
        if wrong is not None:
            raise Refusal(_circle(wrong))
    return written


def _touched(cursor, given: list[int]) -> list[int]:
    cursor.execute(_TOUCHED, [given, given])
    return [row[0] for row in cursor.fetchall()]


def _circle(unit_id: int) -> str:
    row = UnitName.objects.filter(unit_id=unit_id).order_by("-valid").first()
    name = row.name if row else unit_id
    return (
        f"“{name}” không thể đứng dưới chính mình, hay sâu quá {DEEPEST} bậc; hãy sửa cấp trên của đơn vị này "
        "hoặc của đơn vị ở trên nó."
    )
