"""Tables that units send: typed here, taken from a file or package, or the statement that nothing happened."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from danvan.org.models import Account, Unit, UnitParent
from danvan.records.today import today
from danvan.records.visibility import may
from danvan.records.writing import say_who
from danvan.reports.flow.models import CellNote, UnitCell, UnitTable
from danvan.reports.flow.versions import Conflict, shown, write
from danvan.reports.flow.words import cleaned
from danvan.reports.form_files import Form, version_on
from danvan.reports.windows import period_of
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

LARGEST = 10**15  # đồng or pieces: whatever is larger was mistyped
OPEN = (UnitTable.State.SENT, UnitTable.State.RETURNED)
Origin, State = UnitTable.Origin, UnitTable.State


def parent_of(unit: Unit, on: date) -> Unit | None:
    """The unit right above on a day; None at the top. One query."""
    row = UnitParent.objects.on(on).filter(unit=unit).select_related("parent").first()
    return row.parent if row else None


def may_speak_for(account: Account, unit: Unit) -> bool:
    """Whoever makes the unit's own reports, or those of the unit right above it, which takes its files in."""
    above = parent_of(unit, today())
    return may(account, "reports.type", unit) or (above is not None and may(account, "reports.type", above))


def require_speaking(account: Account, unit: Unit) -> None:
    """Refuse who may not hand in a table of the unit."""
    if not may_speak_for(account, unit):
        raise Refusal(
            "Tài khoản của Bà/Ông không nộp bảng số liệu của đơn vị này; hãy dùng tài khoản lập báo cáo của đơn vị "
            "hoặc của cấp trên trực tiếp."
        )


def shape_of(form_key: str, period: str) -> tuple[Form, str]:
    """The form's version for the period, and the period's code; Refusal for either unknown."""
    window = period_of(period)
    return version_on(form_key, window.last), window.code


def columns(shape: Form) -> dict[str, str]:
    """Key of each column → its words: the figure's code, "cot.7" where nothing counts it; in the printed order."""
    found: dict[str, str] = {}
    for place, row in enumerate(shape.rows, 1):
        key = row.code if row.code and row.code not in found else f"cot.{row.column or place}"
        found[key] = row.label
    return found


def current(unit: Unit, form_key: str, period: str) -> UnitTable | None:
    """The table in force, sent or returned; None when the unit sent nothing. One query."""
    return UnitTable.objects.filter(unit=unit, form=form_key, period=period, state__in=OPEN).first()


@transaction.atomic
def draft(unit: Unit, period: str, form_key: str, *, by: Account) -> UnitTable:
    """The table that is being typed; a new one begins with what the one in force states."""
    require_speaking(by, unit)
    shape, code = shape_of(form_key, period)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if found := UnitTable.objects.filter(unit=unit, form=shape.key, period=code, state=State.DRAFT).first():
        return found
    say_who(by, "Nhập bảng số liệu")
    before = current(unit, shape.key, code)
    made = _new(unit, shape.key, code, Origin.TYPED, by)
    if before:
        _fill(made, {cell.code: cell.value for cell in before.cells.all() if cell.value is not None}, by)
    return made


@transaction.atomic
def put(table: UnitTable, code: str, value: int | None, version: int, *, by: Account) -> UnitCell:
    """Write one cell that the writer saw at `version`, 0 for one not written yet; None empties it.

    Raises Conflict when somebody else wrote first, Refusal without the right or for a number that no cell holds.
    """
    require_speaking(by, table.unit)
    row = _held(table)
    if row.state != State.DRAFT:
        raise Refusal("Bảng này đã nộp; muốn sửa hãy mở bảng mới, bảng cũ giữ nguyên.")
    known = columns(shape_of(table.form, table.period)[0])
    if code not in known:
        raise Refusal(f"Biểu này không có ô “{code[:80]}”; hãy tải lại trang.")
    check(known[code], value)
    say_who(by, "Nhập bảng số liệu")
    cell = UnitCell.objects.filter(table=table, code=code).first()
    if cell is None and version == 0:
        return UnitCell.objects.create(table=table, code=code, value=value, by=by)
    if cell is None:
        raise Conflict(f"Ô “{known[code]}”", shown(None), shown(value), 0)
    if cell.value != value:
        write(cell, version, "value", value, f"Ô “{known[code]}”", by=by)
    return cell


def check(label: str, value: int | None) -> None:
    """Refusal for what no cell of a table holds: below 0, or beyond what anything counts."""
    if value is not None and value < 0:
        raise Refusal(f"Ô “{label}” là số âm {value}; số liệu báo cáo từ 0 trở lên.")
    if value is not None and value > LARGEST:
        raise Refusal(f"Ô “{label}” lớn quá mức một số liệu có thể có; hãy xem lại đơn vị tính.")


@transaction.atomic
def send(table: UnitTable, *, by: Account) -> UnitTable:
    """Hand in the typed table; what was in force before is kept beside it. Refusal for an empty one."""
    require_speaking(by, table.unit)
    row = _held(table)
    if row.state != State.DRAFT:
        raise Refusal("Bảng này đã nộp rồi; hãy tải lại trang.")
    if not row.cells.filter(value__isnull=False).exists():
        raise Refusal("Bảng chưa có ô nào; nếu kỳ này không có gì, hãy ghi “không phát sinh”.")
    _in_force(row, by)
    return row


