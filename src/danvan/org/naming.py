"""Names of several units, each on a day of its own, from one query."""

from collections.abc import Iterable
from datetime import date

from danvan.org.models import UnitName


class Names:
    """All names that the given units ever bore."""

    def __init__(self, unit_ids: Iterable[int]) -> None:
        self._rows: dict[int, list[UnitName]] = {}
        wanted = set(unit_ids)
        rows = UnitName.objects.filter(unit_id__in=wanted).select_related("unit") if wanted else ()
        for row in sorted(rows, key=lambda row: row.valid.lower):
            self._rows.setdefault(row.unit_id, []).append(row)

    def row(self, unit_id: int, day: date) -> UnitName | None:
        """The name of that day, else the last one before it, else the first one after; None for a unit without any."""
        rows = self._rows.get(unit_id, [])
        before = [row for row in rows if row.valid.lower <= day] or rows[:1]
        return before[-1] if before else None

    def text(self, unit_id: int, day: date) -> str:
        """The same as plain words, empty for a unit without any name."""
        row = self.row(unit_id, day)
        return row.name if row else ""

    def slug(self, unit_id: int) -> str:
        """The unit's address, empty for a unit without any name."""
        rows = self._rows.get(unit_id, [])
        return rows[0].unit.slug if rows else ""
