"""The named writers of records. There is no other way to change one.

`open_record` and `move` write one record in one transaction; `load` writes many by COPY under the same checks.
Who acts and why reach the history through settings of the transaction, read by its trigger.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account, Unit
from danvan.records import calendar, events, evidence, handing_over, steps, texts
from danvan.records.declare import Move, RecordType, record_type
from danvan.records.history import say_who
from danvan.records.models import Duty, HandedUp, Handover, Link, PersonalDetails, Record, RegisterBook
from danvan.records.models.retention import ERASED, is_erased
from danvan.records.papers import issuing
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

PERSONAL = ("full_name", "address", "phone", "content")


@transaction.atomic
def open_record(
    type_key: str,
    *,
    by: Account | None,
    unit: Unit,
    on: date,
    arises_from: Record | None = None,
    personal: dict[str, str] | None = None,
    **fields: Any,
) -> Any:
    """Open a record of a type in a unit's register on a day and return it as a row of the type's own table.

    `by` is nobody where a visitor of the portal files it, which the type must allow (`opens_to_public`).
    Raises Refusal for a field that does not fit, a day in the future or a person without the right.
    """
    kind = record_type(type_key)
    _require_opening(by, kind, unit)
    _not_in_future(on)
    say_who(by)
    record: Any = kind.model(unit=unit, created_by=by, **fields)
    journey = steps.Journey(record, calendar=calendar.current())
    steps.begin(journey, kind, on)
    record.register_year = on.year
    record.register_no = RegisterBook.take(unit.pk, kind.key, on.year)
    _checked(record)
    record.save(force_insert=True)
    _keep_duties(journey)
    _tell_standing(journey)
    if arises_from:
        Link.objects.create(record_id=record.pk, source_id=arises_from.pk)
    if personal:
        _keep_personal(record, personal)
    return record


@transaction.atomic
def move(
    record: Record,
    key: str,
    *,
    by: Account | None,
    on: date,
    reason: str = "",
    version: int | None = None,
    personal: dict[str, str] | None = None,
    **fields: Any,
) -> Any:
    """Take one move of a record's life and return the record afterwards.

    `by` is nobody where the sender takes it on the tracking page, which the move must allow (`by_sender`).
    `version` is what the person saw: when somebody changed the record since, the move is refused. Raises Refusal
    for a state that does not allow the move, a missing or unknown field, a day out of order, or no right.
    """
    spine = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if version is not None and version != spine.version:
        raise Refusal("Hồ sơ vừa được người khác cập nhật. Hãy tải lại trang rồi thực hiện lại.")
    if is_erased(spine):
        raise Refusal(ERASED)
    kind = spine.declared
    step = kind.move(key)
    _require_step(by, step, spine)
    _not_in_future(on)
    say_who(by, reason)
    own = spine.own()
    set_fields(own, step, fields)
    journey = steps.Journey(own, list(spine.duties.all()), calendar.current())
    steps.take(journey, kind, step, on)
    own.version += 1
    _checked(own)
    own.save()
    _keep_duties(journey)
    _tell_standing(journey)
    if personal:
        _keep_personal(own, personal)
    if step.effect:
        step.effect(own, by, on)
    return own


@transaction.atomic
def hand_over(record: Record, to: Unit, *, by: Account, on: date, reason: str) -> Any:
    """Give an open record of a unit that ended to the one that goes on with it, and return the record.

    Only where an act on units proposed it (`handing_over`). The record gets a number of the new unit's register and
    keeps the old one beside it; its running limits go along with their days unchanged; what was met stays where it
    was; papers that wait for a number of the old unit are cancelled. Raises Refusal without the right, for a unit that
    may not take it, and for a day before the act or to come.
    """
    spine = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    waiting = Handover.objects.filter(record=spine, unit__isnull=True).select_related("act").first()
    if waiting is None or spine.closed_on:
        raise Refusal("Hồ sơ này không chờ bàn giao; hãy tải lại danh sách bàn giao.")
    _not_in_future(on)
    handing_over.require(by, waiting, to.pk, on, reason)
    say_who(by, reason)
    waiting.unit, waiting.on, waiting.reason = to, on, reason.strip()
    waiting.decided_by, waiting.decided_at = by, timezone.now()
    waiting.save(update_fields=["unit", "on", "reason", "decided_by", "decided_at"])
    spine.unit, spine.register_year, spine.holder = to, on.year, None
    spine.register_no = RegisterBook.take(to.pk, spine.type, on.year)
    spine.version += 1
    spine.save(update_fields=["unit", "register_year", "register_no", "holder", "version"])
    Duty.objects.open().filter(record=spine).update(unit=to)
    issuing.end_waiting(spine, by=by, on=on)
    return spine.own()


@transaction.atomic
def hand_up(record: Record, to: Unit | None, *, by: Account, on: date, **fields: Any) -> Any:
    """Give a sealed record about the lead of its own office away, unopened, and return it as a row of its own table.

    `to` takes it in as received on the day: a number of its register, new limits, `fields` as its opening; the sealed
    envelope goes along untouched. At the old unit its number stays as a blank line, with nothing that leads to the
    record. Without `to` the record stays where it was taken in, and only what the line says may be read of it. Raises
    Refusal for a record that is not sealed and for who may not classify at its unit.
    """
    spine = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    require(by, "records.classify", spine.unit)
    if spine.identity_released_on or spine.secrecy != Record.Secrecy.SEALED:
        raise Refusal("Chỉ đơn chưa phân loại mới chuyển nguyên phong bì lên cấp trên được.")
    say_who(by)
    HandedUp.objects.create(
        unit_id=spine.unit_id,
        register_year=spine.register_year,
        register_no=spine.register_no,
        on=on,
        by=by,
        record=None if to else spine,
    )
    own = spine.own()
    return _as_received(own, to, by, on, fields) if to else own


def _as_received(own: Any, to: Unit, by: Account, on: date, fields: dict[str, Any]) -> Any:
    for name, value in fields.items():
        setattr(own, name, value)
    own.unit, own.holder, own.closed_on = to, None, None
    own.register_year, own.register_no = on.year, RegisterBook.take(to.pk, own.type, on.year)
    journey = steps.Journey(own, calendar=calendar.current())
    steps.begin(journey, own.declared, on)
    own.version += 1
    _checked(own)
    own.save()
    kept = {duty.clock: duty for duty in Duty.objects.filter(record_id=own.pk).order_by("begins_on", "id")}
    for duty in journey.duties:  # the same row: a limit that began below is the one that runs above
        duty.pk = kept[duty.clock].pk if duty.clock in kept else None
    _keep_duties(journey)
    left = Duty.objects.filter(record_id=own.pk).exclude(pk__in=[duty.pk for duty in journey.duties])
    left.update(unit=to)
    issuing.end_waiting(own, by=by, on=on)
    return own


@transaction.atomic
def publish(record: Record, *, by: Account, on: date) -> Any:
    """Show a record's public fields on the portal from a day on; a sealed record is refused."""
    spine = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    require(by, "records.publish", spine.unit)
    if spine.secrecy == Record.Secrecy.SEALED:
        raise Refusal("Hồ sơ niêm phong không bao giờ được công khai.")
    if is_erased(spine):
        raise Refusal(ERASED)
    say_who(by)
    own = spine.own()
    own.published_on = on
    own.version += 1
    steps.describe(own, spine.declared)
    own.save()
    return own


