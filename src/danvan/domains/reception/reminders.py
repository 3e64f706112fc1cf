"""What is told to those who booked: the day and hour of the appointment, through the outbox of notices.

The words hold no name, no class and nothing of the matter. The address is read when the notice is sent, and only while
the consent given for this purpose stands.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.domains.reception.models import Booking, BookingPerson
from danvan.org.places import names
from danvan.records.models import Channel, Notice
from danvan.records.notices import channels, outbox
from danvan.ui.dates import day_long

WORD = "dat_cho"


def address_of(pk: int) -> channels.Address | None:
    """Where the person of a booking is reached; None once it is cancelled or the consent is taken back. One query."""
    person = BookingPerson.objects.filter(
        booking_id=pk, booking__state=Booking.State.BOOKED, reminder_agreed_at__isnull=False
    ).first()
    return channels.Address(person.email, person.phone) if person else None


def channel_for(person: BookingPerson) -> Channel | None:
    """The way a reminder takes: a letter where an address was given, else a message where the installation has one."""
    if person.email:
        return Channel.EMAIL
    offered = channels.enabled()
    return Channel.SMS if person.phone and Channel.SMS in offered else None


def remind(booking: Booking) -> int:
    """Lay the reminder for the morning before the appointment into the outbox; how many."""
    return _put([booking], "nhac_lich", _("Bà/Ông có lịch hẹn lúc %(at)s %(on)s tại %(unit)s."))


def tell_moved(bookings: Iterable[Booking]) -> int:
    """Tell those who agreed to be told that their appointment has another time; how many notices."""
    moved = list(bookings)
    told = _put(
        moved,
        "doi_lich",
        _("Lịch hẹn của Bà/Ông đã dời sang lúc %(at)s %(on)s tại %(unit)s."),
        at_once=True,
    )
    for booking in moved:  # the reminder laid before names the old day
        Notice.objects.filter(key__startswith=f"nhac_lich:{booking.pk}:", state=Notice.State.WAITING).update(
            state=Notice.State.DROPPED
        )
    return told + _put(moved, "nhac_lich", _("Bà/Ông có lịch hẹn lúc %(at)s %(on)s tại %(unit)s."))


def _put(bookings: list[Booking], what: str, words: str, *, at_once: bool = False) -> int:
    people = BookingPerson.objects.in_bulk([booking.pk for booking in bookings])
    rows = []
    for booking in bookings:
        person = people.get(booking.pk)
        if person is None or not person.reminder_agreed_at or (channel := channel_for(person)) is None:
            continue
        unit = names([booking.unit_id], booking.on).get(booking.unit_id, "")
        said = words % {"at": f"{booking.at:%H:%M}", "on": _("ngày ") + day_long(booking.on), "unit": unit}
        rows.append(_notice(booking, what, said, channel, at_once))
    return outbox.put(rows)


def _notice(booking: Booking, what: str, said: str, channel: Channel, at_once: bool) -> Notice:
    close = _("Xem hoặc hủy bằng mã trên giấy hẹn, tại trang Lịch tiếp công dân.")
    day_before = outbox.morning_of(booking.on - timedelta(days=1))
    return Notice(
        key=f"{what}:{booking.pk}:{booking.on:%Y-%m-%d}T{booking.at:%H%M}",
        to=f"{WORD}:{booking.pk}",
        unit_id=booking.unit_id,
        channel=channel,
        kind=Notice.Kind.APPOINTMENT,
        subject=_("Lịch hẹn %(on)s") % {"on": day_long(booking.on)},
        body=f"{said} {close}",
        send_after=timezone.now() if at_once else max(timezone.now(), day_before),
    )
