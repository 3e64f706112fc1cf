"""A workbook to type or load into the national database from: one sheet for each data group, columns named by us."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from danvan.org.models import Unit
from danvan.org.tree import below
from danvan.records.declare import RecordType, record_type
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.facts import field_of, label, words
from danvan.records.desk.lists import own_name, with_own
from danvan.records.desk.patience import limited
from danvan.records.history import say_who
from danvan.records.models import NationalList, PersonalDetails, Record, RecordQuerySet
from danvan.records.national.keeping import GROUPS
from danvan.records.national.waiting import NOT_UPDATED, writable
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.spreadsheets import safe

MOST = 10_000
PERSONAL = ("full_name", "address", "content")
CODE_HEAD, DAY_HEAD = "Mã trên CSDL quốc gia", "Ngày cập nhật CSDL quốc gia"
NUMBER_HEAD, YEAR_HEAD, UNIT_HEAD = "Số thứ tự trong sổ", "Năm sổ", "Đơn vị"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Received between two days, at a unit and those below it (all when None); what waits only; with persons."""

    since: date
    until: date
    unit: Unit | None = None
    only_waiting: bool = True
    with_personal: bool = False


@transaction.atomic
def workbook(wanted: Wanted, reach: Reach) -> bytes:
    """The XLSX; that it was made is kept, with its range and number of rows and none of its content.

    Refusal when there is nothing in the range or more than MOST. Text is written as text, never as a formula.
    """
    groups = {key: _records(key, wanted, reach) for key in GROUPS}
    with limited():
        counts = {key: rows[: MOST + 1].count() for key, rows in groups.items()}
    total = sum(counts.values())
    if not total:
        raise Refusal(
            _("Không có hồ sơ nào trong khoảng này; hãy đổi ngày, đơn vị hoặc bỏ chọn “chưa cập nhật”.")
        )
    if total > MOST:
        raise Refusal(_("Danh sách có hơn 10.000 dòng; hãy chọn khoảng ngày ngắn hơn hoặc từng đơn vị."))
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, plain) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        for key, name in GROUPS.items():
            sheet = book.add_worksheet(str(name))
            sheet.freeze_panes(1, 3)
            for at, cells in enumerate(_lines(key, groups[key], wanted, reach)):
                sheet.write_row(at, 0, [safe(cell) for cell in cells], bold if at == 0 else None)
    say_who(reach.account)
    NationalList.objects.create(
        by=reach.account,
        unit=wanted.unit,
        since=wanted.since,
        until=wanted.until,
        rows=total,
        is_personal=wanted.with_personal,
    )
    return out.getvalue()


def _records(key: str, wanted: Wanted, reach: Reach) -> RecordQuerySet:
    rows = reach.seen(Record.objects.filter(type=key, unit_id__in=writable(reach)))
    rows = rows.filter(received_on__range=(wanted.since, wanted.until))
    if wanted.unit:
        rows = rows.filter(unit_id__in=below([wanted.unit.pk], reach.on))
    return rows.filter(NOT_UPDATED) if wanted.only_waiting else rows


def _lines(key: str, rows: RecordQuerySet, wanted: Wanted, reach: Reach) -> Iterator[list[Any]]:
    """The head and a line for each record, oldest first. Three queries."""
    kind = record_type(key)
    names = _columns(kind)
    yield _head(kind, names, wanted)
    with limited():
        read = with_own(rows.order_by("received_on", "id"), kind, names).select_related(
            "national", own_name(kind)
        )
        found = list(read)
        persons = _persons(found, wanted, reach)
    units = places.names({row.unit_id for row in found}, reach.on)
    for row in found:
        yield _line(row, kind, names, units, persons if wanted.with_personal else None)


def _head(kind: RecordType, names: tuple[str, ...], wanted: Wanted) -> list[str]:
    fixed = [CODE_HEAD, DAY_HEAD, NUMBER_HEAD, YEAR_HEAD, UNIT_HEAD, _("Trích yếu"), _("Trạng thái")]
    lived = [_("Ngày tiếp nhận, thụ lý"), _("Ngày kết thúc")]
    persons = [_("Họ và tên"), _("Địa chỉ"), _("Nội dung")] if wanted.with_personal else []
    return [*fixed, *lived, *(label(kind.model, name) for name in names), *persons, _("Nguồn số liệu")]


def _line(
    row: Any,
    kind: RecordType,
    names: tuple[str, ...],
    units: dict[int, str],
    persons: dict[int, PersonalDetails] | None,
) -> list[Any]:
    kept = getattr(row, "national", None)
    fixed = [kept.code if kept else "", day(kept.on) if kept else "", row.register_no, row.register_year]
    fixed += [units.get(row.unit_id, ""), row.title, str(kind.state(row.state).label)]
    own = getattr(row, own_name(kind))
    is_open = is_released(row)
    told = [words(own, name) if is_open or not _is_free(kind, name) else "" for name in names]
    named: list[str] = []
    if persons is not None:
        person = persons.get(row.pk) if is_open else None
        named = [getattr(person, name) if person else "" for name in PERSONAL]
    source = _("số liệu minh họa") if row.is_illustrative else _("hồ sơ")
    return [*fixed, day(row.received_on), day(row.closed_on), *told, *named, source]


def is_released(row: Record) -> bool:
    """Whether the record is known not to be a tố cáo, so that its words may leave."""
    return row.identity_released_on is not None and row.secrecy != Record.Secrecy.SEALED


def _persons(found: list[Record], wanted: Wanted, reach: Reach) -> dict[int, PersonalDetails]:
    """Details of released records at units whose records the account reads; nothing unless asked for."""
    if not wanted.with_personal:
        return {}
    readable = reach.units("records.read")
    ids = [row.pk for row in found if is_released(row) and row.unit_id in readable]
    return PersonalDetails.objects.in_bulk(ids)


def _columns(kind: RecordType) -> tuple[str, ...]:
    return (*kind.public, *kind.internal)


def _is_free(kind: RecordType, name: str) -> bool:
    """A column in which a person may write any words."""
    column = field_of(kind.model, name)
    return isinstance(column, models.CharField | models.TextField) and not column.choices
