"""Bản nháp: an intake form kept on the server until it is sent, without any personal detail."""

from typing import Any

from danvan.org.models import Account
from danvan.records.declare import RecordType
from danvan.records.models import Draft

LONGEST = 200


def kept_names(kind: RecordType) -> tuple[str, ...]:
    """What a draft keeps: the type's own opening fields, the unit and the day; a person's details are never among them."""
    return ("unit", "on", *kind.opening)


def save(account: Account, kind: RecordType, key: str, sent: Any) -> Draft:
    """Keep what was filled in so far, as it was typed, in place of an earlier draft of the same form."""
    fields = {
        name: str(sent[name])[:LONGEST].replace("\x00", "") for name in kept_names(kind) if sent.get(name)
    }
    draft, _ = Draft.objects.update_or_create(
        account=account, type=kind.key, defaults={"key": key, "fields": fields}
    )
    return draft


def load(account: Account, kind: RecordType) -> Draft | None:
    """The draft of this form, if there is one."""
    return Draft.objects.filter(account=account, type=kind.key).first()


def drop(account: Account, kind: RecordType) -> None:
    """Forget the draft, after it was sent or on request."""
    Draft.objects.filter(account=account, type=kind.key).delete()
