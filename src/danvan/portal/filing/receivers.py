"""Which offices a form can be sent to: those this installation works for, found by any name they ever bore."""

from dataclasses import dataclass
from datetime import date

from danvan.org.models import Kind, Succession, Unit, UnitName
from danvan.org.tree import below
from danvan.portal.unit_page import above
from danvan.portal.unit_search import named
from danvan.records.area import served
from danvan.records.desk.patience import limited

MOST = 20
NOT_RECEIVING = (Kind.PARTY,)


@dataclass(frozen=True, slots=True)
class Receiver:
    """An office as it stands today; `path` says below which it stands."""

    slug: str
    name: str
    path: str


def search(words: str, on: date) -> list[Receiver]:
    """Up to twenty offices of today that bear these words, or took over from one that did; seven queries at most."""
    inside, words = below(served(on), on), words.replace("\0", " ")
    with limited():
        ids = set(named(words).values_list("unit_id", flat=True)[: MOST * 5]) if words.strip() else set()
    ids |= set(
        Succession.objects.filter(predecessor_id__in=ids, on__lte=on).values_list("successor_id", flat=True)
    )
    return _told(ids & inside, on)


def find(slug: str, on: date) -> Receiver | None:
    """The office of an address, if it receives today."""
    unit = Unit.objects.filter(slug=slug[:200]).first()
    if unit is None or unit.pk not in below(served(on), on):
        return None
    return next(iter(_told({unit.pk}, on)), None)


def _told(ids: set[int], on: date) -> list[Receiver]:
    rows = UnitName.objects.on(on).filter(unit_id__in=ids).exclude(kind__in=NOT_RECEIVING)
    shown = list(rows.select_related("unit").order_by("sort_key", "id")[:MOST])
    paths = above({(row.unit_id, on) for row in shown}) if shown else {}
    return [
        Receiver(row.unit.slug, row.name, ", ".join(name for name, _href in reversed(paths[row.unit_id, on])))
        for row in shown
    ]
