"""Writing down that the national database has a record: one at a time or many, corrected with a reason of the list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org import roles
from danvan.org.models import Account, Unit
from danvan.records.history import say_who
from danvan.records.models import NationalUpdate, Record
from danvan.records.models.national import CODE
from danvan.records.visibility import visible_records
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

# The data groups of Nghị định 55/2022/NĐ-CP as the registers keep them.
GROUPS = {
    "luot_tiep": gettext_lazy("Tiếp công dân"),
    "don": gettext_lazy("Xử lý đơn"),
    "vu_viec": gettext_lazy("Giải quyết"),
}
WRITES = ("records.handle", "records.classify")  # either of them, at the record's unit
MOST_AT_ONCE = 400
TAKE_BACK = "ghi_nham"
REASONS = {
    "go_nham": gettext_lazy("Gõ nhầm mã hoặc ngày"),
    "cap_lai": gettext_lazy("CSDL quốc gia cấp lại mã"),
    "doi_chieu": gettext_lazy("Theo danh sách của CSDL quốc gia"),
    TAKE_BACK: gettext_lazy("Ghi nhầm hồ sơ: gỡ mã khỏi hồ sơ này"),
}
_SHAPE = re.compile(CODE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as typed and the day on which the national database was updated."""

    public_id: str
    code: str
    on: date


class NotWritten(Refusal):
    """Nothing was written; `faults` tells for each record, by its public id, what is wrong."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(_("Chưa ghi mã nào: có dòng chưa đúng; hãy sửa các dòng được chỉ ra rồi ghi lại."))


def cleaned(code: str) -> str:
    """The code as kept, capital letters; Refusal for what cannot be one. The sentence never repeats what was typed."""
    kept = "".join(code.split()).upper()
    if not _SHAPE.fullmatch(kept):
        raise Refusal(
            _(
                "Mã trên CSDL quốc gia chỉ gồm chữ không dấu, chữ số và dấu . - _ /, có ít nhất một chữ số, dài không"
                " quá 40 ký tự; hãy chép lại mã."
            )
        )
    return kept


@transaction.atomic
def write(entries: Sequence[Entry], *, by: Account, today: date, reason: str = "") -> int:
    """Write all codes or none; how many are new or differ. `reason` is a key of REASONS, needed to change what stands.

    Raises NotWritten with a sentence for each record at fault, and Refusal for too many at once.
    """
    if len(entries) > MOST_AT_ONCE:
        raise Refusal(
            _("Mỗi lần ghi không quá %(most)d mã; hãy chia làm nhiều lần.") % {"most": MOST_AT_ONCE}
        )
    asked = {entry.public_id: entry for entry in entries}
    found, units = _locked(asked, by, today), _units(by, today)
    kept = NationalUpdate.objects.in_bulk([record.pk for record in found.values()])
    faults: dict[str, str] = {}
    rows = []
    for public_id, entry in asked.items():
        record = found.get(public_id)
        try:
            row = _checked(record, entry, kept.get(record.pk) if record else None, units, today, reason)
        except Refusal as refusal:
            faults[public_id] = str(refusal)
            continue
        if row:
            rows.append(row)
    faults |= _taken_twice(rows, found)
    if faults:
        raise NotWritten(faults)
    _save(rows, kept, by, str(REASONS.get(reason, "")))
    return len(rows)


@transaction.atomic
def take_back(record: Record, *, by: Account, today: date) -> None:
    """The code stood at the wrong record: empty it again. The history keeps it."""
    _require(record, _units(by, today))
    row = NationalUpdate.objects.select_for_update().filter(pk=record.pk).exclude(code="").first()
    if row is None:
        raise Refusal(_("Hồ sơ này chưa có mã CSDL quốc gia nên không có gì để gỡ."))
    row.code, row.on = "", None
    _save([row], {row.pk: row}, by, str(REASONS[TAKE_BACK]))


def _locked(asked: Mapping[str, Entry], by: Account, today: date) -> dict[str, Record]:
    """The records that the account sees, by public id; their units wait, so that no code goes to two of one unit."""
    rows = visible_records(Record.objects.filter(type__in=GROUPS), by, today)
    found = {row.public_id: row for row in rows.filter(public_id__in=list(asked))}
    units = {row.unit_id for row in found.values()}
    list(Unit.objects.filter(pk__in=units).order_by("pk").select_for_update(no_key=True))
    return found


def _checked(
    record: Record | None,
    entry: Entry,
    kept: NationalUpdate | None,
    units: frozenset[int],
    today: date,
    reason: str,
) -> NationalUpdate | None:
    """The row to be saved, None where it stands already; Refusal."""
    if record is None:
        raise Refusal(_("Không có hồ sơ này trong phạm vi của Bà/Ông; hãy mở lại danh sách."))
    _require(record, units)
    code = cleaned(entry.code)
    if not record.received_on <= entry.on <= today:
        words = {"first": day(record.received_on), "last": day(today)}
        raise Refusal(
            _("Ngày cập nhật phải từ %(first)s (ngày tiếp nhận) đến %(last)s; hãy xem lại ngày.") % words
        )
    if kept and kept.code:
        if (kept.code, kept.on) == (code, entry.on):
            return None
        if reason not in REASONS:
            raise Refusal(_("Hồ sơ đã có mã CSDL quốc gia; hãy mở hồ sơ và chọn lý do sửa."))
    return NationalUpdate(record_id=record.pk, code=code, on=entry.on)


def _units(by: Account, today: date) -> frozenset[int]:
    rights = roles.rights(by, today)
    return frozenset().union(*(rights.units(permission) for permission in WRITES))


def _require(record: Record, units: frozenset[int]) -> None:
    if record.unit_id not in units:
        raise Refusal(
            _(
                "Tài khoản của Bà/Ông không phân loại, xử lý hồ sơ tại đơn vị này nên không ghi mã CSDL quốc gia được;"
                " hãy liên hệ người quản trị."
            )
        )


def _taken_twice(rows: Sequence[NationalUpdate], found: Mapping[str, Record]) -> dict[str, str]:
    """Codes that another record of the same type and unit holds, or two of these rows; one query."""
    by_id = {record.pk: record for record in found.values()}
    mine = [row.pk for row in rows]
    held = NationalUpdate.objects.filter(code__in=[row.code for row in rows]).exclude(pk__in=mine)
    taken = set(held.values_list("code", "record__unit_id", "record__type"))
    faults = {}
    for row in rows:
        record = by_id[row.pk]
        place = (row.code, record.unit_id, record.type)
        if place in taken:
            faults[record.public_id] = _(
                "Mã này đã ghi cho một hồ sơ khác cùng loại của đơn vị; hãy xem lại mã của cả hai hồ sơ."
            )
        taken.add(place)
    return faults


def _save(rows: Sequence[NationalUpdate], kept: Mapping[int, NationalUpdate], by: Account, why: str) -> None:
    say_who(by, why)
    at = timezone.now()
    for row in rows:
        row.by, row.at = by, at
    NationalUpdate.objects.bulk_create([row for row in rows if row.pk not in kept])
    NationalUpdate.objects.bulk_update([row for row in rows if row.pk in kept], ["code", "on", "by", "at"])