def set_fields(own: Any, step: Move, fields: dict[str, Any]) -> None:
    """Write what a move brings; Refusal for a field that it does not name."""
    allowed = {*step.needs, *step.takes}
    for name, value in fields.items():
        if name not in allowed:
            raise Refusal(f"Bước “{step.label}” không ghi trường “{name}”.")
        setattr(own, name, value)


def _require_opening(by: Account | None, kind: RecordType, unit: Unit) -> None:
    if by is not None:
        require(by, kind.open_permission, unit)
    elif not kind.opens_to_public:
        raise Refusal(f"{kind.label} không nhận qua cổng; hãy đến nơi tiếp công dân.")


def _require_step(by: Account | None, step: Move, spine: Record) -> None:
    if by is not None:
        require(by, step.permission, spine.unit)
    elif not step.by_sender:
        raise Refusal(f"Bước “{step.label}” do cơ quan thực hiện; hãy liên hệ nơi đang giữ hồ sơ.")


def _checked(record: Any) -> None:
    try:
        # A number drawn at random is taken by another so rarely that only the constraint looks.
        given = ["unit", "created_by", "record_ptr", "public_id"]
        record.full_clean(exclude=given, validate_constraints=False)
    except ValidationError as error:
        raise _said(record, error) from error


def check_values(record: Any) -> None:
    """Each value against its column's list and bounds, without a query; Refusal naming the first that does not fit."""
    own = record._meta.local_fields
    names = {field.name for field in own if not field.is_relation}
    try:
        record.clean_fields(exclude=[field.name for field in record._meta.fields if field.name not in names])
    except ValidationError as error:
        raise _said(record, error) from error


def _said(record: Any, error: ValidationError) -> Refusal:
    name, messages = next(iter(error.message_dict.items()))
    label = record._meta.get_field(name).verbose_name if name != "__all__" else record.declared.label
    return Refusal(f"{str(label).capitalize()}: {messages[0]}")


def _keep_duties(journey: steps.Journey) -> None:
    for duty in journey.duties:
        duty.record_id = journey.record.pk
        duty.save()


def _tell_standing(journey: steps.Journey) -> None:
    """What the unit owes by this record, and what it owed and now has done."""
    events.follow(journey.record, journey.calendar)
    evidence.follow(journey.record)


def _keep_personal(record: Any, personal: dict[str, str]) -> None:
    values = {name: personal.get(name, "").strip() for name in PERSONAL}
    if not any(values.values()):
        return
    if not record.identity_released_on:
        raise Refusal(
            "Hồ sơ chưa phân loại hoặc là tố cáo nên không được ghi họ tên, địa chỉ, nội dung; "
            "hãy để trống các ô đó."
        )
    PersonalDetails.objects.update_or_create(record_id=record.pk, defaults=values)
    texts.changed(record.pk)


def _not_in_future(on: date) -> None:
    now = today()
    if on > now:
        raise Refusal(f"Ngày {day(on)} chưa tới (hôm nay là {day(now)}); hãy nhập ngày đã xảy ra.")


def numbered(records: Iterable[Any], kind: RecordType) -> None:
    """Give loaded records their register numbers, in order of unit, year and day, in one request per book."""
    books: dict[tuple[int, int], list[Any]] = {}
    for record in records:
        books.setdefault((record.unit_id, record.received_on.year), []).append(record)
    for (unit_id, year), members in sorted(books.items()):
        members.sort(key=lambda record: record.received_on)
        first = RegisterBook.take(unit_id, kind.key, year, len(members))
        for offset, record in enumerate(members):
            record.register_year, record.register_no = year, first + offset


__all__ = [
    "Duty",
    "check_values",
    "hand_over",
    "hand_up",
    "move",
    "numbered",
    "open_record",
    "publish",
    "say_who",
    "set_fields",
]
