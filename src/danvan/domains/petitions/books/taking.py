"""Turns understood rows into letters, and the accepted ones into matters, through the writer of many records."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from danvan.domains.petitions.models import Contested, Handling, Kind, Letter, Matter, Unfit
from danvan.org.models import Account, Unit
from danvan.records import texts
from danvan.records.loading import Row, load, why_refused

SENT_ON = (Handling.FORWARDED, Handling.URGED)
REASON = "nhập bù từ sổ cũ"
OWN = ("channel", "signatories", "is_repeated", "incoming_number", "written_on")
PERSON = ("full_name", "address", "phone", "content")


def now() -> datetime:
    """The moment of taking."""
    return timezone.now()


def take(unit: Unit, rows: Iterable[tuple[int, dict[str, Any]]], *, by: Account) -> tuple[int, int]:
    """(letters, matters) made of the rows' values. All or nothing; Refusal names the row."""
    letters, matters = [], []
    for _number, values in sorted(rows, key=lambda row: (row[1]["received_on"], row[0])):
        letter = letter_row(unit, values)
        letters.append(letter)
        if values.get("handling") == Handling.ACCEPTED:
            matters.append(matter_row(unit, values, letter.record))
    made = load("don", letters, by=by, reason=REASON), load("vu_viec", matters, by=by, reason=REASON)
    for letter in letters:
        if letter.personal:
            texts.changed(letter.record.pk)
    return made


def why_not(unit: Unit, values: dict[str, Any]) -> str:
    """The sentence with which the register would refuse the row; empty when it takes it."""
    letter = letter_row(unit, values)
    sentence = why_refused("don", letter)
    if not sentence and values.get("handling") == Handling.ACCEPTED:
        sentence = why_refused("vu_viec", matter_row(unit, values, None))
    return sentence


def letter_row(unit: Unit, values: dict[str, Any]) -> Row:
    """The letter with its classification, handling and end. Of a tố cáo no name, no word."""
    kind, received = values["kind"], values["received_on"]
    own = {name: values[name] for name in OWN if name in values}
    if kind == Kind.DENUNCIATION:
        own.pop("written_on", None)
    record = Letter(unit=unit, is_back_entered=True, **own)
    handling = values.get("handling")
    sorted_as = {"kind": kind, "field": values.get("field") or "khac"}
    if handling in (Handling.GUIDED, Handling.FORWARDED, Handling.URGED):
        sorted_as["is_competent"] = False
    if handling == Handling.FILED:
        sorted_as |= {"is_eligible": False, "unfit": Unfit.OTHER}
    moves: list[tuple[str, date, dict[str, Any]]] = [("phan_loai", received, sorted_as)]
    if handling:
        on = _handled_on(values)
        given = {"forwarded_to": values["forwarded_to"]} if handling in SENT_ON else {}
        moves.append((handling, on, given))
        if handling == Handling.ACCEPTED and values.get("settled_on"):
            moves.append(("giai_quyet", values["settled_on"], {}))
    personal = {name: values[name] for name in PERSON if values.get(name) and kind != Kind.DENUNCIATION}
    return Row(record, received, moves, personal=personal or None)


def matter_row(unit: Unit, values: dict[str, Any], letter: Letter | None) -> Row:
    """The matter of an accepted letter, settled where the register says so."""
    kind = values["kind"]
    contested = Contested.DECISION if kind == Kind.COMPLAINT else None
    field = values.get("field") or "khac"
    record = Matter(unit=unit, kind=kind, field=field, contested=contested, is_back_entered=True)
    moves: list[tuple[str, date, dict[str, Any]]] = []
    if settled := values.get("settled_on"):
        moves.append(("giai_quyet", settled, {"result": values.get("result") or "dung"}))
    return Row(record, _handled_on(values), moves, arises_from=letter)


def _handled_on(values: dict[str, Any]) -> date:
    return values.get("handled_on") or values["received_on"]
