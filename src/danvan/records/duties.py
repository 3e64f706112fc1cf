"""Who sees which duties, and the excusing of one. `visible_duties` stands behind worklist, matrix, feed and export."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.records.history import say_who
from danvan.records.models import Duty
from danvan.records.today import today
from danvan.records.visibility import require, within
from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.org.models import Account

EXCUSE = "duties.excuse"
READ = "duties.read"


def visible_duties(account: Any, on: date | None = None) -> QuerySet:
    """The duties that the account may read on a day; none for one who is not logged in.

    A role must give `duties.read` over the unit. What a unit owes by itself is then open; what it owes by a record only
    to whom the record itself is, as an officer: that a letter was published opens none of its inner limits.
    """
    if not account.is_authenticated:
        return Duty.objects.none()
    day = on or today()
    rights = roles.rights(account, day)
    return Duty.objects.filter(seen(*map(rights.units, (READ, "records.read", "records.sealed"))))


def seen(duties: Iterable[int], records: Iterable[int], sealed: Iterable[int]) -> Q:
    """The same as a condition, by ids of the units over which each of the three permissions is given.

    Asked of the joined record: as a sub-query the planner may read a million records to show fifty duties.
    """
    return Q(unit_id__in=duties) & (Q(record__isnull=True) | within(records, sealed, "record__"))


def begun(on: date) -> Q:
    """What is on anybody's mind on a day: every duty by a record, and the spans that have begun."""
    return Q(record__isnull=False) | Q(begins_on__lte=on)


@transaction.atomic
def excuse(duty: Duty, *, by: Account, reason: str, on: date | None = None) -> Duty:
    """Excuse an open duty with a reason, in the name of the account, on a day (today); the history keeps all of it.

    Raises Refusal without a reason, without the right, for a duty already met or excused, and for a span not yet begun.
    """
    day = on or today()
    kept = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    require(by, EXCUSE, kept.unit, day)
    if sentence := why_not_excused(kept, day):
        raise Refusal(sentence)
    why = " ".join(reason.split())
    if len(why) < 10:
        raise Refusal(_("Lý do miễn phải nói rõ vì sao và theo văn bản nào; hãy ghi ít nhất 10 ký tự."))
    longest = Duty._meta.get_field("excuse").max_length or len(why)
    if len(why) > longest:
        raise Refusal(_("Lý do miễn dài quá %(longest)d ký tự; hãy rút gọn.") % {"longest": longest})
    say_who(by, why)
    kept.excuse, kept.excused_on, kept.excused_by = why, day, by
    kept.save(update_fields=["excuse", "excused_on", "excused_by"])
    return kept


def why_not_excused(duty: Duty, on: date) -> str:
    """Why a duty cannot be excused on a day; empty when it can."""
    if duty.met_on:
        return _("Nghĩa vụ này đã được thực hiện nên không cần miễn.")
    if duty.excused_on:
        return _("Nghĩa vụ này đã được ghi miễn; xem lý do trên trang nghĩa vụ.")
    if duty.record_id is None and duty.begins_on > on:
        return _("Kỳ này chưa bắt đầu nên chưa ghi miễn được; hãy chờ đến ngày đầu kỳ.")
    return ""
