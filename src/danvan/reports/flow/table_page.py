"""What the page of one unit's table shows and does: cells typed, a file taken, a statement made, a table returned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan import law
from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.places import names
from danvan.reports.flow import packages, sheets, tables
from danvan.reports.flow.models import CellNote, UnitCell, UnitTable
from danvan.reports.flow.versions import Conflict
from danvan.reports.form_files import Form
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal
from danvan.ui.numbers import parse_number


@dataclass(slots=True)
class Column:
    """One column as its field shows it: what stands, at which version, and what was refused or clashed.

    `section` is the heading that it stands under, `opens` whether it is the first there.
    """

    key: str
    label: str
    number: int
    section: str
    opens: bool
    value: str = ""
    version: int = 0
    fault: str = ""
    note: str = ""


@dataclass(slots=True)
class Page:
    """One unit, form and period; `columns` are of the draft where there is one, else of the table in force."""

    unit: Unit
    name: str
    shape: Form
    period: law.Period
    may_speak: bool
    may_return: bool
    may_change_key: bool
    current: UnitTable | None
    draft: UnitTable | None
    columns: list[Column] = field(default_factory=list)
    versions: list[UnitTable] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)

    @property
    def values(self) -> dict[str, int]:
        """What stands in the cells, for the file that goes out."""
        return {
            one.key: int(one.value) for one in self.columns if one.value.isascii() and one.value.isdigit()
        }


def page(reach: Reach, unit_id: int, form_key: str, period: str) -> Page:
    """The page if the account counts at the unit or may speak for it; NotAllowed otherwise."""
    unit = Unit.objects.filter(pk=unit_id).first()
    speaks = unit is not None and tables.may_speak_for(reach.account, unit)
    if unit is None or not (speaks or unit_id in reach.units("records.count")):
        raise NotAllowed(
            _("Không có đơn vị này, hoặc tài khoản của Bà/Ông không được xem số liệu của đơn vị.")
        )
    shape, code = tables.shape_of(form_key, period)
    window = period_of(code)
    rows = UnitTable.objects.filter(unit=unit, form=shape.key, period=code).select_related("by__person")
    versions = list(rows.order_by("-version"))
    draft = next((row for row in versions if row.state == UnitTable.State.DRAFT), None)
    current = next((row for row in versions if row.state in tables.OPEN), None)
    above = tables.parent_of(unit, reach.on)
    found = Page(
        *(unit, names([unit.pk], window.last)[unit.pk], shape, window, speaks),
        may_return=above is not None and above.pk in reach.units("reports.type"),
        may_change_key=above is not None and above.pk in reach.units("reports.sign"),
        current=current,
        draft=draft,
        versions=versions,
    )
    found.columns = _columns(shape, draft or current)
    if current:
        found.notes = list(CellNote.objects.filter(table=current).select_related("by__person"))
        said = {note.code: note.text for note in found.notes if not note.resolved_at}
        for column in found.columns:
            column.note = said.get(column.key, "")
    return found


def _columns(shape: Form, table: UnitTable | None) -> list[Column]:
    cells = {cell.code: cell for cell in UnitCell.objects.filter(table=table)} if table else {}
    heads = [(section.title, at == 0) for section in shape.sections for at in range(len(section.rows))]
    found = []
    for number, (key, label), head in zip(
        sheets.numbers(shape), tables.columns(shape).items(), heads, strict=True
    ):
        cell = cells.get(key)
        value = "" if cell is None or cell.value is None else str(cell.value)
        # A draft that begins with a table in force has its cells at version 1.
        is_draft = table is not None and table.state == UnitTable.State.DRAFT
        version = (
            0 if cell is None or (cell.value is None and not is_draft) else cell.version if is_draft else 1
        )
        found.append(Column(key, label, number, *head, value, version))
    return found


def save(reach: Reach, shown: Page, sent: Mapping[str, Any]) -> list[str]:
    """Write every field that was changed since the page was opened; the sentences of those that were not written.

    Each cell is written by itself, so that one that clashes keeps no other back. A clash shows what the other wrote and
    leaves what was typed in the field, at the version to write over it. A draft begins with the first cell that is
    written, not with the press of a button.
    """
    told = []
    for column in shown.columns:
        typed = str(sent.get(f"o:{column.key}", "")).strip()
        if typed == str(sent.get(f"c:{column.key}", "")).strip():
            continue
        try:
            version = version_of(sent.get(f"v:{column.key}", "0"))
            written = _put(reach, shown, column.key, _number(typed), version)
            column.value, column.version = typed, written.version
        except Refusal as refusal:
            column.fault, column.value = str(refusal), typed
            column.version = refusal.version if isinstance(refusal, Conflict) else column.version
            told.append(f"({column.number}) {refusal}")
    return told


@transaction.atomic
def _put(reach: Reach, shown: Page, key: str, value: int | None, version: int) -> UnitCell:
    table = shown.draft or tables.draft(shown.unit, shown.period.code, shown.shape.key, by=reach.account)
    written = tables.put(table, key, value, version, by=reach.account)
    shown.draft = table
    return written


@transaction.atomic
def send(reach: Reach, shown: Page) -> UnitTable:
    """Hand in what stands, what is in force once more where nothing was typed; a refusal leaves no draft behind."""
    table = tables.draft(shown.unit, shown.period.code, shown.shape.key, by=reach.account)
    return tables.send(table, by=reach.account)


def version_of(text: Any) -> int:
    """The version that a form's field names; 0 for anything else."""
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else 0


def _number(typed: str) -> int | None:
    """The count; a dot or a space only parts groups of three figures, and whatever has a comma is no count."""
    if not typed.strip():
        return None
    try:
        if "," in typed:
            raise Refusal("")
        return int(parse_number(typed))
    except Refusal:
        raise Refusal(
            f"“{typed[:30]}” không phải số nguyên; hãy ghi số như 1204 hoặc 1.204, để trống nếu chưa có."
        ) from None


def hand_in(reach: Reach, shown: Page, content: bytes, key: str, *, anyway: bool) -> UnitTable:
    """Take a file: a filled form, or a signed package where it is JSON."""
    place = (shown.unit, shown.period.code, shown.shape.key)
    if content.lstrip()[:1] == b"{":
        return packages.take(content, *place, by=reach.account, key=key)
    return sheets.take(content, *place, by=reach.account, name=shown.name, anyway=anyway)


def failures(shown: Page) -> list[str]:
    """The equations that what stands in the cells does not meet, with their causes."""
    return [check.text for check in sheets.tried(shown.values, shown.name, shown.period) if not check.ok]
