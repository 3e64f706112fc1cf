"""Files moved from the places where they were kept before to the one where they are kept now, while people go on reading.

Each is copied as it lies, read back, compared, and only then taken away where it was: whoever stops the program at any
moment finds every file in one place or in both (`store.get` looks into all). Only names that rows of this database hold.
Where two places hold different bytes under one name, those that the row's key opens are kept; where none are, all stay.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from danvan.records.files import originals, places, store
from danvan.records.models import File
from danvan.ui.errors import Refusal

CHUNK = 500  # rows of one question


@dataclass
class Moved:
    """How many files (copies, small pictures, originals each) went over, lay there already, lie whole in no place, are
    in no place at all."""

    gone_over: int = 0
    were_there: int = 0
    damaged: int = 0
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
        for file in rows:
            for name, key in _names(file):
                _move(name, key, told)
            after = file.pk
        yield after, told


def _rows(after: int) -> Any:
    living = File.objects.filter(pk__gt=after, removed_at=None).order_by("pk")
    columns = ("stored", "thumb", "key", "original", "original_key", "original_key_id")
    return living.only(*columns)[:CHUNK]


def _names(file: File) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The names of a row, and what tells the key of each once it is asked for."""
    for name in filter(None, (file.stored, file.thumb)):
        yield name, lambda: bytes(file.key)
    if file.original:
        yield file.original, lambda: originals.key_of(file)


def _move(name: str, key: Callable[[], bytes], told: Moved) -> None:
    path, here = store.path_of(name), store.place()
    kept = _read(here, path)
    olds = [(before, data) for before in store.befores() if (data := _read(before, path)) is not None]
    if kept is None and not olds:
        told.missing += 1
        return
    chosen = _whole([*filter(None, [kept]), *(data for _before, data in olds)], key)
    if chosen is None:
        told.damaged += 1
        return
    _bring(here, path, kept, chosen)
    for before, _data in olds:
        before.remove(path)
    told.gone_over += bool(olds)
    told.were_there += not olds


def _whole(found: list[bytes], key: Callable[[], bytes]) -> bytes | None:
    """The first that the key opens, or None; where the key itself is away, what all of them are alike."""
    try:
        box = SecretBox(key())
    except (Refusal, ValueError):  # the intake key of an original lies on another machine, or is gone
        return found[0] if len({sha256(data).digest() for data in found}) == 1 else None
    return next((data for data in found if _opens(box, data)), None)


def _opens(box: SecretBox, data: bytes) -> bool:
    try:
        box.decrypt(data)
    except (CryptoError, ValueError):
        return False
    return True


def _bring(here: Any, path: str, kept: bytes | None, data: bytes) -> None:
    """Keep whole bytes here unless they are; whatever else lies under the name (`kept`) is damaged or broke off."""
    if kept is not None and _same(kept, data):
        return
    if kept is not None:
        here.remove(path)
    here.write(path, data)
    back = _read(here, path)
    if back is None or not _same(back, data):
        raise Refusal(
            "Nơi lưu mới trả về tệp khác với tệp đã chép; chưa xóa gì ở nơi cũ, hãy kiểm tra nơi lưu."
        )


def _same(one: bytes, other: bytes) -> bool:
    return sha256(one).digest() == sha256(other).digest()


def _read(place: Any, path: str) -> bytes | None:
    """The bytes, or None. That nothing at all lies in a folder is how a move into a new one begins."""
    try:
        return bytes(place.read(path))
    except (FileNotFoundError, places.Empty):
        return None
