"""Who must send which report by when: the receiver's own dated order, which the law leaves to it (RP.SEND.LOWER).

No text read so far fixes a day, so nothing is late without an order. A due day off moves to the next working day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from psycopg.types.range import DateRange

from danvan import law
from danvan.org.models import Account, Unit, UnitParent
from danvan.org.tree import Tree
from danvan.records import calendar
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports.flow.models import FlowStep, ReportExcuse, ReportingOrder, UnitTable
from danvan.reports.flow.words import cleaned
from danvan.reports.form_files import Form, form, forms, version_on
from danvan.reports.models import Report
from danvan.reports.windows import period_of
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

Every = ReportingOrder.Every
LAW, GAP = "RP.SEND.LOWER", "GR.GAP"
PARTS = {Every.QUARTER: ("Q1", "Q2", "Q3", "Q4"), Every.HALF: ("6M",), Every.NINE: ("9M",), Every.YEAR: ("",)}
SENT, EXCUSED, LATE, RETURNED, SOON, AHEAD = (
    *("da_gui", "mien", "qua_han"),
    *("tra_lai", "sap_den_han", "chua_den_han"),
)
WORDS = {
    SENT: "Đã gửi",
    EXCUSED: "Được miễn",
    LATE: "Quá hạn, chưa gửi",
    RETURNED: "Cấp trên trả lại, phải gửi lại",
    SOON: "Sắp đến hạn",
    AHEAD: "Chưa đến hạn",
}
SOON_DAYS = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that a unit has to send, with what it sent. `by_table` tells a table from a signed report."""

    order: ReportingOrder
    unit_id: int
    unit_name: str
    shape: Form
    period: law.Period
    due_on: date
    state: str
    sent_on: date | None = None
    by_table: UnitTable | None = None
    report: Report | None = None

    @property
    def was_late(self) -> bool:
        """Sent after its day, or not sent and over it."""
        return self.state == LATE or (self.sent_on is not None and self.sent_on > self.due_on)

    @property
    def words(self) -> str:
        """The state for people; a sent one says whether it was in time."""
        late = self.state == SENT and self.was_late
        return "Đã gửi muộn" if late else WORDS[self.state]

    @property
    def is_missing(self) -> bool:
        """Nothing that could be counted has come."""
        return self.state not in (SENT, EXCUSED)


@transaction.atomic
def enact(receiver: Unit, *, by: Account, **columns: Any) -> ReportingOrder:
    """Write down the receiver's order by its head. Refusal without a paper, or for a day before figures close plus one."""
    require(by, "reports.sign", receiver)
    order = ReportingOrder(receiver=receiver, entered_by=by, **columns)
    order.paper_no = order.paper_no.strip()
    if not order.paper_no:
        raise Refusal("Chưa ghi số văn bản quy định ngày gửi; ngày gửi phải có văn bản của nơi nhận.")
    if order.paper_on > today() or order.valid_from < order.paper_on:
        raise Refusal("Ngày văn bản phải không sau hôm nay và không sau ngày áp dụng; hãy sửa lại.")
    if order.form not in {item.family for item in forms().values()}:
        raise Refusal("Không có biểu mẫu này; hãy chọn trong danh sách.")
    if not 1 <= order.due_day <= 28:
        raise Refusal("Ngày gửi phải từ 1 đến 28; tháng nào cũng có ngày ấy.")
    same = ReportingOrder.objects.filter(receiver=receiver, form=order.form, every=order.every)
    if same.filter(Q(valid_to=None) | Q(valid_to__gte=order.valid_from)).exists():
        raise Refusal(
            "Đã có quy định cho biểu và kỳ này đang áp dụng; hãy ghi ngày kết thúc quy định cũ trước."
        )
    say_who(by, f"Quy định ngày gửi báo cáo theo văn bản {order.paper_no}")
    order.save()
    return order


