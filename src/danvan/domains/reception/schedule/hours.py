"""Regular hours: begun on a day, ended on a day, never rewritten."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from danvan.domains.reception.models import Booking, Receiver, RegularHours
from danvan.domains.reception.wrong_values import said_of
from danvan.org.models import Account, Unit
from danvan.records.history import say_who
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

WRITE = "records.open"


@transaction.atomic
def begin(unit: Unit, told: dict[str, Any], *, by: Account, since: date) -> RegularHours:
    """Write regular hours that hold from a day on; a deputy's single day with `only` in `told` holds that day alone.

    Raises Refusal for hours that overlap others of the same receivers, and without the right.
    """
    require(by, WRITE, unit)
    values = dict(told)
    only = values.pop("only", None)
    if only:
        values |= {"receiver": Receiver.DEPUTIES, "weekday": only.weekday()}
    valid = DateRange(only, only + timedelta(days=1)) if only else DateRange(since, None)
    row = RegularHours(unit=unit, valid=valid, **values)
    try:
        row.full_clean(exclude=["unit", "valid"], validate_constraints=False)
    except ValidationError as error:
        raise Refusal(said_of(row, error)) from error
    _refuse_overlap(row)
    say_who(by, "Lịch tiếp thường xuyên")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(
            _("Giờ tiếp này đã có trong lịch, hoặc giờ kết thúc không sau giờ bắt đầu; hãy xem lại.")
        ) from error
    return row


def _refuse_overlap(row: RegularHours) -> None:
    if row.starts_at >= row.ends_at:
        raise Refusal(_("Giờ kết thúc phải sau giờ bắt đầu; hãy sửa lại giờ."))
    beside = RegularHours.objects.filter(
        unit=row.unit,
        receiver=row.receiver,
        weekday=row.weekday,
        valid__overlap=row.valid,
        starts_at__lt=row.ends_at,
        ends_at__gt=row.starts_at,
    )
    if other := beside.first():
        raise Refusal(
            _("Giờ này trùng với giờ đã có (%(hours)s); hãy kết thúc giờ cũ trước.") % {"hours": other}
        )


@transaction.atomic
def end(row: RegularHours, *, by: Account, last: date, on: date) -> RegularHours:
    """End regular hours after a day, which is told to the public from now on.

    Refusal for a day past, for hours that have ended, and while places are booked after that day.
    """
    kept = RegularHours.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(by, WRITE, kept.unit)
    upper = last + timedelta(days=1)
    if last < on or upper <= kept.valid.lower:
        raise Refusal(_("Ngày cuối phải từ hôm nay và không trước ngày bắt đầu áp dụng; hãy chọn ngày khác."))
    if kept.valid.upper and kept.valid.upper <= upper:
        raise Refusal(_("Giờ tiếp này đã kết thúc sớm hơn hoặc đúng ngày đó."))
    waiting = Booking.objects.filter(hours=kept, on__gt=last, state=Booking.State.BOOKED).count()
    if waiting:
        raise Refusal(
            _("Còn %(count)d chỗ đã đặt sau ngày đó; hãy hẹn lại người đặt hoặc chọn ngày cuối muộn hơn.")
            % {"count": waiting}
        )
    say_who(by, "Kết thúc giờ tiếp thường xuyên")
    kept.valid = DateRange(kept.valid.lower, upper)
    kept.save(update_fields=["valid"])
    return kept


def of_unit(unit_id: int, on: date) -> list[RegularHours]:
    """Hours in force on a day or to come, by receiver, weekday and hour. One query."""
    rows = RegularHours.objects.filter(unit_id=unit_id).order_by("receiver", "weekday", "starts_at", "pk")
    return [row for row in rows if row.valid.upper is None or row.valid.upper > on]


def in_words(unit_id: int, on: date) -> list[str]:
    """When and where the unit receives by what is in force on a day, a line each, for who only has to come. One query."""
    rows = RegularHours.objects.on(on).filter(unit_id=unit_id).order_by("weekday", "starts_at", "pk")
    return [f"{row}, {row.place}" for row in rows]
