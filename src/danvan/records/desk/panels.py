"""Parts of a record's page that rooms bring: a low room shows what a high one registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from danvan.records.desk.access import Reach

type Maker = Callable[[Any, Reach], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it shows, as `panel`."""

    template: str
    context: dict[str, Any]


_makers: dict[str, Maker] = {}


def register(template: str, make: Maker) -> None:
    """Show a template on the pages of records for which `make(own record, reach)` gives a context; two queries at most.

    It is asked only for a record that the account sees as an officer.
    """
    if _makers.get(template, make) is not make:
        raise ValueError(f"the panel {template} is registered twice")
    _makers[template] = make


def panels(record: Any, reach: Reach) -> list[Panel]:
    """The parts of this record's page, in the order registered."""
    made = ((template, make(record, reach)) for template, make in _makers.items())
    return [Panel(template, context) for template, context in made if context is not None]
