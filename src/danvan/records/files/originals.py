"""The bytes of a file as they came: evidence, encrypted, its key sealed to the intake key that lies outside the database.

keep   beside the copy that is served, which tells less
read   for who decides at the record's unit, with a reason of the list; history and `FileAct` say who, when and why
unsealed   the bytes, in memory, for the scanner
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from danvan.org.models import Account
from danvan.records import keys
from danvan.records.files import store
from danvan.records.history import say_who
from danvan.records.models import File, FileAct, Record
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

OPENS = "records.decide"


def keep(file: File, data: bytes) -> None:
    """Keep the bytes of a file that is not saved yet. Refusal without a key to seal to."""
    file.original, key = store.put(data)
    file.original_key_id, file.original_key = keys.seal(key, _keys())
    file.original_sha256, file.original_size = sha256(data).hexdigest(), len(data)


@transaction.atomic
def read(file: File, *, by: Account, reason: str) -> bytes:
    """The original's bytes; that it was opened, by whom and why, is kept first.

    Needs the right to decide at the record's unit and a `reason` of `FileAct.Reason`. Raises Refusal without them, when
    the file was taken away, was kept as it came, or its key is gone.
    """
    record = Record.objects.select_for_update(of=("self",)).select_related("unit").get(pk=file.record_id)
    require(by, OPENS, record.unit)
    if reason not in FileAct.Reason.values:
        raise Refusal("Hãy chọn lý do mở bản gốc.")
    kept = File.objects.filter(pk=file.pk, removed_at=None).first()
    if kept is None or record.secrecy == Record.Secrecy.SEALED:
        raise Refusal("Tệp đã được gỡ; hãy tải lại trang hồ sơ.")
    if not kept.original:
        raise Refusal("Tệp này được lưu nguyên như khi nhận nên không có bản gốc riêng; hãy tải tệp về.")
    say_who(by)
    FileAct.objects.create(record_id=file.record_id, file=kept, reason=reason, by=by)
    return unsealed(kept)


def unsealed(file: File) -> bytes:
    """The original's bytes, for the scanner and for `read`. Refusal when they are not what came, or the key is gone."""
    data = store.get(file.original, key_of(file))
    if sha256(data).hexdigest() != file.original_sha256:
        raise Refusal("Bản gốc đã bị thay đổi trên đĩa nên không mở; hãy báo người vận hành.")
    return data


def key_of(file: File) -> bytes:
    """The key under which the original lies. Refusal when the intake key that it is sealed to is not here."""
    return keys.unseal(file.original_key_id, bytes(file.original_key), _keys())


def acts(file: File) -> Any:
    """Who opened the original, newest first."""
    return FileAct.objects.filter(file_id=file.pk).select_related("by__person").order_by("-id")


def _keys() -> Mapping[str, Any]:
    return keys.of_installation(settings.INTAKE_KEY_FILE, may_make=not settings.IS_PRODUCTION)
