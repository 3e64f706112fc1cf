"""What a figure opens to. The public sees totals by month and group of units, small cells closed; or published records.

Date, commune and class together would name a denouncer, so no list of letters, visits or matters is ever public.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from danvan import law
from danvan.org.models import Account, Kind, Unit
from danvan.org.tree import Tree
from danvan.records.declare import Identity, Indicator, figure, identities
from danvan.records.visibility import SEALED, may
from danvan.reports.compute import records_behind
from danvan.reports.holding import held_by, holder
from danvan.reports.inheritance import stand_ins
from danvan.reports.suppression import Equation, close
from danvan.reports.windows import counted, period_of
from danvan.ui.errors import Refusal

type Key = tuple[str, str, str]  # code, group, month

LEAST = 5
WHOLE = "ca_ky"
ALL = "tong"
DISTRICTS = (Kind.DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY)
COMMUNES = (Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE)
PROVINCES = (Kind.PROVINCE, Kind.CENTRAL_CITY)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, or the part of it within the period."""

    key: str
    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Group:
    """A district with all below it, the province's agencies together, or the communes together."""

    key: str
    label: str


@dataclass(slots=True)
class Opened:
    """A figure opened to the public: `records` (published ones) or a table; `sentence` says what is not shown and why.

    `value(group, month)` is None for a closed cell. The keys WHOLE and ALL stand for the totals.
    """

    code: str
    label: str
    months: list[Month] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    cells: dict[tuple[str, str], int | None] = field(default_factory=dict)
    records: QuerySet | None = None
    sentence: str = ""

    def value(self, group: str = ALL, month: str = WHOLE) -> int | None:
        """The open value of a cell, None when closed."""
        return self.cells.get((group, month))

    @property
    def has_table(self) -> bool:
        """Whether any cell is open."""
        return any(value is not None for value in self.cells.values())


def open_publicly(code: str, unit: Unit, period: str | law.Period, tree_on: date | None = None) -> Opened:
    """What anybody may see behind a figure, over the tree of the period's last day or of `tree_on`.

    Raises Refusal for an unknown code, period or unit.
    """
    window, item = period_of(period), figure(code)
    if not isinstance(item, Indicator):
        return open_publicly(item.denominator, unit, window, tree_on)
    found = Opened(code, str(item.label))
    if item.opens == "records":
        found.records = records_behind(code, unit, window, tree_on).filter(published_on__isnull=False)
        found.sentence = "Chỉ mở các hồ sơ đã được công khai."
        return found
    table = Table(unit, window, linked(item), tree_on)
    closed = table.closed()
    if closed is None or item.measure.startswith("distinct:"):
        found.sentence = f"Số liệu này có dưới {LEAST} hồ sơ nên không mở chi tiết, để không lộ người gửi."
        return found
    found.months, found.groups = table.months_of(item), table.groups
    found.cells = {
        (group, month): None if (code, group, month) in closed else value
        for (code_, group, month), value in table.values.items()
        if code_ == code
    }
    found.sentence = (
        f"Ô có dưới {LEAST} hồ sơ, và những ô mà từ đó tính ra được ô nhỏ, không mở, để không lộ người gửi."
    )
    return found


def open_to(
    account: Account, code: str, unit: Unit, period: str | law.Period, tree_on: date | None = None
) -> Any:
    """The records behind a figure that an officer may read.

    A count below five opens only to those who read the unit's own records: a small roll-up would point at one letter.
    With sealed records among so few it opens to nobody: day, unit and field of a tố cáo would name who denounced.
    """
    behind: Any = records_behind(code, unit, period, tree_on)
    count = behind.count()
    if count < settings.SMALLEST_OPENED and behind.filter(secrecy=SEALED).exists():
        raise Refusal(
            f"Số liệu này có dưới {settings.SMALLEST_OPENED} hồ sơ, trong đó có hồ sơ niêm phong (tố cáo hoặc chưa phân "
            "loại), nên không mở cho ai: số nhỏ cùng ngày, đơn vị, lĩnh vực đủ chỉ ra người tố cáo. Người giải quyết mở hồ "
            "sơ từ danh sách của mình."
        )
    if not may(account, "records.read", unit) and count < LEAST:
        raise Refusal(f"Số liệu này có dưới {LEAST} hồ sơ nên chỉ mở cho người đọc hồ sơ của chính đơn vị.")
    return behind.visible_to(account)


def linked(item: Indicator) -> list[Indicator]:
    """The indicator with all that equations tie it to: their open cells could give away its closed ones."""
    found, waiting = {}, [item.code]
    while waiting:
        code = waiting.pop()
        if code not in found and isinstance(other := figure(code), Indicator):
            found[code] = other
            waiting += [
                c
                for one in identities()
                if code in (*one.whole, *one.parts)
                for c in (*one.whole, *one.parts)
            ]
    return [one for one in found.values() if not one.measure.startswith("distinct:")]


