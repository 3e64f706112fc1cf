"""What a person asks for: one act on units, with the paper that decides it. Plain values; nothing is looked up here."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from danvan.org.models import UnitAct

Kind = UnitAct.Kind


@dataclass(frozen=True, slots=True)
class Designation:
    """How a unit is to be called from the day on; `parent_id` and `code` may be left out where nothing changes."""

    name: str
    kind: str
    code: str = ""
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """One act.

    `units` are those it happens to. `results` are new units; for a renaming, or a merger into one of the units, the
    one new designation. `target` is the new superior of a move, the unit of a merger that lives on, the unit of a split
    that lives on, or who takes over from a dissolved unit.
    """

    kind: str
    on: date
    units: tuple[int, ...] = ()
    results: tuple[Designation, ...] = ()
    target: int | None = None

    @property
    def parents(self) -> list[int]:
        """Superiors named in the results."""
        return [item.parent_id for item in self.results if item.parent_id]

    @property
    def named(self) -> set[int]:
        """Every existing unit that is named: the act may be made only by who manages all of them."""
        return {*self.units, *self.parents, *([self.target] if self.target else [])}

    @property
    def survivor(self) -> int | None:
        """The unit that a merger or a split leaves alive."""
        lives_on = self.kind in (Kind.MERGE, Kind.SPLIT) and self.target in self.units
        return self.target if lives_on else None

    @property
    def makes_new(self) -> tuple[Designation, ...]:
        """Designations of units that do not exist yet."""
        renames = self.kind == Kind.RENAME or (self.kind == Kind.MERGE and self.survivor)
        return () if renames else self.results

    def as_json(self) -> dict[str, Any]:
        """What the act keeps."""
        return asdict(self) | {"on": self.on.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Wish":
        """The wish that an act keeps."""
        return cls(
            kind=kept["kind"],
            on=date.fromisoformat(kept["on"]),
            units=tuple(kept["units"]),
            results=tuple(Designation(**item) for item in kept["results"]),
            target=kept["target"],
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """The paper: number, day and title. Nothing about units changes without one."""

    paper_no: str
    paper_on: date | None
    paper_title: str
    note: str = ""


def create(on: date, made: Designation) -> Wish:
    """A new unit that takes over from none."""
    return Wish(Kind.CREATE, on, results=(made,))


def rename(on: date, unit: int, called: Designation) -> Wish:
    """The same unit under another name, of another kind, or with another code."""
    return Wish(Kind.RENAME, on, (unit,), (called,))


def move(on: date, unit: int, parent: int) -> Wish:
    """The same unit under another superior."""
    return Wish(Kind.MOVE, on, (unit,), target=parent)


def merge(
    on: date, units: Iterable[int], *, into: int | None = None, made: Designation | None = None
) -> Wish:
    """Several units become one: a new one (`made`), or one of them (`into`), which `made` may rename."""
    return Wish(Kind.MERGE, on, tuple(units), (made,) if made else (), into)


def split(on: date, unit: int, made: Iterable[Designation], *, lives_on: bool = False) -> Wish:
    """One unit becomes several, or gives away what becomes new units and lives on."""
    return Wish(Kind.SPLIT, on, (unit,), tuple(made), unit if lives_on else None)


def dissolve(on: date, unit: int, heir: int | None = None) -> Wish:
    """A unit ends; `heir` takes over what it had to do."""
    return Wish(Kind.DISSOLVE, on, (unit,), target=heir)
