"""Over which units a report is counted: as they stood on the period's last day, or as they stand now.

Merging moves no record. Over today's tree whatever a merged unit took over counts with it, so that a new province can be
compared with the time before it; over the tree of that time each old unit keeps its own figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.org.models import Account, Succession, UnitParent
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports.compute import Figures, compute
from danvan.reports.flow.coverage import place
from danvan.reports.models import Report
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

AS_WAS, AS_IS = "luc_ay", "hien_nay"
CHOICES = ((AS_WAS, _("đơn vị lúc ấy (ngày cuối kỳ)")), (AS_IS, _("đơn vị hiện nay")))


def day_of(choice: str, period: str | law.Period) -> date:
    """The day whose tree a choice means; a period that is not over yet has only its own last day."""
    last = period_of(period).last
    return max(today(), last) if choice == AS_IS else last


def choice_of(report: Report) -> str:
    """Which of the two a stored report stands on."""
    return AS_WAS if report.tree_on == period_of(report.period).last else AS_IS


@transaction.atomic
def choose(report: Report, choice: str, *, by: Account) -> Report:
    """Count a draft over the other tree; Refusal without the right, for a signed report, or a unit not in that tree."""
    require(by, "reports.type", report.unit)
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.state != Report.State.DRAFT:
        raise Refusal("Chỉ đổi được cách tính đơn vị của dự thảo; báo cáo này đã trình hoặc đã ký.")
    if choice not in dict(CHOICES):
        raise Refusal("Hãy chọn tính theo đơn vị lúc ấy hoặc đơn vị hiện nay.")
    tree_on = day_of(choice, row.period)
    compute(row.unit, row.period, [], tree_on)  # refuses a unit that did not live then
    say_who(by, "Đổi ngày của danh mục đơn vị")
    row.tree_on = tree_on
    row.save(update_fields=["tree_on"])
    return row


@dataclass(frozen=True, slots=True)
class BothLine:
    """One figure of the unit over both trees; None where the unit did not live in that tree."""

    code: str
    label: str
    unit: str
    as_was: str
    as_is: str

    @property
    def differs(self) -> bool:
        """Whether the choice changes it."""
        return self.as_was != self.as_is


@dataclass(frozen=True, slots=True)
class Both:
    """The figures over both trees with the units that only one of them has."""

    was_on: date
    is_on: date
    lines: list[BothLine]
    gone: list[str]
    new: list[str]

    @property
    def differs(self) -> bool:
        """Whether any total depends on the choice."""
        return any(line.differs for line in self.lines)


def both(figures: Figures, codes: Iterable[str]) -> Both | None:
    """The figures over the tree of the period's last day and over today's; None where no unit below changed between.

    Two queries to know that; beyond it one more counting over the tree that the figures do not stand on.
    """
    was_on, is_on = day_of(AS_WAS, figures.period), day_of(AS_IS, figures.period)
    if was_on == is_on or not _changed(figures, was_on, is_on):
        return None
    asked = list(codes)
    trees = [figures if figures.tree_on == on else _over(figures, asked, on) for on in (was_on, is_on)]
    lines = [_line(code, figures, trees) for code in asked]
    was, now = (_names(found) for found in trees)
    return Both(was_on, is_on, lines, sorted(was - now), sorted(now - was))


def _changed(figures: Figures, was_on: date, is_on: date) -> bool:
    units = figures.counting_ids
    taken = Q(successor__in=units) | Q(predecessor__in=units)
    if Succession.objects.filter(taken, on__gt=was_on, on__lte=is_on).exists():
        return True
    began = Q(valid__startswith__gt=was_on, valid__startswith__lte=is_on)
    ended = Q(valid__endswith__gt=was_on, valid__endswith__lte=is_on)
    return UnitParent.objects.filter(Q(unit__in=units) | Q(parent__in=units)).filter(began | ended).exists()


def _over(figures: Figures, codes: list[str], on: date) -> Figures | None:
    try:
        return place(compute(figures.unit, figures.period, codes, on, engine=figures.engine))
    except Refusal:
        return None


def _line(code: str, figures: Figures, trees: list[Figures | None]) -> BothLine:
    cell = figures.cell(code)
    was, now = (found.cell(code).shown if found else "" for found in trees)
    return BothLine(code, str(cell.label), cell.unit, was, now)


def _names(figures: Figures | None) -> set[str]:
    return {figures.tree.nodes[pk].name for pk in figures.unit_ids} if figures else set()