class Table:
    """Counts of linked figures by group of units and month, with all totals and the equations between them."""

    def __init__(
        self, unit: Unit, period: law.Period, items: list[Indicator], tree_on: date | None = None
    ) -> None:
        self.unit, self.period, self.items = unit, period, items
        self.tree = Tree(tree_on or period.last, unit)
        self.months = months(period)
        self.heirs = stand_ins(self.tree)
        self.group_of = {pk: _group(self.tree, unit, pk) for pk in self.tree.nodes}
        self.groups = _ordered(self.tree, self.group_of)
        self.values: dict[Key, int] = defaultdict(int)
        self.records: dict[Key, int] = defaultdict(int)
        for item in items:
            self._count(item)

    def months_of(self, item: Indicator) -> list[Month]:
        """What is open at a day stands in no month."""
        return self.months if item.kind == "flow" else []

    def _count(self, item: Indicator) -> None:
        columns = [(WHOLE, Q()), *((m.key, _within(item, m)) for m in self.months_of(item))]
        for group in (ALL, *(group.key for group in self.groups)):
            for month, _ in columns:
                self.values[item.code, group, month] = self.records[item.code, group, month] = 0
        units = {*self.tree.nodes, *self.heirs}
        placed = item.source._default_manager.filter(counted(item, self.period))
        held = holder(item.source, self.period.last)
        rows = held_by(placed, units, self.period.last).annotate(held_at=held).order_by()
        wanted: dict[str, Any] = {}
        for n, (_, condition) in enumerate(columns):
            wanted[f"records_{n}"] = Count("pk", filter=condition) if condition else Count("pk")
            wanted[f"value_{n}"] = _measure(item, condition)
        for row in rows.values("held_at").annotate(**wanted):
            group = self.group_of[self.heirs.get(row["held_at"], row["held_at"])].key
            for n, (month, _) in enumerate(columns):
                for place in (ALL, group):
                    self.values[item.code, place, month] += row[f"value_{n}"]
                    self.records[item.code, place, month] += row[f"records_{n}"]

    def closed(self) -> set[Key] | None:
        """Cells that stay closed; None when nothing of the table may open. The report's own totals are open already."""
        totals = {(item.code, ALL, WHOLE) for item in self.items}
        small = {key for key, count in self.records.items() if 0 < count < LEAST}
        return close(self.values, small, self.equations(), totals, self._same_place)

    def _same_place(self, key: Key) -> list[Key]:
        """The cells of all linked figures for one group and month: one left open would tell the others."""
        _, group, month = key
        return [place for item in self.items if (place := (item.code, group, month)) in self.values]

    def equations(self) -> list[Equation[Key]]:
        """Groups add up, months add up, and the declared identities hold in each cell where they can."""
        found: list[Equation[Key]] = []
        groups, places = [g.key for g in self.groups], [ALL, *(g.key for g in self.groups)]
        for item in self.items:
            keys = [month.key for month in self.months_of(item)]
            for month in (WHOLE, *keys):
                found.append(_sum((item.code, ALL, month), [(item.code, g, month) for g in groups]))
            for place in places if keys else ():
                found.append(_sum((item.code, place, WHOLE), [(item.code, place, m) for m in keys]))
        for identity in identities({item.code for item in self.items}):
            for month in (WHOLE, *self._common_months(identity)):
                found += [_balance(identity, place, month) for place in places]
        return found

    def _common_months(self, identity: Identity) -> list[str]:
        """Months in which an identity holds: only where all its figures are placed by the same day."""
        of = [item for item in self.items if item.code in (*identity.whole, *identity.parts)]
        alike = len({(item.kind, item.placed_by, item.source) for item in of}) == 1 and of[0].kind == "flow"
        return [month.key for month in self.months] if alike else []


def _sum(whole: Key, parts: Iterable[Key]) -> Equation[Key]:
    return {whole: -1, **dict.fromkeys(parts, 1)}


def _balance(identity: Identity, place: str, month: str) -> Equation[Key]:
    sides: dict[Key, int] = {(code, place, month): 1 for code in identity.whole}
    return sides | {(code, place, month): -1 for code in identity.parts}


def _within(item: Indicator, month: Month) -> Q:
    return Q(**{f"{item.placed_by}__range": (month.first, month.last)})


def _measure(item: Indicator, condition: Q) -> Any:
    if item.measure == "count":
        return Count("pk", filter=condition) if condition else Count("pk")
    column = item.measure.partition(":")[2]
    return Sum(column, filter=condition, default=0) if condition else Sum(column, default=0)


def months(period: law.Period) -> list[Month]:
    """The calendar months that the period touches, cut to its window."""
    found, first = [], period.first
    while first <= period.last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), period.last)
        found.append(Month(f"{first:%Y-%m}", f"Tháng {first.month}/{first.year}", first, last))
        first = following
    return found


def _group(tree: Tree, root: Unit, pk: int) -> Group:
    """The group of a unit: of a province its districts, its agencies, its communes; of any other unit all as one."""
    if tree.nodes[root.pk].kind not in PROVINCES:
        return Group("don_vi", tree.nodes[root.pk].name)
    line = [pk, *tree.ancestors(pk)]
    for one in line:
        if tree.nodes[one].kind in DISTRICTS:
            return Group(tree.nodes[one].unit.slug, tree.nodes[one].name)
    if any(tree.nodes[one].kind in COMMUNES for one in line):
        return Group("cap_xa", "Các xã, phường, đặc khu")
    return Group("cap_tinh", "Cơ quan cấp tỉnh")


def _ordered(tree: Tree, group_of: dict[int, Group]) -> list[Group]:
    return list(dict.fromkeys(group_of[pk] for pk in tree.walk() if pk in group_of))
