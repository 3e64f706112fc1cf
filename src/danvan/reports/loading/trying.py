"""Equations of a form tried before it is used: on what records count in a period, or on a filled example of the form."""

from dataclasses import dataclass
from typing import Any

from danvan.org.models import Unit
from danvan.reports.checks import Check
from danvan.reports.compute import compute
from danvan.reports.form_checks import tried
from danvan.reports.form_files import Form
from danvan.reports.loading import book, heads
from danvan.reports.loading.grid import Grid, column_of
from danvan.reports.loading.models import LoadedForm
from danvan.reports.loading.stored import as_form
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number, parse_number
from danvan.ui.vietnamese import fold

MOST_ROWS = 300
_NOTHING = ("", "-", "–", "khong phat sinh")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one try: `rows` are (place, values by column as shown), `untried` equations lacked a value."""

    source: str
    rows: list[tuple[str, dict[int, str]]]
    checks: list[Check]
    untried: list[str]

    @property
    def failed(self) -> list[Check]:
        """The equations that did not hold."""
        return [check for check in self.checks if not check.ok]


def on_figures(row: LoadedForm, unit: Unit, period: str) -> Trial:
    """Try it on what records count now; a typed column has no value. Refusal as `compute`."""
    form = as_form(row)
    figures = compute(unit, period, form.codes)
    values = {
        column.column: int(cell.value)
        for column in form.rows
        if column.code and (cell := figures.cell(column.code)).value is not None and not cell.is_ratio
    }
    name = figures.tree.nodes[figures.unit.pk].name
    return _tried(form, f"Số đếm từ hồ sơ, {figures.period.label}", [(name, values)])


def on_example(row: LoadedForm, data: bytes) -> Trial:
    """Try it on a filled workbook of the same form. Refusal for another form, no row, or a cell that is no number."""
    sheets = {sheet["name"]: sheet for sheet in book.sheets(data)}
    sheet = sheets.get(row.sheet) or next(iter(sheets.values()))
    shape = heads.read(sheet)
    ours = [(column["no"], column["path"]) for column in row.shape["columns"]]
    if [(column.no, column.path) for column in shape.columns] != ours:
        raise Refusal("Tệp ví dụ không cùng tiêu đề với biểu này; hãy chọn tệp đã điền của đúng biểu.")
    grid = Grid(sheet)
    rows = []
    for at in range(shape.first_row, shape.first_row + MOST_ROWS):
        values = {
            column.no: value
            for column in shape.columns
            if (value := _value(grid, at, column.place)) is not None
        }
        if values:
            rows.append((_name(grid, at, shape), values))
    if not rows:
        raise Refusal("Tệp ví dụ chưa có dòng số liệu nào; hãy chọn tệp đã điền.")
    return _tried(as_form(row), "Tệp ví dụ đã điền", rows)


def _value(grid: Grid, row: int, place: str) -> int | None:
    """The whole number in a cell; None for an empty one, and 0 where it states that nothing arose."""
    text = grid.text(row, column_of(place))
    if fold(text) in _NOTHING:
        return 0 if fold(text) == "khong phat sinh" else None
    if not any(sign.isdigit() for sign in text):
        return None  # a signature below the table
    try:
        value = parse_number(text)
    except Refusal:
        raise Refusal(
            f"Ô {place}{row} ghi “{text[:40]}”, không đọc được là một số; hãy sửa tệp ví dụ."
        ) from None
    return int(value) if value == int(value) else None


def _name(grid: Grid, row: int, shape: heads.Shape) -> str:
    told = grid.text(row, column_of(shape.name_place)) if shape.name_place else ""
    return told or f"Dòng {row}"


def _tried(form: Form, source: str, rows: list[tuple[str, dict[int, int]]]) -> Trial:
    columns: dict[int, Any] = {column.column: column for column in form.rows}
    checks, untried = [], []
    for item in form.equations:
        made = [check for name, values in rows if (check := tried(item, columns, values, name))]
        checks += made
        if not made:
            untried.append(str(item))
    shown = [(name, {no: number(value) for no, value in values.items()}) for name, values in rows]
    return Trial(source, shown, checks, untried)
