"""Taking and giving back a place. No slot ever has more bookings than places, however many ask at once."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.domains.reception import reminders
from danvan.domains.reception.models import Booking, BookingPerson
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.wrong_values import said_of
from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

_LOCK_ROOM = 24_042_013  # first half of the advisory lock's key, the offer's being the second


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `person` is empty where the matter may be a tố cáo: then nothing of it may exist."""

    at: time
    persons: int = 1
    help: str = "khong"
    is_sealed: bool = True
    person: dict[str, Any] | None = None


@transaction.atomic
def take(offer: Offer, asked: Asked) -> Booking:
    """Book a place in a slot. Raises Refusal when the slot is full or does not exist, or a value does not fit."""
    if asked.at not in offer.times:
        raise Refusal(_("Giờ này không có trong lịch; hãy chọn một giờ trong danh sách."))
    if asked.is_sealed and asked.person:
        raise Refusal(_("Chỗ đặt có thể liên quan tố cáo không được ghi họ tên; hãy để trống."))
    _lock(offer)
    booking = Booking(
        unit_id=offer.source.unit_id,
        on=offer.on,
        at=asked.at,
        seat=_free_seat(offer, asked.at),
        persons=asked.persons,
        help=asked.help,
        is_sealed=asked.is_sealed,
        **offer.columns,
    )
    _checked(booking, exclude=["unit", "session", "hours", "code", "changed_at"])
    say_who(None, "Đặt chỗ tiếp công dân")
    booking.save(force_insert=True)
    if asked.person and not asked.is_sealed:
        _keep_person(booking, asked.person)
    return booking


def _keep_person(booking: Booking, told: dict[str, Any]) -> None:
    agreed = bool(told.get("reminder"))
    person = BookingPerson(
        booking=booking,
        full_name=told["full_name"],
        phone=told.get("phone") or "",
        email=(told.get("email") or "") if agreed else "",
        reminder_agreed_at=timezone.now() if agreed else None,
    )
    _checked(person, exclude=["booking", "reminder_agreed_at"])
    person.save(force_insert=True)
    reminders.remind(booking)


def _checked(row: Any, exclude: list[str]) -> None:
    try:
        row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Refusal(said_of(row, error)) from error


def _lock(offer: Offer) -> None:
    """One at a time for one offer, until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_ROOM, offer.key])


def _free_seat(offer: Offer, at: time) -> int:
    rows = Booking.objects.standing().filter(on=offer.on, at=at, **offer.columns)
    taken = set(rows.values_list("seat", flat=True))
    free = [seat for seat in range(1, offer.source.places + 1) if seat not in taken]
    if not free:
        raise Refusal(
            _("Giờ này vừa hết chỗ; hãy chọn giờ khác. Không đặt được chỗ, Bà/Ông vẫn có thể đến trực tiếp.")
        )
    return free[0]


@transaction.atomic
def cancel(booking: Booking, *, on: date) -> Booking:
    """Give a place back, by whoever holds its code; the consent and the address for reminders go with it.

    Raises Refusal unless it is booked for a day not yet past.
    """
    kept = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if kept.state != Booking.State.BOOKED or kept.on < on:
        raise Refusal(_("Chỗ này không còn hủy được: đã hủy, đã đến, hoặc đã qua ngày hẹn."))
    say_who(None, "Người đặt hủy chỗ")
    kept.state, kept.changed_at = Booking.State.CANCELLED, timezone.now()
    kept.save(update_fields=["state", "changed_at"])
    BookingPerson.objects.filter(booking=kept).update(email="", reminder_agreed_at=None)
    return kept


@transaction.atomic
def mark(booking: Booking, came: bool, *, by: Account, on: date) -> Booking:
    """Say whether the person came. Raises Refusal before the day, for a cancelled place and without the right."""
    kept = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    require(by, "records.open", kept.unit)
    if kept.state == Booking.State.CANCELLED:
        raise Refusal(_("Chỗ này người đặt đã hủy."))
    if kept.on > on:
        raise Refusal(_("Chưa đến ngày hẹn nên chưa ghi được đã đến hay không."))
    say_who(by, "Ghi người đặt chỗ đã đến hay không")
    kept.state = Booking.State.CAME if came else Booking.State.ABSENT
    kept.changed_at = timezone.now()
    kept.save(update_fields=["state", "changed_at"])
    return kept


def forget(booking: Booking) -> None:
    """Take away name, number and address of who booked; the place stays."""
    BookingPerson.objects.filter(booking=booking).update(
        full_name="", phone="", email="", reminder_agreed_at=None
    )


def forget_by(booking: Booking, *, by: Account, on: date) -> None:
    """The same by an officer, of a visit found to be about a tố cáo; needs the right to classify. Refusal before its day."""
    require(by, "records.classify", booking.unit)
    if booking.on > on:
        raise Refusal(_("Chưa đến ngày hẹn nên chưa xóa tên người đặt; người ấy có thể tự hủy chỗ."))
    forget(booking)
