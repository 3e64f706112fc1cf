"""Rows of units in which a declared equation fails: each failure with its cause, and where it comes from below."""

from collections.abc import Mapping
from dataclasses import replace

from danvan.records.declare import Identity
from danvan.reports.compute import Figures
from danvan.reports.flow.models import UnitCell, UnitTable
from danvan.reports.trials import Check, label_of, sum_check, table_trials, told
from danvan.reports.windows import before

KIND = "dang_thuc"
FROM_BELOW = "tu_cap_duoi"


def tried(identity: Identity, figures: Figures, unit_id: int) -> Check:
    """One equation on the row of one unit; where a table leaves a figure of it empty, on what is counted from records."""
    values = _values(figures, unit_id, identity)
    stated = sum(values[code] for code in identity.whole)
    severity = "warning" if identity.is_derived else "error"
    place = figures.tree.nodes[unit_id].name
    return sum_check(identity, KIND, severity, place, told(identity.parts, values), stated, identity.whole)


def is_whole(identity: Identity, figures: Figures, unit_id: int) -> bool:
    """Whether everybody who counts in that row has stated all figures of the equation."""
    return not any(figures.lacks(code, unit_id) for code in (*identity.whole, *identity.parts))


def _values(figures: Figures, unit_id: int, identity: Identity) -> dict[str, int]:
    """Code → count of one unit with all below it, without what tables state where one of them lacks a figure."""
    found = {code: int(figures.cell(code, unit_id).value or 0) for code in (*identity.whole, *identity.parts)}
    if is_whole(identity, figures, unit_id):
        return found
    return {code: value - figures.received.get(code, {}).get(unit_id, 0) for code, value in found.items()}


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
            check = again[item.key] if is_whole(item, figures, pk) else _of_records(item, figures, pk)
            below = [
                at for at in _below(figures, pk, broken) if gaps.get((at, item.key)) == gaps[pk, item.key]
            ]
            found.append(_from_below(check, figures.tree.nodes[below[-1]].name) if below else check)
    return found


def _row(figures: Figures, unit_id: int, tied: list[Identity], earlier: Mapping[str, int]) -> list[Check]:
    codes = {code for item in tied for code in (*item.whole, *item.parts)}
    stated = (code for code in codes if not figures.lacks(code, unit_id))
    values = {code: int(figures.cell(code, unit_id).value or 0) for code in stated}
    names = {code: label_of(code) for code in codes}
    place = figures.tree.nodes[unit_id].name
    return table_trials(tied, values, names, kind=KIND, place=place, earlier=earlier, tell_missing=False)


def _of_records(identity: Identity, figures: Figures, unit_id: int) -> Check:
    check = tried(identity, figures, unit_id)
    return replace(check, text=f"Riêng phần đếm từ hồ sơ: {check.text[:1].lower()}{check.text[1:]}")


def _below(figures: Figures, unit_id: int, broken: Mapping[int, object]) -> list[int]:
    """Broken units below one, parents before children."""
    return [pk for pk in figures.tree.walk(unit_id) if pk in broken and pk != unit_id]


def _gap(figures: Figures, unit_id: int, item: Identity) -> int:
    values = _values(figures, unit_id, item)
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
