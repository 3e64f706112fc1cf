"""Records that name a person, asked by one room of all: who keeps names registers how to find them.

A name alone is no proof that it is the same person; whoever shows what is found here says so. Of a tố cáo and of a letter
that is not classified nobody keeps a name, so neither is ever found.
"""

from collections.abc import Callable, Iterable

from danvan.records.desk.access import Reach
from danvan.records.models import Record
from danvan.ui.vietnamese import fold

type Finder = Callable[[str], Iterable[int]]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let `finder(folded name)` tell the ids of records that name this person, at most a few hundred."""
    if finder not in _finders:
        _finders.append(finder)


def named(name: str, reach: Reach, most: int) -> list[Record]:
    """The newest released records of that name that the account sees. One query, and those of the finders.

    A single word names nobody: nothing is asked for it.
    """
    folded = " ".join(fold(name).split())
    if " " not in folded:
        return []
    ids = {pk for finder in _finders for pk in finder(folded)}
    if not ids:
        return []
    rows = reach.seen(Record.objects.filter(pk__in=ids, identity_released_on__isnull=False))
    return list(rows.exclude(secrecy=Record.Secrecy.SEALED).order_by("-received_on", "-id")[:most])
