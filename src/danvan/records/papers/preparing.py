"""Papers prepared: rendered from a template, kept with their text until văn thư gives them a number."""

from datetime import date
from typing import Any

from django.db import transaction

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Delivery, Paper, PaperText, Record
from danvan.records.papers import facts, issuing, layout
from danvan.records.papers.declare import PaperTemplate, template
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


def preview(record: Record, key: str, *, on: date, address: str = "", **fields: str) -> layout.Sheet:
    """The sheet as it would be, kept nowhere. Refusal for a template or a value that does not fit the record."""
    own, kind = record.own(), template(key)
    refuse_unfit(kind, own, on)
    return layout.sheet(kind, own, on, fields, address=address)


def bare(record: Record, key: str, *, on: date) -> layout.Sheet:
    """The same with a dotted line wherever a person or his own words would stand."""
    own, kind = record.own(), template(key)
    refuse_unfit(kind, own, on)
    return layout.sheet(kind, own, on, {}, is_bare=True)


@transaction.atomic
def prepare(record: Record, key: str, *, by: Account, on: date, address: str = "", **fields: str) -> Paper:
    """Keep a paper with its text and return it: waiting for its number, or issued at once where it bears none.

    `fields` fill the template's blanks, `address` is the tracking page for the QR code. Raises Refusal without the
    right, for a day to come, a template that is not for this record on that day, or a value that does not fit.
    """
    locked = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    kind = template(key)
    require(by, kind.permission, locked.unit)
    if on > today():
        raise Refusal(f"Ngày {day(on)} chưa tới; hãy ghi ngày soạn đã có.")
    sheet = preview(locked, key, on=on, address=address, **fields)
    say_who(by)
    paper = Paper.objects.create(
        record=locked,
        unit=locked.unit,
        key=kind.key,
        title=kind.title,
        audience=kind.audience,
        form_number=sheet["form"],
        symbol=kind.symbol,
        is_numbered=kind.is_numbered,
        prepared_on=on,
        prepared_by=by,
        sha256=layout.digest(sheet),
    )
    personal = facts.may_name_persons(locked, kind)
    PaperText.objects.create(paper=paper, blocks=sheet, is_personal=personal)
    return paper if kind.is_numbered else issuing.close(paper, by=by, dated_on=on)


def refuse_unfit(kind: PaperTemplate, record: Any, on: date) -> None:
    """Refusal where the template is not for this record on that day, or would need a name that must not be known."""
    if not kind.serves(record, on):
        raise Refusal(
            f"Mẫu “{kind.title}” không dùng cho hồ sơ này vào ngày {day(on)}; hãy chọn mẫu trong danh sách của hồ sơ."
        )
    released = bool(record.identity_released_on) and record.secrecy != Record.Secrecy.SEALED
    if kind.needs_identity and not released:
        raise Refusal(
            f"Mẫu “{kind.title}” phải ghi tên người gửi, mà hồ sơ này chưa phân loại hoặc là tố cáo; "
            "hãy lập văn bản ngoài hệ thống và để trong phong bì của hồ sơ."
        )


@transaction.atomic
def purge(record: Record) -> int:
    """Take away the personal texts of a record's papers and their postal numbers, which lead to an address; how many.

    Number, day and hash of each paper stay. Called by whoever seals a released record again.
    """
    Delivery.objects.filter(record_id=record.pk).exclude(post_number="").update(post_number="")
    return PaperText.objects.filter(paper__record_id=record.pk, is_personal=True).delete()[0]
