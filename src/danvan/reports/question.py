"""What PostgreSQL is asked of one source: every indicator for all units in one scan.

A condition that indicators share is told once for a row, and a figure counts the rows where all of its own hold; figures
that say the same are counted once. Django writes the conditions. The words are kept for the next asking: to write some
hundred conditions takes longer than to count them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, Model, Q, QuerySet, Value, When

from danvan import law
from danvan.records.declare import Indicator
from danvan.records.models import Handover, Record
from danvan.reports import windows
from danvan.reports.any_of import AnyOf
from danvan.reports.windows import conditions, reach

KEPT = 256
UNITS: list[int] = []  # stands in the kept words for the units of an asking
# Both tables of a source are joined in memory; said together with the question, so that it holds for nothing else.
ROOM = "SET LOCAL work_mem = '64MB'"
HELD = (
    "SELECT marked.*, coalesce(given.from_unit_id, marked.unit_id) AS held_at FROM ({rows} OFFSET 0) marked LEFT JOIN"
    ' (SELECT DISTINCT ON (record_id) record_id, from_unit_id FROM records_handover WHERE "on" > %s'
    " ORDER BY record_id, id) given ON given.record_id = marked.record"
)
PLAIN = "SELECT marked.*, marked.unit_id AS held_at FROM ({rows} OFFSET 0) marked"


@dataclass(frozen=True, slots=True)
class Question:
    """The words, what stands in them for the places to fill, and where each indicator finds its answer.

    `sql` asks for every unit's own, `total` for all the units together. `places` are (index of its records, index of its
    value or None) within a row, by indicator.
    """

    items: tuple[Indicator, ...]
    sql: str
    total: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int | None], ...]

    def rows(self, unit_ids: Iterable[int]) -> Iterator[Sequence[Any]]:
        """(unit, whether illustrative, answers …) of every unit that held a record."""
        yield from self._asked(self.sql, unit_ids)

    def whole(self, unit_ids: Iterable[int]) -> Sequence[Any]:
        """One row of the same form for all the units, which no grouping has gone through; its unit is 0."""
        (row,) = self._asked(self.total, unit_ids)
        return row

    def _asked(self, words: str, unit_ids: Iterable[int]) -> list[Sequence[Any]]:
        ids = list(unit_ids)
        with connection.cursor() as cursor:
            cursor.execute(f"{ROOM}; {words}", [ids if value is UNITS else value for value in self.values])
            cursor.nextset()
            return cursor.fetchall()


_kept: dict[tuple[Any, ...], Question] = {}


def question(source: type[Model], items: Iterable[Indicator], period: law.Period) -> Question:
    """The question of these indicators of one source, as it was written before where nothing differs."""
    known = tuple(items)
    key = known_by(source, known, period)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        found = _kept[key] = _written(source, known, period)
    return found


def known_by(source: type[Model], items: tuple[Indicator, ...], period: law.Period) -> tuple[Any, ...]:
    """What tells the questions of two askings apart; true only while something holds the indicators.

    Which objects they are tells indicators apart: to compare conditions would cost more than it saves.
    """
    rules = dict.fromkeys(rule for item in items for _column, _lookup, rule in item.limits)
    numbers = tuple(windows.limit(rule, period.last) for rule in rules)
    return (source, tuple(map(id, items)), period.first, period.last, numbers)


def apart(whole: Q) -> list[Q]:
    """The conditions that a `Q` joins by "and"; of another kind it is one itself."""
    if whole.connector != Q.AND or whole.negated:
        return [whole]
    parts = [child if isinstance(child, Q) else Q(child) for child in whole.children]
    return [one for part in parts for one in ([part] if len(whole.children) == 1 else apart(part))]


def _written(source: type[Model], items: tuple[Indicator, ...], period: law.Period) -> Question:
    names: dict[Q, str] = {}
    own = [
        sorted(
            {
                names.setdefault(part, f"c{len(names)}")
                for whole in conditions(item, period)
                for part in apart(whole)
            }
        )
        for item in items
    ]
    answers: dict[str, int] = {}
    places = []
    for item, holding in zip(items, own, strict=True):
        holds = " AND ".join(holding)
        counted = answers.setdefault(f"count(*) FILTER (WHERE {holds})", len(answers) + 2)
        value = (
            None if item.measure == "count" else answers.setdefault(_measure(item, holds), len(answers) + 2)
        )
        places.append((counted, value))
    sql, values = _rows(source, items, period, names).query.sql_with_params()
    held, more = (HELD, [period.last]) if issubclass(source, Record) else (PLAIN, [])
    told = f"bool_or(is_illustrative), {', '.join(answers)} FROM ({held.format(rows=sql)}) held WHERE held_at = ANY(%s)"
    return Question(
        items,
        f"SELECT held_at, {told} GROUP BY held_at",
        f"SELECT 0, {told}",
        (*values, *more, UNITS),
        tuple(places),
    )


def _measure(item: Indicator, holds: str) -> str:
    how, _, column = item.measure.partition(":")
    if how == "sum":
        return f'coalesce(sum("{column}") FILTER (WHERE {holds}), 0)'
    if how == "distinct":
        return f'coalesce(array_agg(DISTINCT "{column}") FILTER (WHERE {holds} AND "{column}" IS NOT NULL), \'{{}}\')'
    raise ValueError(f"{item.code}: unknown measure {item.measure}")


def _rows(
    source: type[Model], items: Iterable[Indicator], period: law.Period, names: dict[Q, str]
) -> QuerySet:
    """Rows that any indicator could place and any of the units could have held, each condition as a column."""
    told = {name: _told(part) for part, name in names.items()}
    measured = dict.fromkeys(item.measure.partition(":")[2] for item in items if ":" in item.measure)
    placed = source._default_manager.filter(reach(items, period), _near(source, period.last)).order_by()
    named = placed.annotate(record=F("pk"), **told)
    return named.values_list("record", "unit_id", "is_illustrative", *measured, *told)


def _told(part: Q) -> Case:
    return Case(When(part, then=Value(True)), default=Value(False), output_field=BooleanField())


def _near(source: type[Model], last: date) -> Q:
    near = Q(AnyOf(F("unit_id"), UNITS))
    if not issubclass(source, Record):
        return near
    given = Handover.objects.filter(AnyOf(F("from_unit_id"), UNITS), on__gt=last)
    return near | Q(pk__in=given.values("record_id"))
