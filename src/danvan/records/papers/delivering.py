"""The way of an issued paper to whom it is for: sent when and how, under which postal number, received when.

The day of receipt of a decision is the day from which its receiver's own limits run (KN.NEXT); a domain asks for it by
the keys of its decisions (`received_on`). Papers of sealed records have days and way alone: a postal number leads to the
address of whom it was sent to.
"""

import re
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Delivery, Paper, Record
from danvan.records.models.paper import NO_POST_NUMBER, POST_NUMBER
from danvan.records.papers.declare import template
from danvan.records.papers.issuing import NUMBERS
from danvan.records.today import today
from danvan.records.visibility import may, require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


@transaction.atomic
def deliver(
    paper: Paper,
    *,
    by: Account,
    way: str,
    sent_on: date,
    post_number: str = "",
    received_on: date | None = None,
) -> Delivery:
    """Write down the way of an issued paper, or what became known of it since, and return it.

    `way` is a value of `Delivery.Way`. Raises Refusal without the right to give numbers or to prepare the paper, for a
    paper that is not issued, days out of order or to come, and a postal number that is none or of a sealed record.
    """
    record = Record.objects.select_for_update(of=("self",)).get(
        pk=paper.record_id
    )  # before its papers, as the writers do
    kept = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    if not may_deliver(kept, by):
        require(by, NUMBERS, kept.unit)
    if kept.state != Paper.State.ISSUED or kept.dated_on is None:
        raise Refusal("Chỉ ghi đường đi của văn bản đã ban hành; hãy ghi số và ban hành trước.")
    if way not in Delivery.Way.values:
        raise Refusal("Hãy chọn cách gửi trong danh sách.")
    _days_in_order(kept.dated_on, sent_on, received_on)
    number = _post_number(post_number, record)
    say_who(by)
    told = {"way": way, "sent_on": sent_on, "post_number": number, "received_on": received_on}
    values = {"record_id": kept.record_id, **told}
    return Delivery.objects.update_or_create(paper=kept, defaults=values)[0]


def may_deliver(paper: Paper, by: Account) -> bool:
    """Whoever gives numbers at the paper's unit, or prepares such papers there."""
    return any(may(by, one, paper.unit) for one in (NUMBERS, template(paper.key).permission))


def may_bear_number(record: Record) -> bool:
    """Whether a postal number may stand with papers of this record: only where it is known not to be a tố cáo."""
    return bool(record.identity_released_on) and record.secrecy != Record.Secrecy.SEALED


def of(paper: Paper) -> Delivery | None:
    """What is known of a paper's way. One query."""
    return Delivery.objects.filter(pk=paper.pk).first()


def received_on(record_id: int, keys: Sequence[str]) -> date | None:
    """The last day on which one of these papers of a record reached its receiver; None where none is known. One query.

    A cancelled paper begins nothing.
    """
    rows = Delivery.objects.filter(record_id=record_id, paper__state=Paper.State.ISSUED, paper__key__in=keys)
    return rows.aggregate(last=Max("received_on"))["last"]


def _days_in_order(dated_on: date, sent_on: date, received: date | None) -> None:
    if sent_on < dated_on:
        raise Refusal(f"Ngày gửi {day(sent_on)} trước ngày văn bản {day(dated_on)}; hãy xem lại.")
    if received and received < sent_on:
        raise Refusal(f"Ngày nhận {day(received)} trước ngày gửi {day(sent_on)}; hãy xem lại.")
    if (last := received or sent_on) > (now := today()):
        raise Refusal(f"Ngày {day(last)} chưa tới (hôm nay là {day(now)}); hãy ghi ngày đã xảy ra.")


def _post_number(text: str, record: Record) -> str:
    number = "".join(text.split()).upper()
    if number and not may_bear_number(record):
        raise Refusal(NO_POST_NUMBER)
    if number and not re.fullmatch(POST_NUMBER, number):
        raise Refusal("Số bưu gửi gồm 2 chữ cái, 9 chữ số, 2 chữ cái, ví dụ RB123456789VN; hãy nhập lại.")
    return number
