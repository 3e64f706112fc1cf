"""Where the bytes of files lie: by random names, each encrypted with a key of its own, here or in an object store.

The key stands in the file's row: a stolen disk, an old copy of the folder or whoever runs the store sees nothing, and a
removed file's bytes are unreadable wherever a copy of them is left. `settings.STORAGES["records"]` says where: the
folder `files/` of the data folder, or an S3-compatible store, which gets ciphertext and random names only.
"""

import secrets
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from danvan.records.file_options import BEFORE
from danvan.records.files.places import Silent
from danvan.ui.errors import Refusal

LOST = "Không mở được tệp trên máy chủ (mất hoặc hỏng); hãy báo người vận hành lấy lại từ bản sao lưu."

AWAY = "Kho tệp không trả lời nên chưa mở được tệp; hãy thử lại sau ít phút."


def put(data: bytes, key: bytes = b"") -> tuple[str, bytes]:
    """(name, key) of bytes now kept; with `key`, under that one. Silent when the store does not take them.

    A transaction undone afterwards leaves bytes that nobody can read.
    """
    name, key = secrets.token_hex(16), key or random(SecretBox.KEY_SIZE)
    place().write(path_of(name), SecretBox(key).encrypt(data))
    return name, key


def get(name: str, key: bytes) -> bytes:
    """The bytes of a name, in whichever place they are whole.

    Refusal when they are missing or were changed, Silent when a place that may have them does not answer.
    """
    is_silent, path = False, path_of(name)
    for one in (place(), *befores()):
        try:
            return SecretBox(key).decrypt(one.read(path))
        except (FileNotFoundError, CryptoError, ValueError):
            continue
        except OSError:
            is_silent = True
    raise Silent(AWAY) if is_silent else Refusal(LOST)


def drop(name: str) -> None:
    """Remove the bytes of a name; nothing to do when they are gone already. A store that fails leaves an orphan."""
    path = path_of(name)
    for one in (place(), *befores()):
        with suppress(OSError):
            one.remove(path)


def befores() -> list[Any]:
    """The places in which files were kept before, as long as they are told of (`moving`)."""
    return [storages[name] for name in settings.STORAGES if name.startswith(BEFORE)]


def names_older_than(moment: datetime) -> list[str]:
    """Names that were written before a moment."""
    return [path[-32:] for path in place().older_than(moment)]


def place() -> Any:
    """Where files are kept now."""
    return storages["records"]


def path_of(name: str) -> str:
    """A name's path in its place; ValueError for what is no name of ours."""
    if len(name) != 32 or not name.isalnum():
        raise ValueError("not a stored name")
    return f"{name[:2]}/{name}"
