"""Secrets of factors at rest: whoever reads the database alone cannot make codes."""

import logging
import secrets
from base64 import b32encode
from hashlib import blake2b

from django.conf import settings
from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

log = logging.getLogger("danvan.accounts")


def seal(text: str) -> str:
    """`text` under a key made from SECRET_KEY; text that is safe in JSON."""
    return _box(settings.SECRET_KEY).encrypt(text.encode(), encoder=URLSafeBase64Encoder).decode()


def unseal(sealed: str) -> str:
    """The text again, also from under a key of SECRET_KEY_FALLBACKS.

    What does not open yields a secret that nobody knows, never an empty one: codes of an empty secret could be guessed.
    """
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _box(str(key)).decrypt(sealed.encode(), encoder=URLSafeBase64Encoder).decode()
        except (CryptoError, ValueError, TypeError):
            continue
    log.warning("a factor's secret does not open under SECRET_KEY: its owner must set it up anew")
    return b32encode(secrets.token_bytes(20)).decode()


def _box(secret_key: str) -> SecretBox:
    key = blake2b(secret_key.encode(), digest_size=SecretBox.KEY_SIZE, person=b"danvan.factors")
    return SecretBox(key.digest())
