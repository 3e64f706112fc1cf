"""What one step does to a record in memory: state, dates, clocks. Shared by `move()` and `load()`.

Nothing here reads or writes the database.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from danvan import law
from danvan.records import calendar as calendars
from danvan.records.declare import Clock, Move, RecordType
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

OPENING = "mo"


@dataclass(slots=True)
class Journey:
    """A record on its way with the duties that run on it; both unsaved or both saved."""

    record: Any
    duties: list[Duty] = field(default_factory=list)
    calendar: law.Calendar = field(default_factory=law.calendar)

    def open_duty(self, clock: str) -> Duty | None:
        """The running duty of that clock, the latest begun first."""
        running = [duty for duty in self.duties if duty.clock == clock and not duty.met_on]
        return max(running, key=lambda duty: duty.begins_on, default=None)

    def owe(self, begun: Duty) -> None:
        """Take in a duty; one that began and was met on the same day runs again instead, since a day holds one."""
        for duty in self.duties:
            if (duty.clock, duty.begins_on) == (begun.clock, begun.begins_on):
                duty.met_on = None
                return
        self.duties.append(begun)


def begin(journey: Journey, kind: RecordType, on: date) -> None:
    """Set what every record has at its opening and begin the clocks of the opening."""
    record = journey.record
    record.type = kind.key
    born = (state for state, is_born_so in kind.births.items() if is_born_so(record))
    record.state = next(born, kind.first_state.key)
    record.received_on = on
    if kind.check_opening:
        kind.check_opening(record, on)
    if kind.releases_identity_at_opening(record):
        record.identity_released_on = on
    _run_clocks(journey, kind, OPENING, on)
    describe(record, kind)


def take(journey: Journey, kind: RecordType, move: Move, on: date) -> None:
    """Apply one move on a day.

    Raises Refusal when the state does not allow it, the law does not know it for this record on that day, a needed field
    is empty, the day precedes the record or the move's own check refuses.
    """
    record = journey.record
    if record.state not in move.sources:
        present = kind.state(record.state).label
        raise Refusal(f"Không thể “{move.label}” khi hồ sơ đang ở trạng thái “{present}”.")
    if on < record.received_on:
        raise Refusal(
            f"Ngày {day(on)} trước ngày tiếp nhận {day(record.received_on)}; hãy sửa lại ngày thực hiện."
        )
    require_law(record, move, on)
    for name in move.needs:
        if getattr(record, name) in (None, ""):
            label = record._meta.get_field(name).verbose_name
            raise Refusal(f"Còn thiếu “{label}” để {move.label.lower()}.")
    if move.check:
        move.check(record, on)
    _write(record, move, on)
    if move.reckons:
        move.reckons(record, journey.duties, on)
    _run_clocks(journey, kind, move.key, on)
    _shift_clocks(journey, kind, move, on)
    describe(record, kind)


def require_law(record: Any, move: Move, on: date) -> None:
    """Refusal, in the law's words, for a move that does not exist for this record on that day."""
    if move.applies(record, on):
        return
    if callable(move.otherwise):
        raise Refusal(move.otherwise(record, on))
    because = f" ({move.cite})" if move.cite else ""
    raise Refusal(
        str(move.otherwise)
        or f"Ngày {day(on)} hồ sơ này không có bước “{move.label}”{because}; hãy xem lại loại hồ sơ và ngày thực hiện."
    )


def _write(record: Any, move: Move, on: date) -> None:
    record.state = move.leads_to(record.state)
    for name, value in move.sets.items():
        setattr(record, name, value)
    if move.dated_by:
        setattr(record, move.dated_by, on)
    if move.closes and not record.closed_on:
        record.closed_on = on
    if move.reopens:
        record.closed_on = None
    if move.releases_identity and move.releases_identity(record) and not record.identity_released_on:
        record.identity_released_on = on


