"""Keyed hashes by which a person who comes again is found; neither a number nor a name can be read from them.

The key is made from SECRET_KEY and stands outside the database; after a change of that key older rows are still found
while it is among SECRET_KEY_FALLBACKS.
"""

import hmac
from collections.abc import Iterator
from hashlib import blake2b

from django.conf import settings

from danvan.ui.vietnamese import fold


def of_number(number: str) -> str:
    """The hash under which an identity number is kept; empty for none."""
    return _hash(settings.SECRET_KEY, "so", _bare(number)) if _bare(number) else ""


def of_name(name: str, born_year: int | None) -> str:
    """The hash of a folded name with a year of birth; empty where either is missing."""
    return _hash(settings.SECRET_KEY, "ten", _named(name, born_year)) if name and born_year else ""


def every_number(number: str) -> list[str]:
    """Hashes of the number under the present and the earlier keys; none for no number."""
    bare = _bare(number)
    return [_hash(key, "so", bare) for key in _secrets()] if bare else []


def every_name(name: str, born_year: int | None) -> list[str]:
    """Hashes of name and year under the present and the earlier keys; none where either is missing."""
    return (
        [_hash(key, "ten", _named(name, born_year)) for key in _secrets()]
        if name.strip() and born_year
        else []
    )


def _bare(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum()).upper()


def _named(name: str, born_year: int | None) -> str:
    return f"{fold(name)}/{born_year}"


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _hash(secret: str, purpose: str, text: str) -> str:
    key = blake2b(secret.encode(), digest_size=32, person=b"danvan.counter").digest()
    return hmac.new(key, f"{purpose}:{text}".encode(), "sha256").hexdigest()
