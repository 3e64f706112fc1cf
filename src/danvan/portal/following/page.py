"""All that the page shows to who has code and second item: steps, days, both sides of the letters, each opening."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.domains.reception.schedule import hours
from danvan.portal.tracking import standing
from danvan.records.desk.places import names
from danvan.records.desk.submissions import new_key
from danvan.records.models import Link, Record
from danvan.records.seal import attempts, cases, conversation, holding, modes, senders
from danvan.records.today import today


@dataclass(frozen=True, slots=True)
class Step:
    """Where one record of the matter stands, in plain words; none of them names anybody."""

    what: str
    on: date
    state: str
    meaning: str
    following: str


def context(record: Record, private: bytes) -> dict[str, Any]:
    """The page's content. A dozen queries.

    Raises Refusal, and shows nothing, where a message is missing or was changed.
    """
    on = today()
    unit = names([record.unit_id], on).get(record.unit_id, "")
    told: dict[str, Any] = {
        "record": record,
        "unit": unit,
        "on": on,
        "hours": hours.in_words(record.unit_id, on),
    }
    sender = senders.sender_of(record)
    is_named = bool(sender and sender.is_named)
    return told | {
        "steps": [_step(one) for one in (record, *_arisen(record))],
        "limits": standing.limits(record, on),
        "lines": conversation.read(record, private),
        "openings": attempts.told(record),
        "holders": holders(record),
        "is_named": is_named,
        "wrong": senders.wrong_of(record.pk),
        "needs_signature": is_named and standing.is_before_handling(record) and not record.own().signed_on,
        "takes_more": modes.seals_here(record.unit_id, on),
        "key": new_key(),
    }


def holders(record: Record) -> list[tuple[str, str]]:
    """(post, as what) of those who can open the case today, each once, no name."""
    found = [
        (attempts.post_of(grant.key.account, record), str(grant.get_capacity_display()))
        for grant in cases.holders(cases.case_of(record))
        if grant.key and holding.may_hold(grant.key.account, grant.capacity, record.unit)
    ]
    return sorted(set(found))


def _arisen(record: Record) -> list[Record]:
    """The matter and the files of protection that arose from a letter or from its matter, oldest first. Two queries."""
    first = _from([record.pk])
    found = {one.pk: one for one in (*first, *_from([one.pk for one in first]))}
    return sorted(found.values(), key=lambda one: (one.received_on, one.pk))


def _from(ids: list[int]) -> list[Record]:
    ties = Link.objects.filter(
        source_id__in=ids, kind=Link.Kind.ARISES, record__type__in=("vu_viec", "bao_ve")
    )
    return [tie.record for tie in ties.select_related("record")]


def _step(record: Record) -> Step:
    state, meaning, following = standing.told(record)
    return Step(str(record.declared.label), record.received_on, state, meaning, following)