@transaction.atomic
def discard(table: UnitTable, *, by: Account) -> None:
    """Give up a table that is being typed; the history keeps what stood in it. Refusal for one that was sent."""
    require_speaking(by, table.unit)
    row = _held(table)
    if row.state != State.DRAFT:
        raise Refusal("Bảng này đã nộp nên không bỏ được; muốn sửa hãy mở bảng mới.")
    say_who(by, "Bỏ bảng nhập dở")
    row.cells.all().delete()
    row.delete()


def _held(table: UnitTable) -> UnitTable:
    row = UnitTable.objects.select_for_update(of=("self",)).filter(pk=table.pk).first()
    if row is None:
        raise Refusal("Bảng nhập dở này đã bỏ; hãy tải lại trang rồi nhập lại.")
    return row


@transaction.atomic
def nothing(unit: Unit, period: str, form_key: str, *, by: Account) -> UnitTable:
    """The unit's statement that nothing happened: 0 in every cell, which is not the same as saying nothing."""
    shape, _code = shape_of(form_key, period)
    return take(unit, period, form_key, dict.fromkeys(columns(shape), 0), Origin.NOTHING, by=by)


@transaction.atomic
def take(
    unit: Unit,
    period: str,
    form_key: str,
    values: Mapping[str, int],
    origin: str,
    *,
    by: Account,
    source_hash: str = "",
    public_key: str = "",
) -> UnitTable:
    """Keep a whole table as the one in force; the same file again leads to what it made. All or nothing."""
    require_speaking(by, unit)
    shape, code = shape_of(form_key, period)
    known = columns(shape)
    for key, value in values.items():
        check(known[key], value)
    Unit.objects.select_for_update().get(pk=unit.pk)
    before = current(unit, shape.key, code)
    if before and before.state == State.SENT and source_hash and before.source_hash == source_hash:
        return before
    if origin == Origin.NOTHING and before and before.origin == origin and before.state == State.SENT:
        return before
    say_who(by, f"Nộp bảng số liệu: {Origin(origin).label}")
    _drop_empty_draft(unit, shape.key, code)
    made = _new(unit, shape.key, code, origin, by, source_hash=source_hash, public_key=public_key)
    _fill(made, values, by)
    _in_force(made, by)
    return made


def _drop_empty_draft(unit: Unit, form_key: str, period: str) -> None:
    """A draft in which nothing stands keeps no file and no statement back."""
    drafts = UnitTable.objects.filter(unit=unit, form=form_key, period=period, state=State.DRAFT)
    draft_ = drafts.select_for_update(of=("self",)).first()
    if draft_ and not draft_.cells.filter(value__isnull=False).exists():
        draft_.cells.all().delete()
        draft_.delete()


def _new(unit: Unit, form_key: str, period: str, origin: str, by: Account, **more: str) -> UnitTable:
    last = UnitTable.objects.filter(unit=unit, form=form_key, period=period).aggregate(last=Max("version"))
    try:
        return UnitTable.objects.create(
            unit=unit,
            form=form_key,
            period=period,
            version=(last["last"] or 0) + 1,
            origin=origin,
            state=State.DRAFT,
            by=by,
            **more,
        )
    except IntegrityError:
        raise Refusal(
            "Đơn vị đang có bảng nhập dở cho kỳ này; hãy nộp bảng ấy, hoặc bấm “Bỏ bảng nhập dở” rồi nộp lại."
        ) from None


def _fill(table: UnitTable, values: Mapping[str, int], by: Account) -> None:
    UnitCell.objects.bulk_create(
        UnitCell(table=table, code=code, value=value, by=by) for code, value in values.items()
    )


def _in_force(table: UnitTable, by: Account) -> None:
    last = period_of(table.period).last
    if last > today():
        raise Refusal(f"Kỳ báo cáo chưa kết thúc, số liệu lấy đến hết {day(last)}; hãy nộp từ ngày ấy.")
    say_who(by, "Nộp bảng số liệu")
    UnitTable.objects.filter(unit=table.unit, form=table.form, period=table.period, state__in=OPEN).update(
        state=State.REPLACED
    )
    table.state, table.sent_on = State.SENT, today()
    table.save(update_fields=["state", "sent_on"])


@transaction.atomic
def give_back(table: UnitTable, reasons: Mapping[str, str], *, by: Account) -> UnitTable:
    """The unit right above returns a table, with words by column or for the whole; until sent anew it counts nowhere."""
    above = parent_of(table.unit, today())
    if above is None or not may(by, "reports.type", above):
        raise Refusal("Chỉ cấp trên trực tiếp trả lại được bảng số liệu; hãy dùng tài khoản của cấp trên.")
    row = UnitTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if row.state != State.SENT:
        raise Refusal("Bảng này không còn là bảng đã nộp; hãy tải lại trang.")
    said = {code: words[:500] for code, text in reasons.items() if (words := cleaned(text))}
    known = {"", *columns(shape_of(row.form, row.period)[0])}
    if not said or said.keys() - known:
        raise Refusal("Trả lại thì phải nêu lý do cho cả bảng hoặc cho ô của biểu; hãy ghi lý do.")
    say_who(by, "Trả lại bảng số liệu")
    row.state = State.RETURNED
    row.save(update_fields=["state"])
    CellNote.objects.bulk_create(
        CellNote(table=row, code=code, text=text, by=by) for code, text in said.items()
    )
    return row
