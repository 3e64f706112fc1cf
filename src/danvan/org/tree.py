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
    """Ids of the units and of all below them on a day, in one query."""
    tops = set(unit_ids)
    return tops.union(pk for _top, pk in _rows_below(tops, on))


def below_each(unit_ids: Iterable[int], on: date) -> dict[int, set[int]]:
    """For each unit the ids of itself and of all below it on a day, in one query."""
    found: dict[int, set[int]] = {pk: {pk} for pk in unit_ids}
    for top, pk in _rows_below(found, on):
        found[top].add(pk)
    return found


def _rows_below(tops: Iterable[int], on: date) -> list[tuple[int, int]]:
    """(ancestor, descendant) ids. In plain SQL: most pages ask this, and building the query costs more than running it."""
    asked = list(tops)
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ancestor_id, descendant_id FROM org_unitclosure"
            " WHERE ancestor_id = ANY(%s) AND valid @> %s::date",
            [asked, on],
        )
        return cursor.fetchall()


class Tree:
    """Units, names, codes and parents valid on `on`, of the whole country or of `under` and below.

    Children are in Vietnamese order. Four queries at most, whatever the size.
    """

    def __init__(self, on: date, under: Unit | None = None) -> None:
        self.on = on
        inside = Q() if under is None else Q(unit_id__in=below([under.pk], on))
        coded = UnitCode.objects.on(on).filter(inside).exclude(system=UnitCode.System.ELECTRONIC)
        codes = {row.unit_id: row.code for row in coded.order_by("-system")}
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
    """Units of a day from the top down, only `under` itself and what is below it when given.

    Below the top only administrative units, unless agencies are asked for. Raises Refusal for a day before the lists
    begin and for a code that is unknown or not valid on that day.
    """
    root = unit_by_code(under, on) if isinstance(under, str) else under
    tree = Tree(on, root)
    if not tree.nodes:
        raise Refusal(no_list(on))
    top = root.pk if root else None
    return [tree.nodes[pk] for pk in tree.walk() if agencies or pk == top or tree.nodes[pk].is_territorial]


def unit_by_code(code: str, on: date) -> Unit:
    """The unit that a code or slug names on a day.

    Raises Refusal for an unknown code, and for one not valid on that day: since when it is gone and what took over,
    or from when it is known.
    """
    code = code.strip()
    row = UnitCode.objects.on(on).filter(code=code).select_related("unit").first()
    unit = row.unit if row else Unit.objects.filter(slug=code, names__valid__contains=on).first()
    if unit:
        return unit
    known = UnitCode.objects.filter(Q(code=code) | Q(unit__slug=code)).select_related("unit")
    rows = list(known.order_by("valid"))
    if not rows:
        raise Refusal(
            f"Không có đơn vị mang mã “{code}”; hãy xem mã bằng lệnh: danvan units --on {on:%Y-%m-%d}"
        )
    before = [row for row in rows if row.valid.lower <= on]
    raise Refusal(_gone(code, before[-1], on) if before else _not_yet(code, rows[0], on))


def successors(unit: Unit, on: date | None = None) -> list[Succession]:
    """What took over from a unit, up to a day when given, oldest first."""
    rows = unit.successions.select_related("successor").order_by("on", "successor_id")
    return list(rows if on is None else rows.filter(on__lte=on))


def _gone(code: str, row: UnitCode, on: date) -> str:
    name = row.unit.name_on(row.valid.lower)
    ended = f"Mã “{code}” ({name}) không còn hiệu lực ngày {in_words(on)}, hết hiệu lực từ {in_words(row.valid.upper)}."
    heirs = [heir.successor.name_on(heir.on) for heir in successors(row.unit, on)]
    if heirs:
        return f"{ended} Đơn vị kế thừa: {', '.join(heirs)}."
    now = UnitCode.objects.on(on).filter(unit=row.unit).first()
    return f"{ended} Mã mới của đơn vị: {now.code}." if now else ended


def _not_yet(code: str, row: UnitCode, on: date) -> str:
    since = row.valid.lower
    return (
        f"Mã “{code}” ({row.unit.name_on(since)}) chưa có hiệu lực ngày {in_words(on)}; "
        f"hãy chọn ngày từ {in_words(since)} trở đi."
    )


def no_list(on: date) -> str:
    """Why a day has no units at all."""
    first = UnitName.objects.order_by("valid").first()
    if first is None:
        return "Chưa có đơn vị nào trong hệ thống; hãy nạp danh mục bằng lệnh: danvan run"
    return (
        f"Không có danh mục đơn vị cho ngày {in_words(on)}: danh mục bắt đầu từ {in_words(first.valid.lower)}; "
        "hãy chọn ngày từ đó trở đi."
    )
