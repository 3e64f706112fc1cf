"""What stands beside a form while an officer types what a person says: a low room asks what a high one registered.

The page works without a script: a button sends the form, nothing is written, and the page comes back with what was found
beside it. Where a script runs it sends what is typed to `address` and shows the answer in the same place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from danvan.records.desk.access import Reach

BUTTON = "xem_goi_y"
TYPED = (
    "kind",
    "content",
    "full_name",
    "address",
)  # names under which what was typed is told to the other room


@dataclass(frozen=True, slots=True)
class Aid:
    """A room's help: `look` gives the context of `template` for what was typed, None for a class that may not be read.

    `kinds` are the classes of which a text may be looked at at all; of any other nothing is ever sent. `url` names the
    address that answers with the template alone; `may` says to whom the help is given.
    """

    url: str
    template: str
    kinds: tuple[str, ...]
    look: Callable[[Mapping[str, str], Reach], dict[str, Any] | None]
    may: Callable[[Reach], bool]


@dataclass(frozen=True, slots=True)
class Beside:
    """The help as it stands beside one form: `names` are the form's own names of what is typed, in the order of TYPED."""

    address: str
    template: str
    kinds: str
    names: str
    found: dict[str, Any] | None


_aids: list[Aid] = []


def register(aid: Aid) -> None:
    """Let one room help; a second one is a mistake."""
    if _aids and _aids[0].url != aid.url:
        raise ValueError(f"{_aids[0].url} helps already")
    _aids[:] = [aid]


def beside(form: Any, reach: Reach, kind: str = "kind") -> Beside | None:
    """The help beside a form that asks for a content; `kind` is the form's name of the class. None where there is none.

    What was typed is looked at only when the button asked for it.
    """
    aid = _aids[0] if _aids else None
    if aid is None or "content" not in form.fields or kind not in form.fields or not aid.may(reach):
        return None
    names = dict(zip(TYPED, (kind, *TYPED[1:]), strict=True))
    found = None
    if form.is_bound and BUTTON in form.data:
        found = aid.look({name: str(form.data.get(own) or "") for name, own in names.items()}, reach)
    return Beside(reverse(aid.url), aid.template, " ".join(aid.kinds), " ".join(names.values()), found)
