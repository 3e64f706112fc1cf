"""The calendar in use: the kept one with an administrator's days over it, and what a change of days does to duties.

A change is shown first (`preview`) with every open duty that it moves, and made only when what was shown still holds
(`confirm`). Duties already met or excused keep their day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from danvan import law
from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import CalendarDay, CalendarYear, Duty
from danvan.ui.errors import Refusal

_TEN_DAYS = timedelta(days=10)  # the longest run of days off a limit may roll over
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """Days to write, days to take back, and a year whose official notice is out."""

    rows: tuple[CalendarDay, ...] = ()
    dropped: tuple[date, ...] = ()
    year: CalendarYear | None = None

    @property
    def days(self) -> list[date]:
        """First and last day that the change touches."""
        touched = [*(row.day for row in self.rows), *self.dropped]
        if self.year:
            touched += [date(self.year.year, 1, 1), date(self.year.year, 12, 31)]
        return [min(touched), max(touched)]


@dataclass(frozen=True, slots=True)
class Moved:
    """An open duty whose answer differs under the changed calendar."""

    duty: Duty
    after: law.Due


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do. `unsure` duties cannot be reckoned again from what they keep: a person looks at them."""

    moved: list[Moved] = field(default_factory=list)
    unsure: list[Duty] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What was shown, in short, to be compared on confirmation."""
        lines = [f"{item.duty.pk}:{item.after.due_on}:{item.after.latest_on}" for item in self.moved]
        return sha256("\n".join([*lines, *(f"?{duty.pk}" for duty in self.unsure)]).encode()).hexdigest()


def current() -> law.Calendar:
    """The working days as they are known now. Two queries."""
    return _laid(
        tuple(row.as_row() for row in CalendarDay.objects.order_by("day")),
        tuple(CalendarYear.objects.order_by("year").values_list("year", flat=True)),
    )


@lru_cache(maxsize=8)
def _laid(rows: tuple[law.DayRow, ...], known: tuple[int, ...]) -> law.Calendar:
    return law.calendar().with_rows(rows, known) if rows or known else law.calendar()


def changed(change: Change) -> law.Calendar:
    """The calendar as it would be after a change."""
    kept = {row.day: row for row in CalendarDay.objects.exclude(day__in=change.dropped)}
    kept |= {row.day: row for row in change.rows}
    known = set(CalendarYear.objects.values_list("year", flat=True))
    if change.year:
        known.add(change.year.year)
    return _laid(tuple(kept[day].as_row() for day in sorted(kept)), tuple(sorted(known)))


def again(duty: Duty, calendar: law.Calendar) -> law.Due:
    """The duty reckoned anew under its own wording and terms; Refusal where what it keeps does not suffice."""
    wording = law.rulebook().wording(duty.rule, duty.wording_from)
    if wording.kind == "frequency":
        return law.due_in_span(wording, duty.begins_on, duty.due_on, calendar)
    if wording.kind == "deadline":
        return law.due_in_year(wording, int(duty.period[:4]), calendar)
    domain = duty.terms.get("domain")
    return law.due(duty.rule, duty.begins_on, domain=domain, calendar=calendar, **happenings(duty))


def happenings(duty: Duty) -> dict[str, Any]:
    """What happened to the limit beside its beginning, as the engine takes it: case, suspensions, extensions."""
    pauses = duty.terms.get("suspensions", [])
    return {
        "case": duty.terms.get("case"),
        "suspensions": [
            law.Suspension(date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for first, last in pauses
        ],
        "extensions": duty.terms.get("extensions", []),
    }


def preview(change: Change) -> Preview:
    """Every open duty that the change moves, by due day. Only those that run over the changed days are reckoned again."""
    return _reckoned(change, _touched(*change.days))


def _reckoned(change: Change, touched: QuerySet) -> Preview:
    before, after = current(), changed(change)
    shown = Preview()
    for duty in touched.iterator(chunk_size=_BATCH):
        try:
            old, new = again(duty, before), again(duty, after)
        except Refusal:
            shown.unsure.append(duty)
            continue
        if _says(old) == _says(new):
            continue
        if (old.due_on, old.latest_on) == (duty.due_on, duty.latest_on):
            shown.moved.append(Moved(duty, new))
        else:
            shown.unsure.append(duty)
    return shown


def _says(due: law.Due) -> tuple:
    return due.latest_on, due.own_latest_on, due.provisional, due.ledger_json()


def _touched(first: date, last: date) -> QuerySet:
    runs_over = Q(begins_on__lte=last, latest_on__gte=first - _TEN_DAYS)
    counts_back = Q(due_on__lte=last, begins_on__gte=first)
    open_duties = Duty.objects.open().filter(runs_over | counts_back)
    return open_duties.order_by("due_on", "id")


@transaction.atomic
def confirm(change: Change, shown: str, *, by: Account, reason: str) -> int:
    """Write the change and move the duties it moves; how many were moved.

    `shown` is the digest of the preview that the person confirmed. Raises Refusal without a reason, and when the duties
    are no longer those that were shown.
    """
    if not reason.strip():
        raise Refusal("Còn thiếu lý do sửa lịch nghỉ; hãy ghi văn bản hoặc lý do.")
    _wait_for_writers()
    found = _reckoned(change, _touched(*change.days).select_for_update(of=("self",)))
    if found.digest != shown:
        raise Refusal("Danh sách nghĩa vụ bị ảnh hưởng vừa thay đổi; hãy xem lại danh sách rồi xác nhận lại.")
    say_who(by, f"Sửa lịch nghỉ: {reason.strip()}")
    _write(change)
    for item in found.moved:
        for column, value in Duty.columns_of(item.after).items():
            setattr(item.duty, column, value)
    Duty.objects.bulk_update(
        [item.duty for item in found.moved],
        ["due_on", "own_latest_on", "latest_on", "is_provisional", "can_be_judged", "ledger"],
        batch_size=_BATCH,
    )
    return len(found.moved)


def _wait_for_writers() -> None:
    """Let nobody else reckon by the present days until this transaction is over.

    Whoever has read the days in a transaction that still runs is waited for: what it writes must be moved as well.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE records_calendarday, records_calendaryear IN ACCESS EXCLUSIVE MODE")


def _write(change: Change) -> None:
    CalendarDay.objects.filter(day__in=change.dropped).delete()
    for row in change.rows:
        CalendarDay.objects.update_or_create(
            day=row.day,
            defaults={
                name: getattr(row, name) for name in ("kind", "name", "source", "status", "is_confirmed")
            },
        )
    if change.year:
        CalendarYear.objects.update_or_create(year=change.year.year, defaults={"source": change.year.source})


def confirmed_year(year: int, source: str) -> Change:
    """The official notice of a year: every computed day of the kept calendar stands as announced.

    Raises Refusal for a year that the kept calendar does not compute.
    """
    rows = [row for row in law.calendar().rows() if row.date.year == year and row.is_provisional]
    if not rows:
        raise Refusal(f"Năm {year} không có ngày nghỉ tạm tính nào chờ xác nhận; hãy chọn năm khác.")
    return Change(tuple(_announced(rows, source)), year=CalendarYear(year=year, source=source))


def _announced(rows: Iterable[law.DayRow], source: str) -> Iterator[CalendarDay]:
    for row in rows:
        yield CalendarDay(day=row.date, kind=row.kind, name=row.name, source=source)
