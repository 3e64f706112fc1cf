"""What is known of units: all their dated rows, read in five queries however many units are asked about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from danvan.org.models import (
    TERRITORIAL,
    Dated,
    RemoteSpell,
    Succession,
    Unit,
    UnitCode,
    UnitName,
    UnitParent,
)
from danvan.ui.errors import Refusal

ROWS: tuple[Any, ...] = (UnitName, UnitCode, UnitParent, RemoteSpell)


class Life:
    """One unit with its rows, oldest first, and the successions from it."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.rows: dict[type[Dated], list[Any]] = {model: [] for model in ROWS}
        self.heirs: list[Succession] = []

    @property
    def names(self) -> list[UnitName]:
        """Its names."""
        return self.rows[UnitName]

    @property
    def since(self) -> date:
        """Its first day."""
        return self.names[0].valid.lower

    @property
    def until(self) -> date | None:
        """The day after its last; None while no end is known."""
        return self.names[-1].valid.upper

    def called(self, on: date) -> str:
        """Its name on a day, the nearest one outside its life."""
        row = self.row(UnitName, on)
        return row.name if row else (self.names[0] if on < self.since else self.names[-1]).name

    def kind(self, on: date) -> str:
        """Its kind on a day of its life."""
        row = self.row(UnitName, on)
        return row.kind if row else self.names[-1].kind

    def row(self, model: type[Dated], on: date) -> Any:
        """The row valid on a day; None when there is none."""
        return next((row for row in self.rows[model] if on in row.valid), None)

    def code(self, system: str, on: date) -> UnitCode | None:
        """The code of a system valid on a day."""
        return next((row for row in self.rows[UnitCode] if row.system == system and on in row.valid), None)

    def lives_on(self, on: date) -> bool:
        """Whether the unit exists on a day."""
        return self.row(UnitName, on) is not None

    def running(self, on: date) -> list[Any]:
        """Every row valid on a day."""
        return [row for model in ROWS for row in self.rows[model] if on in row.valid]

    def next_change(self, on: date) -> date | None:
        """The first day after `on` from which something else is already written than its end."""
        begun = [row.valid.lower for model in ROWS for row in self.rows[model] if row.valid.lower > on]
        begun += [heir.on for heir in self.heirs if heir.on > on and heir.on != self.until]
        return min(begun, default=None)


def lives(unit_ids: Iterable[int]) -> dict[int, Life]:
    """The lives of units by id; Refusal for one that does not exist or has no name."""
    wanted = set(unit_ids)
    found = {unit.pk: Life(unit) for unit in Unit.objects.filter(pk__in=wanted)}
    for model in ROWS:
        for row in model.objects.filter(unit_id__in=wanted).order_by("valid"):
            found[row.unit_id].rows[model].append(row)
    for heir in Succession.objects.filter(predecessor_id__in=wanted).order_by("on", "id"):
        found[heir.predecessor_id].heirs.append(heir)
    if wanted - found.keys() or any(not life.names for life in found.values()):
        raise Refusal("Có đơn vị đã chọn không còn trong danh mục; hãy chọn lại đơn vị.")
    return found


def children_of(unit_ids: Iterable[int], on: date) -> dict[int, list[UnitParent]]:
    """Unit → the rows of its direct children on a day, in the order they were added. One query."""
    found: dict[int, list[UnitParent]] = defaultdict(list)
    for row in UnitParent.objects.on(on).filter(parent_id__in=set(unit_ids)).order_by("id"):
        found[row.parent_id].append(row)
    return dict(found)


def system_of(kind: str) -> str:
    """Which codes a unit of a kind carries: those of the statistics office, or the province's own."""
    return UnitCode.System.STATISTICS if kind in TERRITORIAL else UnitCode.System.INTERNAL
