"""The rows that follow from a wish: which end on the day, which begin, who takes over from whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danvan.org.acts.lives import Life, children_of, lives, system_of
from danvan.org.acts.wishes import Designation, Kind, Wish
from danvan.org.models import ActUnit, Dated, Succession, UnitCode, UnitName, UnitParent

Part = ActUnit.Part


@dataclass(frozen=True, slots=True)
class Begun:
    """A row to be written: it holds from the act's day to `until`. A negative unit is the act's -n-th new one."""

    model: Any
    unit: int
    values: dict[str, Any]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Heir:
    """`successor` takes over from `predecessor`; a negative id is a new unit."""

    predecessor: int
    successor: int
    manner: str
    share: str
    on: date


@dataclass(slots=True)
class Plan:
    """All that an act writes, and what the refusals look at."""

    wish: Wish
    lives: dict[int, Life]
    children: dict[int, list[UnitParent]]
    ends: list[Any] = field(default_factory=list)
    begins: list[Begun] = field(default_factory=list)
    heirs: list[Heir] = field(default_factory=list)
    parts: dict[int, str] = field(default_factory=dict)

    @property
    def ended(self) -> list[int]:
        """Units that end."""
        return [pk for pk, part in self.parts.items() if part == Part.ENDS]

    @property
    def changed(self) -> list[int]:
        """Units that go on with another name, code or superior, take over from others or get others below them."""
        return [pk for pk, part in self.parts.items() if part not in (Part.ENDS, Part.BEGINS)]

    @property
    def written(self) -> list[int]:
        """Existing units of which the act writes rows: all but those that only get others below them."""
        return [pk for pk, part in self.parts.items() if pk > 0 and part != Part.ABOVE]

    def end(self, unit: int) -> None:
        """The unit's every row ends on the day."""
        self.ends.extend(self.lives[unit].running(self.wish.on))
        self.parts[unit] = Part.ENDS

    def end_row(self, row: Dated | None) -> date | None:
        """One row ends on the day; what follows it may last as long as it would have."""
        if row is None:
            return None
        self.ends.append(row)
        return row.valid.upper

    def begin(self, number: int, made: Designation, until: date | None) -> int:
        """The rows of a new unit; its provisional id."""
        unit = -1 - number
        self.begins.append(Begun(UnitName, unit, {"name": made.name, "kind": made.kind}, until))
        if made.code:
            self.begins.append(
                Begun(UnitCode, unit, {"system": system_of(made.kind), "code": made.code}, until)
            )
        if made.parent_id:
            self.begins.append(Begun(UnitParent, unit, {"parent_id": made.parent_id}, until))
            self.parts.setdefault(made.parent_id, Part.ABOVE)
        self.parts[unit] = Part.BEGINS
        return unit

    def take_over(self, old: int, new: int, *, manner: str, share: str) -> None:
        """A succession on the day; what is already known to follow the old unit will follow the new one too."""
        self.heirs.append(Heir(old, new, manner, share, self.wish.on))
        if new < 0:
            known = {(heir.predecessor, heir.successor, heir.on) for heir in self.heirs}
            for later in self.lives[old].heirs:
                if later.on > self.wish.on and (new, later.successor_id, later.on) not in known:
                    self.heirs.append(Heir(new, later.successor_id, later.manner, later.share, later.on))


def plan(wish: Wish) -> Plan:
    """What the wish would write. Seven queries; the wish is not judged here."""
    found = Plan(wish, lives(wish.named), children_of(wish.units, wish.on))
    _PLANS[wish.kind](found)
    return found


def _create(plan: Plan) -> None:
    made = plan.wish.results[0]
    parent = plan.lives.get(made.parent_id or 0)
    plan.begin(0, made, parent.until if parent else None)


def _rename(plan: Plan) -> None:
    unit, called = plan.wish.units[0], plan.wish.results[0]
    _call(plan, unit, called)
    plan.parts[unit] = Part.CHANGES


def _call(plan: Plan, unit: int, called: Designation) -> None:
    on, life = plan.wish.on, plan.lives[unit]
    present = life.row(UnitName, on)
    if present is None or (present.name, present.kind) != (called.name, called.kind):
        until = plan.end_row(present)
        plan.begins.append(Begun(UnitName, unit, {"name": called.name, "kind": called.kind}, until))
    system = system_of(called.kind)
    code = life.code(system, on)
    if called.code and (code is None or code.code != called.code):
        plan.end_row(code)
        plan.begins.append(Begun(UnitCode, unit, {"system": system, "code": called.code}, life.until))


def _move(plan: Plan) -> None:
    unit = plan.wish.units[0]
    _put_under(plan, unit, plan.lives[unit].row(UnitParent, plan.wish.on), plan.wish.target)
    plan.parts[unit] = Part.CHANGES
    if plan.wish.target:
        plan.parts.setdefault(plan.wish.target, Part.ABOVE)


def _put_under(plan: Plan, unit: int, present: UnitParent | None, parent: int | None) -> None:
    until = plan.end_row(present) if present else plan.lives[unit].until
    plan.begins.append(Begun(UnitParent, unit, {"parent_id": parent}, until))


def _merge(plan: Plan) -> None:
    wish = plan.wish
    heir = wish.survivor
    if heir is None:
        heir = plan.begin(0, wish.results[0], plan.lives[wish.units[0]].until)
    else:
        plan.parts[heir] = Part.TAKES
        for called in wish.results:
            _call(plan, heir, called)
    for unit in wish.units:
        if unit != heir:
            plan.end(unit)
            plan.take_over(unit, heir, manner=Succession.Manner.MERGE, share=Succession.Share.WHOLE)
            for child in plan.children.get(unit, []):
                _put_under(plan, child.unit_id, child, heir)
                plan.parts[child.unit_id] = Part.CHANGES


def _split(plan: Plan) -> None:
    wish = plan.wish
    unit = wish.units[0]
    for number, made in enumerate(wish.results):
        new = plan.begin(number, made, plan.lives[unit].until)
        plan.take_over(unit, new, manner=Succession.Manner.SPLIT, share=Succession.Share.PART)
    if wish.survivor:
        plan.parts[unit] = Part.CHANGES
    else:
        plan.end(unit)


def _dissolve(plan: Plan) -> None:
    unit, heir = plan.wish.units[0], plan.wish.target
    plan.end(unit)
    if heir:
        plan.parts[heir] = Part.TAKES
        plan.take_over(unit, heir, manner=Succession.Manner.MERGE, share=Succession.Share.WHOLE)


_PLANS: dict[str, Callable[[Plan], None]] = {
    Kind.CREATE: _create,
    Kind.RENAME: _rename,
    Kind.MOVE: _move,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.DISSOLVE: _dissolve,
}
