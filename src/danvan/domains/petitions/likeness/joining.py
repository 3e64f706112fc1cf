"""What a person decides on a pair: one matter, not one, taken back; or the other unit is asked to look at it together."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from danvan.domains.petitions.models import Letter, LikePair
from danvan.domains.petitions.tying import joining
from danvan.domains.petitions.tying.joining import HANDLE, Because, Parting
from danvan.org.models import Account
from danvan.records.models import Link, Record
from danvan.records.visibility import require, visible_records
from danvan.ui.errors import Refusal


@transaction.atomic
def join(pair: LikePair, *, by: Account, on: date, reason: str = Because.SAME) -> LikePair:
    """Join the later letter to the earlier one (`joining.join_letters`); `reason` is one of Because.

    Raises Refusal without the right over the later letter, where the earlier one may not be read, and when the pair was
    decided in between.
    """
    kept = _locked(pair, by, on, LikePair.State.PROPOSED)
    later, earlier = (Letter.objects.get(pk=pk) for pk in (kept.later_id, kept.earlier_id))
    joining.join_letters(later, earlier, by=by, reason=reason)
    return _decided(kept, LikePair.State.JOINED, by, str(Because(reason).label))


@transaction.atomic
def refuse(pair: LikePair, *, by: Account, on: date, reason: str = "") -> LikePair:
    """Say that the two letters are not one matter; the pair is not proposed again."""
    kept = _locked(pair, by, on, LikePair.State.PROPOSED)
    return _decided(kept, LikePair.State.REFUSED, by, "")


@transaction.atomic
def undo(pair: LikePair, *, by: Account, on: date, reason: str = Parting.DIFFERENT) -> LikePair:
    """Take a decision back: the pair waits again; the tie of a joined one goes (`joining.untie`, `reason` of Parting)."""
    kept = _locked(pair, by, on, LikePair.State.JOINED, LikePair.State.REFUSED)
    if kept.state == LikePair.State.JOINED:
        ties = Link.objects.filter(record_id=kept.later_id, source_id=kept.earlier_id, kind=Link.Kind.JOINS)
        for link in ties.select_related("record", "source"):
            joining.untie(link, by=by, on=on, reason=reason)
    kept.state, kept.decided_by, kept.decided_at, kept.reason = LikePair.State.PROPOSED, None, None, ""
    kept.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return kept


@transaction.atomic
def ask(pair: LikePair, *, by: Account, on: date) -> LikePair:
    """Ask the other unit to look at the pair together; for an officer who handles one of the two letters."""
    kept = LikePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    ends = Record.objects.filter(pk__in=(kept.earlier_id, kept.later_id)).select_related("unit")
    own = list(visible_records(ends, by, on))
    if not own or len(own) == 2:
        raise Refusal("Chỉ xin phối hợp khi một trong hai đơn thuộc đơn vị khác; hãy tải lại trang.")
    require(by, HANDLE, own[0].unit, on)
    if kept.asked_at is None:
        kept.asked_by, kept.asked_at = by, timezone.now()
        kept.save(update_fields=["asked_by", "asked_at"])
    return kept


def _locked(pair: LikePair, by: Account, on: date, *states: str) -> LikePair:
    """The pair under lock, if the account may decide on it and it stands where the page showed it."""
    kept = LikePair.objects.select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if kept is None or kept.state not in states:
        raise Refusal(
            "Cặp đơn này vừa được người khác quyết định hoặc không còn giống nhau; hãy tải lại trang."
        )
    ends = Record.objects.filter(pk__in=(kept.earlier_id, kept.later_id))
    if visible_records(ends, by, on).count() < 2:
        raise Refusal("Một trong hai đơn thuộc đơn vị khác; hãy xin phối hợp để đơn vị đó cùng xem xét.")
    require(by, HANDLE, Record.objects.select_related("unit").get(pk=kept.later_id).unit, on)
    return kept


def _decided(kept: LikePair, state: str, by: Account, reason: str) -> LikePair:
    kept.state, kept.decided_by, kept.decided_at, kept.reason = state, by, timezone.now(), reason
    kept.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return kept
