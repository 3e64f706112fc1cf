"""Closing small cells so that none can be worked out again from the cells, totals and tables that stay open.

Pure arithmetic. An equation is a mapping of cell → coefficient whose sum is 0. A reader knows the open cells, the
equations, and that an empty cell is closed only where nothing else would help; so a closed cell is at least 1 to him
while no empty one is closed, and at least 0 otherwise. A closed cell is exposed when this leaves it one value only.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import inf

type Equation[K: Hashable] = Mapping[K, int]

# Each trial of opening again costs an elimination.
MOST_REOPENED = 30
# Elimination runs over a prime field: exact, and quick with plain integers. Coefficients are ±1, so that a chance
# agreement modulo this prime does not occur.
PRIME = 2_305_843_009_213_693_951


def close[K: Hashable](
    values: Mapping[K, int],
    small: Iterable[K],
    equations: Sequence[Equation[K]],
    open_always: Iterable[K] = (),
    together: Callable[[K], Iterable[K]] = lambda key: (key,),
) -> set[K] | None:
    """The cells to close: the small ones and as many others as it takes. None when it cannot be done.

    `open_always` are known to the reader anyhow, such as the total printed in the report. `together` gives the cells
    that are closed with one: the same place in tables that equations tie to each other.
    """
    fixed = set(open_always)
    guarded = set(small) - fixed
    closed = {other for key in guarded for other in together(key)} - fixed
    # That a companion can be worked out harms nobody, but while a small cell can be, it hides nothing and may need a
    # companion itself.
    while at_risk := (exposed := exposed_cells(values, closed, equations)) & guarded:
        found = [_companions(cells, values, closed, fixed, equations) for cells in (at_risk, exposed)]
        more = found[0] or found[1]
        if not more:
            return None
        closed |= {other for key in more for other in together(key)} - fixed
    return _reopened(values, closed, guarded, equations, together)


def _reopened[K: Hashable](
    values: Mapping[K, int],
    closed: set[K],
    guarded: set[K],
    equations: Sequence[Equation[K]],
    together: Callable[[K], Iterable[K]],
) -> set[K]:
    """Companions closed in haste opened again, the largest first, as long as no small cell comes to light."""
    bundles = {frozenset(closed.intersection(together(key))) for key in closed - guarded}
    free = [bundle for bundle in bundles if not bundle & guarded]
    free.sort(key=lambda bundle: (-sum(values[key] for key in bundle), sorted(map(str, bundle))))
    for bundle in free[:MOST_REOPENED]:
        if not exposed_cells(values, closed - bundle, equations) & guarded:
            closed = closed - bundle
    return closed


def _companions[K: Hashable](
    cells: set[K], values: Mapping[K, int], closed: set[K], fixed: set[K], equations: Sequence[Equation[K]]
) -> set[K]:
    chosen = (_companion(cell, values, closed, fixed, equations) for cell in cells)
    return {key for key in chosen if key is not None}


def _companion[K: Hashable](
    cell: K, values: Mapping[K, int], closed: set[K], fixed: set[K], equations: Sequence[Equation[K]]
) -> K | None:
    """The open cell that costs the reader least among those that share an equation with the exposed one."""
    near = {key for equation in equations if cell in equation for key in equation}
    open_ = [key for key in near if key not in closed and key not in fixed]
    return min(open_, key=lambda key: (values[key] == 0, values[key], str(key)), default=None)


def exposed_cells[K: Hashable](
    values: Mapping[K, int], closed: set[K], equations: Sequence[Equation[K]]
) -> set[K]:
    """Closed cells that a reader can work out: by linear combination, or because no other values fit."""
    rows = [_unknowns(equation, values, closed) for equation in equations]
    rows = [row for row in rows if row[0]]
    reduced = _eliminated([unknown for unknown, _ in rows])
    found = {next(iter(row)) for row in reduced if len(row) == 1}
    least = 0 if any(values[key] == 0 for key in closed) else 1
    return found | _squeezed(rows, closed, least)


def _unknowns[K: Hashable](
    equation: Equation[K], values: Mapping[K, int], closed: set[K]
) -> tuple[dict[K, int], int]:
    unknown = {key: factor for key, factor in equation.items() if key in closed}
    known = sum(factor * values[key] for key, factor in equation.items() if key not in closed)
    return unknown, -known


def _eliminated[K: Hashable](rows: list[dict[K, int]]) -> list[dict[K, int]]:
    """Reduced row echelon form of sparse rows modulo PRIME."""
    pivots: dict[K, dict[K, int]] = {}
    for row in rows:
        rest = dict(row)
        for key in [key for key in rest if key in pivots]:
            _subtract(rest, pivots[key], rest.get(key, 0))
        if not rest:
            continue
        pivot = next(iter(rest))
        inverse = pow(rest[pivot], -1, PRIME)
        rest = {key: factor * inverse % PRIME for key, factor in rest.items()}
        for other in pivots.values():
            _subtract(other, rest, other.get(pivot, 0))
        pivots[pivot] = rest
    return list(pivots.values())


def _subtract[K: Hashable](row: dict[K, int], other: dict[K, int], times: int) -> None:
    if not times:
        return
    for key, factor in other.items():
        left = (row.get(key, 0) - times * factor) % PRIME
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _squeezed[K: Hashable](rows: list[tuple[dict[K, int], int]], closed: set[K], least: int) -> set[K]:
    """Cells whose smallest and largest possible values meet, by narrowing the bounds until they rest."""
    low: dict[K, float] = dict.fromkeys(closed, least)
    high: dict[K, float] = dict.fromkeys(closed, inf)
    moved = True
    while moved:
        moved = False
        for unknown, total in rows:
            moved |= _narrow(unknown, total, low, high)
    return {key for key in closed if low[key] == high[key]}


def _narrow[K: Hashable](
    unknown: dict[K, int], total: int, low: dict[K, float], high: dict[K, float]
) -> bool:
    least = {key: factor * (low[key] if factor > 0 else high[key]) for key, factor in unknown.items()}
    most = {key: factor * (high[key] if factor > 0 else low[key]) for key, factor in unknown.items()}
    moved = False
    for key, factor in unknown.items():
        others_least = sum(value for other, value in least.items() if other != key)
        others_most = sum(value for other, value in most.items() if other != key)
        ends = sorted(((total - others_most) / factor, (total - others_least) / factor))
        if ends[0] > low[key]:
            low[key], moved = ends[0], True
        if ends[1] < high[key]:
            high[key], moved = ends[1], True
    return moved
