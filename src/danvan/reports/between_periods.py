"""One period against another: what is carried over is what was left, and the parts of a year add up to it.

Nothing is declared for it: an indicator's kind says what time does to it. A figure of the period (`flow`) adds up over
periods that follow each other without gap; what is open at the start is that of the first, what is left that of the last.
Figures that look at other days of the period too (`dated`), and what was due at any time, do not add up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from danvan.records.declare import Identity, Indicator, figure, indicators
from danvan.reports.checks import Check, sum_check
from danvan.reports.compute import Figures, compute
from danvan.reports.flow.coverage import place
from danvan.reports.neighbours import Stated, listed
from danvan.ui.numbers import number

KIND = "giua_ky"
LABEL = "Đối chiếu với các kỳ đã ký"
CITE = "Suy ra từ thời kỳ lấy số liệu: các kỳ nối nhau, không hở và không trùng ngày"
CHANGED = "Đếm lại hôm nay thì khớp: hồ sơ của kỳ kia đã thay đổi từ khi ký; hãy lập bản sửa đổi của kỳ ấy hoặc giải trình."
MOVED = "Đếm theo danh mục đơn vị của kỳ này thì khớp: đơn vị trực thuộc đã thay đổi giữa hai kỳ."


def openings() -> dict[str, str]:
    """Code of what is carried over → code of what is left, where both count the same records at two moments."""
    left = [item for item in indicators() if item.kind == "stock"]
    return {
        item.code: other.code
        for item in indicators()
        if item.kind == "carried_over"
        for other in left
        if replace(item, code=other.code, label=other.label, kind="stock", cite=other.cite, typed_as="")
        == replace(other, typed_as="")
    }


def adds_up(item: Indicator) -> bool:
    """Whether the figures of periods that follow each other add up to that of all of them."""
    return item.kind == "flow" and not item.dated and not item.measure.startswith("distinct:")


def between_periods(figures: Figures, near: Iterable[Stated]) -> list[Check]:
    """One line for each figure that does not follow, or one that all do; [] where no other period is signed."""
    others = [one for one in near if one.period.code != figures.period.code]
    tried = [*_beside(figures, others), *_within(figures, others)]
    failed = [_explained(figures, check, item, used) for item, check, used in tried if not check.ok]
    if failed or not tried:
        return failed
    used = {one.named: one for _, _, parts in tried for one in parts}
    text = f"Đúng cả {number(len(tried))} phép đối chiếu với {listed(used.values())}."
    return [Check(KIND, KIND, LABEL, True, "warning", _name(figures), text)]


type Tried = tuple[tuple[str, ...], Check, list[Stated]]


def _beside(figures: Figures, others: Iterable[Stated]) -> Iterator[Tried]:
    """What was left in the period before, and what the period after says was carried over."""
    twins = openings()
    for one in others:
        is_before = one.period.last == figures.period.first - timedelta(days=1)
        if not is_before and one.period.first != figures.period.last + timedelta(days=1):
            continue
        for carried, left in twins.items():
            here, there = (carried, left) if is_before else (left, carried)
            if here in figures.items and there in one.values and _states(figures, here):
                value = one.values[there]
                yield (
                    (there,),
                    _check(figures, here, {f"{_low(there)} của {one.period.label}": value}, "mo_ky"),
                    [one],
                )


def _within(figures: Figures, others: Iterable[Stated]) -> Iterator[Tried]:
    for parts in _tilings(figures, others):
        for code, item in figures.items.items():
            if not isinstance(item, Indicator) or not _states(figures, code):
                continue
            used = _used(item, code, parts)
            if used:
                values = {one.period.label: one.values[code] for one in used}
                yield (code,), _check(figures, code, values, "cong_ky"), used


def _used(item: Indicator, code: str, parts: list[list[Stated]]) -> list[Stated]:
    """Of each part one report that states the figure: of all, the first or the last by its kind; [] if one is missing."""
    wanted = parts if adds_up(item) else {"carried_over": parts[:1], "stock": parts[-1:]}.get(item.kind, [])
    used = [next((one for one in reports if code in one.values), None) for reports in wanted]
    return [one for one in used if one] if all(used) else []


def _tilings(figures: Figures, others: Iterable[Stated]) -> Iterator[list[list[Stated]]]:
    """The signed parts that fill the period without gap, oldest first: quarters by themselves, months by themselves."""
    by_length: dict[int, dict[str, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for one in others:
        if figures.period.first <= one.period.first and one.period.last <= figures.period.last:
            months = round((one.period.last - one.period.first).days / 30)
            by_length[months][one.period.code].append(one)
    for reports in by_length.values():
        parts = sorted(reports.values(), key=lambda part: part[0].period.first)
        windows = [part[0].period for part in parts]
        edges = [figures.period.first, *(window.last + timedelta(days=1) for window in windows)]
        if edges == [*(window.first for window in windows), figures.period.last + timedelta(days=1)]:
            yield parts


def _check(figures: Figures, code: str, parts: dict[str, int], key: str) -> Check:
    label = (
        f"{figure(code).label}: nối tiếp kỳ bên cạnh"
        if key == "mo_ky"
        else f"{figure(code).label}: cả kỳ so với các kỳ trong đó"
    )
    tied = Identity(f"{key}_{code}", label, (code,), (code,), CITE, is_derived=True)
    stated = int(figures.cell(code).value or 0)
    check = sum_check(tied, KIND, "warning", _name(figures), parts, stated, (code,))
    if check.ok or len(parts) > 1:
        return check
    ((words, value),) = parts.items()
    return replace(check, text=f"{number(stated)} ở báo cáo này khác {number(value)}, là {words}")


def _states(figures: Figures, code: str) -> bool:
    """What a table leaves empty is not the whole, and nothing follows from it."""
    cell = figures.cell(code)
    return cell.value is not None and not cell.lacks


def _explained(figures: Figures, check: Check, codes: tuple[str, ...], used: list[Stated]) -> Check:
    """The failure with the reports that say otherwise, and what counting anew says of its cause."""
    text = f"{check.text.rstrip('.')}. Số của {listed(used)} là số đã ký."
    for cause, words, own_tree in (("changed_since", CHANGED, True), ("units_changed", MOVED, False)):
        again = sum(_recounted(figures, one, codes[0], own_tree=own_tree) for one in used)
        if again == check.stated:
            return replace(check, text=f"{text} {words}", cause=cause)
    return replace(check, text=text)


def _recounted(figures: Figures, one: Stated, code: str, *, own_tree: bool) -> int:
    tree_on = one.tree_on if own_tree else figures.tree_on
    counted = place(compute(figures.unit, one.period, [code], tree_on, engine=figures.engine))
    return int(counted.cell(code).value or 0)


def _name(figures: Figures) -> str:
    return figures.tree.nodes[figures.unit.pk].name


def _low(code: str) -> str:
    label = str(figure(code).label)
    return label[:1].lower() + label[1:]
