"""Which of a record's steps stand open on its page, and which are folded away: a phone shows no eleven buttons."""

from collections.abc import Sequence

from danvan.records.declare import Move, RecordType
from danvan.records.models import Duty

MOST = 6  # so many steps need no folding
SHOWN = 4


def nearest(kind: RecordType, moves: Sequence[Move], duties: Sequence[Duty]) -> tuple[list[Move], list[Move]]:
    """(steps that stand open, steps folded), each in the order declared.

    Open stand the steps that running limits wait for, the earliest due first, and then the likeliest that lead onwards.
    """
    if len(moves) <= MOST:
        return list(moves), []
    onwards = [move.key for move in moves if move.target]
    chosen = list(dict.fromkeys([*_awaited(kind, moves, duties), *onwards]))[:SHOWN]
    return [one for one in moves if one.key in chosen], [one for one in moves if one.key not in chosen]


def _awaited(kind: RecordType, moves: Sequence[Move], duties: Sequence[Duty]) -> list[str]:
    """For each running limit the first of the steps meeting it that may be taken: what a clock names first is its own."""
    offered = {move.key for move in moves}
    meets = {clock.key: [key for key in clock.met_by if key in offered][:1] for clock in kind.clocks}
    running = [duty for duty in duties if not (duty.met_on or duty.excused_on or duty.is_suspended)]
    running.sort(key=lambda duty: (duty.due_on, duty.pk))
    return [key for duty in running for key in meets.get(duty.clock, [])]