@transaction.atomic
def end(order: ReportingOrder, on: date, *, by: Account) -> ReportingOrder:
    """The order holds for the last time on that day."""
    require(by, "reports.sign", order.receiver)
    if order.valid_to or on < order.valid_from:
        raise Refusal("Quy định này đã kết thúc, hoặc ngày kết thúc trước ngày áp dụng; hãy xem lại.")
    say_who(by, "Kết thúc quy định ngày gửi báo cáo")
    order.valid_to = on
    order.save(update_fields=["valid_to"])
    return order


@transaction.atomic
def excuse(unit: Unit, order: ReportingOrder, period: str, reason: str, *, by: Account) -> ReportExcuse:
    """The receiver's head frees a unit of one report, with the reason."""
    require(by, "reports.sign", order.receiver)
    words = cleaned(reason)[:300]
    if not words:
        raise Refusal("Miễn gửi báo cáo phải nêu lý do; hãy ghi lý do.")
    window = period_of(period)
    if unit.pk not in {child.pk for child in _children(order, window.last)[1]}:
        raise Refusal("Đơn vị này không phải gửi báo cáo theo quy định ấy; hãy tải lại trang.")
    say_who(by, "Miễn gửi báo cáo")
    kept, _is_new = ReportExcuse.objects.get_or_create(
        unit=unit, form=order.form, period=window.code, defaults={"reason": words, "by": by}
    )
    return kept


def due_on(order: ReportingOrder, period: law.Period) -> date:
    """The day by which the order's units send this period: after the figures closed, and never on a day off.

    At least one working day lies between closing and sending (GR.GAP).
    """
    days = calendar.current()
    found = period.last.replace(day=order.due_day)
    if found <= period.last:
        found = (period.last.replace(day=1) + timedelta(days=32)).replace(day=order.due_day)
    return days.next_working(max(found, days.next_working(period.last + timedelta(days=1))))


def periods(order: ReportingOrder, since: date, until: date) -> list[law.Period]:
    """The order's periods that are due within the days, oldest first; those without law are left out."""
    found = []
    for year in range(since.year - 1, until.year + 1):
        for code in _codes(order.every, year):
            try:
                window = period_of(code)
            except Refusal:
                continue
            ends = order.valid_to or date.max
            if order.valid_from <= window.last <= ends and since <= due_on(order, window) <= until:
                found.append(window)
    return sorted(found, key=lambda window: window.last)


def _codes(every: str, year: int) -> Iterable[str]:
    if every == Every.MONTH:
        return (f"{year}-{month:02d}" for month in range(1, 13))
    return (f"{year}-{part}".rstrip("-") for part in PARTS[Every(every)])


def owed_to(order: ReportingOrder, period: law.Period, on: date | None = None) -> list[Owed]:
    """What each unit directly below owes the receiver for a period, in the tree's order. Five queries at most."""
    tree, units = _children(order, period.last)
    shape = version_on(order.form, period.last)
    return _met(order, {unit.pk: tree.name(unit) for unit in units}, shape, period, on or today())


def owed_by(unit: Unit, since: date, until: date, on: date | None = None) -> list[Owed]:
    """What a unit owes whoever stands above it, due within the days, oldest first."""
    found: list[Owed] = []
    now = on or today()
    for order in ReportingOrder.objects.filter(receiver__in=_above(unit, since, until)).select_related(
        "receiver"
    ):
        for period in periods(order, since, until):
            tree, units = _children(order, period.last)
            if unit.pk in {child.pk for child in units}:
                shape = version_on(order.form, period.last)
                found += _met(order, {unit.pk: tree.name(unit)}, shape, period, now)
    return sorted(found, key=lambda one: (one.due_on, one.shape.title))


def missing_below(unit: Unit, form_key: str, period: law.Period) -> list[Owed]:
    """Units that had to send this form for the period to the unit, and did not, on any day."""
    family = form(form_key).family
    orders = ReportingOrder.objects.filter(receiver=unit, form=family, valid_from__lte=period.last)
    codes = {order.pk: _of_every(order.every, period.last) for order in orders}
    return [
        owed
        for order in orders.filter(Q(valid_to=None) | Q(valid_to__gte=period.last))
        if period.code in codes[order.pk]
        for owed in owed_to(order, period)
        if owed.is_missing
    ]


