"""The two places of files: a folder of this machine, and an S3-compatible store spoken to by django-storages.

    write, read, remove   the bytes of a path; FileNotFoundError when it is not there, another OSError when the place does
                          not answer
    older_than            paths that were written before a moment

Neither writes anywhere else: what is read from the store stays in memory.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from danvan.ui.errors import Refusal

WHOLE = 100_000_000  # bytes below which a file goes to the store in one piece: more than any file here


class Silent(Refusal):
    """The place does not answer: nothing is known of the bytes, and the same may be asked again."""


class Empty(OSError):
    """Nothing at all lies in the folder: a disk that is away, unless the folder is new."""


class Folder(Storage):
    """`files/` in the data folder, readable by its owner alone.

    With `may_be_empty` it is where files were kept before: that nothing is there (any more) is no disk that is away.
    """

    def __init__(self, may_be_empty: bool = False) -> None:
        self._may_be_empty = may_be_empty

    def write(self, path: str, data: bytes) -> None:
        """Keep bytes that lie on the disk once this returns."""
        place = self._folder() / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())

    def read(self, path: str) -> bytes:
        """The bytes of a path; FileNotFoundError only while others are there, else Empty: no lost file, a disk away."""
        try:
            return (self._folder() / path).read_bytes()
        except FileNotFoundError:
            if self._may_be_empty:
                raise
            if not self._folder().is_dir() or not any(self._folder().iterdir()):
                raise Empty from None
            raise

    def remove(self, path: str) -> None:
        """Take a path away; nothing to do when it is gone."""
        with suppress(FileNotFoundError):
            (self._folder() / path).unlink()

    def older_than(self, moment: datetime) -> list[str]:
        """Paths written before a moment."""
        found = self._folder().glob("??/*")
        return [str(file) for file in found if file.stat().st_mtime < moment.timestamp()]

    def _folder(self) -> Path:
        return Path(settings.DATA_FOLDER) / "files"


class Bucket(Storage):
    """A bucket of an S3-compatible store. Options as django-storages names them."""

    def __init__(self, **options: Any) -> None:
        from boto3.s3.transfer import TransferConfig
        from botocore.config import Config
        from storages.backends.s3 import S3Storage

        # Nothing is ever spooled to a disk, no address is signed, nothing is overwritten; a file is there whole or not at
        # all, and stores that know no newer checksums do as well.
        self._store = S3Storage(
            **options,
            max_memory_size=0,
            file_overwrite=False,
            default_acl=None,
            transfer_config=TransferConfig(multipart_threshold=WHOLE, use_threads=False),
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 1},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def write(self, path: str, data: bytes) -> None:
        """Keep bytes; Silent when the store does not take them."""
        try:
            with _as_os_error():
                kept = self._store.save(path, ContentFile(data))
        except OSError:
            raise Silent("Kho tệp không trả lời nên chưa lưu được; hãy thử lại sau ít phút.") from None
        if kept != path:
            self._store.delete(kept)
            raise Refusal("Kho tệp đã có tệp trùng tên nên chưa lưu được; hãy thử lại.")

    def read(self, path: str) -> bytes:
        """The bytes of a path."""
        with _as_os_error(), self._store.open(path) as file:
            return file.read()

    def remove(self, path: str) -> None:
        """Take a path away; the store says nothing of one that is gone."""
        with _as_os_error():
            self._store.delete(path)

    def older_than(self, moment: datetime) -> list[str]:
        """Paths written before a moment, asked a thousand at a time."""
        prefix = f"{self._store.location}/" if self._store.location else ""
        with _as_os_error():
            found = self._store.bucket.objects.filter(Prefix=prefix)
            return [one.key for one in found if one.last_modified < moment]


@contextmanager
def _as_os_error() -> Iterator[None]:
    """The client's own faults would tell addresses and keys of the store. Of what is not there, FileNotFoundError."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        gone = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404
        raise (FileNotFoundError if gone else OSError)(type(error).__name__) from None
    except (Boto3Error, BotoCoreError) as error:
        raise OSError(type(error).__name__) from None
