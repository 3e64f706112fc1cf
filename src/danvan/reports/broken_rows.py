"""Rows of units in which a declared equation fails: each failure with its cause, and where it comes from below."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from danvan.records.declare import Identity
from danvan.reports.compute import Figures
from danvan.reports.flow.models import UnitCell, UnitTable
from danvan.reports.trials import Check, label_of, sum_check, table_trials, told
from danvan.reports.windows import before

KIND = "dang_thuc"
FROM_BELOW = "tu_cap_duoi"


def tried(identity: Identity, figures: Figures, unit_id: int) -> Check:
    """One equation on the row of one unit."""
    values = row_of(figures, unit_id, (*identity.whole, *identity.parts))
    stated = sum(values[code] for code in identity.whole)
    severity = "warning" if identity.is_derived else "error"
    place = figures.tree.nodes[unit_id].name
    return sum_check(identity, KIND, severity, place, told(identity.parts, values), stated, identity.whole)


def row_of(figures: Figures, unit_id: int, codes: Iterable[str]) -> dict[str, int]:
    """Code → count of one unit with all below it."""
    return {code: int(figures.cell(code, unit_id).value or 0) for code in codes}


def explained(figures: Figures, tied: list[Identity], broken: Mapping[int, list[Identity]]) -> list[Check]:
    """The failures of `broken` (unit → equations), from the top down, each with the cause that its whole row tells.

    A failure that is as large as that of one unit below is told by that unit: mended there, the sum above holds too.
    """
    earlier = _sent_before(figures, broken)
    gaps = {(pk, item.key): _gap(figures, pk, item) for pk, items in broken.items() for item in items}
    found = []
    for pk in (unit for unit in figures.unit_ids if unit in broken):
        again = {check.key: check for check in _row(figures, pk, tied, earlier.get(pk, {}))}
        for item in broken[pk]:
            check = again[item.key]
            below = [
                at for at in _below(figures, pk, broken) if gaps.get((at, item.key)) == gaps[pk, item.key]
            ]
            found.append(_from_below(check, figures.tree.nodes[below[-1]].name) if below else check)
    return found


def _row(figures: Figures, unit_id: int, tied: list[Identity], earlier: Mapping[str, int]) -> list[Check]:
    codes = {code for item in tied for code in (*item.whole, *item.parts)}
    values = row_of(figures, unit_id, (code for code in codes if not figures.lacks(code, unit_id)))
    names = {code: label_of(code) for code in codes}
    place = figures.tree.nodes[unit_id].name
    return table_trials(tied, values, names, kind=KIND, place=place, earlier=earlier, tell_missing=False)


def _below(figures: Figures, unit_id: int, broken: Mapping[int, object]) -> list[int]:
    """Broken units below one, parents before children."""
    return [pk for pk in figures.tree.walk(unit_id) if pk in broken and pk != unit_id]


def _gap(figures: Figures, unit_id: int, item: Identity) -> int:
    values = row_of(figures, unit_id, (*item.whole, *item.parts))
    return sum(values[code] for code in item.whole) - sum(values[code] for code in item.parts)


def _from_below(check: Check, unit: str) -> Check:
    text = (
        f"{check.text.split('. ')[0].rstrip('.')}. Lệch đúng bằng ở {unit}: sửa ở đó thì dòng này cũng đúng."
    )
    return replace(check, text=text, cause=FROM_BELOW)


def _sent_before(figures: Figures, broken: Mapping[int, object]) -> dict[int, dict[str, int]]:
    """Unit → what its table of the period before states, of the broken units whose table counts now. One query."""
    speaking = set(broken) & set(figures.settled.tables if figures.settled else ())
    window = before(figures.period)
    if not speaking or window is None:
        return {}
    sent = UnitTable.objects.filter(unit_id__in=speaking, period=window.code, state=UnitTable.State.SENT)
    cells = UnitCell.objects.filter(table__in=sent, value__isnull=False).order_by("table_id")
    found: dict[int, dict[str, int]] = {}
    for pk, code, value in cells.values_list("table__unit_id", "code", "value"):
        found.setdefault(pk, {})[code] = int(value or 0)
    return found
