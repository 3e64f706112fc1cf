"""Which units of which kind an installation answers for on a day: read once, asked for every span."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from danvan.org.models import RoleGrant, UnitName, UnitParent
from danvan.org.tree import below
from danvan.records.declare import StandingDuty

_EDGES = """
SELECT DISTINCT day FROM (
  SELECT lower(valid) AS day FROM org_unitname UNION ALL SELECT upper(valid) FROM org_unitname
  UNION ALL SELECT lower(valid) FROM org_unitparent UNION ALL SELECT upper(valid) FROM org_unitparent
) edges WHERE day > %s AND day <= %s ORDER BY day
"""


def served(on: date) -> list[int]:
    """Ids of the units at which anybody holds a role: what this installation answers for, with all below them.

    The lists hold the whole country; a unit that nobody here works for is no business of this database.
    """
    return sorted(set(RoleGrant.objects.on(on).values_list("unit_id", flat=True)))


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    name: str
    above: str  # kind of the superior; empty where it has none


class Area:
    """The roots and all below them between two days. The tree is read anew only where it changes between them."""

    def __init__(self, roots: Iterable[int], since: date, until: date) -> None:
        self.roots = list(roots)
        with connection.cursor() as cursor:
            cursor.execute(_EDGES, [since, until])
            self._edges = [row[0] for row in cursor.fetchall()]
        self._stood: dict[int, dict[int, _Place]] = {}

    def units(self, standing: StandingDuty, on: date) -> list[int]:
        """Ids of the units that owe a standing duty as the tree stood on a day, ascending."""
        return [
            pk
            for pk, place in self._places(on).items()
            if place.kind in standing.unit_kinds
            and (not standing.under_kinds or place.above in standing.under_kinds)
            and (not standing.named or place.name.startswith(standing.named))
        ]

    def _places(self, on: date) -> dict[int, _Place]:
        epoch = bisect_right(self._edges, on)
        if epoch not in self._stood:
            self._stood[epoch] = self._read(on)
        return self._stood[epoch]

    def _read(self, on: date) -> dict[int, _Place]:
        inside = sorted(below(self.roots, on))
        parents = dict(
            UnitParent.objects.on(on).filter(unit_id__in=inside).values_list("unit_id", "parent_id")
        )
        named = {*inside, *parents.values()}
        rows = UnitName.objects.on(on).filter(unit_id__in=named).values_list("unit_id", "kind", "name")
        names = {pk: (kind, name) for pk, kind, name in rows}
        nothing = ("", "")
        return {
            pk: _Place(*names[pk], names.get(parents.get(pk, 0), nothing)[0]) for pk in inside if pk in names
        }
