"""The tree of units as it stood on a day: a few queries, then everything from memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from danvan.org.models import TERRITORIAL, Succession, Unit, UnitCode, UnitName, UnitParent
from danvan.ui.dates import day as in_words
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Node:
    """A unit on the tree's day."""

    unit: Unit
    name: str
    kind: str
    sort_key: str
    code: str
    parent_id: int | None

    @property
    def is_territorial(self) -> bool:
        """An administrative unit, not an agency within one."""
        return self.kind in TERRITORIAL


def below(unit_ids: Iterable[int], on: date) -> set[int]:
    """Ids of the units and of all below them on a day, in one recursive query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE below(id) AS (SELECT unnest(%s::bigint[]) UNION"
            " SELECT p.unit_id FROM org_unitparent p JOIN below ON p.parent_id = below.id AND p.valid @> %s::date)"
            " SELECT id FROM below",
            [list(unit_ids), on],
        )
        return {row[0] for row in cursor.fetchall()}


class Tree:
    """Units, names, codes and parents valid on `on`, of the whole country or of `under` and below.

    Children are in Vietnamese order. Four queries at most, whatever the size.
    """

    def __init__(self, on: date, under: Unit | None = None) -> None:
        self.on = on
        inside = Q() if under is None else Q(unit_id__in=below([under.pk], on))
        codes = {row.unit_id: row.code for row in UnitCode.objects.on(on).filter(inside).order_by("-system")}
        parents = dict(UnitParent.objects.on(on).filter(inside).values_list("unit_id", "parent_id"))
        self.nodes: dict[int, Node] = {
            row.unit_id: Node(
                row.unit,
                row.name,
                row.kind,
                row.sort_key,
                codes.get(row.unit_id, ""),
                parents.get(row.unit_id),
            )
            for row in UnitName.objects.on(on).filter(inside).select_related("unit")
        }
        self._children: dict[int | None, list[int]] = defaultdict(list)
        for pk, node in self.nodes.items():
            self._children[node.parent_id if node.parent_id in self.nodes else None].append(pk)
        for pks in self._children.values():
            pks.sort(key=lambda pk: self.nodes[pk].sort_key)

    def by_code(self, code: str) -> Unit:
        """The unit that carries a code on the tree's day; KeyError when none does."""
        for node in self.nodes.values():
            if node.code == code:
                return node.unit
        raise KeyError(code)

    def name(self, unit: Unit) -> str:
        """The unit's name on the tree's day."""
        return self.nodes[unit.pk].name

    def children(self, unit: Unit) -> list[Unit]:
        """Direct children in Vietnamese order."""
        return [self.nodes[pk].unit for pk in self._children[unit.pk]]

    def walk(self, pk: int | None = None) -> Iterator[int]:
        """Ids from a unit downwards, parents before children; the whole forest when None."""
        if pk is not None:
            yield pk
        for child in self._children[pk]:
            yield from self.walk(child)

    def descendants(self, unit: Unit) -> set[int]:
        """Ids of the unit and all below it."""
        return set(self.walk(unit.pk))

    def ancestors(self, pk: int) -> list[int]:
        """Ids above a unit, nearest first."""
        above: list[int] = []
        node = self.nodes.get(pk)
        while node and node.parent_id in self.nodes:
            above.append(node.parent_id)
            node = self.nodes[node.parent_id]
        return above

    def units_of_kinds(self, kinds: Iterable[str]) -> list[Unit]:
        """All units of the kinds, in Vietnamese order of their names."""
        wanted = set(kinds)
        found = [node for node in self.nodes.values() if node.kind in wanted]
        return [node.unit for node in sorted(found, key=lambda node: (node.sort_key, node.unit.pk))]


def units_on(on: date, under: str | Unit | None = None, *, agencies: bool = False) -> list[Node]:
    """Units of a day from the top down, only below and including `under` when given; agencies only when asked."""
    if not UnitName.objects.on(on).exists():
        raise Refusal(f"Không có danh mục đơn vị cho ngày {in_words(on)}; hãy chọn ngày khác.")
    root = unit_by_code(under, on) if isinstance(under, str) else under
    tree = Tree(on, root)
    return [tree.nodes[pk] for pk in tree.walk() if agencies or tree.nodes[pk].is_territorial]


def unit_by_code(code: str, on: date) -> Unit:
    """The unit that a code or slug names on a day.

    Raises Refusal for an unknown code, and for one not valid on that day with what the unit became.
    """
    row = UnitCode.objects.on(on).filter(code=code).select_related("unit").first()
    if row:
        return row.unit
    unit = Unit.objects.filter(slug=code, names__valid__contains=on).first()
    if unit:
        return unit
    known = UnitCode.objects.filter(code=code).select_related("unit").order_by("-valid").first()
    other = known.unit if known else Unit.objects.filter(slug=code).first()
    if other is None:
        raise Refusal(
            f"Không có đơn vị mang mã “{code}”; xem danh sách bằng: danvan units --on {on:%Y-%m-%d}"
        )
    raise Refusal(f"Mã “{code}” ({other}) không có hiệu lực ngày {in_words(on)}.{_became(other, on)}")


def _became(unit: Unit, on: date) -> str:
    names = [
        f"{row.successor.name_on(row.on)} (từ {in_words(row.on)})" for row in successors(unit) if row.on <= on
    ]
    return f" Đơn vị kế thừa: {', '.join(names)}." if names else ""


def successors(unit: Unit) -> list[Succession]:
    """What took over from a unit, oldest first."""
    return list(unit.successions.select_related("successor").order_by("on", "successor_id"))
