"""The daily job of the seal: what has run out is emptied. Reading refuses it already. And what a morning's letter tells."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.org.models import Account
from danvan.records.daily import daily
from danvan.records.models import Part, SealGrant, SealUnlocked
from danvan.records.notices import morning
from danvan.records.seal import conversation, recovering, releasing
from danvan.ui.numbers import number


@daily("niem_phong_het_han")
def clear(since: date, until: date) -> int:
    """Empty releases whose day has passed, parts of recovery that waited too long, keys whose time is over; how many."""
    gone, _each = SealUnlocked.objects.filter(until__lte=timezone.now()).delete()
    return releasing.end_over() + recovering.drop_stale() + gone


def news(day: date) -> dict[int, list[str]]:
    """Key of an account → one sentence with how much came from outside into cases that it holds; nobody else is told.

    It names no case and no unit: who reads the mailbox learns that somebody wrote to somebody.
    """
    holding = SealGrant.objects.filter(ended_at=None, key__ended_at=None, ring__part=Part.FULL)
    found = {}
    for account in Account.objects.filter(pk__in=holding.values("key__account")).order_by("pk"):
        if count := sum(conversation.news(account).values()):
            told = _("Có %(count)s mục mới trong hồ sơ niêm phong mà Bà/Ông giữ khóa.")
            found[account.pk] = [told % {"count": number(count)}]
    return found


morning.tell_also(news)
