"""The secret of a form: drawn here and nowhere else, good for two hours, kept nowhere.

A page of another site could plant one that it knows and later ask with it; so what was not drawn here is none, and the
secret alone leads to no code (`sending.code_of`).
"""

import secrets
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

GOOD_FOR = timedelta(hours=2)
_SIGNER = "danvan.portal.denouncing"


def drawn() -> str:
    """A fresh one."""
    return TimestampSigner(salt=_SIGNER).sign(secrets.token_hex(32))


def kept(key: str) -> str:
    """The key itself where it was drawn here within two hours, else a fresh one."""
    return key if _is_good(key, GOOD_FOR) else drawn()


def lasting(key: str) -> str:
    """For the last page: a key that still serves for an hour, so that a second press finds the first."""
    return key if _is_good(key, GOOD_FOR / 2) else drawn()


def _is_good(key: str, age: timedelta) -> bool:
    try:
        TimestampSigner(salt=_SIGNER).unsign(key, max_age=age)
    except BadSignature:
        return False
    return True
