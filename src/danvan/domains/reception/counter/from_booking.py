"""The counter opened for somebody who booked: what the booking tells stands in the form, and it is marked once written."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from danvan.domains.reception import booking as bookings
from danvan.domains.reception.models import Booking, Channel, Help, Visit
from danvan.records.desk.access import Reach
from danvan.records.models import Record
from danvan.ui.errors import Refusal

INTERPRETED = (Help.MINORITY, Help.FOREIGN, Help.SIGN)


def find(text: str, reach: Reach) -> Booking:
    """The booking of a number at a unit where the account opens records, and that it may see.

    Http404 for any other. Refusal where nobody can come by it: given back, or for another day than today or one past.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    rows = Booking.objects.visible_to(reach.account).filter(unit_id__in=reach.units("records.open"))
    found = rows.select_related("person", "session").filter(pk=int(text)).first()
    if found is None:
        raise Http404
    if found.state == Booking.State.CANCELLED:
        raise Refusal(
            _("Chỗ này người đặt đã hủy; nếu người ấy vẫn đến, hãy ghi lượt tiếp như người không đặt.")
        )
    if found.on > reach.on:
        raise Refusal(_("Chưa đến ngày hẹn nên chưa mở quầy cho chỗ này được."))
    return found


def begun(booking: Booking) -> dict[str, Any]:
    """What the form begins with. Of a booking that may tell of a tố cáo: numbers and the session, nobody's name."""
    told: dict[str, Any] = {
        "booking": booking.pk,
        "unit": str(booking.unit_id),
        "persons": booking.persons,
        "on": booking.on,
    }
    if session := booking.session:
        is_own = session.attendance == session.Attendance.IN_PERSON
        told |= {"session": session.pk, "channel": Channel.HEAD if is_own else Channel.DELEGATED}
    if booking.help in INTERPRETED:
        told["has_interpreter"] = True
    person = None if booking.is_sealed else getattr(booking, "person", None)
    return told | ({"full_name": person.full_name, "phone": person.phone} if person else {})


def came(booking: Booking, visit: Visit, reach: Reach) -> bool:
    """Mark that the person came and forget who had booked, since the visit tells it now; whether it was done.

    Not where a visit that may hold no name would be written in the same moment as a booking that has one: the two times
    would say who told of a tố cáo. The officer then marks the place by hand, in the list.
    """
    if visit.secrecy == Record.Secrecy.SEALED and not booking.is_sealed:
        return False
    bookings.mark(booking, True, by=reach.account, on=reach.on)
    bookings.forget(booking)
    return True
