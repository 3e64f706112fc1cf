"""What an act changes, in lines, before it is made. Rooms above tell what they hold of the units touched.

`register` takes a function `(touched, on) -> list[Line]`; `on_confirmed` one that is called within the transaction that
makes the act. A line is a total: never a person, never a record, never a class of records.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from danvan.org.models import Account, UnitAct

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = str


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of existing units: those that end, those that go on changed, and who takes over from each that ends."""

    ended: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    heirs: dict[int, list[int]] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[int]:
        """Both."""
        return self.ended | self.changed


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a preview. `needs_heir`: a unit that ends with this must have somebody to take it over."""

    text: str
    count: int | None = None
    needs_heir: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one room under its label."""

    key: str
    label: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a person sees before confirming."""

    groups: list[Group]

    @property
    def digest(self) -> str:
        """What was shown, in short, to be compared on confirmation."""
        kept = [[group.key, [asdict(line) for line in group.lines]] for group in self.groups]
        return sha256(dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def needs_heir(self) -> bool:
        """Whether something is held that a unit may not end with unless another takes over."""
        return any(line.needs_heir and line.count for group in self.groups for line in group.lines)


Telling = Callable[[Touched, date], Iterable[Line]]
Following = Callable[[UnitAct, Touched, Account], None]
_tellers: dict[str, tuple[Words, Telling]] = {}
_followers: dict[str, Following] = {}


def register(key: str, label: Words, tell: Telling) -> None:
    """Let a room tell what it holds; a second call for the same key replaces the first."""
    _tellers[key] = (label, tell)


def on_confirmed(key: str, follow: Following) -> None:
    """Let a room do its part when an act is made; a second call for the same key replaces the first."""
    _followers[key] = follow


def told(touched: Touched, on: date) -> list[Group]:
    """What every room has to say, rooms without a line left out."""
    groups = [Group(key, str(label), list(tell(touched, on))) for key, (label, tell) in _tellers.items()]
    return [group for group in groups if group.lines]


def follow(act: UnitAct, touched: Touched, by: Account) -> None:
    """Every room does its part, in the order registered; a Refusal of one undoes the whole act."""
    for part in _followers.values():
        part(act, touched, by)
