"""The one form of the counter. What is asked depends on the law of the day; what may be kept, on the class."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from danvan.domains.reception.counter import checks, lawful
from danvan.domains.reception.counter.card import Card
from danvan.domains.reception.counter.fields import (
    BESIDE,
    COLUMNS,
    COUNTS,
    FIRST,
    FOLDS,
    NOTHING,
    PARTS,
    PERSON,
    TEXTS,
    WHO,
    VisitFields,
)
from danvan.domains.reception.counter.recording import Entry, Part
from danvan.domains.reception.models import Content, HeadSession, IdentityPaper, Outcome
from danvan.org.models import Unit
from danvan.records.declare import record_type
from danvan.records.desk import places, submissions
from danvan.records.desk.access import Reach
from danvan.records.desk.forms import RECENT
from danvan.records.models import Record
from danvan.records.seal import asking
from danvan.records.today import today


class VisitForm(VisitFields):
    """A visit on one screen. The class comes first: of a tố cáo what was typed about a person is forgotten unread."""

    def clean_key(self) -> str:
        """A key of ours."""
        return checks.as_field_error(submissions.read_key, self.cleaned_data["key"])

    def clean(self) -> dict[str, Any]:
        """Whatever the class forbids is forgotten before anything else is read."""
        told = self.cleaned_data
        is_lead = any(told.get(name) for name in asking.SENTENCES)
        if self.forgets_person or is_lead:
            self._forget(TEXTS)
        self._forget([text for kind, _field, text in PARTS if self.data.get(kind) == Content.DENUNCIATION])
        if is_lead and told.get("unit"):
            asking.refuse(self, int(told["unit"]), told.get("on") or today())
        elif not self.errors:
            checks.whole(self, dict(told))
        return told

    @property
    def kinds(self) -> list[str]:
        """The classes told, the first first; empty while none is chosen."""
        return [self.data.get(kind, "") for kind, _field, _text in PARTS if self.data.get(kind)]

    @property
    def forgets_person(self) -> bool:
        """Whether everything told is a tố cáo, or no class is told at all: then nobody's name may be kept or shown."""
        return all(kind == Content.DENUNCIATION for kind in self.kinds)

    @property
    def told_of_person(self) -> bool:
        """Whether the request carries anything about a person."""
        return any(str(self.data.get(name) or "").strip() for name in TEXTS)

    def _forget(self, names: Iterable[str]) -> None:
        """Drop what was typed there: neither kept nor shown again, with what was wrong about it."""
        names = list(names)
        kept = {name: value for name, value in self.data.items() if name not in names}
        self.data = kept | dict.fromkeys(names, "")
        for name in names:
            self.cleaned_data[name] = None if name == "born_year" else ""
            self.errors.pop(name, None)

    @property
    def folds(self) -> list[tuple[Any, list[Any], bool]]:
        """(heading, fields, stands open) of what is folded away until needed."""
        return [(said, [self[name] for name in names], self._is_needed(names)) for said, names in FOLDS]

    def _is_needed(self, names: tuple[str, ...]) -> bool:
        return any(name in self.errors or (self.is_bound and self._told(name)) for name in names)

    def _told(self, name: str) -> bool:
        """Whether a field says more than it does by itself."""
        value = self.data.get(name) or ""
        return bool(value) and value != str(self.fields[name].initial or "") and value != "0"

    def unjudged(self) -> "VisitForm":
        """The form as it was filled in, to be shown again without a word on what is still missing."""
        self.full_clean()
        self.errors.clear()
        return self

    @property
    def first(self) -> list[Any]:
        """What is always asked first."""
        return [self[name] for name in FIRST]

    @property
    def who(self) -> list[Any]:
        """Who speaks and of what."""
        return [self[name] for name in WHO]

    @property
    def counts(self) -> list[Any]:
        """How many, whether again, when."""
        return [self[name] for name in COUNTS]

    def entry(self, joins: Record | None) -> Entry:
        """What was filled in, ready to write."""
        told = self.cleaned_data
        return Entry(
            key=told["key"],
            unit=Unit.objects.get(pk=int(told["unit"])),
            on=told["on"],
            parts=self._parts(),
            columns={name: self._column(name) for name in COLUMNS},
            person={name: told[name] or None if name == "born_year" else told[name] for name in PERSON}
            | {name: told[name] for name in BESIDE},
            others=tuple(line.strip()[:200] for line in told["others"].splitlines() if line.strip())[:4],
            joins=joins,
        )

    def _parts(self) -> tuple[Part, ...]:
        told = self.cleaned_data
        return tuple(
            Part(told[kind], told[field], "" if told[kind] == Content.DENUNCIATION else told[text])
            for kind, field, text in PARTS
            if told[kind]
        )

    def _column(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if name in ("representatives", "originals_kept"):
            return value or 0
        if name == "refused_for" and self.cleaned_data["outcome"] != Outcome.REFUSED:
            return None
        return None if value == "" else value


def visit_form(
    reach: Reach,
    sent: Any = None,
    *,
    card: Card | None = None,
    again: bool = False,
    draft: dict[str, str] | None = None,
) -> VisitForm:
    """The form for an account: bound when something was sent, else filled from the draft and the card. Two queries."""
    begun = {"on": reach.on, "key": submissions.new_key(), "unit": str(reach.home_id), "is_repeated": again}
    form = VisitForm(sent, initial=begun | (draft or {}) | (_of_card(card, reach.on) if card else {}))
    _offer(form, reach, _day_of(form, reach.on))
    for bound in ("full_name", "address", "phone", "content", "born_year"):
        form.fields[bound].widget.attrs["autocomplete"] = "off"
    if card is not None:
        form.fields["content_kind"].widget.attrs["autofocus"] = True
    return form


def _day_of(form: VisitForm, today: date) -> date:
    try:
        return form.fields["on"].clean(form.data.get("on")) if form.is_bound else today
    except forms.ValidationError:
        return today


def _offer(form: VisitForm, reach: Reach, on: date) -> None:
    """Choices of this account and of that day."""
    units = places.choices(reach.units("records.open"), reach.on)
    form.fields["unit"].choices = units  # type: ignore[attr-defined]
    if len(units) == 1:
        form.fields["unit"].widget = forms.HiddenInput()
        form.initial["unit"] = units[0][0]
    offered = [(one.value, one.label) for one in lawful.grounds(on)]
    form.fields["refused_for"].choices = [*NOTHING, *offered]  # type: ignore[attr-defined]
    shown = [(one.value, one.label) for one in lawful.identity_papers(on)]
    form.fields["identity_paper"].choices = [*NOTHING, *shown]  # type: ignore[attr-defined]
    kinds = record_type("don").model._meta.get_field("field").flatchoices  # type: ignore[union-attr]
    for name in ("field", "field_2", "field_3"):
        form.fields[name].choices = [*NOTHING, *kinds]  # type: ignore[attr-defined]
    mine = reach.units("records.open")
    rows = reach.seen(HeadSession.objects.filter(unit_id__in=mine, planned_on__gte=on - RECENT))
    form.fields["session"].queryset = rows.order_by("-planned_on", "-id")  # type: ignore[attr-defined]


def _of_card(card: Card, on: date) -> dict[str, Any]:
    told: dict[str, Any] = {
        "full_name": card.full_name,
        "address": card.address,
        "identity_number": card.number,
        "born_year": card.born_year,
    }
    if card.number:
        told["identity_paper"] = IdentityPaper.PASSPORT if not card.number.isdigit() else IdentityPaper.CARD
    return {name: value for name, value in told.items() if value}
