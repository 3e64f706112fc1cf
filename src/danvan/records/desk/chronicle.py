"""The history of a record in words: who, when, and what changed from what to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from danvan.org.models import Account
from danvan.records.declare import RecordType
from danvan.records.desk.facts import in_words
from danvan.records.models import (
    Duty,
    EnvelopeAct,
    File,
    FileAct,
    Handover,
    HistoryRow,
    Link,
    NationalUpdate,
    Record,
)
from danvan.ui.dates import day, parse_day

ONE_ACT = timedelta(
    seconds=30
)  # a large load writes its rows for longer, but then each record's come together
# Columns that say nothing to a reader, or that the opening entry says in its own words.
SILENT = {
    "id",
    "record_ptr_id",
    "public_id",
    "type",
    "unit_id",
    "register_no",
    "register_year",
    "version",
} | {
    "title",
    "search_public",
    "search_internal",
    "created_at",
    "created_by_id",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did at one instant."""

    at: datetime
    who: str
    reason: str
    lines: list[str]


def chronicle(kind: RecordType, rows: Iterable[HistoryRow], duties: Iterable[Duty] = ()) -> list[Entry]:
    """History rows of one record as entries, newest first: what one act changed is one entry. One query for names.

    `duties` are the record's own: a history row of an update holds only what changed, not which limit it was.
    """
    ordered = list(rows)
    names = _names({row.actor for row in ordered if row.actor})
    labels = Labels(duties)
    entries = []
    for act in _acts(ordered):
        lines = [line for row in act for line in told(kind, row, labels)]
        if lines:
            first = act[0]
            entries.append(Entry(first.at, names.get(first.actor or 0, _("Hệ thống")), first.reason, lines))
    return entries[::-1]


def _acts(rows: list[HistoryRow]) -> Iterator[list[HistoryRow]]:
    """Rows of one act: every writer writes the spine's row first, then what hangs on it, in one go."""
    act: list[HistoryRow] = []
    for row in rows:
        if act and not _continues(act[-1], row):
            yield act
            act = []
        act.append(row)
    if act:
        yield act


def _continues(last: HistoryRow, row: HistoryRow) -> bool:
    same = (row.actor, row.reason) == (last.actor, last.reason)
    return same and row.table != Record._meta.db_table and row.at - last.at < ONE_ACT


class Labels:
    """Which limit a changed day belongs to; each limit answers once for each column."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        self.duties = list(duties)
        self.taken: set[tuple[int, str]] = set()

    def of(self, change: dict[str, Any]) -> str:
        """The label in the change itself, or that of the limit which now holds the changed day."""
        if "label" in change:
            return change["label"]
        for column in ("met_on", "excused_on", "due_on"):
            for duty in self.duties:
                held = str(getattr(duty, column))
                if change.get(column) == held and (duty.pk, column) not in self.taken:
                    self.taken.add((duty.pk, column))
                    return duty.label
        return _("một thời hạn của hồ sơ")


def _names(actors: set[int]) -> dict[int, str]:
    accounts = Account.objects.filter(pk__in=actors).select_related("person")
    return {account.pk: str(account) for account in accounts}


def told(kind: RecordType, row: HistoryRow, labels: Labels) -> Iterator[str]:
    """The sentences of one history row; nothing for a table or a change that says nothing to a reader."""
    before, after = row.before or {}, row.after or {}
    if row.table == Duty._meta.db_table:
        yield from _of_duty(before, after, labels)
    elif row.table == Handover._meta.db_table:
        yield from _of_handover(before, after)
    elif row.table == EnvelopeAct._meta.db_table and not before:
        yield str(EnvelopeAct(act=after["act"], reason=after["reason"]))
    elif row.table == FileAct._meta.db_table and not before:
        yield _("Mở bản gốc của một tệp: %(why)s") % {
            "why": FileAct(reason=after["reason"]).get_reason_display()
        }
    elif row.table == File._meta.db_table:
        yield from _of_file(before, after)
    elif row.table == NationalUpdate._meta.db_table:
        yield from _of_national(before, after)
    elif row.table == Link._meta.db_table and not before:
        yield _("Gắn với hồ sơ liên quan")
    elif row.table == Link._meta.db_table and not after:
        yield _("Gỡ khỏi hồ sơ liên quan")
    elif row.table == Record._meta.db_table and not before:
        number = f"{after.get('register_no')}/{after.get('register_year')}"
        yield _("Mở hồ sơ số %(number)s, ngày %(day)s") % {
            "number": number,
            "day": _day(after.get("received_on")),
        }
    elif model := _models().get(row.table):
        yield from _of_fields(kind, model, before, after)


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Record)}


def _of_file(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Kind and reason; a file's name never entered the history."""
    if not before:
        yield _("Kèm tệp: %(kind)s") % {"kind": File(kind=after["kind"]).get_kind_display()}
    elif after.get("removal"):
        yield _("Gỡ tệp: %(reason)s") % {"reason": File(removal=after["removal"]).get_removal_display()}


