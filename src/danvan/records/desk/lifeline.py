"""The line of a record's life: the states it passed with their days, the present one, and what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.records.declare import Move, RecordType
from danvan.records.models import Duty


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop of the line; `phase` is qua, dang or sap, `mark` a state of the house's marks.

    `note` names the limit behind `due` where it is another one than that of the stop itself.
    """

    label: str
    phase: str
    day: date | None = None
    due: date | None = None
    mark: str = ""
    note: str = ""


def lifeline(own: Any, kind: RecordType, duties: list[Duty], on: date) -> list[Stage]:
    """Stages from the first state to the most likely next one, with the day by which it is due.

    That is the day of the earliest open duty which the next move meets; where it meets none, of the earliest open one,
    by its name.
    """
    passed = [Stage(str(kind.state(key).label), "qua", day) for key, day in path(own, kind)]
    *before, present = passed
    stages = [*before, Stage(present.label, "dang", present.day)]
    if onward := _onward(own, kind, on):
        stages.append(_next(kind, onward, duties, on))
    return stages


def _onward(own: Any, kind: RecordType, on: date) -> Move | None:
    """The most likely move to another state; what only takes a record that has ended back is none."""
    behind = {key for key, _day in path(own, kind)} if kind.state(own.state).is_final else {own.state}
    leading = ((move, move.leads_to(own.state)) for move in kind.moves_for(own, on))
    return next((move for move, state in leading if state != own.state and state not in behind), None)


def path(own: Any, kind: RecordType) -> list[tuple[str, date | None]]:
    """(state, day it was reached) from the first state to the present one, found backwards from the dated fields.

    The audit instants of history are no business days, and a loaded record has only one of them; what a move wrote
    into its `dated_by` field, or the closing day, tells the day in both cases.
    """
    steps: list[tuple[str, date | None]] = []
    state, seen = own.state, set()
    while state != kind.first_state.key and state not in seen:
        seen.add(state)
        move = _arrival(own, kind, state)
        if move is None:  # born in that state
            return [(state, own.received_on), *steps[::-1]]
        steps.append((state, reached(own, move)))
        state = _before(own, kind, move, seen)
    steps.append((kind.first_state.key, own.received_on))
    return steps[::-1]


def undecided(own: Any, kind: RecordType) -> set[str]:
    """Fields that only moves not yet taken will set: until then a column's default is nobody's answer."""
    passed = {state for state, _ in path(own, kind)}
    taken = {
        name
        for move in kind.moves
        if not passed.isdisjoint([move.target] if move.target else move.sources)
        for name in (*move.needs, *move.takes)
    }
    to_come = {name for move in kind.moves for name in (*move.needs, *move.takes)}
    return to_come - taken - set(kind.opening)


def reached(own: Any, move: Move) -> date | None:
    """The day on which the move was taken, as far as the record keeps it."""
    if move.dated_by:
        return getattr(own, move.dated_by)
    return own.closed_on if move.closes else None


def _arrival(own: Any, kind: RecordType, state: str) -> Move | None:
    """The move that led to a state: of several the one that left its day, in a field of its own before the closing day."""
    leading = [move for move in kind.moves if move.target == state]
    leading.sort(key=lambda move: not move.dated_by)
    return next((move for move in leading if reached(own, move)), leading[0] if leading else None)


def _before(own: Any, kind: RecordType, move: Move, seen: set[str]) -> str:
    """The state from which a move was taken: of those that left a day of their own the last one, else the first declared.

    Several moves that write one field leave one day, which tells of none of them which it was: the first declared counts.
    """
    open_ways = [key for key in move.sources if key not in seen]
    until = reached(own, move)
    order = [state.key for state in kind.states]
    dated: dict[str, tuple[date, int]] = {}
    for key in open_ways:
        arrival = _arrival(own, kind, key)
        day = getattr(own, arrival.dated_by) if arrival and arrival.dated_by else None
        if arrival and day and (until is None or day <= until):
            dated.setdefault(arrival.dated_by, (day, order.index(key)))
    if dated:
        return order[max(dated.values())[1]]
    return next(iter(open_ways), kind.first_state.key)


def _next(kind: RecordType, move: Move, duties: list[Duty], on: date) -> Stage:
    label = str(kind.state(move.target).label)
    waiting = [duty for duty in duties if not duty.met_on and not duty.excused_on]
    met = {clock.key for clock in kind.clocks if move.key in clock.met_by}
    own = [duty for duty in waiting if duty.clock in met]
    duty = min(own or waiting, key=lambda duty: (duty.due_on, duty.pk), default=None)
    if duty is None:
        return Stage(label, "sap")
    return Stage(label, "sap", due=duty.due_on, mark=duty.standing(on), note="" if own else duty.label)
