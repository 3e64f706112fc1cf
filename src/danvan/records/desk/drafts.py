"""Bản nháp: an intake form kept on the server until it is sent, without any personal detail."""

import re
from typing import Any

from django.db import models

from danvan.org.models import Account
from danvan.records.declare import RecordType
from danvan.records.desk.facts import field_of
from danvan.records.models import Draft

_DAY_BEGUN = re.compile(r"\d{1,2}(\s*[/.\- ]\s*\d{1,2}(\s*[/.\- ]\s*\d{0,4})?)?", re.ASCII)
_COUNT = re.compile(r"on|\d{1,9}", re.ASCII)  # shorter than any telephone number


def kept_names(kind: RecordType) -> tuple[str, ...]:
    """What a draft keeps: the type's own opening fields, the unit and the day; a person's details are never among them."""
    return ("unit", "on", *kind.opening)


def save(account: Account, kind: RecordType, key: str, sent: Any) -> Draft:
    """Keep what was filled in so far, as it was typed, in place of an earlier draft of the same form.

    What cannot belong to its field is left out: the letter may be a tố cáo, and a name can be typed anywhere.
    """
    fields = {name: sent[name] for name in kept_names(kind) if _fits(kind, name, str(sent.get(name, "")))}
    draft, _ = Draft.objects.update_or_create(
        account=account, type=kind.key, defaults={"key": key, "fields": fields}
    )
    return draft


def _fits(kind: RecordType, name: str, text: str) -> bool:
    """Whether a text is a day, a number or a choice, begun or whole, as its field asks for; never free words."""
    field = None if name in ("unit", "on") else field_of(kind.model, name)
    if name == "on" or isinstance(field, models.DateField):
        return bool(_DAY_BEGUN.fullmatch(text.strip()))
    if field is not None and field.choices:
        return text in dict(field.flatchoices)
    return bool(_COUNT.fullmatch(text.strip()))


def load(account: Account, kind: RecordType) -> Draft | None:
    """The draft of this form, if there is one."""
    return Draft.objects.filter(account=account, type=kind.key).first()


def drop(account: Account, kind: RecordType) -> None:
    """Forget the draft, after it was sent or on request."""
    Draft.objects.filter(account=account, type=kind.key).delete()
