"""Calendar feeds: an address with a secret that shows the open duties of an account, of all its units or of one.

The secret is shown once and kept as a hash. What the feed shows is what `visible_duties` gives to its account now: a
revoked role empties it, a disabled account ends it. An event is a day and the limit's name; one of a sealed record says
no more than that something is due, and no event names a record.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.org.models import Account, Unit, UnitName
from danvan.records.duties import READ, begun, visible_duties
from danvan.records.models import CalendarFeed, Duty
from danvan.records.notices.ical import Event, calendar_file
from danvan.records.today import today
from danvan.records.visibility import SEALED
from danvan.ui.errors import Refusal

SECRET = re.compile(r"[0-9a-f]{48}", re.ASCII)
BACK, AHEAD = timedelta(days=60), timedelta(days=190)
MOST = 1000  # events in one file, the earliest first


@transaction.atomic
def make(*, by: Account, unit: Unit | None = None) -> tuple[CalendarFeed, str]:
    """A feed for the account itself, and its secret, shown once. An earlier feed for the same ends at once.

    Raises Refusal for a unit whose duties the account may not read today.
    """
    if unit is not None and unit.pk not in roles.unit_ids(by, READ, today()):
        raise Refusal(_("Tài khoản của Bà/Ông không xem được nghĩa vụ của đơn vị này; hãy chọn đơn vị khác."))
    Account.objects.select_for_update().get(pk=by.pk)  # a second click waits and then replaces
    CalendarFeed.objects.filter(account=by, unit=unit, revoked_at=None).update(revoked_at=timezone.now())
    secret = secrets.token_hex(24)
    feed = CalendarFeed.objects.create(account=by, unit=unit, digest=digest(secret), ending=secret[-4:])
    return feed, secret


def revoke(feed_id: int, *, by: Account) -> None:
    """End a feed of one's own. Raises Refusal for any other and for one already ended."""
    alive = CalendarFeed.objects.filter(pk=feed_id, account=by, revoked_at=None)
    if not alive.update(revoked_at=timezone.now()):
        raise Refusal(_("Lịch này đã thu hồi hoặc không phải của Bà/Ông; hãy tải lại trang."))


def digest(secret: str) -> str:
    """What is kept of a secret: 192 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def opened(secret: str) -> CalendarFeed | None:
    """The living feed of a secret; None for any other and for a disabled account. Notes the day, once a day."""
    if not SECRET.fullmatch(secret):
        return None
    alive = CalendarFeed.objects.filter(digest=digest(secret), revoked_at=None, account__is_active=True)
    feed = alive.select_related("account").first()
    if feed is not None and feed.read_on != today():
        CalendarFeed.objects.filter(pk=feed.pk).update(read_on=today())
    return feed


def written(feed: CalendarFeed) -> str:
    """The calendar file of a feed. Five queries, whatever the number of duties."""
    on = today()
    duties = _duties(feed, on)
    units = _unit_names([feed.unit_id, *(row.unit_id for row in duties)], on)
    name = _("Hạn việc – Danvan")
    if feed.unit_id:
        name = f"{_('Hạn việc')} – {units.get(feed.unit_id, '')}"
    address = urljoin(settings.SITE_ORIGIN, reverse("records:worklist"))
    return calendar_file(name, [_event(duty, units, address) for duty in duties])


def _duties(feed: CalendarFeed, on: date) -> list[Duty]:
    scope = Q(unit_id=feed.unit_id) if feed.unit_id else Q()
    near = Q(due_on__gte=on - BACK, due_on__lte=on + AHEAD)
    open_now = Duty.objects.open() & visible_duties(feed.account, on).filter(scope, near, begun(on))
    return list(open_now.annotate(secrecy=F("record__secrecy")).order_by("due_on", "id")[:MOST])


def _unit_names(unit_ids: Iterable[int | None], on: date) -> dict[int, str]:
    known = {pk for pk in unit_ids if pk is not None}
    return dict(UnitName.objects.on(on).filter(unit_id__in=known).values_list("unit_id", "name"))


def _event(duty: Duty, units: dict[int, str], address: str) -> Event:
    return Event(
        uid=f"nghia-vu-{duty.pk}@danvan",
        day=duty.due_on,
        summary=summary(duty, units),
        stamp=duty.created_at,
        url=address,
    )


def summary(duty: Duty, units: dict[int, str]) -> str:
    """What a calendar shows of a duty; the unit only of what it owes by itself, which is no case."""
    if getattr(duty, "secrecy", None) == SEALED:
        words = _("Một việc đến hạn")
    elif duty.record_id:
        words = _("Hạn: %(label)s") % {"label": duty.label}
    else:
        words = _("Hạn: %(label)s – %(unit)s") % {"label": duty.label, "unit": units.get(duty.unit_id, "")}
    return f"{words} ({_('tạm tính')})" if duty.is_provisional else words
