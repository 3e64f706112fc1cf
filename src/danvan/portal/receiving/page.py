"""What the public page of a unit's schedule shows: published sessions, regular hours, what was moved."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from danvan.domains.reception.models import HeadSession, RegularHours
from danvan.domains.reception.schedule import hours
from danvan.domains.reception.schedule.slots import Offer, offers
from danvan.org.models import Unit
from danvan.org.places import names
from danvan.portal.published import LONGEST
from danvan.ui.errors import Refusal

MOVED_SHOWN = timedelta(days=31)
MOST = 30


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """A unit's schedule as of a day. `next_one` is what comes first of all that can be booked or visited."""

    unit: Unit
    name: str
    on: date
    sessions: list[HeadSession]
    moved: list[HeadSession]
    hours: list[RegularHours]
    bookable: dict[str, Offer]
    regular_days: list[Offer]

    @property
    def is_empty(self) -> bool:
        """Whether the unit has published nothing of its receiving."""
        return not (self.sessions or self.moved or self.hours)

    @property
    def head_next(self) -> HeadSession | None:
        """The next session of the head."""
        return self.sessions[0] if self.sessions else None


def find_unit(slug: str) -> Unit:
    """The unit of an address; Refusal for an address that no unit has."""
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise Refusal(
            _("Không có đơn vị nào ở địa chỉ “%(slug)s”; hãy tìm theo tên ở trang Lịch tiếp công dân.")
            % {"slug": slug[:LONGEST]}
        )
    return unit


def schedule_page(slug: str, on: date) -> SchedulePage:
    """The schedule of a unit. Nine queries at most, whatever stands on it."""
    unit = find_unit(slug)
    rows = HeadSession.objects.visible_to(AnonymousUser()).filter(unit=unit)
    coming = rows.filter(state="len_lich", planned_on__gte=on).select_related("replaces")
    moved = rows.filter(state="da_doi", planned_on__gte=on - MOVED_SHOWN).select_related("moved_to")
    offered = offers(unit.pk, on)
    return SchedulePage(
        unit=unit,
        name=names([unit.pk], on).get(unit.pk, slug),
        on=on,
        sessions=list(coming.order_by("planned_on", "starts_at")[:MOST]),
        moved=list(moved.order_by("planned_on")[:MOST]),
        hours=hours.of_unit(unit.pk, on),
        bookable={
            offer.source.public_id: offer for offer in offered if isinstance(offer.source, HeadSession)
        },
        regular_days=[offer for offer in offered if not offer.is_session],
    )
