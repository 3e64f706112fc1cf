"""The head of a blank form: which columns it has, what stands over each, and the equations that it prints itself."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from danvan.reports.loading import formulas, titles
from danvan.reports.loading.grid import Grid, letter
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number
from danvan.ui.vietnamese import fold

MOST = 200
_NUMBER = re.compile(r"^\(?\s*(\d{1,3})\s*\)?\s*\.?$")
_NUMBERED = re.compile(r"^\(?\s*(\d{1,3})\s*\)?\s*(?:=|<|>|≤|≥).+$", re.S)
_UNIT = re.compile(r"\s*\((?:đơn vị(?: tính)?:?\s*)?([^()]{1,20})\)$", re.I)
UNITS = {
    **dict.fromkeys(("trd", "tr.d", "trieu dong", "tr dong", "dong"), "đồng"),
    **dict.fromkeys(("m2", "m²"), "m²"),
    "ha": "ha",
    "%": "%",
    "luot": "lượt",
    "nguoi": "người",
    "vu": "vụ",
    "vu viec": "vụ việc",
    "don": "đơn",
    "van ban": "văn bản",
    "doan": "đoàn",
    "ky": "kỳ",
    "cuoc": "cuộc",
    "to chuc": "tổ chức",
}
COUNTED = (
    "vụ việc",
    "văn bản",
    "lượt",
    "người",
    "đơn",
    "đoàn",
    "kỳ",
    "cuộc",
    "vụ",
    "tổ chức",
    "cá nhân",
    "hồ sơ",
)
ORDER = ("stt", "tt", "so tt", "so thu tu")
NAME = ("don vi", "ten", "noi dung", "dia phuong", "co quan", "chi tieu", "xa", "huyen")


@dataclass(slots=True)
class Column:
    """A column to be filled: its printed number, its heads from the outermost, unit and place ("D") in the sheet."""

    no: int
    path: list[str]
    unit: str
    place: str


@dataclass(slots=True)
class Shape:
    """What was read of a sheet. Rows count from 1; `number_row` is 0 where the form numbers no columns itself."""

    sheet: str
    columns: list[Column]
    top_row: int
    number_row: int
    first_row: int
    order_place: str
    name_place: str
    title: str = ""
    subject: str = ""
    cite: str = ""
    dated: str = ""
    equations: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the form."""
        return asdict(self)


def read(sheet: dict[str, Any]) -> Shape:
    """The head of one sheet of `book.sheets`. Refusal, naming the cell, for a head that cannot be told."""
    if sheet["wide"]:
        raise Refusal(f"Trang tính “{sheet['name']}” có ô ở ngoài cột thứ 250; biểu mẫu phải có ít cột hơn.")
    grid = Grid(sheet)
    if not any(text for _row, _column, text, _formula in grid.cells()):
        raise Refusal(
            f"Trang tính “{sheet['name']}” chỉ có công thức, không có tiêu đề; hãy chọn trang khác."
        )
    found = _number_rows(grid)
    if len(found) > 1:
        raise Refusal(
            f"Trang tính “{sheet['name']}” có {len(found)} bảng (dòng số cột ở dòng {' và '.join(map(str, found))}); "
            "hãy tách mỗi bảng ra một trang tính."
        )
    if found:
        ((row, numbers),) = found.items()
        notices = []
    else:
        row, numbers = _unnumbered(grid)
        notices = ["Biểu không có dòng số cột; các cột được đánh số từ trái sang phải."]
    return _shape(grid, row, numbers, notices, is_numbered=bool(found))


