"""A report as it reads today: figures, form, typed figures, trials and comparison, computed anew."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from danvan import law
from danvan.org.models import Unit
from danvan.reports.between_forms import between_forms
from danvan.reports.between_periods import between_periods
from danvan.reports.checks import Check, checks, failures_first
from danvan.reports.comparison import Line, compare, typed_figures
from danvan.reports.compute import Cell, Figures, compute
from danvan.reports.flow.coverage import place
from danvan.reports.form_checks import form_checks
from danvan.reports.form_files import Form, form
from danvan.reports.models import Report, TypedFigure
from danvan.reports.neighbours import neighbours
from danvan.reports.scan import Scan, scan
from danvan.reports.windows import period_of


@dataclass
class Live:
    """One unit, one period, one form; figures are of all codes of the form and of the equations they stand in."""

    figures: Figures
    form: Form
    typed: list[TypedFigure]

    @property
    def unit_name(self) -> str:
        """The unit's name on the tree's day."""
        return self.figures.tree.name(self.figures.unit)

    @cached_property
    def checks(self) -> list[Check]:
        """All trials, failures first; with those against what the unit's other signed reports state."""
        near = neighbours(self.figures.unit, self.figures.period, self.form.key)
        found = [*checks(self.figures, self.typed), *form_checks(self.form, self.figures, self.typed)]
        found += between_forms(self.figures, near)
        return failures_first([*found, *between_periods(self.figures, near)])

    @cached_property
    def lines(self) -> list[Line]:
        """Typed beside counted, line by line of the form."""
        return compare(self.figures, self.form, self.typed)

    @property
    def blocking(self) -> list[Check]:
        """Failures that a head must answer for before signing."""
        return [check for check in self.checks if check.blocks]

    @property
    def is_illustrative(self) -> bool:
        """Whether anything in it comes from the demonstration set."""
        return self.figures.is_illustrative or any(figure.report.is_illustrative for figure in self.typed)


def read(
    unit: Unit,
    period: str | law.Period,
    form_key: str = "dvcq",
    tree_on: date | None = None,
    *,
    engine: Scan = scan,
) -> Live:
    """Compute a report's content now, as `compute` does. Raises Refusal for an unknown form, unit or period."""
    shape = form(form_key)
    window = period_of(period)
    figures = place(compute(unit, window, shape.codes, tree_on, engine=engine))
    return Live(figures, shape, typed_figures(unit, window))


def of_report(report: Report, *, engine: Scan = scan) -> Live:
    """What a stored report would hold if it were made now, over the tree it was made with."""
    return read(report.unit, report.period, report.form, report.tree_on, engine=engine)


def cell_of(report: Report, code: str) -> Cell:
    """One figure of a stored report as it would read now, without counting the others."""
    window = period_of(report.period)
    return place(compute(report.unit, window, [code], report.tree_on)).cell(code)
