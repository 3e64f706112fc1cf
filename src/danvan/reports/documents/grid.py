"""A statistical form as a grid, in the shape it is printed in: heads over heads, a number under each, a row per unit.

Made of a package's body alone. PDF, DOCX and XLSX draw the same grid.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danvan.reports.form_files import Form, FormRow, Section
from danvan.reports.form_heads import Head

CLOSED_SIGN, NOT_COUNTED_SIGN = "(*)", "–"
FIRST_HEADS = ("TT", "Đơn vị")
WIDEST_A4 = 18  # columns that still get 11 mm each beside the unit's name


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One head: its place counted from 0 in rows and columns of the grid, how many of each it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """One cell. `value` is a number that may be added up; where there is none, `text` says why or is empty."""

    value: int | str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit. `number` is its place in the list ("2.1"), "" for the total; `depth` is 0 for those right below."""

    number: str
    name: str
    depth: int
    places: tuple[Place, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid: heads with those of the first two columns, numbers of columns, rows with the total last, notes."""

    heads: list[HeadCell]
    depth: int
    columns: list[FormRow]
    rows: list[GridRow]
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Columns, with the two of the unit."""
        return len(self.columns) + len(FIRST_HEADS)

    @property
    def paper(self) -> str:
        """The smallest sheet on which the columns can be read, laid across."""
        return "a4" if len(self.columns) <= WIDEST_A4 else "a3"

    @property
    def labels(self) -> list[str]:
        """What stands in the row of numbers."""
        return ["A", "B", *(f"({column.column})" for column in self.columns)]


def grid_of(body: dict[str, Any]) -> Grid:
    """The grid of a body whose form is a table."""
    form = form_of(body)
    heads = form.columns
    depth = max((head.depth for head in heads), default=1)
    columns = [row for head in heads for row in _leaves(head)]
    rows = list(_rows(body, columns))
    return Grid(list(_head_cells(heads, depth)), depth, columns, rows, _notes(body, columns, rows))


def form_of(body: dict[str, Any]) -> Form:
    """The form as it was when the body was made, whatever became of its file since."""
    kept = body["form"]
    sections = tuple(
        Section(
            part["title"],
            tuple(FormRow(**{**row, "under": tuple(row.get("under", ()))}) for row in part["rows"]),
        )
        for part in kept["sections"]
    )
    last = date.fromisoformat(body["period"]["last"])
    about = (kept["key"], kept["title"], kept["subject"], kept.get("cite", ""), kept.get("note", ""))
    return Form(*about, kept["table"], sections, kept["key"], last, last)


def _leaves(head: Head) -> list[FormRow]:
    return [head.row] if head.row is not None else [row for below in head.below for row in _leaves(below)]


def _head_cells(heads: list[Head], depth: int) -> list[HeadCell]:
    found = [HeadCell(0, column, depth, 1, title) for column, title in enumerate(FIRST_HEADS)]

    def lay(level: list[Head], row: int, column: int) -> None:
        for head in level:
            rows = depth - row if head.row is not None else 1
            found.append(HeadCell(row, column, rows, head.span, head.title))
            lay(head.below, row + 1, column)
            column += head.span

    lay(heads, 0, len(FIRST_HEADS))
    return found


def _rows(body: dict[str, Any], columns: list[FormRow]) -> list[GridRow]:
    cells = {(cell["unit"], cell["code"]): cell for cell in body["cells"]}
    typed = {line["column"]: line.get("typed", "") for line in body["lines"] if line.get("column")}
    own = body["unit"]["slug"]

    def places(slug: str) -> tuple[Place, ...]:
        return tuple(_place(cells.get((slug, column.code)), column, typed, slug == own) for column in columns)

    listed = [(number, name, depth, places(slug)) for slug, number, name, depth in _numbered(body)]
    rows = [GridRow(*one) for one in listed if _is_open(one[3])]
    total = GridRow("", "Tổng số", 0, places(own), is_total=True)
    here = _at_the_unit_itself(total, rows)
    return [*([here] if here else []), *rows, total]


def _is_open(places: tuple[Place, ...]) -> bool:
    """A row of which nothing is known is open too: it says who is missing."""
    closed = any(place.text == CLOSED_SIGN for place in places)
    return not closed or any(place.value is not None for place in places)


def _place(cell: dict[str, Any] | None, column: FormRow, typed: dict[int, str], is_own: bool) -> Place:
    if cell is None:
        stated = typed.get(column.column, "") if is_own else ""
        return Place(None, stated or NOT_COUNTED_SIGN)
    if cell.get("closed"):
        return Place(None, CLOSED_SIGN)
    return Place(cell["value"]) if cell["value"] is not None else Place(None, NOT_COUNTED_SIGN)


def _numbered(body: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    """(slug, number, name, depth) of the units below, in the order of the body, which goes from the top down."""
    own = body["unit"]["slug"]
    numbers: dict[str, str] = {own: ""}
    counts: dict[str, int] = {}
    found = []
    for unit in body["units"]:
        if unit["slug"] == own:
            continue
        above = numbers.get(unit["parent"], "")
        counts[unit["parent"]] = counts.get(unit["parent"], 0) + 1
        number = f"{above}.{counts[unit['parent']]}".removeprefix(".")
        numbers[unit["slug"]] = number
        found.append((unit["slug"], number, unit["name"], number.count(".")))
    return found


def _at_the_unit_itself(total: GridRow, rows: list[GridRow]) -> GridRow | None:
    """What the unit counts besides those right below it, so that their rows add up to the total; None for nothing."""
    top = [row for row in rows if row.depth == 0]
    rest: list[Place] = []
    for number, whole in enumerate(total.places):
        parts = [row.places[number] for row in top]
        # What a unit below has not stated is not in the total either.
        if not isinstance(whole.value, int) or not all(
            isinstance(part.value, int) or part.text == NOT_COUNTED_SIGN for part in parts
        ):
            rest.append(Place(None, whole.text if whole.value is None else ""))
            continue
        rest.append(Place(whole.value - sum(part.value for part in parts if isinstance(part.value, int))))
    if not top or not any(place.value for place in rest):
        return None
    return GridRow("", "Tại cơ quan", 0, tuple(rest))


def _notes(body: dict[str, Any], columns: list[FormRow], rows: list[GridRow]) -> list[str]:
    texts = [place.text for row in rows for place in row.places]
    found = [unread] if (unread := body["form"].get("unverified")) else []
    if note := body["form"].get("note"):
        found.append(f"Cách ghi biểu: {note}")
    for column in columns:
        if not column.code:
            why = column.note or "chưa có hồ sơ để đếm"
            found.append(f"Cột ({column.column}): {why[:1].lower()}{why[1:]}")
    if NOT_COUNTED_SIGN in texts:
        found.append(f"{NOT_COUNTED_SIGN}: chưa có hồ sơ hoặc bảng để đếm, không phải là số 0.")
    if CLOSED_SIGN in texts:
        found.append(f"{CLOSED_SIGN}: ô không mở trong bản công khai.")
    shown = sum(bool(row.number) for row in rows)
    if shown < len(body["units"]) - 1:
        found.append("Dòng của các đơn vị cấp dưới không mở trong bản công khai.")
    return found
