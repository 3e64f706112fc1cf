"""Parts of a record's page that rooms bring: a low room shows what a high one registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from danvan.records.desk.access import Reach

LATEST = 50  # the place of a part that does not say where it stands


@dataclass(frozen=True, slots=True)
class Folded:
    """What a maker gives for a part that stands folded: its line says what is inside, without opening it.

    `summary` follows the title in brackets: "Văn bản" and "3, 1 chờ số" read as "Văn bản (3, 1 chờ số)". `waits` tells
    that something in it waits for the very officer who looks, and opens it. `anchor` is where addresses lead to. The
    template then holds the inside alone, without a section or a heading of the second rank.
    """

    title: str
    context: dict[str, Any]
    summary: str = ""
    waits: bool = False
    anchor: str = ""


type Maker = Callable[[Any, Reach], dict[str, Any] | Folded | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it shows, as `panel`; without a title the template brings its own section and heading."""

    template: str
    context: dict[str, Any]
    title: str = ""
    summary: str = ""
    waits: bool = False
    anchor: str = ""


def inside(count: int, waiting: int = 0, words: str = "") -> str:
    """The line of a part that holds a number of things: "chưa có", "3", or "3, 1 chờ số"."""
    if not count:
        return _("chưa có")
    return f"{count}, {waiting} {words}" if waiting else str(count)


_makers: dict[str, Maker] = {}
_places: dict[str, int] = {}


def register(template: str, make: Maker, *, place: int = LATEST) -> None:
    """Show a template on the pages of records for which `make(own record, reach)` gives something; two queries at most.

    It is asked only for a record that the account sees as an officer. Lower places stand first: 10 what asks to be
    decided, 20 papers, 30 files, 40 messages, 50 the rest.
    """
    if _makers.get(template, make) is not make:
        raise ValueError(f"the panel {template} is registered twice")
    _makers[template], _places[template] = make, place


def panels(record: Any, reach: Reach) -> list[Panel]:
    """The parts of this record's page by their places, those of one place in the order registered."""
    ordered = sorted(_makers, key=lambda template: _places[template])
    made = ((template, _makers[template](record, reach)) for template in ordered)
    return [_panel(template, part) for template, part in made if part is not None]


def _panel(template: str, part: dict[str, Any] | Folded) -> Panel:
    if isinstance(part, Folded):
        return Panel(template, part.context, part.title, part.summary, part.waits, part.anchor)
    return Panel(template, part)
