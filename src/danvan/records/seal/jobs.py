"""The daily job of the seal: what has run out is emptied. Reading refuses it already."""

from datetime import date

from django.utils import timezone

from danvan.records.daily import daily
from danvan.records.models import SealUnlocked
from danvan.records.seal import recovering, releasing


@daily("niem_phong_het_han")
def clear(since: date, until: date) -> int:
    """Empty releases whose day has passed, parts of recovery that waited too long, keys whose time is over; how many."""
    gone, _each = SealUnlocked.objects.filter(until__lte=timezone.now()).delete()
    return releasing.end_over() + recovering.drop_stale() + gone