def describe(record: Any, kind: RecordType) -> None:
    """Write secrecy, title and the folded search texts; a person's name or a letter's text is never among them."""
    record.secrecy = kind.secrecy(record)
    record.title = kind.title_of(record)[:300] or record.title
    record.search_internal = fold(f"{record.title} {kind.label}")
    record.search_public = record.search_internal if record.published_on else ""


def _run_clocks(journey: Journey, kind: RecordType, event: str, on: date) -> None:
    for clock in kind.clocks:
        if event in clock.met_by and (duty := journey.open_duty(clock.key)):
            duty.met_on = on
        if event in clock.begun_by and clock.applies(journey.record):
            for begun in _duties(journey, clock, on):
                journey.owe(begun)


def _shift_clocks(journey: Journey, kind: RecordType, move: Move, on: date) -> None:
    for clock in kind.clocks:
        if clock.key not in (*move.suspends, *move.resumes, *move.extends):
            continue
        if duty := journey.open_duty(clock.key):
            if clock.key in move.suspends:
                pause(duty, on)
            if clock.key in move.resumes:
                resume(duty, on)
            if clock.key in move.extends:
                extend(duty, clock.case(journey.record))
            _reckon_again(duty, journey.calendar)


def pause(duty: Duty, on: date) -> None:
    """Let a limit stand still from a day on; Refusal when it already does."""
    pauses = [list(pause) for pause in duty.terms.get("suspensions", [])]
    if pauses and pauses[-1][1] is None:
        raise Refusal("Thời hạn này đang tạm dừng; hãy ghi việc tiếp tục trước.")
    duty.terms = duty.terms | {"suspensions": [*pauses, [on.isoformat(), None]]}


def resume(duty: Duty, on: date) -> None:
    """Let it run again: the days from the suspension to the day before `on` do not count. Refusal when it runs."""
    pauses = [list(pause) for pause in duty.terms.get("suspensions", [])]
    if not pauses or pauses[-1][1] is not None:
        raise Refusal("Thời hạn này không tạm dừng nên không có gì để tiếp tục.")
    first = date.fromisoformat(pauses[-1][0])
    if on < first:
        raise Refusal(f"Ngày {day(on)} trước ngày tạm dừng {day(first)}; hãy sửa lại ngày tiếp tục.")
    ended = [] if on == first else [[first.isoformat(), (on - timedelta(days=1)).isoformat()]]
    duty.terms = duty.terms | {"suspensions": [*pauses[:-1], *ended]}


def extend(duty: Duty, case: str | None) -> None:
    """Give a limit the total of its case or, where the rule is extended by an addition, one addition more."""
    wording = law.rulebook().wording(duty.rule, duty.wording_from)
    if not wording.extended_by:
        duty.terms = duty.terms | {"case": case}
        return
    book, begun = law.rulebook(), duty.begins_on
    added = max(found.value for key in wording.extended_by if (found := book.in_force(key, begun)))
    duty.terms = duty.terms | {"extensions": [*duty.terms.get("extensions", []), added]}


def _reckon_again(duty: Duty, calendar: law.Calendar) -> None:
    domain, told = duty.terms.get("domain"), calendars.happenings(duty)
    due = law.due(duty.rule, duty.begins_on, domain=domain, calendar=calendar, **told)
    for column, value in Duty.columns_of(due).items():
        setattr(duty, column, value)


def _duties(journey: Journey, clock: Clock, on: date) -> list[Duty]:
    """The duty that a clock begins; none where no law set a limit on that day: an old book is entered as it was."""
    record = journey.record
    begins, case = clock.starts(record, on), clock.case(record)
    try:
        due = law.due(clock.rule_for(record), begins, case=case, calendar=journey.calendar)
    except (law.NotYetLaw, law.NoLongerLaw):
        return []
    return [_begun(record, clock, due)]


def _begun(record: Any, clock: Clock, due: law.Due) -> Duty:
    return Duty.from_due(
        due,
        record_id=record.pk,
        unit_id=record.unit_id,
        clock=clock.key,
        label=clock.label,
        is_illustrative=record.is_illustrative,
    )
