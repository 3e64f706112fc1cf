"""A filtered list as CSV or XLSX for a spreadsheet: the same rows, never a personal detail."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from danvan.records.declare import RecordType
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.facts import label, words
from danvan.records.desk.keyset import page
from danvan.records.desk.lists import NEWEST_FIRST, found, own_name, with_own
from danvan.records.desk.patience import limited
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.spreadsheets import MARK as _MARK
from danvan.ui.spreadsheets import Echo as _Echo
from danvan.ui.spreadsheets import safe

BATCH = 2_000
MOST_IN_BOOK = 20_000  # a workbook is made in memory; a CSV has no such end


def csv_lines(kind: RecordType, reach: Reach, wanted: dict[str, Any], batch: int = BATCH) -> Iterator[str]:
    """The lines of the file, newest record first, read `batch` records at a time by their key."""
    writer = csv.writer(_Echo())
    yield _MARK + writer.writerow(_head(kind))
    for cells in _rows(kind, reach, wanted, batch):
        yield writer.writerow([safe(cell) for cell in cells])


def workbook(kind: RecordType, reach: Reach, wanted: dict[str, Any]) -> bytes:
    """The same rows as an XLSX; text is written as text, so that no cell acts as a formula.

    Refusal when there are more than MOST_IN_BOOK.
    """
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, plain) as book:
        sheet = book.add_worksheet(str(kind.label_plural)[:31])
        sheet.write_row(0, 0, _head(kind), book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, cells in enumerate(_rows(kind, reach, wanted, BATCH), start=1):
            if number > MOST_IN_BOOK:
                raise Refusal(
                    _(
                        "Danh sách có hơn 20.000 dòng; hãy lọc hẹp lại hoặc tải tệp CSV, tệp ấy không giới hạn số dòng."
                    )
                )
            sheet.write_row(number, 0, [safe(cell) for cell in cells])
    return out.getvalue()


def _rows(kind: RecordType, reach: Reach, wanted: dict[str, Any], batch: int) -> Iterator[list[Any]]:
    names = _names(kind)
    after = ""
    while True:
        rows = with_own(found(kind, reach, wanted), kind, names)
        with limited():
            cut = page(rows, NEWEST_FIRST, after=after, size=batch)
            units = places.names({row.unit_id for row in cut.rows}, reach.on)
        for row in cut.rows:
            yield _cells(row, kind, names, units)
        if not cut.after:
            return
        after = cut.after


def _names(kind: RecordType) -> tuple[str, ...]:
    """What of a record the file tells, the columns of the list first."""
    told = (*kind.public, *kind.internal)
    return tuple(dict.fromkeys((*(name for name in kind.columns if name in told), *told)))


def _head(kind: RecordType) -> list[str]:
    names = _names(kind)
    fixed = [_("Số"), _("Năm sổ"), _("Trích yếu"), _("Đơn vị"), _("Trạng thái"), _("Ngày tiếp nhận")]
    return [*fixed, _("Ngày kết thúc"), *(label(kind.model, name) for name in names), _("Nguồn số liệu")]


def _cells(row: Any, kind: RecordType, names: tuple[str, ...], units: dict[int, str]) -> list[Any]:
    # Number and year stand apart: a spreadsheet would turn "12/2023" into a day.
    fixed = [row.register_no, row.register_year, row.title, units.get(row.unit_id, "")]
    lived = [str(kind.state(row.state).label), day(row.received_on), day(row.closed_on)]
    source = _("số liệu minh họa") if row.is_illustrative else _("hồ sơ")
    own = getattr(row, own_name(kind))
    return [*fixed, *lived, *(words(own, name) for name in names), source]