def _of_every(every: str, last: date) -> set[str]:
    return {code for year in (last.year, last.year + 1) for code in _codes(every, year)}


def _above(unit: Unit, since: date, until: date) -> set[int]:
    span = DateRange(since - timedelta(days=90), until + timedelta(days=1))
    rows = UnitParent.objects.filter(unit=unit, valid__overlap=span)
    return set(rows.values_list("parent_id", flat=True))


def _children(order: ReportingOrder, on: date) -> tuple[Tree, list[Unit]]:
    tree = Tree(on, order.receiver)
    kinds = {kind for kind in order.kinds.split(",") if kind}
    if order.receiver_id not in tree.nodes:
        return tree, []
    below = tree.children(order.receiver)
    return tree, [unit for unit in below if not kinds or tree.nodes[unit.pk].kind in kinds]


def _met(
    order: ReportingOrder, names: dict[int, str], shape: Form, period: law.Period, now: date
) -> list[Owed]:
    due = due_on(order, period)
    keys = {item.key for item in forms().values() if item.family == shape.family} | {shape.key}
    reports, steps = _reports(names, keys, period.code)
    tables = UnitTable.objects.filter(unit__in=names, form__in=keys, period=period.code)
    handed = {row.unit_id: row for row in tables.filter(state__in=("da_nop", "tra_lai")).order_by("pk")}
    first = {}
    for pk, on in tables.exclude(sent_on=None).order_by("-sent_on").values_list("unit_id", "sent_on"):
        first[pk] = on
    free = set(
        ReportExcuse.objects.filter(unit__in=names, form=order.form, period=period.code).values_list(
            "unit_id", flat=True
        )
    )
    found = []
    for pk, name in names.items():
        report, table = reports.get(pk), handed.get(pk)
        state, sent = _state(steps.get(pk, []), table, first.get(pk), pk in free, due, now)
        found.append(Owed(order, pk, name, shape, period, due, state, sent, table, report))
    return found


def _reports(
    names: Iterable[int], form_keys: Iterable[str], period: str
) -> tuple[dict[int, Report], dict[int, list[FlowStep]]]:
    """Unit → its newest report, and unit → all steps between the levels, oldest first. Two queries."""
    rows = Report.objects.filter(unit__in=list(names), form__in=list(form_keys), period=period)
    reports = {row.unit_id: row for row in rows.defer("package").order_by("version", "pk")}
    steps: dict[int, list[FlowStep]] = {}
    between = FlowStep.objects.filter(
        report__in=rows, act__in=(FlowStep.Act.SEND_UP, FlowStep.Act.RETURN_DOWN)
    )
    for step in between.select_related("report"):
        steps.setdefault(step.report.unit_id, []).append(step)
    return reports, steps


def _state(
    steps: list[FlowStep], table: UnitTable | None, first: date | None, is_free: bool, due: date, now: date
) -> tuple[str, date | None]:
    """The state of one unit's report and the day on which it first came."""
    sent = [step for step in steps if step.act == FlowStep.Act.SEND_UP]
    days = [*(step.on for step in sent[:1]), *([first] if first else [])]
    if (sent and steps[-1].act == FlowStep.Act.SEND_UP) or (table and table.state == UnitTable.State.SENT):
        return SENT, min(days)
    if is_free:
        return EXCUSED, None
    if sent or (table and table.state == UnitTable.State.RETURNED):
        return RETURNED, None
    if now > due:
        return LATE, None
    return (SOON if now + SOON_DAYS >= due else AHEAD), None


def citation(order: ReportingOrder, on: date) -> str:
    """The paper that sets the day, and the article that lets the receiver set it where it was read."""
    paper = f"Văn bản {order.paper_no} ngày {day(order.paper_on)}"
    wording = law.rulebook().in_force(LAW, on)
    if wording is None or wording.checked.status == "M":
        return paper
    return f"{paper}; {wording.citation}"
