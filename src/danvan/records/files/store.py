"""Where the bytes of files lie: `files/` in the data folder, by random names, each encrypted with a key of its own.

The key stands in the file's row: a stolen disk or an old copy of the folder alone shows nothing, and a removed file's
bytes are unreadable wherever a copy of them is left.
"""

import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from danvan.ui.errors import Refusal


def put(data: bytes) -> tuple[str, bytes]:
    """(name, key) of bytes now on the disk. A transaction undone afterwards leaves bytes that nobody can read."""
    name, key = secrets.token_hex(16), random(SecretBox.KEY_SIZE)
    place = _place(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(SecretBox(key).encrypt(data))
        out.flush()
        os.fsync(out.fileno())
    return name, key


def get(name: str, key: bytes) -> bytes:
    """The bytes of a name; Refusal when they are missing or were changed."""
    try:
        return SecretBox(key).decrypt(_place(name).read_bytes())
    except (OSError, CryptoError, ValueError):
        raise Refusal(
            "Không mở được tệp trên máy chủ (mất hoặc hỏng); hãy báo người vận hành lấy lại từ bản sao lưu."
        ) from None


def drop(name: str) -> None:
    """Remove the bytes of a name; nothing to do when they are gone already."""
    with suppress(FileNotFoundError):
        _place(name).unlink()


def names_older_than(moment: datetime) -> list[str]:
    """Names on the disk that were written before a moment."""
    found = _folder().glob("??/*")
    return [file.name for file in found if file.stat().st_mtime < moment.timestamp()]


def _folder() -> Path:
    return Path(settings.DATA_FOLDER) / "files"


def _place(name: str) -> Path:
    if len(name) != 32 or not name.isalnum():
        raise ValueError("not a stored name")
    return _folder() / name[:2] / name
