"""What is wrong in the rows of a file, each at its line, before the database is asked to hold any of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from danvan.org.exchange.columns import NEEDED, YES, Fault, Stretch
from danvan.org.exchange.decided import undone
from danvan.org.exchange.reading import Line
from danvan.org.models import Kind, Unit, UnitCode, code_system
from danvan.ui.dates import day, parse_day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

LONGEST = {"slug": 80, "name": 120, "code": 35, "electronic": 35, "parent": 80, "note": 200}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-zĐđ]+([.\-/][0-9A-Za-zĐđ]+)*")
_KINDS = {fold(str(kind.label)): kind.value for kind in Kind} | {kind.value: kind.value for kind in Kind}
_REMOTE = {"": False, "khong": False, fold(YES): True, "x": True}


class Sheet:
    """The stretches of a file by unit, and every fault found on the way."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.faults: list[Fault] = []
        self.units: dict[str, list[Stretch]] = defaultdict(list)
        for line in lines:
            if stretch := self._stretch(line):
                self.units[stretch.slug].append(stretch)
        for rows in self.units.values():
            rows.sort(key=lambda row: (row.since, row.line))

    def fault(self, line: int, column: str, why: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(line, column, why))

    def _stretch(self, line: Line) -> Stretch | None:
        before = len(self.faults)
        cells = line.cells
        for column in NEEDED:
            if not cells[column]:
                self.fault(line.number, column, "đang để trống; hãy điền giá trị.")
        for column, most in LONGEST.items():
            if len(cells[column]) > most:
                self.fault(line.number, column, f"dài quá {most} ký tự; hãy viết gọn lại.")
            if not cells[column].isprintable():
                self.fault(line.number, column, "có ký tự không in được; hãy gõ lại ô này.")
        self._shapes(line)
        since, until = self._days(line)
        if len(self.faults) > before or since is None:
            return None
        fixed = {column: cells[column] for column in LONGEST}
        return Stretch(
            line.number,
            kind=_KINDS[fold(cells["kind"])],
            since=since,
            until=until,
            is_remote=_REMOTE[fold(cells["remote"])],
            **fixed,
        )

    def _shapes(self, line: Line) -> None:
        cells = line.cells
        for column in ("slug", "parent"):
            if cells[column] and not _SLUG.fullmatch(cells[column]):
                self.fault(
                    line.number, column, "chỉ gồm chữ thường không dấu, số và gạch nối, như xa-tan-thanh."
                )
        for column in ("code", "electronic"):
            if cells[column] and not _CODE.fullmatch(cells[column]):
                self.fault(line.number, column, "chỉ gồm chữ, số và dấu chấm, gạch ở giữa.")
        if cells["kind"] and fold(cells["kind"]) not in _KINDS:
            kinds = ", ".join(str(kind.label) for kind in Kind)
            self.fault(line.number, "kind", f"không có loại “{cells['kind']}”; các loại: {kinds}.")
        if fold(cells["remote"]) not in _REMOTE:
            self.fault(line.number, "remote", f"chỉ ghi “{YES}” hoặc để trống.")

    def _days(self, line: Line) -> tuple[date | None, date | None]:
        since = self._day(line, "since")
        last = self._day(line, "last")
        if since and last and last < since:
            self.fault(line.number, "last", f"ngày kết thúc phải không trước {day(since)}.")
        return since, last + timedelta(days=1) if last else None

    def _day(self, line: Line, column: str) -> date | None:
        if not line.cells[column]:
            return None
        try:
            return parse_day(line.cells[column])
        except Refusal as refusal:
            self.fault(line.number, column, str(refusal))
            return None


def check(sheet: Sheet, present: dict[str, list[Stretch]], managed: set[str] | None = None) -> None:
    """Add the faults that only show between rows, and between rows and the database.

    `present` are the stretches of the file's units as the database has them, `managed` the addresses of the units that
    the asker may change; None stands for the operator of the machine. Four queries, whatever the size.
    """
    _overlaps(sheet)
    _parents(sheet)
    _codes(sheet)
    if managed is not None:
        _rights(sheet, present, managed)
        sheet.faults += undone(sheet.units, present)
    sheet.faults.sort(key=lambda fault: (fault.line, fault.column))


