"""The figures of a report beside those of the periods before, and of a neighbouring unit."""

from collections.abc import Iterator
from dataclasses import dataclass

from danvan.org.models import Unit, UnitName
from danvan.org.tree import Tree
from danvan.records.desk.access import Reach
from danvan.reports.compute import Figures, compute
from danvan.reports.flow.coverage import place
from danvan.reports.live import Live
from danvan.reports.narrative.rendering import Sides
from danvan.reports.narrative.syntax import LAST_YEAR, NOW, PREVIOUS
from danvan.reports.narrative.wording import value_of
from danvan.reports.narrative.words import DOWN, UP, Value, direction
from danvan.ui.errors import Refusal
from danvan.ui.numbers import signed

MAIN = 8  # figures on the leader's page
MOST_NEIGHBOURS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the figure now, before, a year before and at the neighbour, as they are printed; "" where there is none.

    `change` and `year_change` are signed differences of what is printed; `way` is tang, giam, bang or "".
    """

    label: str
    unit: str
    code: str
    now: str
    previous: str
    change: str
    way: str
    last_year: str
    year_change: str
    neighbour: str
    opens: bool

    @property
    def mark(self) -> str:
        """The way as a shape, beside its number."""
        return {UP: "▲", DOWN: "▼"}.get(self.way, "")


def table(read: Live, sides: Sides, neighbour: Figures | None) -> list[tuple[str, list[Row]]]:
    """(section, its lines) of the form."""
    return [
        (
            section.title,
            [
                _row(line.code or line.typed, line.label, line.unit, sides, neighbour, bool(line.code))
                for line in section.rows
            ],
        )
        for section in read.form.sections
    ]


def _row(code: str, label: str, unit: str, sides: Sides, neighbour: Figures | None, counted: bool) -> Row:
    now, previous, year = (sides.of(when, code) for when in (NOW, PREVIOUS, LAST_YEAR))
    beside = value_of(neighbour.cell(code)) if neighbour and counted else None
    return Row(
        label,
        unit,
        code,
        *(_shown(now), _shown(previous), _gap(now, previous), direction(now, previous) if now else ""),
        *(_shown(year), _gap(now, year), _shown(beside)),
        counted and now is not None,
    )


def _shown(value: Value | None) -> str:
    return value.shown if value else ""


def _gap(now: Value | None, then: Value | None) -> str:
    if now is None or then is None or now.printed is None or then.printed is None:
        return ""
    gap = now.printed - then.printed
    return signed(gap.normalize() if gap else 0)


def main(rows: list[tuple[str, list[Row]]], codes: list[str]) -> list[Row]:
    """The few figures that a leader reads first: those that the sentences compare, else those that begin the form."""
    every = {row.code: row for _title, lines in rows for row in lines if row.opens}
    chosen = [every[code] for code in dict.fromkeys(codes) if code in every]
    chosen += [row for row in every.values() if row not in chosen]
    return chosen[:MAIN]


def neighbours(reach: Reach, unit: Unit, tree: Tree) -> list[tuple[int, str]]:
    """(id, name) of units of the same kind whose counts the account may see, in Vietnamese order; [] without any."""
    may = reach.units("records.count") - {unit.pk}
    if not may:
        return []
    kind = tree.nodes[unit.pk].kind
    named = UnitName.objects.on(tree.on).filter(unit_id__in=may, kind=kind).order_by("sort_key", "unit_id")
    return list(named.values_list("unit_id", "name")[:MOST_NEIGHBOURS])


def of_neighbour(choices: list[tuple[int, str]], asked: str, read: Live) -> tuple[str, Figures] | None:
    """The neighbour's name and figures of the same period; None for none, or one that is not among the choices."""
    name = dict(choices).get(int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    if name is None:
        return None
    try:
        unit, figures = Unit.objects.get(pk=int(asked)), read.figures
        found = place(compute(unit, figures.period, list(figures.items), figures.tree_on))
    except Refusal:
        return None
    return name, found


def compared(sides: Sides) -> Iterator[str]:
    """The names of the periods beside, as the heads of columns need them."""
    for when, usual in ((PREVIOUS, "Kỳ trước"), (LAST_YEAR, "Cùng kỳ")):
        name = sides.words.get(when, usual)
        yield name[:1].upper() + name[1:]
