"""What a report is tried against before it is signed, with the likely cause of each failure in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from danvan.records.declare import Identity, Indicator, figure, identities
from danvan.reports.causes import explain_sum
from danvan.reports.compute import Figures
from danvan.reports.models import TypedFigure
from danvan.reports.scan import by_source, recount
from danvan.ui.numbers import number


@dataclass(frozen=True, slots=True)
class Check:
    """One trial. `kind` is dang_thuc (declared equation), cong_don (children = parent), nhap_tay (typed figures),
    giua_bieu or giua_ky (against what other signed reports of the unit state).

    `severity` "error" blocks the signature until the head writes why; "warning" stands beside it. `parts` are
    (label, value) pairs that `computed` is the sum of; `text` is one Vietnamese sentence.
    """

    key: str
    kind: str
    label: str
    ok: bool
    severity: str
    unit: str
    text: str
    parts: tuple[tuple[str, int], ...] = ()
    stated: int | None = None
    computed: int | None = None
    cause: str = ""
    codes: tuple[str, ...] = ()
    cite: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it must be answered for before signing."""
        return not self.ok and self.severity == "error"


def checks(figures: Figures, typed: Iterable[TypedFigure] = ()) -> list[Check]:
    """All trials of counted and typed figures, failures first. Two queries per source at most."""
    return failures_first([*identity_checks(figures), *roll_up_checks(figures), *typed_checks(typed)])


def failures_first(found: Iterable[Check]) -> list[Check]:
    """Failed before passed, and of the failed those that block first; otherwise in the order given."""
    return sorted(found, key=lambda check: (check.ok, check.severity != "error"))


def identity_checks(figures: Figures) -> list[Check]:
    """Each declared equation on the row of every unit and on the total: one line per failure, one where all hold."""
    found = []
    for identity in identities(figures.items, figures.period.last):
        failed = [_tried(identity, figures, unit_id) for unit_id in figures.unit_ids]
        failed = [check for check in failed if not check.ok]
        found += failed or [_held(identity, figures)]
    return found


def _tried(identity: Identity, figures: Figures, unit_id: int) -> Check:
    values = {
        code: int(figures.cell(code, unit_id).value or 0) for code in {*identity.whole, *identity.parts}
    }
    parts = told(identity.parts, values)
    stated = sum(values[code] for code in identity.whole)
    severity = "warning" if identity.is_derived else "error"
    return sum_check(
        identity, "dang_thuc", severity, figures.tree.nodes[unit_id].name, parts, stated, identity.whole
    )


def told(codes: Iterable[str], values: Mapping[str, int]) -> dict[str, int]:
    """Label → value; of two figures with one label the later says its code, so that none is lost."""
    found: dict[str, int] = {}
    for code in codes:
        label = _label(code)
        found[f"{label} ({code})" if label in found else label] = values[code]
    return found


def _held(identity: Identity, figures: Figures) -> Check:
    count = len(figures.unit_ids)
    where = "ở tổng" if count == 1 else f"ở từng đơn vị và ở tổng ({number(count)} dòng)"
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
                text = (
                    f"{_label(code)}: cộng từ dưới lên được {number(total)}, đếm thẳng được {number(direct)}."
                )
                found.append(
                    Check("cong_don", "cong_don", label, False, "error", name, text, (), total, direct)
                )
    return found or [
        Check("cong_don", "cong_don", label, True, "error", name, f"Đúng với {number(len(items))} chỉ tiêu.")
    ]


def typed_checks(typed: Iterable[TypedFigure]) -> list[Check]:
    """Each declared equation whose every figure a typed report states."""
    stated = {figure_.code: figure_ for figure_ in typed}
    found = []
    for identity in identities():
        printed = [code for code in identity.parts if code not in identity.unprinted]
        whole, parts = (_typed_as(codes) for codes in (identity.whole, printed))
        if not whole or not parts or not {*whole, *parts} <= stated.keys():
            continue
        values = {_lower(stated[code].label): int(stated[code].value) for code in parts}
        total = sum(int(stated[code].value) for code in whole)
        source = stated[whole[0]].report.title
        found.append(sum_check(identity, "nhap_tay", "warning", source, values, total, tuple(whole)))
    return found


def _typed_as(codes: Iterable[str]) -> list[str]:
    items = [figure(code) for code in codes]
    names = [item.typed_as for item in items if isinstance(item, Indicator) and item.typed_as]
    return names if len(names) == len(items) else []


def sum_check(
    identity: Identity,
    kind: str,
    severity: str,
    place: str,
    parts: Mapping[str, int],
    stated: int,
    codes: tuple,
) -> Check:
    """The trial of one equation: `parts` (label → value) against the `stated` sum of its whole."""
    computed = sum(parts.values())
    holds = computed <= stated if identity.at_most else computed == stated
    text, cause = (written(parts), "") if holds else _failed(identity, parts, stated)
    return Check(
        *(identity.key, kind, str(identity.label), holds, severity, place, text),
        *(tuple(parts.items()), stated, computed, cause, codes, identity.cite),
    )


def _failed(identity: Identity, parts: Mapping[str, int], stated: int) -> tuple[str, str]:
    if identity.at_most:
        return f"{written(parts)} vượt {number(stated)}, là số mà nó chỉ là một phần.", ""
    return failed_sum(parts, stated)


def written(parts: Mapping[str, int]) -> str:
    """38 + 94 + 164 = 296"""
    return f"{' + '.join(number(value) for value in parts.values())} = {number(sum(parts.values()))}"


def failed_sum(parts: Mapping[str, int], stated: int) -> tuple[str, str]:
    """A sentence on a sum that is not its parts, and the kind of its likely cause ("" when none is found)."""
    cause = explain_sum(parts, stated)
    if cause and cause.kind in ("left_out", "carried_left_out"):
        missing = " và ".join(f"{number(parts[label])} {label}" for label in cause.labels)
        return f"Tổng {number(stated)} bỏ sót {missing}: {written(parts)}", cause.kind
    if len(parts) == 1:
        ((label, value),) = parts.items()
        return f"{number(stated)} khác {number(value)} {label}", cause.kind if cause else ""
    plain = f"Tổng {number(stated)} khác {written(parts)}"
    return (f"{plain}. {cause.text}", cause.kind) if cause else (plain, "")


def _label(code: str) -> str:
    return _lower(str(figure(code).label))


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
