"""Letters and matters that belong together: one matter of many letters, one letter of several matters, a second instance.

A further letter on a matter already counted is a đơn and no vụ việc more (`counts_as_matter`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.org.models import Account
from danvan.records import steps, writing
from danvan.records.history import say_who
from danvan.records.models import Link
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

HANDLE = "records.handle"


@transaction.atomic
def join(letter: Letter, matter: Matter, *, by: Account, reason: str) -> Link:
    """Tie a further letter to an open matter of the same unit and class; it counts as a matter no more.

    Accepted afterwards it opens no matter of its own, and it is settled with the matter. Refusal for another class, an
    ended matter, a letter not classified or joined before.
    """
    kept = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    require(by, HANDLE, kept.unit)
    require(by, HANDLE, matter.unit)
    _fit(kept, matter)
    link, is_new = _tied(matter, kept, reason, by)
    if not is_new:
        raise Refusal("Đơn này đã gắn với vụ việc đó.")
    _count(kept, counts=False)
    return link


@transaction.atomic
def split(letter: Letter, kinds: Sequence[str], *, by: Account, on: date, reason: str) -> list[Letter]:
    """Open a letter for each further content of a mixed one (TCD.SPLIT); each is a matter and is classified by itself.

    The new letters take the day, channel and forwarder of the first and none of its words: what of it is a tố cáo is in
    no clear text. Raises Refusal for a letter that has ended or an empty list of classes.
    """
    kept = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    require(by, HANDLE, kept.unit)
    if kept.closed_on or kept.state not in ("da_phan_loai", "cho_bo_sung"):
        raise Refusal("Chỉ tách đơn đã phân loại mà chưa xử lý; hãy mở lại trang hồ sơ.")
    if not kinds or any(kind not in Kind.values for kind in kinds):
        raise Refusal("Hãy chọn ít nhất một loại cho phần đơn được tách ra.")
    say_who(by, _reason(reason))
    return [_opened_from(kept, kind, by, on, reason) for kind in kinds]


@transaction.atomic
def tie_second(second: Matter, first: Matter, *, by: Account, reason: str) -> Link:
    """Tie a matter of the second instance to the first it follows, wherever each is kept."""
    require(by, HANDLE, second.unit)
    if (first.instance, second.instance) != (1, 2) or not (first.kind == second.kind == Kind.COMPLAINT):
        raise Refusal("Chỉ gắn vụ việc khiếu nại lần hai với vụ việc lần đầu của nó.")
    if Link.objects.filter(record_id=second.pk, source__type="vu_viec").exists():
        raise Refusal("Vụ việc lần hai đã gắn với vụ việc lần đầu.")
    say_who(by, _reason(reason))
    return Link.objects.create(record_id=second.pk, source_id=first.pk)


def _fit(letter: Letter, matter: Matter) -> None:
    if letter.kind is None:
        raise Refusal("Đơn chưa phân loại nên chưa nhập vào vụ việc được.")
    if letter.closed_on:
        raise Refusal("Đơn đã kết thúc nên không nhập vào vụ việc được nữa.")
    if letter.kind != matter.kind:
        raise Refusal("Chỉ nhập đơn vào vụ việc cùng loại.")
    if matter.closed_on:
        raise Refusal("Vụ việc đã giải quyết nên không nhập thêm đơn; hãy thụ lý hoặc xếp lưu đơn.")
    if matter.unit_id != letter.unit_id:
        raise Refusal("Vụ việc ở đơn vị khác; hãy chuyển đơn đến đơn vị đó.")


def _tied(matter: Matter, letter: Letter, reason: str, by: Account) -> tuple[Link, bool]:
    say_who(by, _reason(reason))
    return Link.objects.get_or_create(record_id=matter.pk, source_id=letter.pk, kind=Link.Kind.JOINS)


def _count(letter: Letter, *, counts: bool) -> Letter:
    letter.counts_as_matter = counts
    letter.version += 1
    steps.describe(letter, letter.declared)
    letter.save()
    return letter


def _opened_from(first: Letter, kind: str, by: Account, on: date, reason: str) -> Letter:
    values: dict[str, Any] = {
        name: getattr(first, name)
        for name in (
            *("channel", "signatories", "is_repeated", "is_illustrative"),
            *("forwarder", "forwarder_unit", "forwarder_sent_on"),
        )
    }
    letter = writing.open_record(
        "don", by=by, unit=first.unit, on=first.received_on, arises_from=first, **values
    )
    return writing.move(letter, "phan_loai", by=by, on=on, reason=reason, kind=kind, field=first.field)


def _reason(reason: str) -> str:
    why = " ".join(reason.split())
    if not why:
        raise Refusal("Còn thiếu lý do; hãy ghi ngắn gọn vì sao.")
    return why
