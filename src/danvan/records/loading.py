"""The writer for many records: imports and generated data, by COPY, under the same steps and checks as `move()`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from danvan.law import Calendar
from danvan.org.models import Account
from danvan.records import calendar, steps
from danvan.records.declare import RecordType, record_type
from danvan.records.history import say_who
from danvan.records.models import Duty, Link, PersonalDetails, Record
from danvan.records.writing import check_values, numbered, set_fields
from danvan.ui.errors import Refusal

BATCH = 5_000


@dataclass(slots=True)
class Row:
    """A record to load: an unsaved instance of its type's model with its unit, the day it came in, and its moves.

    `moves` are (move key, day, fields) in order. Effects of moves are not run: what they would have opened is given
    as rows of its own, tied by `arises_from`.
    """

    record: Any
    received_on: date
    moves: list[tuple[str, date, dict[str, Any]]] = field(default_factory=list)
    arises_from: Any | None = None
    personal: dict[str, str] | None = None
    published_on: date | None = None


def load(type_key: str, rows: Iterable[Row], *, by: Account | None = None, reason: str) -> int:
    """Load rows of one type; returns how many. All or nothing; Refusal names the row that cannot be taken."""
    kind = record_type(type_key)
    count = 0
    with transaction.atomic(), checked_at_once():
        say_who(by, reason)
        for batch in batched(rows, BATCH):
            _load_batch(kind, batch, count, by)
            count += len(batch)
    return count


@contextmanager
def checked_at_once() -> Iterator[None]:
    """Within it foreign keys are tried at the end of each statement, not at commit.

    PostgreSQL looks through all checks that wait each time a trigger asks something, and the history's trigger asks for
    every row: with waiting checks the time of many rows grows by their square.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def why_refused(type_key: str, row: Row) -> str:
    """The sentence with which `load` would refuse the row, tried in memory; empty when it takes it. Uses the row up."""
    try:
        _travelled(record_type(type_key), row, 1, calendar.current())
    except Refusal as refusal:
        return str(refusal).removeprefix("Dòng 1: ")
    return ""


def _load_batch(kind: RecordType, rows: tuple[Row, ...], before: int, by: Account | None) -> None:
    days = calendar.current()
    journeys = [_travelled(kind, row, before + index, days) for index, row in enumerate(rows, 1)]
    _give_ids([journey.record for journey in journeys])
    numbered([journey.record for journey in journeys], kind)
    for journey, row in zip(journeys, rows, strict=True):
        journey.record.created_by = by
        if row.published_on:
            journey.record.published_on = row.published_on
        steps.describe(journey.record, kind)
        for duty in journey.duties:
            duty.record_id = journey.record.pk
    records = [journey.record for journey in journeys]
    copy_rows(Record, records)
    copy_rows(kind.model, records)
    copy_rows(Duty, [duty for journey in journeys for duty in journey.duties])
    copy_rows(Link, [Link(record_id=r.record.pk, source_id=r.arises_from.pk) for r in rows if r.arises_from])
    copy_rows(
        PersonalDetails,
        [PersonalDetails(record_id=row.record.pk, **row.personal) for row in rows if row.personal],
    )


def _travelled(kind: RecordType, row: Row, position: int, days: Calendar) -> steps.Journey:
    journey = steps.Journey(row.record, calendar=days)
    try:
        steps.begin(journey, kind, row.received_on)
        for key, on, fields in row.moves:
            step = kind.move(key)
            set_fields(row.record, step, fields)
            steps.take(journey, kind, step, on)
            row.record.version += 1
        check_values(row.record)
        if row.personal and not row.record.identity_released_on:
            raise Refusal("chưa phân loại hoặc là tố cáo, không được ghi họ tên, địa chỉ, nội dung.")
    except Refusal as refusal:
        raise Refusal(f"Dòng {position}: {refusal}") from refusal
    return journey


def _give_ids(records: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('records_record', 'id')) FROM generate_series(1, %s)",
            [len(records)],
        )
        for record, (pk,) in zip(records, cursor.fetchall(), strict=True):
            record.pk = record.id = pk


def copy_rows(model: type[models.Model], rows: list[Any]) -> None:
    """COPY the model's own columns of these rows; an identity column without a value is left to the database."""
    if not rows:
        return
    fields = [f for f in model._meta.local_concrete_fields if _is_copied(f, rows[0])]
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for values in _copied(fields, rows):
            copy.write_row(values)


def _is_copied(field_: models.Field, row: Any) -> bool:
    return not (field_.primary_key and getattr(row, field_.attname) is None)


def _copied(fields: list[models.Field], rows: list[Any]) -> Iterator[list[Any]]:
    now = timezone.now()
    for row in rows:
        yield [
            now
            if field_.name == "created_at"
            else field_.get_db_prep_save(getattr(row, field_.attname), connection)
            for field_ in fields
        ]
