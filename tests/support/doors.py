"""Every address of the program, from its own table of addresses, filled with what exists and with what does not."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_GAP = re.compile(r"<(?:[^:>]+:)?(?P<name>\w+)>|\(\?P<(?P<old>\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True, slots=True)
class Door:
    """One address pattern: its name and the places in it to be filled."""

    name: str
    route: str

    @property
    def gaps(self) -> list[str]:
        """Names of the places, in order."""
        return [match["name"] or match["old"] for match in _GAP.finditer(self.route)]

    def paths(self, values: Mapping[str, list[str]]) -> Iterator[str]:
        """The address with every combination of the values for its places."""
        for filled in itertools.product(*(values.get(gap, ["x"]) for gap in self.gaps)):
            waiting = iter(filled)
            path = _GAP.sub(lambda _: next(waiting), self.route)  # noqa: B023
            yield "/" + path.replace("^", "").replace("$", "").replace("\\.", ".")


def doors(resolver: Any = None, before: str = "", space: str = "") -> Iterator[Door]:
    """All address patterns below a resolver, the whole program's when none is given."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from doors(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Door(f"{space}{pattern.name}", route)
