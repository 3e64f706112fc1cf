"""What a body that forwarded letters may know of them: number, days, state and answer; nothing of who wrote, or what.

Its own question beside `visible_records`: the permission `letters.forwarded` over the body's unit opens no record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from danvan import law
from danvan.domains.petitions.letters.checks import TO_BE_TOLD
from danvan.domains.petitions.models import Letter
from danvan.records import calendar as calendars
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.desk.patience import limited
from danvan.records.models import Duty, Paper, Record
from danvan.ui.dates import day

PERMISSION = "letters.forwarded"
BACK, RELAY = "TCD.BACK", "TCD.RELAY"
LATE = ("qua_han", "qua_han_theo_luat")
ANSWERS = ("bao_noi_chuyen", "tra_don")
SHOWN = (
    "pk",
    "register_no",
    "register_year",
    "unit_id",
    "state",
    "secrecy",
    "received_on",
    "closed_on",
    "type",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One forwarded letter. Of a tố cáo and of an unclassified letter number, day and state only.

    `due` tells the day by which the body is answered and its rule; `relay` the day by which it tells the sender.
    """

    number: str
    sent_on: date
    state: str
    is_sealed: bool
    is_illustrative: bool
    unit: str = ""
    due: str = ""
    cite: str = ""
    is_late: bool = False
    answered_on: date | None = None
    paper: str = ""
    relay: str = ""


def forwarded_letters(reach: Reach) -> QuerySet:
    """Letters that the account's bodies forwarded, wherever they lie: only the columns that may be shown are read."""
    own = ("forwarder", "forwarder_sent_on", "forwarder_told_on", "handling", "handled_on", "is_illustrative")
    return Letter.objects.filter(forwarder_unit_id__in=reach.units(PERMISSION)).only(*SHOWN, *own)


def rows(reach: Reach, *, after: str = "", before: str = "", size: int = SIZE) -> Slice:
    """A page, the newest received first. Four queries."""
    with limited():
        cut = page(
            forwarded_letters(reach),
            Order("received_on", newest_first=True),
            after=after,
            before=before,
            size=size,
        )
        open_ones = [letter for letter in cut.rows if letter.secrecy != Record.Secrecy.SEALED]
        ids = [letter.pk for letter in open_ones]
        owed = Duty.objects.filter(record_id__in=ids, clock="bao_noi_chuyen").order_by("begins_on")
        duties = {duty.record_id: duty for duty in owed}
        papers = _papers(ids)
        names = places.names({letter.unit_id for letter in open_ones}, reach.on)
    shown = [
        _row(letter, duties.get(letter.pk), papers.get(letter.pk), names.get(letter.unit_id, ""), reach.on)
        for letter in cut.rows
    ]
    return Slice(shown, cut.before, cut.after)


def _papers(ids: Iterable[int]) -> dict[int, Paper]:
    """The newest issued answer to the forwarding body on each letter."""
    issued = Paper.objects.filter(record_id__in=list(ids), key__in=ANSWERS, state=Paper.State.ISSUED)
    return {paper.record_id: paper for paper in issued.defer("signer", "capacity").order_by("dated_on", "pk")}


def _row(letter: Letter, duty: Duty | None, paper: Paper | None, unit: str, on: date) -> Row:
    is_sealed = letter.secrecy == Record.Secrecy.SEALED
    told: dict[str, Any] = {
        "number": letter.number,
        "sent_on": letter.forwarder_sent_on or letter.received_on,
        "state": str(letter.declared.state(letter.state).meaning),
        "is_sealed": is_sealed,
        "is_illustrative": letter.is_illustrative,
    }
    if is_sealed:
        return Row(**told)
    answered = letter.forwarder_told_on or (paper.dated_on if paper else None)
    due, cite, is_late = _due(letter, duty, on)
    return Row(
        **told,
        unit=unit,
        due=due,
        cite=cite,
        is_late=is_late and not answered,
        answered_on=answered,
        paper=f"{paper.title} số {paper.number}" if paper and paper.number else "",
        relay=_relay(letter.forwarder_told_on),
    )


def _due(letter: Letter, duty: Duty | None, on: date) -> tuple[str, str, bool]:
    """By when the body is answered, by which article, and whether that day has gone by; empty where no law sets one."""
    if duty is not None:
        return day(duty.due_on), duty.citation, duty.standing(on) in LATE
    wording = law.rulebook().in_force(BACK, on)
    if letter.forwarder not in TO_BE_TOLD or letter.closed_on or wording is None:
        return "", "", False
    return f"{wording.value} {wording.unit} kể từ khi có kết quả", wording.citation, False


def _relay(told_on: date | None) -> str:
    """By when the body itself tells the sender, once it was told."""
    if told_on is None or law.rulebook().in_force(RELAY, told_on) is None:
        return ""
    due = law.due(RELAY, told_on, calendar=calendars.current())
    return f"{day(due.due_on)}, {due.citation}"
