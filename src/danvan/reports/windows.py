"""Which records an indicator counts in a period: the one condition behind a cell and behind the list it opens."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from danvan import law
from danvan.records.declare import Indicator


def period_of(period: str | law.Period) -> law.Period:
    """The period of a code such as "2023-Q1", with the window the law gives it; Refusal for one without law."""
    return law.period(period) if isinstance(period, str) else period


def placed(indicator: Indicator, period: law.Period) -> Q:
    """In the period (flow), open at the end of its last day (stock) or of the day before its first (carried over)."""
    column = indicator.placed_by
    if indicator.kind == "flow":
        return Q(**{f"{column}__range": (period.first, period.last)})
    if indicator.kind not in ("stock", "carried_over"):
        raise ValueError(f"{indicator.code}: unknown kind {indicator.kind}")
    on = period.last if indicator.kind == "stock" else period.first - timedelta(days=1)
    return Q(**{f"{column}__lte": on}) & (Q(closed_on__isnull=True) | Q(closed_on__gt=on))


def counted(indicator: Indicator, period: law.Period) -> Q:
    """What the indicator counts in the period, of any unit."""
    return placed(indicator, period) & indicator.where


def reach(indicators: Iterable[Indicator], period: law.Period) -> Q:
    """Rows that at least one of the indicators could place: keeps the scan away from all other years."""
    alike = {(item.kind, item.placed_by): item for item in indicators}
    return reduce(or_, (placed(item, period) for item in alike.values()))