def meet(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a day."""
    return one.since < (other.until or date.max) and other.since < (one.until or date.max)


def _overlaps(sheet: Sheet) -> None:
    for rows in sheet.units.values():
        for earlier, later in pairwise(rows):
            if meet(earlier, later):
                sheet.fault(
                    later.line, "since", f"chồng ngày với dòng {earlier.line} của cùng đơn vị; hãy sửa ngày."
                )


def _parents(sheet: Sheet) -> None:
    named = {row.parent for rows in sheet.units.values() for row in rows if row.parent}
    known = set(Unit.objects.filter(slug__in=named).values_list("slug", flat=True))
    for rows in sheet.units.values():
        for row in rows:
            if row.parent == row.slug:
                sheet.fault(row.line, "parent", "đơn vị không thể là cấp trên của chính mình.")
            elif row.parent and row.parent not in sheet.units and row.parent not in known:
                sheet.fault(
                    row.line,
                    "parent",
                    f"không có đơn vị mang mã địa chỉ “{row.parent}”; hãy sửa mã cấp trên.",
                )


def _codes(sheet: Sheet) -> None:
    """Two units with one code on one day, within the file and beside the units that it leaves alone."""
    holders: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for rows in sheet.units.values():
        for row in rows:
            for system, column, code in codes_of(row):
                for other in holders[system, code]:
                    if other.slug != row.slug and meet(other, row):
                        why = f"mã “{code}” đã có ở dòng {other.line} cùng thời gian; mỗi mã chỉ của một đơn vị."
                        sheet.fault(row.line, column, why)
                holders[system, code].append(row)
    wanted = {code for _system, code in holders}
    taken = UnitCode.objects.filter(code__in=wanted).exclude(unit__slug__in=list(sheet.units))
    for held in taken.select_related("unit"):
        for row in holders.get((held.system, held.code), []):
            if row.since < (held.valid.upper or date.max) and held.valid.lower < (row.until or date.max):
                column = "electronic" if held.system == UnitCode.System.ELECTRONIC else "code"
                why = f"mã “{held.code}” đang của {held.unit.name_on(held.valid.lower)} ({held.unit.slug})."
                sheet.fault(row.line, column, why)


def codes_of(row: Stretch) -> list[tuple[str, str, str]]:
    """(system, column, code) of the codes that a stretch carries."""
    electronic = (str(UnitCode.System.ELECTRONIC), "electronic", row.electronic)
    return [each for each in ((str(code_system(row.kind)), "code", row.code), electronic) if each[2]]


def _rights(sheet: Sheet, present: dict[str, list[Stretch]], managed: set[str]) -> None:
    """A known unit must be managed by the asker; a parent must be managed, new in the file, or the unit's parent already.

    No file ends a living unit or moves an end: its open records need heirs, which an act proposes and a person decides.
    """
    fresh = sheet.units.keys() - present.keys()
    for slug, rows in sheet.units.items():
        if slug in present and slug not in managed:
            sheet.fault(rows[0].line, "slug", "Bà/Ông không quản trị đơn vị này; hãy bỏ các dòng của đơn vị.")
            continue
        if (
            slug in present
            and present[slug]
            and present[slug][-1].until is None
            and rows[-1].until is not None
        ):
            why = "đơn vị đang hoạt động chỉ kết thúc bằng một quyết định về tổ chức; hãy để trống ô này."
            sheet.fault(rows[-1].line, "last", why)
        decided = present[slug][-1].until if present.get(slug) else None
        if decided and rows[-1].until != decided:
            last = day(decided - timedelta(days=1))
            why = f"ngày kết thúc đã có quyết định là {last}; hãy ghi đúng ngày ấy."
            sheet.fault(rows[-1].line, "last", why)
        allowed = managed | fresh | {row.parent for row in present.get(slug, [])}
        for row in rows:
            if row.parent not in allowed:
                sheet.fault(row.line, "parent", "phải là đơn vị Bà/Ông quản trị; hãy chọn cấp trên khác.")
