"""Việc cần làm: open duties of the units an officer reads, oldest due first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from danvan.records.declare import RecordType, StandingDuty, record_types
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.models import Duty, Record

OLDEST_DUE_FIRST = Order("due_on")


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist, ready to show; `mark` is a state of the house's marks."""

    number: str
    title: str
    unit: str
    next_move: str
    address: str
    due_on: date
    mark: str
    is_provisional: bool
    is_illustrative: bool


def open_duties(reach: Reach) -> QuerySet:
    """Duties neither met nor excused: of visible records, and the standing ones of units that the account reads."""
    seen = reach.seen(Record.objects.filter(pk=OuterRef("record_id")))
    standing = Q(record__isnull=True, unit_id__in=reach.units("records.read"))
    return Duty.objects.open().filter(Q(Exists(seen)) | standing, unit_id__in=reach.readable)


def worklist(reach: Reach, *, after: str = "", before: str = "", size: int = SIZE) -> Slice:
    """A page of tasks. Two queries: duties with their records, and names of units."""
    duties = page(
        open_duties(reach).select_related("record"), OLDEST_DUE_FIRST, after=after, before=before, size=size
    )
    names = places.names({duty.unit_id for duty in duties.rows}, reach.on)
    tasks = [_task(duty, names.get(duty.unit_id, ""), reach) for duty in duties.rows]
    return Slice(tasks, duties.before, duties.after)


def _task(duty: Duty, unit: str, reach: Reach) -> Task:
    number, title, next_move, address = (
        _of_record(duty.record, reach) if duty.record else _of_unit(duty, reach)
    )
    return Task(
        number=number,
        title=title,
        unit=unit,
        next_move=next_move,
        address=address,
        due_on=duty.due_on,
        mark=duty.standing(reach.on),
        is_provisional=duty.is_provisional,
        is_illustrative=duty.is_illustrative,
    )


def _of_record(record: Record, reach: Reach) -> tuple[str, str, str, str]:
    moves = record.declared.moves_from(record.state)
    mine = [move for move in moves if record.unit_id in reach.units(move.permission)]
    first = (mine or moves)[0] if moves else None
    return record.number, record.title, str(first.label) if first else "", record.get_absolute_url()


def _of_unit(duty: Duty, reach: Reach) -> tuple[str, str, str, str]:
    """A standing duty has no number; its next move is to write down what meets it."""
    title = f"{duty.label}, {period_words(duty.period)}"
    kind = meeting_type(duty.clock)
    if kind is None:
        return "", title, "", ""
    address = "records:open" if reach.may_open(kind) else "records:list"
    return "", title, f"Ghi {str(kind.label).lower()}", reverse(address, args=[kind.key])


def period_words(period: str) -> str:
    """2023-02 → tháng 2/2023; 2023-W06 → tuần 6/2023; any other key as it is."""
    year, _, part = period.partition("-")
    if part.startswith("W") and part[1:].isdigit():
        return f"tuần {int(part[1:])}/{year}"
    return f"tháng {int(part)}/{year}" if part.isdigit() else period


def meeting_type(clock: str) -> RecordType | None:
    """The record type whose records meet the standing duty of that key."""
    declared = standing_duties().get(clock)
    return next((kind for kind in record_types() if declared and kind.model is declared.source), None)


def standing_duties() -> dict[str, StandingDuty]:
    """Every declared standing duty by its key."""
    return {duty.key: duty for kind in record_types() for duty in kind.standing}
