"""Which records an indicator counts in a period: the one condition behind a cell and behind the list it opens."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from danvan import law
from danvan.records.declare import Indicator
from danvan.ui.errors import Refusal

KINDS = ("flow", "stock", "carried_over", "due")
COMPARISONS = ("gte", "lt")
WORDS = {"before": "lt", "within": "range", "until": "lte", "later": "gt"}


def period_of(period: str | law.Period) -> law.Period:
    """The period of a code such as "2023-Q1", with the window the law gives it; Refusal for one without law."""
    return law.period(period) if isinstance(period, str) else period


def before(period: law.Period) -> law.Period | None:
    """The period that figures are compared with first; None where no text of the rule book governs it.

    After a month the month before, after a quarter the quarter before, after the second half of a year the first; after
    free days as many days just before them. Six months, nine months and a year begin with the year, so the six months
    before would be of another kind: what they follow is the same span of the year before.
    """
    if period.is_free:
        eve = period.first - timedelta(days=1)
        return _known(f"{eve - (period.last - period.first)}..{eve}")
    year, part = int(period.code[:4]), period.code[5:]
    if part.startswith("Q"):
        return _known(f"{year}-Q{int(part[1]) - 1}" if part != "Q1" else f"{year - 1}-Q4")
    if part == "6M2":
        return _known(f"{year}-6M")
    if part.isdigit():
        return _known(f"{year}-{int(part) - 1:02d}" if part != "01" else f"{year - 1}-12")
    return year_before(period)


def year_before(period: law.Period) -> law.Period | None:
    """The same period of the year before; of free days the same dates. None where no text governs it."""
    if period.is_free:
        return _known(f"{law.add_months(period.first, -12)}..{law.add_months(period.last, -12)}")
    return _known(f"{int(period.code[:4]) - 1}{period.code[4:]}")


def _known(code: str) -> law.Period | None:
    try:
        return law.period(code)
    except Refusal:
        return None


def placed(indicator: Indicator, period: law.Period) -> Q:
    """In the period (flow), open at its end (stock), at its start (carried over) or at any time of it (due)."""
    if indicator.kind == "flow":
        return Q(**{f"{indicator.placed_by}__range": (period.first, period.last)})
    if indicator.kind not in KINDS:
        raise ValueError(f"{indicator.code}: unknown kind {indicator.kind}")
    eve = period.first - timedelta(days=1)
    came_by = eve if indicator.kind == "carried_over" else period.last
    open_after = period.last if indicator.kind == "stock" else eve
    return Q(**{f"{indicator.placed_by}__lte": came_by}) & _later(indicator.ends_by, open_after)


def dated(column: str, word: str, period: law.Period) -> Q:
    """The further condition on a day that `Indicator.dated` names by one of `WORDS`."""
    if word == "later":
        return _later(column, period.last)
    value = {"before": period.first, "within": (period.first, period.last), "until": period.last}[word]
    return Q(**{f"{column}__{WORDS[word]}": value})


def counted(indicator: Indicator, period: law.Period) -> Q:
    """What the indicator counts in the period, of any unit."""
    return reduce(and_, conditions(indicator, period))


def conditions(indicator: Indicator, period: law.Period) -> list[Q]:
    """What must hold, all of it, for a row to count: the window first, then the own conditions and further days."""
    found = [placed(indicator, period), indicator.where]
    found += [dated(column, word, period) for column, word in indicator.dated]
    found += [
        Q(**{f"{column}__{lookup}": limit(rule, period.last)}) for column, lookup, rule in indicator.limits
    ]
    return found


def limit(rule: str, on: date) -> int:
    """The number that a rule of kind count sets on a day; before its first wording and after its last, the nearest one's."""
    book = law.rulebook()
    series = book.wordings(rule)
    near = series[0] if on < series[0].valid_from else series[-1]
    return int((book.in_force(rule, on) or near).value or 0)


def _later(column: str, on: date) -> Q:
    """Not yet on that day: the column is empty or holds a later day."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": on})


def reach(indicators: Iterable[Indicator], period: law.Period) -> Q:
    """Rows that at least one of the indicators could place: keeps the scan away from all other years."""
    alike = {(item.kind, item.placed_by, item.ends_by): item for item in indicators}
    return reduce(or_, (placed(item, period) for item in alike.values()))
