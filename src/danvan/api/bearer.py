"""Who asks: the bearer of a token, and no session; how often; and that is all."""

import time
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from danvan.org.people.tokens import Machine, machine
from danvan.ui.errors import Refusal

MINUTE = 60
ASKS = 120  # of one token in a minute
MISSES = 20  # unknown tokens from one address in a minute


class TooOften(Refusal):
    """Asked more often than is good for all."""


class Bearer(HttpBearer):
    """`Authorization: Bearer danvan_…`; the answer becomes `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> Machine | None:
        """The machine behind a secret; None for one that opens nothing; raises TooOften."""
        if any("\0" in said for said in request.GET.values()):
            raise Refusal(_("Câu hỏi có ký tự không đọc được; hãy bỏ ký tự đó."))
        found = machine(token)
        if found is None:
            # Only who shows no good token: behind a proxy all share one address.
            if count(f"api-la:{_hidden(request.META.get('REMOTE_ADDR', ''))}") > MISSES:
                raise TooOften(_("Địa chỉ này đã gửi quá nhiều mã sai; hãy đợi một phút rồi thử lại."))
            return None
        if count(f"api-hoi:{found.token.pk}") > ASKS:
            raise TooOften(
                _("Mã này hỏi quá %(most)d lần trong một phút; hãy hỏi thưa hơn.") % {"most": ASKS}
            )
        return found


def asker(request: Any) -> Machine:
    """The machine that asks."""
    return request.auth


def count(key: str) -> int:
    """How often in this minute, this time included. The minute is in the key: counting up prolongs a row's life."""
    key = f"{key}:{int(time.time()) // MINUTE}"
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, MINUTE)
        return 1


def _hidden(address: str) -> str:
    return blake2b(address.encode(), digest_size=12).hexdigest()
