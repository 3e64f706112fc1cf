"""One question per source: every indicator of it, for all units, in one scan.

Each condition that indicators share is told once for a row; a figure is a sum over those that hold together. Measured:
`SUM(CASE …)` is many times quicker on DuckDB than aggregates with a FILTER, and no engine finds shared conditions itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q
from sqlglot import exp

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.engines.expressions import among, condition, literal
from danvan.reports.question import KEPT, apart, known_by
from danvan.reports.scan import Line, Tally
from danvan.reports.windows import conditions, placed

SPINE = ("id", "unit_id", "is_illustrative")
HELD = "held_at"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of one source, and how to read the rows that come back."""

    items: tuple[Indicator, ...]
    select: exp.Select

    def sql(self, dialect: str) -> str:
        """The question in the words of an engine: duckdb, spark, postgres."""
        return self.select.sql(dialect=dialect)

    def lines(self, rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
        """One unit's tallies from each row; units without a record give none."""
        for unit_id, is_illustrative, *values in rows:
            told = iter(values)
            yield Line(
                int(unit_id), bool(is_illustrative), {item.code: _tally(item, told) for item in self.items}
            )


class Kept:
    """Questions in the words of one engine, kept for the next asking: to write one takes longer than to answer it."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self._told: dict[tuple[Any, ...], tuple[Question, str]] = {}

    def told(
        self,
        model: type[Model],
        items: Sequence[Indicator],
        period: law.Period,
        unit_ids: Iterable[int],
        relations: Callable[[], tuple[exp.Expr, exp.Expr | None]],
    ) -> tuple[Question, str]:
        """The question and its words; `relations` gives the source and its hand-overs when it must be written."""
        units = tuple(sorted(set(unit_ids)))
        key = (*known_by(model, tuple(items), period), units)
        if key not in self._told:
            if len(self._told) >= KEPT:
                self._told.clear()
            question = ask(*relations(), items, period, units)
            self._told[key] = (question, question.sql(self.dialect))
        return self._told[key]


def ask(
    source: exp.Expr,
    handovers: exp.Expr | None,
    items: Sequence[Indicator],
    period: law.Period,
    unit_ids: Iterable[int],
) -> Question:
    """The question for a flat relation of a source and, where its records can be handed over, that of hand-overs.

    A relation is a table or a subquery. Columns: those of `SPINE` and all that the indicators name; of hand-overs id,
    record_id, on and from_unit_id.
    """
    shared = _Shared(items, period)
    held = _held(source, handovers, period.last)
    marked = (
        exp.select(HELD, "is_illustrative", *shared.columns(), *_measured(items))
        .from_(held.subquery("held"))
        .where(exp.or_(*shared.reach), among(exp.column(HELD), sorted(set(unit_ids))))
    )
    figures = [part for n, item in enumerate(items) for part in _figures(item, shared.of[n], n)]
    any_illustrative = exp.Max(this=_when(exp.column("is_illustrative"), exp.Literal.number(1)))
    select = exp.select(HELD, exp.alias_(any_illustrative, "marked"), *figures).from_(
        marked.subquery("marked")
    )
    return Question(tuple(items), select.group_by(HELD))


class _Shared:
    """The conditions of all indicators, each told once and named."""

    def __init__(self, items: Sequence[Indicator], period: law.Period) -> None:
        self.names: dict[str, str] = {}
        self.expressions: dict[str, exp.Expr] = {}
        self.of = [
            [self._name(part) for whole in conditions(item, period) for part in apart(whole)]
            for item in items
        ]
        windows = {str(placed(item, period)): placed(item, period) for item in items}
        self.reach = [condition(window) for window in windows.values()]

    def _name(self, part: Q) -> str:
        said = condition(part)
        name = self.names.setdefault(said.sql(), f"c{len(self.names)}")
        self.expressions[name] = said
        return name

    def columns(self) -> list[exp.Expr]:
        """Each condition as a column of yes, no or (where a column is empty) neither."""
        return [exp.alias_(said, name) for name, said in self.expressions.items()]


def _measured(items: Sequence[Indicator]) -> list[exp.Expr]:
    names = {item.measure.partition(":")[2]: None for item in items}
    return [exp.column(name) for name in names if name]


def _figures(item: Indicator, names: list[str], n: int) -> list[exp.Expr]:
    holds = exp.and_(*[exp.column(name) for name in dict.fromkeys(names)])
    how, _, column = item.measure.partition(":")
    found: list[exp.Expr] = [exp.Sum(this=_when(holds, exp.Literal.number(1)))]
    if how == "sum":
        found.append(exp.Sum(this=_when(holds.copy(), exp.func("COALESCE", exp.column(column), literal(0)))))
    elif how == "distinct":
        found.append(exp.ArrayUniqueAgg(this=_when(holds.copy(), exp.column(column), otherwise=exp.null())))
    elif how != "count":
        raise ValueError(f"{item.code}: unknown measure {item.measure}")
    return [exp.alias_(part, f"f{n}_{turn}") for turn, part in enumerate(found)]


def _when(holds: exp.Expr, value: exp.Expr, otherwise: exp.Expr | None = None) -> exp.Case:
    return exp.Case().when(holds, value).else_(exp.Literal.number(0) if otherwise is None else otherwise)


def _held(source: exp.Expr, handovers: exp.Expr | None, last: date) -> exp.Select:
    """The source with the unit that held each record at the end of a day, as `reports.holding.holder` tells it."""
    if handovers is None:
        return exp.select("*", exp.alias_(exp.column("unit_id"), HELD)).from_(_named(source, "r"))
    turn = exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column("record_id")],
        order=exp.Order(expressions=[exp.Ordered(this=exp.column("id"))]),
    )
    later = (
        exp.select("record_id", "from_unit_id", exp.alias_(turn, "turn"))
        .from_(_named(handovers, "h"))
        .where(exp.GT(this=exp.column("on", quoted=True), expression=literal(last)))
    )
    given = exp.select("record_id", "from_unit_id").from_(later.subquery("later")).where("turn = 1")
    place = exp.func("COALESCE", exp.column("from_unit_id", "given"), exp.column("unit_id", "r"))
    return (
        exp.select("r.*", exp.alias_(place, HELD))
        .from_(_named(source, "r"))
        .join(given.subquery("given"), on="given.record_id = r.id", join_type="left")
    )


def _named(relation: exp.Expr, name: str) -> exp.Expr:
    return relation.subquery(name) if isinstance(relation, exp.Select) else exp.alias_(relation, name)


def _tally(item: Indicator, told: Iterator[Any]) -> Tally:
    records = int(next(told))
    if item.measure == "count":
        return Tally(records, records)
    value = next(told)
    if item.measure.startswith("distinct:"):
        members = frozenset(one for one in value if one is not None)
        return Tally(len(members), records, members)
    return Tally(int(value), records)
