"""Moving a posted session: with a reason, to a time that is told at once, and with the places booked in it."""

from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.domains.reception import reminders
from danvan.domains.reception.models import Booking, HeadSession
from danvan.domains.reception.schedule.planning import open_session
from danvan.domains.reception.schedule.slots import Offer
from danvan.org.models import Account
from danvan.records import writing
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

KEPT = (
    *("occasion", "attendance", "presided_by", "delegated_by", "participants", "agenda", "mode"),
    *("urgent_ground", "slot_minutes", "places"),
)


@transaction.atomic
def move_session(
    session: HeadSession,
    planned_on: date,
    *,
    starts_at: time,
    ends_at: time,
    place: str,
    reason: str,
    by: Account,
    on: date,
) -> HeadSession:
    """Post the new time and close the old session as moved; the new one is returned. The old one stays to be read.

    Raises Refusal for a new time that is no later day than `on`, that is the old one, or that has fewer places than are
    booked.
    """
    if planned_on <= on:
        raise Refusal(_("Ngày mới phải sau hôm nay, %(day)s; hãy chọn ngày khác.") % {"day": day(on)})
    if starts_at >= ends_at:
        raise Refusal(_("Giờ kết thúc phải sau giờ bắt đầu; hãy sửa lại giờ."))
    if (planned_on, starts_at, ends_at) == (session.planned_on, session.starts_at, session.ends_at):
        raise Refusal(_("Thời gian mới trùng với thời gian cũ; không có gì để dời."))
    told: dict[str, Any] = {name: getattr(session, name) for name in KEPT}
    told |= {"starts_at": starts_at, "ends_at": ends_at, "place": place, "replaces": session}
    new = open_session(session.unit, planned_on, told, by=by, on=on)
    writing.move(
        session, "doi_lich", by=by, on=on, version=session.version, reason=reason, moved_because=reason
    )
    _carry(session, new)
    return new


def _carry(old: HeadSession, new: HeadSession) -> None:
    """Give every booked place its turn in the new session, in the order of the old one."""
    rows = Booking.objects.select_for_update(of=("self",)).filter(session=old, state=Booking.State.BOOKED)
    waiting = list(rows.order_by("at", "seat"))
    free = [(at, seat) for at in Offer(new, new.planned_on).times for seat in range(1, new.places + 1)]
    if len(waiting) > len(free):
        raise Refusal(
            _("Kỳ mới chỉ có %(free)d chỗ mà đã có %(booked)d chỗ đặt; hãy chọn khung giờ dài hơn.")
            % {"free": len(free), "booked": len(waiting)}
        )
    for booking, (at, seat) in zip(waiting, free, strict=False):
        booking.session, booking.on, booking.at, booking.seat = new, new.planned_on, at, seat
        booking.save(update_fields=["session", "on", "at", "seat"])
    reminders.tell_moved(waiting)
