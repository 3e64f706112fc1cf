"""What a report is tried against before it is signed, with the likely cause of each failure in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby

from danvan.records.declare import Identity, Indicator, figure, identities
from danvan.reports.broken_rows import explained, is_whole, tried
from danvan.reports.compute import Figures
from danvan.reports.models import TypedFigure, TypedReport
from danvan.reports.scan import by_source, recount
from danvan.reports.trials import (
    Check,
    failed_sum,
    label_of,
    sum_check,
    table_trials,
    told,
    undecided,
    written,
)
from danvan.reports.windows import before, period_of
from danvan.ui.numbers import number

__all__ = [
    "Check",
    "checks",
    "failed_sum",
    "failures_first",
    "identity_checks",
    "roll_up_checks",
    "sum_check",
    "told",
    "typed_checks",
    "written",
]


def checks(figures: Figures, typed: Iterable[TypedFigure] = ()) -> list[Check]:
    """All trials of counted and typed figures, failures first. Two queries per source at most."""
    return failures_first([*identity_checks(figures), *roll_up_checks(figures), *typed_checks(typed)])


def failures_first(found: Iterable[Check]) -> list[Check]:
    """Failed before passed, and of the failed those that block first; otherwise in the order given."""
    return sorted(found, key=lambda check: (check.ok, check.severity != "error"))


def identity_checks(figures: Figures) -> list[Check]:
    """Each declared equation on the row of every unit and on the total: one line per failure, one where all hold.

    What nobody stated is not 0: in a row in which a unit's table leaves a figure empty only what is counted from records
    is tried. One query more where a row fails that a unit's table is in.
    """
    tied = identities(figures.items, figures.period.last)
    found: list[Check] = []
    broken: dict[int, list[Identity]] = {}
    for identity in tied:
        codes = {*identity.whole, *identity.parts}
        whole = [pk for pk in figures.unit_ids if is_whole(identity, figures, pk)]
        failed = [pk for pk in figures.unit_ids if not tried(identity, figures, pk).ok]
        for pk in failed:
            broken.setdefault(pk, []).append(identity)
        if whole and not failed:
            found.append(_held(identity, figures, len(whole)))
        if figures.unit.pk not in whole:
            empty = [label_of(code) for code in sorted(codes) if figures.lacks(code, figures.unit.pk)]
            found.append(undecided(identity, empty, "dang_thuc", figures.tree.nodes[figures.unit.pk].name))
    return [*explained(figures, tied, broken), *found]


def _held(identity: Identity, figures: Figures, count: int) -> Check:
    where = "ở tổng" if count == 1 else f"ở từng đơn vị và ở tổng ({number(count)} dòng)"
    if count < len(figures.unit_ids):
        where = f"ở {number(count)} dòng đã đủ số"
    name = figures.tree.nodes[figures.unit.pk].name
    return Check(
        *(identity.key, "dang_thuc", str(identity.label), True, "error", name, f"Đúng {where}."),
        cite=identity.cite,
    )


def roll_up_checks(figures: Figures) -> list[Check]:
    """The total over the tree against a count of all its records without the tree: nothing lost, nothing twice."""
    items = [item for item in figures.items.values() if isinstance(item, Indicator)]
    name = figures.tree.nodes[figures.unit.pk].name
    label = "Tổng của đơn vị bằng cộng các đơn vị trực thuộc"
    found = []
    for source, group in by_source(items).items():
        again = recount(source, group, figures.period, figures.counting_ids)
        for code, direct in again.items():
            total = int(figures.cell(code).value or 0) - figures.received.get(code, {}).get(
                figures.unit.pk, 0
            )
            if total != direct:
                text = f"{label_of(code)}: cộng từ dưới lên được {number(total)}, đếm thẳng được {number(direct)}."
                found.append(
                    Check("cong_don", "cong_don", label, False, "error", name, text, (), total, direct)
                )
    return found or [
        Check("cong_don", "cong_don", label, True, "error", name, f"Đúng với {number(len(items))} chỉ tiêu.")
    ]


def typed_checks(typed: Iterable[TypedFigure]) -> list[Check]:
    """Each declared equation whose every figure a typed report states; one query more where one fails."""
    stated = {row.code: row for row in typed}
    tied = [item for known in identities() if (item := _as_typed(known)) and _is_stated(item, stated)]
    values = {code: int(row.value) for code, row in stated.items()}
    names = {code: row.label for code, row in stated.items()}
    found: list[Check] = []
    for source, group in groupby(tied, key=lambda item: stated[item.whole[0]].report.title):
        trials = partial(
            table_trials, list(group), values, names, kind="nhap_tay", place=source, severity="warning"
        )
        checks_ = trials()
        if not all(check.ok for check in checks_):
            checks_ = trials(earlier=typed_before(next(iter(stated.values())).report))
        found += checks_
    return found


def _is_stated(item: Identity, stated: Mapping[str, TypedFigure]) -> bool:
    return {*item.whole, *item.parts} <= stated.keys()


def _as_typed(item: Identity) -> Identity | None:
    """The equation in the codes of typed reports, without the parts that no form prints; None where one has no code."""
    whole, parts = (
        [getattr(figure(code), "typed_as", "") for code in codes if code not in item.unprinted]
        for codes in (item.whole, item.parts)
    )
    if not whole or not parts or not all((*whole, *parts)):
        return None
    return replace(item, whole=tuple(whole), parts=tuple(parts))


def typed_before(report: TypedReport) -> dict[str, int]:
    """What reports state of the same unit in the period before, by code. One query."""
    window = before(period_of(report.period))
    rows = TypedFigure.objects.filter(
        report__scope=report.scope_id, report__period=window.code if window else ""
    )
    found = rows.order_by("report__issued_on", "report_id", "position").values_list("code", "value")
    return {code: int(value) for code, value in found if value == int(value)}
