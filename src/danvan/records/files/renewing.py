"""Files from before: kept as they came, without an original beside them. Each gets a clean copy, its original, its picture.

What is clean already, or cannot be made clean, stays as it is; the signed copy of a paper always does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from danvan.records import files
from danvan.records.files import accepting, originals, scanning, store, thumbs
from danvan.records.history import say_who
from danvan.records.models import File, Record
from danvan.ui.errors import Refusal

WHY = "Làm sạch tệp nhận từ trước, giữ bản gốc"


@dataclass
class Renewed:
    """How many files were renewed, are clean as they lie, and could not be made clean (damaged, held, out of reach)."""

    renewed: int = 0
    clean: int = 0
    left: int = 0


def renew(after: int = 0) -> Iterator[tuple[int, Renewed]]:
    """Go over all files above a key, one at a time; after each the key and the counts so far. Silent ends it."""
    told = Renewed()
    while (file := _next(after)) is not None:
        if file.original == "" and file.paper_id is None:
            _renew(file, told)
        else:
            told.clean += 1
        thumbs.make(file.pk)
        after = file.pk
        yield after, told


def _next(after: int) -> File | None:
    rows = File.objects.filter(pk__gt=after, removed_at=None, stored__isnull=False)
    return rows.order_by("pk").first()


def _renew(file: File, told: Renewed) -> None:
    try:
        data = files.open_(file)
        is_clean = scanning.admitted(data, may_refuse=False).is_clean
        taken = accepting.clean(file.name, data) if is_clean else None
    except store.Silent:
        raise
    except Refusal:
        taken = None
    if taken is None:
        told.left += 1
    elif taken.data == data:
        told.clean += 1
    else:
        told.renewed += _keep(file.pk, data, taken)


@transaction.atomic
def _keep(file_id: int, data: bytes, taken: accepting.Taken) -> bool:
    """Unless the file was taken away or renewed meanwhile. The record is locked first, as the other writers do."""
    list(Record.objects.select_for_update(of=("self",)).filter(files__pk=file_id))
    file = File.objects.select_for_update().filter(pk=file_id, removed_at=None, original="").first()
    if file is None or file.sha256 != sha256(data).hexdigest():
        return False
    say_who(None, WHY)
    old = [name for name in (file.stored, file.thumb) if name]
    originals.keep(file, data)
    files.copied(file, taken)
    file.thumb = ""
    file.save()
    transaction.on_commit(lambda: _drop(old))
    return True


def _drop(names: list[str]) -> None:
    for name in names:
        store.drop(name)
