"""Finds the headings of a register: one row, or two with merged cells above."""

from dataclasses import dataclass

from danvan.ui.vietnamese import fold

LOOKED_AT = 25
WORDS = (
    *("stt", "so tt", "so den", "so don", "ngay", "ho ten", "ho va ten", "dia chi", "noi dung", "loai don"),
    *(
        "phan loai",
        "ket qua",
        "huong xu ly",
        "xu ly",
        "ghi chu",
        "linh vuc",
        "khieu nai",
        "to cao",
        "kien nghi",
    ),
    *("kn", "tc", "knpa", "so nguoi", "thu ly", "chuyen", "co quan", "nguon", "dien thoai", "trich yeu"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of each column ("Kết quả › Thụ lý") and the index of the first row below them."""

    names: list[str]
    first_row: int


def find(rows: list[list[str]]) -> Head:
    """The headings of a sheet. The row with the most words of registers, and the one below it when it goes on."""
    scores = [_score(row) for row in rows[:LOOKED_AT]]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    width = max(len(row) for row in rows)
    upper = _padded(rows[best], width)
    if best and _goes_on(_padded(rows[best - 1], width), upper):
        best, upper = best - 1, _padded(rows[best - 1], width)
    lower = _padded(rows[best + 1], width) if best + 1 < len(rows) else []
    if lower and _goes_on(upper, lower):
        names = _joined(upper, lower)
        return Head(names, _after_numbers(rows, best + 2))
    return Head(_named(upper), _after_numbers(rows, best + 1))


def _score(row: list[str]) -> int:
    return sum(any(_holds(fold(cell), word) for word in WORDS) for cell in row if 0 < len(cell) <= 80)


def _holds(cell: str, word: str) -> bool:
    return cell == word or (len(word) > 3 and word in cell)


def _goes_on(upper: list[str], lower: list[str]) -> bool:
    """The lower row is a second row of headings: it says something only where the upper is merged or empty."""
    told = [index for index, cell in enumerate(lower) if cell]
    if not told or not any(upper) or any(cell[:1].isdigit() for cell in lower if cell):
        return False
    under_empty = sum(1 for index in told if not upper[index] or _opens_group(upper, lower, index))
    return under_empty == len(told) and sum(1 for cell in upper if cell) >= 2 and len(told) < len(upper)


def _opens_group(upper: list[str], lower: list[str], index: int) -> bool:
    """A merged cell keeps its words in its first column; the next one is empty above and filled below."""
    following = index + 1
    return following < len(upper) and not upper[following] and bool(lower[following])


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    names, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")
        names.append(f"{group} › {below}" if group and below else above)
    return _named(names)


def _named(names: list[str]) -> list[str]:
    return [name or f"Cột {index}" for index, name in enumerate(names, 1)]


def _after_numbers(rows: list[list[str]], index: int) -> int:
    """Past the row that numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    bare = [cell.strip("()[] ") for cell in rows[index] if cell] if index < len(rows) else []
    if len(bare) < 3 or not bare[0].isdecimal():
        return index
    counted = [str(number) for number in range(int(bare[0]), int(bare[0]) + len(bare))]
    return index + 1 if bare == counted else index


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
