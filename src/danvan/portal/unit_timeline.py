"""The life of a unit as lines under days: names, codes, places, what it took over and what took over from it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.org.lists import FIRST
from danvan.org.models import Kind, RemoteSpell, Succession, Unit, UnitCode, UnitName, UnitParent
from danvan.org.naming import Names

DISTRICTS = (Kind.DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: words, then the units it speaks of as (name, address), then where it is written."""

    text: str
    units: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the unit on a day; `is_open` when the lists only begin there."""

    on: date
    lines: list[Line]
    is_open: bool = False


def address(slug: str) -> str:
    """A unit's own page."""
    return reverse("portal:unit", args=[slug])


@dataclass
class Timeline:
    """The dated rows of one unit, read in seven queries, and the events that they tell, the oldest first."""

    unit: Unit
    names: list[UnitName] = field(init=False)
    codes: list[UnitCode] = field(init=False)
    parents: list[UnitParent] = field(init=False)
    remote: list[RemoteSpell] = field(init=False)
    heirs: list[Succession] = field(init=False)
    forebears: list[Succession] = field(init=False)
    around: Names = field(init=False)

    def __post_init__(self) -> None:
        unit = self.unit
        self.names = list(unit.names.order_by("valid"))
        self.codes = list(unit.codes.order_by("valid"))
        self.parents = list(unit.parents.order_by("valid"))
        self.remote = list(unit.remote_spells.order_by("valid"))
        self.heirs = list(unit.successions.order_by("on", "share"))
        self.forebears = list(unit.inherits.order_by("on", "share"))
        near = [row.parent_id for row in self.parents]
        near += [row.successor_id for row in self.heirs] + [row.predecessor_id for row in self.forebears]
        self.around = Names(near)

    @property
    def ended_on(self) -> date | None:
        """The first day without the unit, None while it goes on."""
        return self.names[-1].valid.upper if self.names else None

    @property
    def without_heir(self) -> str:
        """What is said of a unit that is gone while nothing tells what took over; empty for any other."""
        if self.ended_on is None or self.heirs:
            return ""
        if self.names[-1].kind in DISTRICTS:
            return _("Không đơn vị nào kế thừa toàn bộ: việc còn dở của cấp huyện được giao từng việc một.")
        return _("Chưa biết đơn vị kế thừa: danh mục không ghi.")

    def named(self, unit_id: int, on: date) -> tuple[str, str]:
        """A unit of this timeline by its name on a day, with its address."""
        row = self.around.row(unit_id, on)
        return (row.name, address(row.unit.slug)) if row else ("", "")

    def events(self) -> list[Event]:
        """Every change under its day."""
        found: dict[date, list[Line]] = defaultdict(list)
        self._tell_names(found)
        self._tell_codes(found)
        self._tell_parents(found)
        self._tell_remote(found)
        self._tell_successions(found)
        if self.ended_on:
            found[self.ended_on].append(Line(_("Chấm dứt hoạt động từ ngày này.")))
            if self.without_heir:
                found[self.ended_on].append(Line(self.without_heir))
        return [Event(on, found[on], is_open=on <= FIRST) for on in sorted(found)]

    def _tell_names(self, found: dict[date, list[Line]]) -> None:
        for row, before in zip(self.names, [None, *self.names], strict=False):
            if before is None:
                open_ended = row.valid.lower <= FIRST
                text = _("Đã có với tên %(name)s.") if open_ended else _("Thành lập với tên %(name)s.")
            else:
                text = _("Đổi thành %(name)s.")
            found[row.valid.lower].append(Line(text % {"name": row.name}, source=row.note))

    def _tell_codes(self, found: dict[date, list[Line]]) -> None:
        for row in self.codes:
            label = str(UnitCode.System(row.system).label)
            found[row.valid.lower].append(Line(f"{label}: {row.code}."))

    def _tell_parents(self, found: dict[date, list[Line]]) -> None:
        for row in self.parents:
            on = row.valid.lower
            found[on].append(Line(_("Trực thuộc"), [self.named(row.parent_id, on)]))

    def _tell_remote(self, found: dict[date, list[Line]]) -> None:
        for row in self.remote:
            found[row.valid.lower].append(
                Line(_("Được tỉnh xác định là vùng sâu, vùng xa, đi lại khó khăn."))
            )
            if row.valid.upper and row.valid.upper != self.ended_on:
                found[row.valid.upper].append(Line(_("Thôi là vùng sâu, vùng xa.")))

    def _tell_successions(self, found: dict[date, list[Line]]) -> None:
        for row in _grouped(self.forebears):
            whole = row[0].share == Succession.Share.WHOLE
            text = _("Kế thừa toàn bộ của") if whole else _("Kế thừa một phần của")
            units = sorted(self.named(one.predecessor_id, one.on) for one in row)
            found[row[0].on].append(Line(text, units, row[0].source))
        for row in _grouped(self.heirs):
            whole = row[0].share == Succession.Share.WHOLE
            text = _("Được kế thừa toàn bộ bởi") if whole else _("Được kế thừa, mỗi nơi một phần, bởi")
            units = sorted(self.named(one.successor_id, one.on) for one in row)
            found[row[0].on].append(Line(text, units, row[0].source))


def _grouped(rows: Iterable[Succession]) -> list[list[Succession]]:
    """Rows of one day, share and paper together."""
    groups: dict[tuple, list[Succession]] = defaultdict(list)
    for row in rows:
        groups[row.on, row.share, row.source].append(row)
    return list(groups.values())
