"""A record's fields in words: label and value as a person reads them."""

from datetime import date
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from danvan.records.declare import RecordType
from danvan.records.desk.lifeline import undecided
from danvan.ui.dates import day
from danvan.ui.numbers import number


def field_of(model: type[models.Model], name: str) -> models.Field:
    """A column of a model by its name."""
    return cast(models.Field, model._meta.get_field(name))


def label(model: type[models.Model], name: str) -> str:
    """A field's Vietnamese name with a capital first letter."""
    return str(capfirst(field_of(model, name).verbose_name))


def in_words(field: models.Field, value: Any) -> str:
    """A value of a field as it is read; nothing for an empty one."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int) else str(value)


def words(own: Any, name: str) -> str:
    """The value of one field of a record in words."""
    return in_words(field_of(type(own), name), getattr(own, name))


def facts(own: Any, kind: RecordType, *, public_only: bool = False) -> list[tuple[str, str]]:
    """(label, value) of the declared fields that say something, in their order; of others' records only public ones.

    What nobody was asked yet, an empty field, a nought and a "no" that is so by itself are left out; what lists show
    stands there even when it is still open.
    """
    names = kind.public if public_only else (*kind.public, *kind.internal)
    open_questions = undecided(own, kind)
    told = {name: "" if name in open_questions else words(own, name) for name in names}
    return [
        (label(kind.model, name), said)
        for name, said in told.items()
        if name in kind.columns or (said and not _goes_without_saying(own, name))
    ]


def _goes_without_saying(own: Any, name: str) -> bool:
    field, value = field_of(type(own), name), getattr(own, name)
    return not value and isinstance(value, int) and field.get_default() == value


def foreign(kind: RecordType, names: tuple[str, ...]) -> list[str]:
    """Those of the fields that point to other rows, to be read in the same query."""
    return [name for name in names if kind.model._meta.get_field(name).is_relation]
