"""Equations whose figures stand in several forms: this report against the signed ones of the same unit and period.

What is counted at one moment always agrees; two papers signed on two days need not, and the reader adds them up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from danvan.records.declare import Identity, identities
from danvan.reports.checks import Check, sum_check, told
from danvan.reports.compute import Cell, Figures, compute
from danvan.reports.flow.coverage import place
from danvan.reports.neighbours import Stated, listed
from danvan.ui.numbers import number

KIND = "giua_bieu"
LABEL = "Đối chiếu với các biểu đã ký của cùng kỳ"
CHANGED = "Đếm lại hôm nay thì khớp: hồ sơ đã thay đổi từ khi ký {signed}; hãy lập bản sửa đổi của biểu ấy hoặc giải trình."


def between_forms(figures: Figures, near: Iterable[Stated]) -> list[Check]:
    """One line for each failed equation, or one that all hold; [] where no other form is signed.

    Counts anew only what no form prints, and on a failure what the other form states: one query per source each.
    """
    same = [one for one in near if one.period.code == figures.period.code]
    stated = {code: one for one in same for code in one.values}
    own = {cell.code: int(cell.value) for cell in _whole_counts(figures) if cell.value is not None}
    tried = [item for item in identities(last=figures.period.last) if _is_shared(item, own, stated)]
    if not tried:
        return []
    other = {code: one.values[code] for code, one in stated.items()}
    unprinted = {code for item in tried for code in item.unprinted} - own.keys() - other.keys()
    values = other | _counted(figures, unprinted) | own
    failed = [
        _explained(item, figures, check, own, stated)
        for item in tried
        if not (check := _tried(item, figures, values)).ok
    ]
    return failed or [_held(figures, len(tried), same)]


def _whole_counts(figures: Figures) -> list[Cell]:
    """Shares left out, and what a table leaves empty, which is not the whole."""
    return [cell for cell in figures.row().values() if not cell.is_ratio and not cell.lacks]


def _is_shared(item: Identity, own: Mapping[str, int], stated: Mapping[str, Stated]) -> bool:
    """It speaks of this report and of a signed one, and of nothing else but what no form prints."""
    codes = {*item.whole, *item.parts} - set(item.unprinted)
    return bool(codes & own.keys()) and bool(codes - own.keys()) and codes <= own.keys() | stated.keys()


def _counted(figures: Figures, codes: Iterable[str]) -> dict[str, int]:
    wanted = sorted(codes)
    if not wanted:
        return {}
    counted = place(compute(figures.unit, figures.period, wanted, figures.tree_on, engine=figures.engine))
    return {code: int(counted.cell(code).value or 0) for code in wanted}


def _tried(item: Identity, figures: Figures, values: Mapping[str, int]) -> Check:
    name = figures.tree.nodes[figures.unit.pk].name
    stated = sum(values[code] for code in item.whole)
    return sum_check(item, KIND, "warning", name, told(item.parts, values), stated, item.whole)


def _explained(
    item: Identity, figures: Figures, check: Check, own: Mapping[str, int], stated: Mapping[str, Stated]
) -> Check:
    """The failure with the report that says otherwise, and whether counting anew would mend it."""
    codes = [code for code in (*item.whole, *item.parts) if code not in own]
    others = listed(stated[code] for code in codes if code in stated)
    text = f"{check.text.rstrip('.')}. Số của {others} là số đã ký."
    if _tried(item, figures, {**_counted(figures, codes), **own}).ok:
        return replace(check, text=f"{text} {CHANGED.format(signed=others)}", cause="changed_since")
    return replace(check, text=text)


def _held(figures: Figures, count: int, same: Iterable[Stated]) -> Check:
    name = figures.tree.nodes[figures.unit.pk].name
    text = f"Đúng cả {number(count)} đẳng thức với {listed(same)}."
    return Check(KIND, KIND, LABEL, True, "warning", name, text)
