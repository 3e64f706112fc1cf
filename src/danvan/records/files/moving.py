"""Files moved from the places where they were kept before to the one where they are kept now, while people go on reading.

Each is copied as it lies, read back, compared, and only then taken away where it was: whoever stops the program at any
moment finds every file in one place or in both (`store.get` looks into all). Only names that rows of this database hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from danvan.records.files import store
from danvan.records.models import File
from danvan.ui.errors import Refusal

CHUNK = 500  # rows of one question
_COLUMNS = ("stored", "thumb", "original")


@dataclass
class Moved:
    """How many files (copies, small pictures, originals each) went over, lay there already, and are in no place."""

    gone_over: int = 0
    were_there: int = 0
    missing: int = 0


def move(after: int = 0) -> Iterator[tuple[int, Moved]]:
    """Move the files of all rows above a key; after each five hundred rows the last key and the counts so far.

    One file is in memory at a time. Refusal where no place of before is told of, and for a copy that does not come back
    as it was; OSError when a place does not answer: then the same is asked again.
    """
    if not store.befores():
        raise Refusal("Chỉ có một nơi lưu tệp nên không có gì để chuyển; xem mục Chuyển tệp trong hướng dẫn.")
    told = Moved()
    while rows := list(_rows(after)):
        for pk, *names in rows:
            for name in filter(None, names):
                _move(name, told)
            after = pk
        yield after, told


def _rows(after: int) -> Any:
    living = File.objects.filter(pk__gt=after, removed_at=None).order_by("pk")
    return living.values_list("pk", *_COLUMNS)[:CHUNK]


def _move(name: str, told: Moved) -> None:
    path, here = store.path_of(name), store.place()
    found = False
    for before in store.befores():
        data = _read(before, path)
        if data is None:
            continue
        found = True
        _bring(here, path, data)
        before.remove(path)
        told.gone_over += 1
    if not found:
        is_here = _read(here, path) is not None
        told.were_there += is_here
        told.missing += not is_here


def _bring(here: Any, path: str, data: bytes) -> None:
    """Keep the bytes here unless they are; whatever else lies under the name is a copy that broke off."""
    kept = _read(here, path)
    if kept is not None and _same(kept, data):
        return
    if kept is not None:
        here.remove(path)
    here.write(path, data)
    kept = _read(here, path)
    if kept is None or not _same(kept, data):
        raise Refusal(
            "Nơi lưu mới trả về tệp khác với tệp đã chép; chưa xóa gì ở nơi cũ, hãy kiểm tra nơi lưu."
        )


def _same(one: bytes, other: bytes) -> bool:
    return sha256(one).digest() == sha256(other).digest()


def _read(place: Any, path: str) -> bytes | None:
    try:
        return bytes(place.read(path))
    except FileNotFoundError:
        return None
