"""What a person decides on a pair: one matter, not one, taken back; or the other unit is asked to look at it together."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from danvan.domains.petitions.models import Letter, LikePair
from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Link, Record
from danvan.records.visibility import require, visible_records
from danvan.ui.errors import Refusal

HANDLE = "records.handle"


@transaction.atomic
def join(pair: LikePair, *, by: Account, on: date, reason: str = "") -> LikePair:
    """Join the later letter to the earlier one: it is tied to it and is counted as no matter of its own.

    Raises Refusal without the right over the later letter, where the earlier one may not be read, and when the pair was
    decided in between.
    """
    kept = _locked(pair, by, on, LikePair.State.PROPOSED)
    if Link.objects.filter(record_id=kept.earlier_id, source_id=kept.later_id, kind=Link.Kind.JOINS).exists():
        raise Refusal("Đơn trước đã nhập vào đơn này; hãy gỡ việc nhập đó rồi nhập lại.")
    say_who(by, reason or "Nhập đơn trùng")
    Link.objects.get_or_create(record_id=kept.later_id, source_id=kept.earlier_id, kind=Link.Kind.JOINS)
    _count(kept.later_id, False)
    return _decided(kept, LikePair.State.JOINED, by, reason)


@transaction.atomic
def refuse(pair: LikePair, *, by: Account, on: date, reason: str = "") -> LikePair:
    """Say that the two letters are not one matter; the pair is not proposed again."""
    kept = _locked(pair, by, on, LikePair.State.PROPOSED)
    return _decided(kept, LikePair.State.REFUSED, by, reason)


@transaction.atomic
def undo(pair: LikePair, *, by: Account, on: date, reason: str = "") -> LikePair:
    """Take a decision back: the pair waits again; the tie of a joined one goes and the later letter counts again."""
    kept = _locked(pair, by, on, LikePair.State.JOINED, LikePair.State.REFUSED)
    if kept.state == LikePair.State.JOINED:
        say_who(by, reason or "Gỡ việc nhập đơn trùng")
        with connection.cursor() as cursor:
            cursor.execute("SELECT petitions_undo_join(%s)", [kept.pk])
        # Joined to another letter, or as a further letter to a matter: it goes on counting as none.
        to_matter = Q(source_id=kept.later_id, record__type="vu_viec")
        others = Link.objects.filter(Q(record_id=kept.later_id) | to_matter, kind=Link.Kind.JOINS)
        if not others.exists():
            _count(kept.later_id, True)
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
    later = Record.objects.select_for_update(of=("self",)).select_related("unit").get(pk=kept.later_id)
    require(by, HANDLE, later.unit, on)
    return kept


def _count(pk: int, counts: bool) -> None:
    own = Letter.objects.get(pk=pk)
    own.counts_as_matter = counts
    own.version += 1
    own.save(update_fields=["counts_as_matter", "version"])


def _decided(kept: LikePair, state: str, by: Account, reason: str) -> LikePair:
    kept.state, kept.decided_by, kept.decided_at = state, by, timezone.now()
    kept.reason = " ".join(reason.split())[:300]
    kept.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return kept
