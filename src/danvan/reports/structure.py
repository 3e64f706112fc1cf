"""Whether an indicator keeps to what every engine can count: own and spine columns, nothing nullable negated."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, IntegerField, Model, Q

from danvan.law import rulebook
from danvan.records.declare import Identity, Indicator, Ratio, figures, identities
from danvan.reports.windows import COMPARISONS, KINDS, WORDS

LOOKUPS = ("exact", "in", "gt", "gte", "lt", "lte", "range", "isnull")


def faults(indicator: Indicator) -> list[str]:
    """What keeps the indicator from being counted the same way everywhere; [] when nothing does."""
    found = [*_of_q(indicator.where, indicator.source, negated=False)]
    found += _of_column(indicator.placed_by, indicator.source)
    how, _, column = indicator.measure.partition(":")
    if how not in ("count", "sum", "distinct"):
        found.append(f"unknown measure {indicator.measure}")
    elif column:
        found += _of_column(column, indicator.source)
        if how == "sum" and not isinstance(_field(indicator.source, column), IntegerField):
            found.append(f"{column} is no integer column")
    if indicator.kind not in KINDS:
        found.append(f"unknown kind {indicator.kind}")
    elif indicator.kind != "flow":
        found += _of_column(indicator.ends_by, indicator.source)
    for column, word in indicator.dated:
        found += _of_column(column, indicator.source)
        if word not in WORDS:
            found.append(f"{column} is dated by an unknown word {word}")
    for column, lookup, rule in indicator.limits:
        if not isinstance(_field(indicator.source, column), IntegerField):
            found.append(f"{column} is no integer column")
        if lookup not in COMPARISONS:
            found.append(f"{column} is compared by an unknown word {lookup}")
        if rule not in rulebook():
            found.append(f"{column} is compared with {rule}, which is no rule")
    return [f"{indicator.code}: {fault}" for fault in found]


def _of_q(node: Q, source: type[Model], *, negated: bool) -> Iterator[str]:
    inverted = negated != node.negated
    for child in node.children:
        if isinstance(child, Q):
            yield from _of_q(child, source, negated=inverted)
            continue
        if not isinstance(child, tuple):
            yield f"{child!r} is no plain condition"
            continue
        name, _, lookup = child[0].partition("__")
        yield from _of_column(name, source)
        if (lookup or "exact") not in LOOKUPS:
            yield f"{child[0]} reaches beyond source and spine, or compares in a way not every engine knows"
        field = _field(source, name)
        if inverted and field is not None and field.null and lookup != "isnull":
            yield f"{name} may be empty and is negated"


def _of_column(name: str, source: type[Model]) -> list[str]:
    return (
        [] if _field(source, name) is not None else [f"{name} is no column of {source.__name__} or its spine"]
    )


def _field(source: type[Model], name: str) -> Field | None:
    try:
        field = source._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) and field.concrete else None


def _dangling(item: Ratio | Identity, codes: set[str]) -> list[str]:
    parts = (item.numerator, item.denominator) if isinstance(item, Ratio) else (*item.whole, *item.parts)
    name = item.code if isinstance(item, Ratio) else item.key
    return [f"{name}: nothing declares {code}" for code in parts if code not in codes]


def check_declarations(**_: object) -> list[CheckMessage]:
    """Django's system check over all declared figures and identities (reports.E001)."""
    declared = figures()
    counted = {item.code for item in declared if isinstance(item, Indicator)}
    found = [fault for item in declared if isinstance(item, Indicator) for fault in faults(item)]
    ratios = [item for item in declared if isinstance(item, Ratio)]
    tied: list[Ratio | Identity] = [*ratios, *identities()]
    for whole in tied:
        found += _dangling(whole, counted)
    return [Error(fault, id="reports.E001") for fault in found]
