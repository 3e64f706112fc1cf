"""Tệp kèm hồ sơ: attached only to records known not to be a tố cáo, checked by their content, kept encrypted.

attach   takes bytes, has them scanned and sees what they are; keeps a clean copy to serve and the original under seal
of       the files of a record
remove   takes one away, leaving hashes, day and reason
open_    the bytes of the copy that is served; `originals.read` those that came
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.files import originals, reading, scanning, store
from danvan.records.files.accepting import (
    IMAGES,
    MOST_FILES,
    PDF,
    Taken,
    clean,
    held_name,
    media_type_of,
    weigh,
)
from danvan.records.history import say_actor, say_who
from danvan.records.models import File, FileText, Paper, Record
from danvan.ui.errors import Refusal

__all__ = ["attach", "copied", "kind_of_intake", "of", "open_", "remove", "remove_all"]
HELD_TYPE = "application/octet-stream"


def attach(
    record: Record,
    name: str,
    data: bytes,
    *,
    by: Account | None,
    kind: str = File.Kind.PAPER,
    paper: Paper | None = None,
    may_refuse: bool = True,
) -> File:
    """Keep a file with a record; its small picture and its text are made by a job afterwards.

    With `paper` it is the signed copy of that paper, whose words the paper itself holds: nobody reads them again, and
    the scanner must have found it clean. Without `may_refuse` a file that the scanner would refuse is held instead.

    Raises Refusal for a record that is sealed, for a file that is too large, empty, protected, damaged or of a kind that
    is not taken (told by its content, never by its name), and for more files than a record may have. The file is looked
    at before the spine is locked; the record's own state is asked again under the lock, so that nobody seals it meanwhile.
    """
    _check_room(Record.objects.get(pk=record.pk))
    weigh(data)
    told = scanning.admitted(data, may_refuse=may_refuse)
    if paper is not None and not told.is_clean:
        raise Refusal(scanning.SILENT if not told.threat else scanning.SHUT)
    taken = clean(name, data, is_signed_copy=paper is not None) if told.is_clean else None
    with transaction.atomic():
        _check_room(Record.objects.select_for_update(of=("self",)).get(pk=record.pk))
        if by is not None:
            say_who(by)
        kept = File(record_id=record.pk, kind=File.Kind.SIGNED if paper else kind, paper=paper, created_by=by)
        kept.scan, kept.threat, kept.scanned_at = told.state, told.threat, told.at
        kept.name, kept.media_type, kept.size = held_name(name, data), HELD_TYPE, len(data)
        kept.sha256 = sha256(data).hexdigest()
        if taken is not None:
            copied(kept, taken)
        if taken is None or taken.data != data:
            originals.keep(kept, data)
        kept.save()
        if paper is None:
            FileText.objects.create(file=kept)
        if taken is not None:
            reading.ask(kept)
    return kept


def _check_room(spine: Record) -> None:
    if not spine.identity_released_on or spine.secrecy == Record.Secrecy.SEALED:
        raise Refusal(
            "Hồ sơ chưa phân loại hoặc là tố cáo nên không kèm tệp được; hãy cất bản quét vào phong bì niêm phong."
        )
    if of(spine).count() >= MOST_FILES:
        raise Refusal(f"Hồ sơ đã có {MOST_FILES} tệp; hãy gộp các trang vào một tệp PDF.")


def copied(file: File, taken: Taken) -> None:
    """Give a file, not saved yet, the copy that is served."""
    file.stored, file.key = store.put(taken.data)
    file.name, file.media_type, file.pages = taken.name, taken.media_type, taken.pages
    file.size, file.sha256 = len(taken.data), sha256(taken.data).hexdigest()
    file.lost_signature, file.lost_drawings = taken.lost_signature, taken.lost_drawings


def of(record: Record) -> Any:
    """The record's files that are still there, oldest first, with the state of their text."""
    return File.objects.filter(record_id=record.pk, removed_at=None).select_related("text").order_by("id")


def open_(file: File) -> bytes:
    """The bytes of the copy that is served. Refusal while there is none, and when they are missing or not what was kept."""
    if not file.stored:
        raise Refusal(scanning.SHUT)
    data = store.get(file.stored, bytes(file.key))
    if sha256(data).hexdigest() != file.sha256:
        raise Refusal("Tệp đã bị thay đổi trên đĩa nên không mở; hãy báo người vận hành.")
    return data


@transaction.atomic
def remove(file: File, *, by: Account | None, removal: str) -> None:
    """Take a file away with its text; hash, day and the reason (one of `File.Removal`) stay.

    Refusal for another reason, and for a file that was taken away meanwhile.
    """
    if removal not in File.Removal.values:
        raise Refusal("Hãy chọn lý do gỡ tệp.")
    list(Record.objects.select_for_update(of=("self",)).filter(pk=file.record_id))
    if not File.objects.select_for_update().filter(pk=file.pk, removed_at=None):
        raise Refusal("Tệp đã được gỡ; hãy tải lại trang hồ sơ.")
    if by is not None:
        say_actor(by)
    FileText.objects.filter(file=file).delete()
    kept = File.objects.get(pk=file.pk)  # a job may have given it a copy meanwhile
    file.name, file.key, file.original_key = "", b"", b""
    file.removed_at, file.removed_by, file.removal = timezone.now(), by, removal
    file.save(update_fields=["name", "key", "original_key", "removed_at", "removed_by", "removal"])
    names = [name for name in (kept.stored, kept.thumb, kept.original) if name]
    transaction.on_commit(lambda: _drop(names))


def _drop(names: list[str]) -> None:
    for name in names:
        store.drop(name)


def remove_all(record: Record, *, by: Account | None, removal: str = File.Removal.DENUNCIATION) -> None:
    """Take every file of a record away."""
    waiting: Sequence[File] = list(of(record))
    for file in waiting:
        remove(file, by=by, removal=removal)


def kind_of_intake(data: bytes) -> str:
    """What a file that came with a letter most likely is: a scan of the letter, a photograph, or another paper."""
    media_type = media_type_of(data)
    if media_type == PDF:
        return File.Kind.LETTER
    return File.Kind.BEFORE if media_type in IMAGES else File.Kind.PAPER
