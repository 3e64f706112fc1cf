"""One trial of an equation, and trials of a whole table, with the likely cause of each failure in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from danvan.records.declare import Identity, figure
from danvan.reports.causes import explain_sum
from danvan.reports.repairs import ONE_FIGURE, Repair, repair
from danvan.ui.numbers import number

MISSING = "thieu_so"
SETS = ("left_out", "carried_left_out", "counted_twice", "carried_counted_twice", "period_slip", "unit_slip")


@dataclass(frozen=True, slots=True)
class Check:
    """One trial. `kind` is dang_thuc (declared equation), cong_don (children = parent), nhap_tay (typed figures),
    bang_gui (the table that a unit sent), giua_bieu or giua_ky (against what other signed reports of the unit state).

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

    @property
    def is_undecided(self) -> bool:
        """Nobody has stated a figure that it needs: neither passed nor failed, and no failure."""
        return self.cause == MISSING


def sum_check(
    identity: Identity,
    kind: str,
    severity: str,
    place: str,
    parts: Mapping[str, int],
    stated: int,
    codes: tuple,
    earlier: Mapping[str, int] | None = None,
) -> Check:
    """The trial of one equation: `parts` (label → value) against the `stated` sum of its whole.

    `earlier` are the parts' values of a neighbouring period, by the same labels.
    """
    computed = sum(parts.values())
    holds = computed <= stated if identity.at_most else computed == stated
    text, cause = (written(parts), "") if holds else _failed(identity, parts, stated, earlier)
    return Check(
        *(identity.key, kind, str(identity.label), holds, severity, place, text),
        *(tuple(parts.items()), stated, computed, cause, codes, identity.cite),
    )


def _failed(
    identity: Identity, parts: Mapping[str, int], stated: int, earlier: Mapping[str, int] | None
) -> tuple[str, str]:
    if identity.at_most and len(parts) == 1:
        ((label, value),) = parts.items()
        return (
            f"{number(value)} {label} lớn hơn {number(stated)}, trong khi chỉ là một phần của số ấy.",
            "",
        )
    if identity.at_most:
        return f"{written(parts)} vượt {number(stated)}, là số mà nó chỉ là một phần.", ""
    return failed_sum(parts, stated, earlier)


def written(parts: Mapping[str, int]) -> str:
    """38 + 94 + 164 = 296"""
    return f"{' + '.join(number(value) for value in parts.values())} = {number(sum(parts.values()))}"


def failed_sum(
    parts: Mapping[str, int], stated: int, earlier: Mapping[str, int] | None = None
) -> tuple[str, str]:
    """A sentence on a sum that is not its parts, and the kind of its likely cause ("" when none is found)."""
    cause = explain_sum(parts, stated, earlier)
    if cause and cause.kind in ("left_out", "carried_left_out"):
        missing = " và ".join(f"{number(parts[label])} {label}" for label in cause.labels)
        return f"Tổng {number(stated)} bỏ sót {missing}: {written(parts)}", cause.kind
    if len(parts) == 1:
        ((label, value),) = parts.items()
        return f"{number(stated)} khác {number(value)} {label}", cause.kind if cause else ""
    plain = f"Tổng {number(stated)} khác {written(parts)}"
    return (f"{plain}. {cause.text}", cause.kind) if cause else (plain, "")


def table_trials(
    equations: Iterable[Identity],
    values: Mapping[str, int],
    names: Mapping[str, str],
    *,
    kind: str,
    place: str,
    severity: str = "",
    earlier: Mapping[str, int] | None = None,
    tell_missing: bool = True,
) -> list[Check]:
    """Equations over one row of stated values (code → count), each with its cause; a missing value is not 0.

    `severity` overrides that of the equations; `earlier` is the same row of the period before. With `tell_missing` an
    equation some of whose figures are stated and others are not says that it cannot be tried.
    """
    tied = list(equations)
    found = []
    for item in tied:
        codes = (*item.whole, *item.parts)
        missing = [code for code in codes if code not in values]
        if not missing:
            found.append(_one(item, values, names, kind, place, severity, earlier or {}))
        elif tell_missing and len(missing) < len(codes):
            found.append(undecided(item, [names.get(code, code) for code in missing], kind, place))
    if all(check.ok for check in found):
        return found
    periods = {code: {"kỳ bên cạnh": value} for code, value in (earlier or {}).items()}
    mended = repair(values, tied, names, periods)
    return [_with(mended, check, item, found) for check, item in _paired(found, tied)] if mended else found


def _paired(found: list[Check], tied: list[Identity]) -> list[tuple[Check, Identity]]:
    by_key = {item.key: item for item in tied}
    return [(check, by_key[check.key]) for check in found]


def _one(
    item: Identity,
    values: Mapping[str, int],
    names: Mapping[str, str],
    kind: str,
    place: str,
    severity: str,
    earlier: Mapping[str, int],
) -> Check:
    labels = {code: _lower(names.get(code, code)) for code in item.parts}
    if len(set(labels.values())) < len(labels):
        labels = {code: f"{label} ({code})" for code, label in labels.items()}
    parts = {labels[code]: values[code] for code in item.parts}
    then = {labels[code]: earlier[code] for code in item.parts if code in earlier}
    stated = sum(values[code] for code in item.whole)
    weight = severity or ("warning" if item.is_derived else "error")
    return sum_check(item, kind, weight, place, parts, stated, item.whole, then)


def undecided(item: Identity, missing: list[str], kind: str, place: str) -> Check:
    """An equation that cannot be tried, since nobody has stated the figures of the labels `missing`."""
    text = f"Chưa đủ số để kiểm tra: chưa có {', '.join(_lower(label) for label in missing)}."
    return Check(
        *(item.key, kind, str(item.label), True, "warning", place, text), cause=MISSING, cite=item.cite
    )


def _with(mended: Repair, check: Check, item: Identity, found: list[Check]) -> Check:
    """The failure in the words of the correction, where that says more than the equation alone does."""
    failures = [other for other in found if not other.ok]
    if check.ok or mended.code not in (*item.whole, *item.parts):
        return check
    if check.cause in SETS and (len(failures) == 1 or mended.kind == ONE_FIGURE):
        return check
    plain = f"{number(check.stated)} khác {written(dict(check.parts))}"
    return replace(check, text=f"{plain}. {mended.text}", cause=mended.kind)


def told(codes: Iterable[str], values: Mapping[str, int]) -> dict[str, int]:
    """Label → value; of two figures with one label the later says its code, so that none is lost."""
    found: dict[str, int] = {}
    for code in codes:
        label = label_of(code)
        found[f"{label} ({code})" if label in found else label] = values[code]
    return found


def label_of(code: str) -> str:
    """The label of a figure within a sentence."""
    return _lower(str(figure(code).label))


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
