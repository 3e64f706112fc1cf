"""Sessions in the database, asked only for keys that could be ours."""

import re
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

_OURS = re.compile(r"[a-z0-9]{8,40}", re.ASCII)


class SessionStore(DatabaseStore):
    """A cookie may hold anything, also the byte 0, at which PostgreSQL breaks off; such a key is an unknown one."""

    def _validate_session_key(self, key: Any) -> bool:
        return bool(key and _OURS.fullmatch(key))
