"""A filtered list as CSV for a spreadsheet: the same rows, never a personal detail."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from danvan.records.declare import RecordType
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.facts import label, words
from danvan.records.desk.keyset import page
from danvan.records.desk.lists import NEWEST_FIRST, found, own_name, with_own
from danvan.records.desk.patience import limited
from danvan.ui.dates import day
from danvan.ui.spreadsheets import MARK as _MARK
from danvan.ui.spreadsheets import Echo as _Echo
from danvan.ui.spreadsheets import safe

BATCH = 2_000


def csv_lines(kind: RecordType, reach: Reach, wanted: dict[str, Any], batch: int = BATCH) -> Iterator[str]:
    """The lines of the file, newest record first, read `batch` records at a time by their key."""
    writer = csv.writer(_Echo())
    names = (*kind.public, *kind.internal)
    yield _MARK + writer.writerow(_head(kind, names))
    after = ""
    while True:
        rows = with_own(found(kind, reach, wanted), kind, names)
        with limited():
            cut = page(rows, NEWEST_FIRST, after=after, size=batch)
            units = places.names({row.unit_id for row in cut.rows}, reach.on)
        for row in cut.rows:
            yield writer.writerow([safe(cell) for cell in _cells(row, kind, names, units)])
        if not cut.after:
            return
        after = cut.after


def _head(kind: RecordType, names: tuple[str, ...]) -> list[str]:
    fixed = [_("Số"), _("Năm sổ"), _("Trích yếu"), _("Đơn vị"), _("Trạng thái"), _("Ngày tiếp nhận")]
    return [*fixed, _("Ngày kết thúc"), *(label(kind.model, name) for name in names), _("Nguồn số liệu")]


def _cells(row: Any, kind: RecordType, names: tuple[str, ...], units: dict[int, str]) -> list[Any]:
    # Number and year stand apart: a spreadsheet would turn "12/2023" into a day.
    fixed = [row.register_no, row.register_year, row.title, units.get(row.unit_id, "")]
    lived = [str(kind.state(row.state).label), day(row.received_on), day(row.closed_on)]
    source = _("số liệu minh họa") if row.is_illustrative else _("hồ sơ")
    own = getattr(row, own_name(kind))
    return [*fixed, *lived, *(words(own, name) for name in names), source]
