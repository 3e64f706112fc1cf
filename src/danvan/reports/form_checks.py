"""What a form's own columns must satisfy, and whether anybody has compared the form with the text of its circular."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from danvan.records.declare import Identity, identities
from danvan.reports.checks import Check, sum_check
from danvan.reports.compute import Figures
from danvan.reports.form_equations import Equation
from danvan.reports.form_files import Form, FormRow
from danvan.reports.models import TypedFigure
from danvan.ui.numbers import number

KIND = "cot_bieu"
UNREAD = "mau_bieu"
LABEL = "Biểu mẫu đã được đối chiếu với văn bản ban hành"

type Values = Mapping[int, int | None]  # column → value, None where nobody has stated it, which is not 0


def form_checks(form: Form, figures: Figures, typed: Iterable[TypedFigure] = ()) -> list[Check]:
    """The trial of the form itself where it is not verified, and each of its equations.

    An equation of counted columns is tried on the row of every unit, one with typed columns on the whole alone. What a
    declared identity tries already is not tried twice; one of whose columns nobody has stated is not tried.
    """
    name = figures.tree.nodes[figures.unit.pk].name
    found = [] if form.is_verified else [unread(form, name)]
    rows = {row.column: row for row in form.rows if row.column}
    tried = [item for item in form.equations if not _is_declared(item, rows, figures)]
    if not tried:
        return found
    stated = {figure.code: figure.value for figure in typed}
    failed, count = [], 0
    for item in tried:
        checks = list(_each_unit(item, rows, figures, stated))
        failed += [check for check in checks if not check.ok]
        count += bool(checks)
    if not failed and count:
        text = f"Đúng cả {number(count)} đẳng thức giữa các cột của biểu đã có đủ số."
        failed = [Check(KIND, KIND, "Đẳng thức giữa các cột của biểu", True, "error", name, text)]
    return found + failed


def unread(form: Form, unit_name: str) -> Check:
    """A failure that blocks the signature until the head writes why it is signed on a form nobody has verified."""
    return Check(UNREAD, UNREAD, LABEL, False, "error", unit_name, form.unverified.rstrip("."))


def tried(equation: Equation, rows: Mapping[int, FormRow], values: Values, place: str) -> Check | None:
    """The trial of one equation over the values of one row; None where a value is missing."""
    if any(values.get(column) is None for column in equation.columns):
        return None
    parts = {f"({n}) {_low(rows[n].leaf)}": int(values[n] or 0) for n in equation.parts}
    whole = sum(int(values[n] or 0) for n in equation.whole)
    codes = tuple(rows[n].code or rows[n].typed for n in equation.whole)
    named = Identity(f"cot.{equation}", f"Cột {equation}", codes, (), "", at_most=equation.at_most)
    severity = "warning" if equation.at_most else "error"
    return sum_check(named, KIND, severity, place, parts, whole, codes)


def _each_unit(
    item: Equation, rows: Mapping[int, FormRow], figures: Figures, stated: Mapping[str, Decimal]
) -> Iterable[Check]:
    is_counted = all(rows[column].code for column in item.columns)
    for unit_id in figures.unit_ids if is_counted else [figures.unit.pk]:
        values = {column: _value(rows[column], figures, unit_id, stated) for column in item.columns}
        if check := tried(item, rows, values, figures.tree.nodes[unit_id].name):
            yield check


def _value(row: FormRow, figures: Figures, unit_id: int, stated: Mapping[str, Decimal]) -> int | None:
    if row.code and figures.lacks(row.code, unit_id):
        return None
    value = figures.cell(row.code, unit_id).value if row.code else stated.get(row.typed)
    return None if value is None or value != int(value) else int(value)


def _is_declared(item: Equation, rows: Mapping[int, FormRow], figures: Figures) -> bool:
    whole, parts = (tuple(rows[n].code for n in side) for side in (item.whole, item.parts))
    return any(
        known.at_most == item.at_most and set(known.whole) == set(whole) and set(known.parts) == set(parts)
        for known in identities(figures.items, figures.period.last)
    )


def _low(label: str) -> str:
    return label[:1].lower() + label[1:]
