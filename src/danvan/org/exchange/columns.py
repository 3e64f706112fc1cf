"""The columns of the file, by their Vietnamese heads, and one row of it."""

from dataclasses import dataclass
from datetime import date

HEADS = {
    "slug": "Mã địa chỉ",
    "name": "Tên",
    "kind": "Loại",
    "code": "Mã",
    "electronic": "Mã định danh điện tử",
    "parent": "Cấp trên",
    "since": "Từ ngày",
    "last": "Đến hết ngày",
    "remote": "Vùng sâu, vùng xa",
    "note": "Ghi chú",
}
NEEDED = ("slug", "name", "kind", "since")
YES = "có"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line, counted as an editor counts, the heads being line 1; line 0 means the whole file."""

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"dòng {self.line}" if self.line else "", self._named) if part)
        return f"{place}: {self.why}" if place else self.why

    @property
    def _named(self) -> str:
        return f"cột {HEADS[self.column]}" if self.column else ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A unit from `since` to the day before `until` (None: still so), as one row of the file tells it."""

    line: int
    slug: str
    name: str
    kind: str
    since: date
    until: date | None
    code: str = ""
    electronic: str = ""
    parent: str = ""
    is_remote: bool = False
    note: str = ""