def _shape(grid: Grid, row: int, numbers: dict[int, int], notices: list[str], *, is_numbered: bool) -> Shape:
    """`numbers`: column of the sheet → printed number; `row`: that of the numbers, or the first below the head."""
    _refuse_numbers(grid, row, numbers)
    first = min(numbers)
    bottom = next((r for r in range(row - 1, 0, -1) if grid.is_filled(r)), 0)
    top = _top(grid, bottom, list(numbers), [c for c in grid.columns if c < first])
    columns = [_column(grid, c, no, top, bottom) for c, no in numbers.items()]
    order, name = _beside(grid, top, bottom, first)
    first_row = row + 1 if is_numbered else row
    shape = Shape(grid.name, columns, top, row if is_numbered else 0, first_row, order, name)
    about = titles.read(grid, top)
    shape.title, shape.subject, shape.cite, shape.dated = about
    printed, unread = formulas.printed(grid, row, numbers) if is_numbered else ([], [])
    shape.equations = list(dict.fromkeys([*printed, *formulas.computed(grid, first_row, numbers)]))
    shape.notices = [*notices, *unread, *_left_out(grid, top, bottom, numbers, (order, name))]
    return shape


def _refuse_numbers(grid: Grid, row: int, numbers: dict[int, int]) -> None:
    if len(numbers) > MOST:
        raise Refusal(f"Biểu có {number(len(numbers))} cột, nhiều hơn {MOST}; hãy chia biểu.")
    seen: dict[int, int] = {}
    for column, no in numbers.items():
        if no in seen:
            raise Refusal(
                f"Số cột ({no}) đánh hai lần, ở ô {letter(seen[no])}{row} và {letter(column)}{row}; hãy sửa tệp rồi nạp lại."
            )
        seen[no] = column


def _number_rows(grid: Grid) -> dict[int, dict[int, int]]:
    """Rows that number columns → {column: number}; a row of data right below one does not count as a second."""
    found: dict[int, dict[int, int]] = {}
    for row in grid.rows:
        numbers = {c: no for c in grid.columns if (no := printed_number(grid.own(row, c))) is not None}
        if not _counts_up(list(numbers.values())):
            continue
        said = [c for c in grid.columns if grid.own(row, c)]
        if len(numbers) < 0.6 * len(said):
            continue
        if found and not _has_head_between(grid, max(found), row):
            continue
        found[row] = numbers
    return found


def printed_number(text: str) -> int | None:
    """3 of "3", "(3)" and "(3)=(4)+(5)"; None for anything else."""
    match = _NUMBER.match(text) or _NUMBERED.match(text)
    return int(match[1]) if match else None


def _counts_up(numbers: list[int]) -> bool:
    if len(numbers) < 2 or numbers[0] != 1:
        return False
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    return sum(step in (0, 1, 2) for step in steps) >= 0.8 * len(steps) and steps.count(0) <= len(steps) / 2


def _has_head_between(grid: Grid, above: int, below: int) -> bool:
    return any(
        sum(bool(grid.own(row, c)) and printed_number(grid.own(row, c)) is None for c in grid.columns) >= 3
        for row in range(above + 1, below)
    )


def _unnumbered(grid: Grid) -> tuple[int, dict[int, int]]:
    """(the first row below the head, {column: number}) of a form without a row of numbers."""
    filled = {row: [c for c in grid.columns if grid.text(row, c)] for row in grid.rows}
    heads = [
        row
        for row, columns in filled.items()
        if len(columns) >= 3 and not titles.is_title(grid, row, columns)
    ]
    if not heads:
        raise Refusal(
            f"Không thấy tiêu đề bảng trong trang tính “{grid.name}”; biểu cần ít nhất ba cột có tiêu đề."
        )
    last = heads[0]
    while (
        last + 1 in filled
        and len(filled[last + 1]) >= 2
        and not any(printed_number(grid.text(last + 1, c)) is not None for c in filled[last + 1])
    ):
        last += 1
    columns = [c for c in filled[last] if fold(grid.text(last, c)) not in (*ORDER, "ghi chu")]
    named = [c for c in columns if any(fold(grid.text(last, c)).startswith(word) for word in NAME)][:1]
    counted = [c for c in columns if c not in named]
    if not counted:
        raise Refusal(f"Không thấy cột số liệu nào trong trang tính “{grid.name}”; hãy chọn trang khác.")
    return last + 1, {c: no for no, c in enumerate(counted, 1)}