def _of_national(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """An update holds only what changed: the code, the day, or both."""
    if after.get("code") == "":
        yield _("Gỡ mã CSDL quốc gia %(code)s") % {"code": before.get("code", "")}
        return
    if after.get("code"):
        yield _("Mã CSDL quốc gia: %(code)s") % {"code": after["code"]}
    if after.get("on"):
        yield _("Ngày cập nhật CSDL quốc gia: %(day)s") % {"day": _day(after["on"])}


def _of_handover(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if not before:
        number = f"{after.get('old_no')}/{after.get('old_year')}"
        yield _("Chờ bàn giao vì đơn vị kết thúc; số đăng ký đang có là %(number)s") % {"number": number}
    elif after.get("unit_id"):
        yield _("Bàn giao cho đơn vị tiếp nhận ngày %(day)s, vào sổ của đơn vị ấy") % {
            "day": _day(after.get("on"))
        }


def former_numbers(rows: Iterable[HistoryRow]) -> list[str]:
    """The numbers that the record had in registers of units that handed it over, oldest first."""
    found, waiting = [], ""
    for row in rows:
        if row.table != Handover._meta.db_table:
            continue
        after = row.after or {}
        if row.before is None:
            waiting = f"{after.get('old_no')}/{after.get('old_year')}"
        elif after.get("unit_id") and waiting:
            found.append(waiting)
    return found


def _of_duty(before: dict[str, Any], after: dict[str, Any], labels: Labels) -> Iterator[str]:
    words = {"label": labels.of(after), "due": _day(after.get("due_on"))}
    if not before:
        yield _("Bắt đầu thời hạn “%(label)s”, hạn %(due)s") % words
    elif before.get("due_on") != after.get("due_on"):
        yield _("Thời hạn “%(label)s” đổi hạn thành %(due)s") % words
    if after.get("met_on") and not before.get("met_on"):
        yield _("Xong thời hạn “%(label)s” ngày %(day)s") % (words | {"day": _day(after["met_on"])})
    if after.get("excused_on") and not before.get("excused_on"):
        yield _("Được miễn thời hạn “%(label)s”: %(excuse)s") % (words | {"excuse": after.get("excuse", "")})


def _of_fields(
    kind: RecordType, model: type[models.Model], before: dict[str, Any], after: dict[str, Any]
) -> Iterator[str]:
    for field in model._meta.local_concrete_fields:
        column = str(field.column)
        old, new = before.get(column), after.get(column)
        if old == new or column in SILENT:
            continue
        if not before and field.name not in kind.opening and new == field.get_default():
            continue  # nobody was asked yet
        was, is_now = _said(kind, field, old), _said(kind, field, new)
        if before:
            yield f"{capfirst(field.verbose_name)}: {was or _('chưa có')} → {is_now or _('chưa có')}"
        elif is_now:
            yield f"{capfirst(field.verbose_name)}: {is_now}"


def _said(kind: RecordType, field: models.Field, value: Any) -> str:
    if field.name == "state" and value:
        return str(next((state.label for state in kind.states if state.key == value), value))
    if field.is_relation:
        return "" if value is None else _("đã chọn")
    try:
        return in_words(field, field.to_python(value))
    except ValidationError:
        return str(value)


def _day(text: str | None) -> str:
    return day(parse_day(text)) if text else ""
