"""A visit begun and not yet written, kept on the server: choices, numbers and days, never a word."""

from typing import Any

from django import forms

from danvan.domains.reception.counter.fields import TEXTS
from danvan.domains.reception.counter.form import VisitForm
from danvan.org.models import Account
from danvan.records.models import Draft
from danvan.records.seal import asking

TYPE = "quay"
NEVER = {*TEXTS, "key", "joins", *asking.SENTENCES}


def save(account: Account, form: VisitForm, key: str) -> None:
    """Keep what fits its field, in place of an earlier draft; what a person typed in words is left out."""
    kept = {name: form.data[name] for name in form.fields if name in form.data and _fits(form, name)}
    Draft.objects.update_or_create(account=account, type=TYPE, defaults={"key": key, "fields": kept})


def _fits(form: VisitForm, name: str) -> bool:
    field = form.fields[name]
    if name in NEVER or not form.data[name]:
        return False
    try:
        field.clean(form.data[name])
    except forms.ValidationError:
        return False
    return True


def load(account: Account) -> dict[str, Any] | None:
    """The draft's fields with its key, if there is one."""
    kept = Draft.objects.filter(account=account, type=TYPE).first()
    return kept.fields | {"key": kept.key} if kept else None


def drop(account: Account) -> None:
    """Forget the draft."""
    Draft.objects.filter(account=account, type=TYPE).delete()
