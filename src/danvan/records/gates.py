"""How often one address may do a thing: counters that no one can turn back into an address.

Counts stand in the shared cache, so they hold for every worker. An address is counted under a key that dies with the
server, so that none can be told from what is kept: the workers that `danvan run` starts share one (DANVAN_PEPPER).
"""

import os
import secrets
import time
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

_PEPPER = bytes.fromhex(os.environ.get("DANVAN_PEPPER", "")) or secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Gate:
    """`most` turns of the thing `name` in `seconds` for one address."""

    name: str
    most: int
    seconds: int

    def is_shut(self, request: HttpRequest) -> bool:
        """Whether this address has had its turns."""
        return self.is_shut_for(address_of(request))

    def count(self, request: HttpRequest) -> None:
        """Remember one turn."""
        self.count_for(address_of(request))

    def is_shut_for(self, word: str) -> bool:
        """Whether what is counted by another word than an address, a unit's number for instance, has had its turns."""
        return cache.get(self._key_of(word), 0) >= self.most

    def count_for(self, word: str) -> None:
        """Remember one turn of it."""
        counter = self._key_of(word)
        cache.add(counter, 0, self.seconds)
        try:
            cache.incr(counter)
        except ValueError:  # it ran out between the two lines
            cache.set(counter, 1, self.seconds)

    def key(self, request: HttpRequest) -> str:
        """The cache's key of the sender's address: keyed, shortened, and gone with the server.

        The span of time is in it, since counting up in a cache table prolongs a row's life.
        """
        return self._key_of(address_of(request))

    def _key_of(self, word: str) -> str:
        span = int(time.time()) // self.seconds
        digest = blake2b(word.encode(), key=_PEPPER, digest_size=12).hexdigest()
        return f"{self.name}:{span}:{digest}"


def address_of(request: HttpRequest) -> str:
    """The sender's address; behind a proxy the last one named, which the proxy itself saw and appended.

    Of IPv6 the first 64 bits, for one line has all that follow; of one that carries an IPv4 address in it, that.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return _line(address)


def _line(address: str) -> str:
    """What stands for the line that an address belongs to; anything that is no address stays as it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        carried = found.ipv4_mapped or found.sixtofour
        return str(carried or IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)
