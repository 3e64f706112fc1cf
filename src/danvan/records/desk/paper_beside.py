"""What stands beside a paper's text on its page: the signed copy compared with it, and the way it took to its receiver."""

from typing import Any

from danvan.records.desk.access import Reach
from danvan.records.models import File, Paper, Record
from danvan.records.papers import delivering, signed
from danvan.records.papers.issuing import NUMBERS
from danvan.ui.errors import Refusal


def beside(paper: Paper, reach: Reach) -> dict[str, Any]:
    """`copy` with what was read in it for who is to compare it, `delivery`, and what the account may do."""
    may_number = paper.unit_id in reach.units(NUMBERS)
    holds_copies = is_released(paper.record)
    copy = signed.copy_of(paper) if holds_copies else None
    is_issued = paper.state == Paper.State.ISSUED
    return {
        "copy": copy,
        "comparison": compared(paper, copy) if copy and may_number and not copy.agreed_at else None,
        "may_attach": may_number and holds_copies and not copy and paper.state != Paper.State.CANCELLED,
        "may_agree": may_number and is_issued and bool(copy) and not (copy and copy.agreed_at),
        "holds_copies": holds_copies,
        "delivery": delivering.of(paper),
        "may_deliver": is_issued and delivering.may_deliver(paper, reach.account),
    }


def is_released(record: Record) -> bool:
    """Whether files may hang on the record at all."""
    return bool(record.identity_released_on) and record.secrecy != Record.Secrecy.SEALED


def waiting_copy(paper: Paper) -> File | None:
    """The signed copy of a paper that waits for its number."""
    is_waiting = paper.state == Paper.State.PREPARED and is_released(paper.record)
    return signed.copy_of(paper) if is_waiting else None


def read_of(copy: File) -> signed.signed_text.Found:
    """What a signed copy says; nothing where it cannot be read."""
    try:
        return signed.read(copy)
    except Refusal:
        return signed.signed_text.Found()


def compared(paper: Paper, copy: Any) -> signed.Comparison:
    """The comparison; where the file cannot be read, that is its doubt."""
    try:
        return signed.compare(paper, copy)
    except Refusal as refusal:
        return signed.Comparison(signed.signed_text.Found(), [str(refusal)])
