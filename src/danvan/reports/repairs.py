"""The one figure that, put right, makes every equation of a table hold: the strongest evidence of a slip of the pen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from danvan.reports.slips import slip
from danvan.ui.numbers import number

ONE_FIGURE = "one_figure"


class Tied(Protocol):
    """An equation by the names of its figures: the sum of `whole` is the sum of `parts`, or at least that."""

    @property
    def whole(self) -> tuple[str, ...]:
        """Figures whose sum is stated."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Figures that add up to it."""

    @property
    def at_most(self) -> bool:
        """Whether the parts may be less."""


@dataclass(frozen=True, slots=True)
class Repair:
    """`code` would be `meant` instead of `written`. `kind` is one of `reports.slips.slip`, or one_figure."""

    code: str
    written: int
    meant: int
    kind: str
    text: str


def repair(
    values: Mapping[str, int],
    equations: Iterable[Tied],
    names: Mapping[str, str],
    periods: Mapping[str, Mapping[str, int]] | None = None,
) -> Repair | None:
    """The one correction of one figure after which all equations over `values` hold; None if none or several do.

    Equations with a figure that is not in `values` are left out. Where only one equation fails, a correction counts only
    if it is a slip of the pen; where several do, any single figure that mends them all. `periods` maps a figure to what
    neighbouring periods have of it.
    """
    tried = [item for item in equations if {*item.whole, *item.parts} <= values.keys()]
    failing = [item for item in tried if not item.at_most and _gap(item, values)]
    if not failing:
        return None
    suspects = set.intersection(*({*item.whole, *item.parts} for item in failing))
    found = [
        mended
        for code in sorted(suspects)
        if (mended := _mended(code, failing, tried, values, names, (periods or {}).get(code, {})))
    ]
    told = [item for item in found if item.kind != ONE_FIGURE]
    best = told if told or len(failing) == 1 else found
    return best[0] if len(best) == 1 else None


def _gap(item: Tied, values: Mapping[str, int]) -> int:
    return sum(values[code] for code in item.whole) - sum(values[code] for code in item.parts)


def _mended(
    code: str,
    failing: list[Tied],
    tried: list[Tied],
    values: Mapping[str, int],
    names: Mapping[str, str],
    periods: Mapping[str, int],
) -> Repair | None:
    first = failing[0]
    weight = first.whole.count(code) - first.parts.count(code)
    if not weight or _gap(first, values) % weight:
        return None
    meant = values[code] - _gap(first, values) // weight
    right = {**values, code: meant}
    if meant < 0 or not all(_holds(item, right) for item in tried):
        return None
    kind, text = slip(values[code], meant, periods)
    label = names.get(code, code)
    said = f"Nếu {label} là {number(meant)} thay vì {number(values[code])} thì mọi đẳng thức đều đúng."
    return Repair(code, values[code], meant, kind or ONE_FIGURE, f"{said} {text}".strip())


def _holds(item: Tied, values: Mapping[str, int]) -> bool:
    gap = _gap(item, values)
    return gap >= 0 if item.at_most else gap == 0
