"""A condition of an indicator as an SQLGlot expression, so that each engine reads the one definition in its own words.

`reports.structure.faults` refuses what could not be said here: columns beyond source and spine, other lookups, and a
nullable column negated (SQL and Django would differ on its empty rows).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from sqlglot import exp

LOOKUPS: dict[str, Callable[[exp.Expr, Any], exp.Expr]] = {
    "exact": lambda column, value: exp.EQ(this=column, expression=literal(value)),
    "gt": lambda column, value: exp.GT(this=column, expression=literal(value)),
    "gte": lambda column, value: exp.GTE(this=column, expression=literal(value)),
    "lt": lambda column, value: exp.LT(this=column, expression=literal(value)),
    "lte": lambda column, value: exp.LTE(this=column, expression=literal(value)),
    "range": lambda column, value: exp.Between(this=column, low=literal(value[0]), high=literal(value[1])),
    "in": lambda column, value: among(column, value),
    "isnull": lambda column, value: _empty(column, value),
}


def condition(node: Q) -> exp.Expr:
    """What a `Q` says of one row. ValueError for what no engine could be asked."""
    if node.connector not in (Q.AND, Q.OR):
        raise ValueError(f"{node.connector} is a connector that not every engine knows")
    said = [_said(child) for child in node.children] or [exp.true()]
    whole = exp.or_(*said) if node.connector == Q.OR else exp.and_(*said)
    return exp.not_(whole) if node.negated else whole


def literal(value: Any) -> exp.Expr:
    """A value written into a query: a day, a word, a number, yes or no."""
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, int):
        return exp.Literal.number(value)
    if isinstance(value, str):
        return exp.Literal.string(str(value))
    raise ValueError(f"{value!r} is no day, word, number or yes-or-no")


def among(column: exp.Expr, values: Any) -> exp.Expr:
    """Whether a column holds one of the values; of none it holds none."""
    listed = [literal(value) for value in values if value is not None]
    return exp.In(this=column, expressions=listed) if listed else exp.false()


def _said(child: Any) -> exp.Expr:
    return condition(child) if isinstance(child, Q) else _lookup(*child)


def _lookup(name: str, value: Any) -> exp.Expr:
    column, _, lookup = name.partition("__")
    if (lookup or "exact") not in LOOKUPS:
        raise ValueError(f"{name} compares in a way not every engine knows")
    if value is None:
        return _empty(exp.column(column), True)
    return LOOKUPS[lookup or "exact"](exp.column(column), value)


def _empty(column: exp.Expr, value: bool) -> exp.Expr:
    is_null = exp.Is(this=column, expression=exp.null())
    return is_null if value else exp.not_(is_null)
