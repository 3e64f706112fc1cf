"""The page of whoever receives: which units below sent, late or not yet, and their tables beside what records count."""

from dataclasses import dataclass
from datetime import date, timedelta

from danvan import law
from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.places import names
from danvan.reports import live
from danvan.reports.flow import orders
from danvan.reports.flow.coverage import Coverage, coverage
from danvan.reports.flow.models import ReportingOrder, UnitCell
from danvan.reports.flow.orders import Owed

LOOK_BACK, LOOK_AHEAD = timedelta(days=400), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its total and whose numbers stand in it; what tables state beside what is counted of the same units."""

    code: str
    label: str
    total: int
    coverage: Coverage
    stated: int | None
    counted: int | None
    differing: tuple[str, ...] = ()

    @property
    def gap(self) -> int | None:
        """Stated less counted."""
        return None if self.stated is None or self.counted is None else self.stated - self.counted


@dataclass(frozen=True, slots=True)
class Overview:
    """One order and period: the units that owe, and the figures."""

    order: ReportingOrder
    period: law.Period
    rows: list[Owed]
    lines: list[Line]
    citation: str

    @property
    def due_on(self) -> date:
        """The day by which the units send."""
        return orders.due_on(self.order, self.period)

    @property
    def sent(self) -> int:
        """How many sent something that stands."""
        return sum(row.state == orders.SENT for row in self.rows)

    @property
    def owing(self) -> int:
        """How many have to send: all but the excused."""
        return sum(row.state != orders.EXCUSED for row in self.rows)

    @property
    def in_time(self) -> int:
        """How many of those that sent did so in time."""
        return sum(row.state == orders.SENT and not row.was_late for row in self.rows)


def receivers(reach: Reach) -> list[tuple[int, str]]:
    """(id, name) of the units at whose place the account compiles and that have units below, its own first."""
    ids = set(reach.units("reports.type")) & reach.own_ids
    named = names(ids, reach.on)
    return sorted(((pk, named.get(pk, "")) for pk in ids), key=lambda pair: pair[1])


def receiver(reach: Reach, pk: int | None) -> Unit:
    """The unit asked for, or the account's first; NotAllowed for one where it does not compile."""
    known = [one for one, _name in receivers(reach)]
    wanted = pk if pk is not None else (known[0] if known else None)
    if wanted is None or (wanted not in known and wanted not in reach.units("reports.type")):
        raise NotAllowed("Tài khoản của Bà/Ông không lập báo cáo của đơn vị này; hãy liên hệ người quản trị.")
    return Unit.objects.get(pk=wanted)


def choices(unit: Unit, on: date) -> list[tuple[ReportingOrder, law.Period]]:
    """Each order of the unit with each of its periods that fell or falls due near the day, newest first."""
    found = [
        (order, period)
        for order in ReportingOrder.objects.filter(receiver=unit).select_related("receiver")
        for period in orders.periods(order, on - LOOK_BACK, on + LOOK_AHEAD)
        if period.last <= on
    ]
    return sorted(found, key=lambda pair: (pair[1].last, pair[0].pk), reverse=True)


def overview(order: ReportingOrder, period: law.Period, on: date) -> Overview:
    """The whole page for one order and period."""
    rows = orders.owed_to(order, period, on)
    return Overview(order, period, rows, _lines(order, period, rows), orders.citation(order, period.last))


def _lines(order: ReportingOrder, period: law.Period, rows: list[Owed]) -> list[Line]:
    if not rows:
        return []
    content = live.read(order.receiver, period, rows[0].shape.key)
    figures, covered = content.figures, coverage(content.figures)
    tables = {row.by_table.pk: row for row in rows if row.by_table and row.unit_id in figures.tree.nodes}
    stated: dict[str, dict[int, int]] = {}
    cells = UnitCell.objects.filter(table__in=tables, value__isnull=False)
    for table, code, value in cells.values_list("table_id", "code", "value"):
        stated.setdefault(code, {})[tables[table].unit_id] = value or 0
    names_ = {row.unit_id: row.unit_name for row in rows}
    found = []
    for code in content.form.codes:
        cell = figures.cell(code)
        if cell.is_ratio or cell.numerator is None:
            continue
        own = {
            pk: (figures.cell(code, pk).numerator or 0) - figures.received.get(code, {}).get(pk, 0)
            for pk in stated.get(code, {})
            if pk not in (figures.settled.spoken_for if figures.settled else {})
        }
        beside = {pk: value for pk, value in stated.get(code, {}).items() if pk in own}
        differing = tuple(names_[pk] for pk, value in beside.items() if value != own[pk])
        stated_sum, own_sum = (sum(beside.values()), sum(own.values())) if beside else (None, None)
        found.append(
            Line(code, str(cell.label), cell.numerator, covered[code], stated_sum, own_sum, differing)
        )
    return found
