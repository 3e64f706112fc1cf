"""Lists of one record type: filters, search without marks or by number, newest first, page by page."""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol, cast

from django.db.models import OneToOneField, Q

from danvan.org.tree import below
from danvan.records.declare import RecordType
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.facts import foreign, label, words
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.desk.patience import limited
from danvan.records.models import Record, RecordQuerySet

NEWEST_FIRST = Order("received_on", newest_first=True)
_NUMBER = re.compile(r"(\d{1,9})\s*/\s*(\d{4})", re.ASCII)
_BARE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_CODE = re.compile(r"(?:\d{4} ?){4}", re.ASCII)
_LARGEST = 2**31 - 1
_ARRIVAL = re.compile(r"(?:số\s+)?đến\s+(\S{1,20})", re.IGNORECASE)
ARRIVAL, ARRIVED = "incoming_number", "incoming_on"
_MOST_ARRIVED = 5_000  # one number, each unit, each year: beyond that the latest are shown


class TextSearch(Protocol):
    """How a domain looks for words in its records' texts: `page` gives a page of the list, `narrowed` all rows."""

    def page(
        self, rows: Any, asked: Any, order: Order, *, after: str, before: str, size: int
    ) -> Slice: ...  # pragma: no cover

    def narrowed(self, rows: Any, asked: Any) -> Any: ...  # pragma: no cover

    def by_words(self, said: str) -> Any: ...  # pragma: no cover


_texts: dict[str, TextSearch] = {}


def search_texts(type_key: str, search: TextSearch) -> None:
    """Look for the words of a type's search box in its texts, where they are neither a number nor a class."""
    _texts[type_key] = search


def _asked(kind: RecordType, wanted: dict[str, Any]) -> Any:
    """What to look for in the type's texts; None where its titles and numbers are searched."""
    said = " ".join((wanted.get("words") or "").split())
    if not said or kind.key not in _texts:
        return None
    if any(shape.fullmatch(said) for shape in (_NUMBER, _BARE_NUMBER, _CODE, _ARRIVAL)):
        return None
    return _texts[kind.key].by_words(said)


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a list, ready to show; `cells` follow the type's declared columns."""

    number: str
    title: str
    unit: str
    state: str
    received_on: date
    cells: list[str]
    address: str
    is_sealed: bool
    is_closed: bool
    is_illustrative: bool


def found(
    kind: RecordType, reach: Reach, wanted: dict[str, Any], *, with_words: bool = True
) -> RecordQuerySet:
    """The visible records of a type that meet cleaned filters: words, state, unit, since, until and declared fields."""
    rows = reach.seen(Record.objects.filter(type=kind.key))
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("unit"):
        rows = rows.filter(unit_id__in=below([int(wanted["unit"])], reach.on))
    if wanted.get("since"):
        rows = rows.filter(received_on__gte=wanted["since"])
    if wanted.get("until"):
        rows = rows.filter(received_on__lte=wanted["until"])
    for name in kind.filters:
        if wanted.get(name) not in (None, ""):
            rows = rows.filter(**{f"{own_name(kind)}__{name}": wanted[name]})
    if not with_words:
        return rows
    asked = _asked(kind, wanted)
    return _texts[kind.key].narrowed(rows, asked) if asked else search(rows, wanted.get("words") or "", kind)


def own_name(kind: RecordType) -> str:
    """The name by which the spine reaches the type's own row.

    Lists begin at the spine: asked of the type's own table, the order would mix columns of two tables and no index
    could walk it.
    """
    link = cast(OneToOneField, kind.model._meta.pk)
    return str(link.remote_field.get_accessor_name())


def with_own(rows: RecordQuerySet, kind: RecordType, names: tuple[str, ...]) -> RecordQuerySet:
    """The rows read together with their own columns and whatever the named fields point to."""
    own = own_name(kind)
    return rows.select_related(own, *(f"{own}__{name}" for name in foreign(kind, names)))


def search(rows: RecordQuerySet, said: str, kind: RecordType | None = None) -> RecordQuerySet:
    """Records by register number (12/2023, or 12 in any year), receipt code, or words with or without marks.

    Where the type keeps a number of arrival (số đến) a number finds both, and "đến 45" that one alone.
    """
    said = " ".join(said.split())
    if (only := _ARRIVAL.fullmatch(said)) and _keeps_arrivals(kind):
        return rows.filter(_arrived(kind, only[1].upper()))
    if exact := _NUMBER.fullmatch(said):
        number, year = int(exact[1]), int(exact[2])
        if number > _LARGEST:
            return rows.none()
        return rows.filter(Q(register_no=number, register_year=year) | _arrived(kind, exact[1], year))
    if _BARE_NUMBER.fullmatch(said):
        return rows.filter(Q(register_no=int(said)) | _arrived(kind, said))
    if _CODE.fullmatch(said):
        return rows.filter(public_id=said.replace(" ", ""))
    return rows.search(said, public=False)


def _keeps_arrivals(kind: RecordType | None) -> bool:
    return kind is not None and hasattr(kind.model, ARRIVAL)


def _arrived(kind: RecordType | None, number: str, year: int | None = None) -> Q:
    """By the number of the incoming book, of one year where one is said; nothing where the type keeps none. One query.

    Asked beforehand: beside an `OR`, a query within the query would be tried on every record of the list.
    """
    if kind is None or not _keeps_arrivals(kind):
        return Q(pk__in=())
    found = kind.model._default_manager.filter(**{ARRIVAL: number})
    if year:
        found = found.filter(**{f"{ARRIVED}__year": year})
    return Q(pk__in=list(found.order_by("-pk").values_list("pk", flat=True)[:_MOST_ARRIVED]))


def lines(
    kind: RecordType,
    reach: Reach,
    wanted: dict[str, Any],
    *,
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> Slice:
    """A page of a list. Two queries (one more when a unit is asked for); raises TooSlow after the limit."""
    asked = _asked(kind, wanted)
    rows = with_own(found(kind, reach, wanted, with_words=not asked), kind, kind.columns)
    look = partial(_texts[kind.key].page, asked=asked) if asked else page
    with limited():
        cut = look(rows, order=NEWEST_FIRST, after=after, before=before, size=size)
        names = places.names({row.unit_id for row in cut.rows}, reach.on)
    return Slice([_line(row, kind, names) for row in cut.rows], cut.before, cut.after, cut.note)


def heads(kind: RecordType) -> list[str]:
    """The words above the declared columns."""
    return [label(kind.model, name) for name in kind.columns]


def _line(row: Record, kind: RecordType, names: dict[int, str]) -> Line:
    own = getattr(row, own_name(kind))
    return Line(
        number=row.number,
        title=row.title,
        unit=names.get(row.unit_id, ""),
        state=str(kind.state(row.state).label),
        received_on=row.received_on,
        cells=[words(own, name) for name in kind.columns],
        address=row.get_absolute_url(),
        is_sealed=row.secrecy == Record.Secrecy.SEALED,
        is_closed=row.closed_on is not None,
        is_illustrative=row.is_illustrative,
    )
