"""Bytes in the store that no living row names: of files taken away, of a transaction undone, of a machine that stopped.

A name that no row ever held may also belong to another installation in the same bucket, or be newer than a database that
was brought back from a backup. Where more than a tenth of all names are such, none of them is touched.
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from danvan.records.files import store
from danvan.records.models import File

SETTLED = timedelta(days=2)  # longer than any transaction
MOST_UNKNOWN = 10  # one in so many
_COLUMNS = ("stored", "thumb", "original")
_log = logging.getLogger(__name__)


def drop_orphans(since: date, until: date) -> int:
    """Remove them; how many. Three queries for each thousand names; a warning where the unknown ones are too many."""
    names = store.names_older_than(timezone.now() - SETTLED)
    unknown, gone = [], 0
    for some in _thousands(names):
        removed = _removed(some)
        for name in some:
            if removed.get(name, False):
                store.drop(name)
                gone += 1
        unknown += [name for name in some if name not in removed]
    if len(unknown) * MOST_UNKNOWN > len(names):
        _log.warning(
            "Kho tệp có %s trên %s tệp mà cơ sở dữ liệu này không biết nên không xóa; hãy xem kho có dùng chung với bản"
            " cài khác, hoặc cơ sở dữ liệu có được lấy lại từ bản sao lưu cũ không.",
            len(unknown),
            len(names),
        )
        return gone
    for name in unknown:
        store.drop(name)
    return gone + len(unknown)


def _thousands(names: list[str]) -> Iterator[list[str]]:
    return (names[at : at + 1000] for at in range(0, len(names), 1000))


def _removed(names: list[str]) -> dict[str, bool]:
    """Of the names that a row holds, whether its file was taken away. A name in a living row as well is not."""
    found: dict[str, bool] = {}
    for column in _COLUMNS:
        rows = File.objects.filter(**{f"{column}__in": names})
        for name, removed_at in rows.values_list(column, "removed_at"):
            found[name] = removed_at is not None and found.get(name, True)
    return found
