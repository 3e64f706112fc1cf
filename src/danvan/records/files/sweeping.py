"""Bytes on the disk that no row names: left by a transaction that was undone, or by a machine that stopped in between."""

from datetime import date, timedelta

from django.utils import timezone

from danvan.records.files import store
from danvan.records.models import File

SETTLED = timedelta(days=2)  # longer than any transaction


def drop_orphans(since: date, until: date) -> int:
    """Remove them; how many. Three queries for each thousand names."""
    names, gone = store.names_older_than(timezone.now() - SETTLED), 0
    for at in range(0, len(names), 1000):
        some = names[at : at + 1000]
        live = _named(some)
        for name in some:
            if name not in live:
                store.drop(name)
                gone += 1
    return gone


def _named(names: list[str]) -> set[str]:
    kept = File.objects.filter(removed_at=None)
    columns = ("stored", "thumb", "original")
    return {
        name
        for column in columns
        for name in kept.filter(**{f"{column}__in": names}).values_list(column, flat=True)
    }
