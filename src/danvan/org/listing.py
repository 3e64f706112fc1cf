"""Units of a day in pages, in Vietnamese order: however many there are, a page reads what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from danvan.org.models import TERRITORIAL, Unit, UnitCode, UnitName, UnitParent
from danvan.org.tree import Node, below, no_list, unit_by_code
from danvan.ui.errors import Refusal

MOST_DIGITS = 18  # what the database counts with


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """Units with the slugs of those above them (by id); `after` is empty when no unit follows."""

    nodes: Sequence[Node]
    slugs: dict[int, str]
    after: str


def units_page(on: date, under: str | None = None, *, after: str = "", size: int = 100) -> UnitsPage:
    """The administrative units of a day that follow the key, only `under` itself and what is below it when given.

    Eight queries at most. Raises Refusal for a day without units, a code not valid on it, and a key that no page wrote.
    """
    root = unit_by_code(under, on) if under else None
    rows = _following(_named(on, root), after)
    read = list(rows.select_related("unit").order_by("sort_key", "id")[: size + 1])
    if not read and not after:
        raise Refusal(no_list(on))
    shown = read[:size]
    nodes, slugs = _beside(shown, on)
    return UnitsPage(nodes, slugs, str(shown[-1].pk) if len(read) > size else "")


def _named(on: date, root: Unit | None) -> QuerySet:
    rows = UnitName.objects.on(on)
    if root is None:
        return rows.filter(kind__in=TERRITORIAL)
    inside = Q(unit_id__in=below([root.pk], on), kind__in=TERRITORIAL)
    return rows.filter(inside | Q(unit_id=root.pk))


def _following(rows: QuerySet, after: str) -> QuerySet:
    if not after:
        return rows
    is_number = after.isascii() and after.isdigit() and len(after) <= MOST_DIGITS
    last = UnitName.objects.filter(pk=int(after)).first() if is_number else None
    if last is None:
        raise Refusal("Giá trị `after` không phải của trang nào; hãy hỏi lại danh sách từ đầu.")
    return rows.filter(TupleGreaterThan((F("sort_key"), F("id")), (last.sort_key, last.pk)))


def _beside(rows: list[UnitName], on: date) -> tuple[list[Node], dict[int, str]]:
    """Codes and those above, in two queries for the whole page."""
    ids = [row.unit_id for row in rows]
    coded = UnitCode.objects.on(on).filter(unit_id__in=ids).exclude(system=UnitCode.System.ELECTRONIC)
    codes = {row.unit_id: row.code for row in coded.order_by("-system")}
    parents = {
        row.unit_id: row.parent
        for row in UnitParent.objects.on(on).filter(unit_id__in=ids).select_related("parent")
    }
    nodes = [
        Node(
            row.unit,
            row.name,
            row.kind,
            row.sort_key,
            codes.get(row.unit_id, ""),
            parents[row.unit_id].pk if row.unit_id in parents else None,
        )
        for row in rows
    ]
    return nodes, {parent.pk: parent.slug for parent in parents.values()}
