"""Tệp kèm hồ sơ: attached only to records known not to be a tố cáo, checked by their content, kept encrypted.

attach   takes bytes, sees what they are, strips photographs of what they tell of their maker, keeps them
of       the files of a record
remove   takes one away, leaving hash, day and reason
open_    the bytes again
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.files import reading, store
from danvan.records.files.accepting import IMAGES, MOST_FILES, PDF, accept, media_type_of
from danvan.records.history import say_who
from danvan.records.models import File, FileText, Paper, Record
from danvan.ui.errors import Refusal

__all__ = ["attach", "kind_of_intake", "of", "open_", "remove", "remove_all"]


@transaction.atomic
def attach(
    record: Record,
    name: str,
    data: bytes,
    *,
    by: Account | None,
    kind: str = File.Kind.PAPER,
    paper: Paper | None = None,
) -> File:
    """Keep a file with a record; its text is read by a job afterwards.

    With `paper` it is the signed copy of that paper, whose words the paper itself holds: nobody reads them again.

    Raises Refusal for a record that is sealed, for a file that is too large, empty, protected, damaged or of a kind that
    is not taken (told by its content, never by its name), and for more files than a record may have. The spine is
    locked before it is looked at, so that nobody seals the record meanwhile.
    """
    spine = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not spine.identity_released_on or spine.secrecy == Record.Secrecy.SEALED:
        raise Refusal(
            "Hồ sơ chưa phân loại hoặc là tố cáo nên không kèm tệp được; hãy cất bản quét vào phong bì niêm phong."
        )
    if of(record).count() >= MOST_FILES:
        raise Refusal(f"Hồ sơ đã có {MOST_FILES} tệp; hãy gộp các trang vào một tệp PDF.")
    taken = accept(name, data)
    stored, key = store.put(taken.data)
    kept = File.objects.create(
        record_id=record.pk,
        kind=File.Kind.SIGNED if paper else kind,
        paper=paper,
        name=taken.name,
        media_type=taken.media_type,
        size=len(taken.data),
        pages=taken.pages,
        sha256=sha256(taken.data).hexdigest(),
        stored=stored,
        key=key,
        created_by=by,
    )
    if paper is None:
        FileText.objects.create(file=kept)
        reading.ask(kept)
    return kept


def of(record: Record) -> Any:
    """The record's files that are still there, oldest first, with the state of their text."""
    return File.objects.filter(record_id=record.pk, removed_at=None).select_related("text").order_by("id")


def open_(file: File) -> bytes:
    """The bytes of a file. Refusal when they are missing or not what was kept."""
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
        say_who(by)
    FileText.objects.filter(file=file).delete()
    file.name, file.key = "", b""
    file.removed_at, file.removed_by, file.removal = timezone.now(), by, removal
    file.save(update_fields=["name", "key", "removed_at", "removed_by", "removal"])
    stored = file.stored
    transaction.on_commit(lambda: store.drop(stored))


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
