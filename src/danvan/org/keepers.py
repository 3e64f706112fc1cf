"""In whose hands the files of units are that have ended, as of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

_ENDED = """
WITH RECURSIVE traced(id) AS (
  SELECT unnest(%(units)s::bigint[])
  UNION
  SELECT ended.id FROM traced, LATERAL (
    SELECT s.predecessor_id AS id FROM org_succession s WHERE s.successor_id = traced.id AND s."on" <= %(on)s
    UNION ALL
    SELECT p.unit_id FROM org_unitparent p WHERE %(below)s AND p.parent_id = traced.id AND upper(p.valid) <= %(on)s
  ) AS ended
  WHERE NOT EXISTS (SELECT FROM org_unitname n WHERE n.unit_id = ended.id AND n.valid @> %(on)s::date)
)
SELECT id, ARRAY(SELECT s.successor_id FROM org_succession s WHERE s.predecessor_id = traced.id AND s."on" = (
    SELECT max(last."on") FROM org_succession last WHERE last.predecessor_id = traced.id AND last."on" <= %(on)s)),
  (SELECT p.parent_id FROM org_unitparent p WHERE p.unit_id = traced.id ORDER BY p.valid DESC LIMIT 1)
FROM traced WHERE id <> ALL(%(units)s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit that has ended by a day: its heirs at the last, and who stood above it at the last.

    What took a part while the unit lived on took none of its files.
    """

    unit_id: int
    heirs: tuple[int, ...]
    last_parent_id: int | None


def ended_before(unit_ids: Iterable[int], on: date, *, below_too: bool) -> list[Ended]:
    """The ended units that lead to the given ones on a day, through heirs and, with `below_too`, from above; one query."""
    asked = list(unit_ids)
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, {"units": asked, "below": below_too, "on": on})
        return [Ended(pk, tuple(heirs), parent) for pk, heirs, parent in cursor.fetchall()]


def files_kept_by(unit_ids: Iterable[int], wide: Iterable[int], ended: Iterable[Ended]) -> set[int]:
    """Of ended units those whose files are in the hands of the given ones.

    Who carries a unit on keeps its files, generation by generation; one that went several ways is kept only where all
    that carry it on are given. Of the `wide` units, which answer for all below them, also what ended below them without
    an heir: a district after 1/7/2025.
    """
    traced = {one.unit_id: one for one in ended}
    reached, covering, kept = set(unit_ids), set(wide), set()
    for pk in traced:
        heirs, above = _keepers(pk, traced, set())
        if (heirs or above) and heirs <= reached and above <= covering:
            kept.add(pk)
    return kept


def _keepers(pk: int, traced: Mapping[int, Ended], seen: set[int]) -> tuple[set[int], set[int]]:
    """Who carries a unit on, and above whom it ended without an heir; units may have been one another's heirs."""
    if pk in seen:
        return set(), set()
    one = traced.get(pk)
    if one is None:
        return {pk}, set()
    seen.add(pk)
    if not one.heirs and one.last_parent_id is not None:
        heirs, above = _keepers(one.last_parent_id, traced, seen)
        return set(), heirs | above
    found = [_keepers(heir, traced, seen) for heir in one.heirs]
    return set().union(*(heirs for heirs, _above in found)), set().union(*(above for _heirs, above in found))