def _top(grid: Grid, bottom: int, columns: list[int], before: list[int]) -> int:
    """The first row of the head: where the merged STT or unit column begins, else the last row that covers the columns."""
    tall = [span[0] for c in before if (span := grid.span(bottom, c)) and span[2] > span[0]]
    if tall:
        return min(tall)
    top = bottom
    for row in range(bottom, 0, -1):
        said = [c for c in columns if grid.text(row, c)]
        if len(said) < 0.5 * len(columns) or titles.is_title(grid, row, [*before, *columns]):
            break
        top = row
    return top


def _column(grid: Grid, column: int, no: int, top: int, bottom: int) -> Column:
    path = list(_path(grid, column, top, bottom))
    if not path:
        raise Refusal(f"Cột ({no}), ô {letter(column)}{bottom}, không có tiêu đề; hãy sửa tệp rồi nạp lại.")
    leaf, unit = parted(path[-1])
    return Column(no, [*path[:-1], leaf], unit or _counted_in(path), letter(column))


def _path(grid: Grid, column: int, top: int, bottom: int) -> Iterator[str]:
    """The heads over a column from the outermost, each cell once. A head that is centred without merging reaches right."""
    last = None
    for row in range(top, bottom + 1):
        if row in grid.hidden_rows:
            continue
        at = grid.anchor(row, column)
        text = grid.text(row, column)
        if not text and not grid.span(row, column) and _says_below(grid, column, row, bottom):
            left = column - 1
            while left > 0 and not grid.text(row, left) and not grid.span(row, left):
                left -= 1
            if (
                left
                and grid.text(row, left)
                and _says_below(grid, left, row, bottom)
                and not grid.is_tall(row, left)
            ):
                at, text = grid.anchor(row, left), grid.text(row, left)
        if text and at != last:
            yield text
        last = at


def _says_below(grid: Grid, column: int, row: int, bottom: int) -> bool:
    return any(grid.text(r, column) for r in range(row + 1, bottom + 1) if grid.anchor(r, column)[0] > row)


def parted(text: str) -> tuple[str, str]:
    """("Tiền", "đồng") of "Tiền (Trđ)"; the unit is "" where the brackets hold something else."""
    if (match := _UNIT.search(text)) and (unit := UNITS.get(fold(match[1]).strip())):
        return text[: match.start()].strip() or text, unit
    return text, ""


def _counted_in(path: Iterable[str]) -> str:
    """What the words of a head say that it counts, the innermost first."""
    for text in reversed(list(path)):
        said = text.lower()
        for unit in COUNTED:
            if re.search(rf"\b(?:số|tổng số)\s+{unit}\b", said):
                return "người" if unit == "cá nhân" else unit
    return ""


def _beside(grid: Grid, top: int, bottom: int, first: int) -> tuple[str, str]:
    """Places of the column of order and of the column of units' names; "" where there is none."""
    order = name = ""
    for column in (c for c in grid.columns if c < first):
        said = fold(" ".join(_path(grid, column, top, bottom))).strip(". ")
        if said in ORDER:
            order = order or letter(column)
        elif said:
            name = name or letter(column)
    return order, name


def _left_out(
    grid: Grid, top: int, bottom: int, numbers: dict[int, int], places: tuple[str, str]
) -> Iterator[str]:
    for column in grid.columns:
        said = " – ".join(_path(grid, column, top, bottom))
        if said and column not in numbers and letter(column) not in places:
            yield f"Cột {letter(column)} (“{said[:80]}”) không có số cột nên không lấy số liệu."
    for column in grid.hidden_columns:
        yield f"Cột {letter(column)} bị ẩn trong tệp nên không đọc."
    for row in grid.hidden_rows:
        if top <= row <= bottom + 1:
            yield f"Dòng {row} của tiêu đề bị ẩn trong tệp nên không đọc."
