"""The opening form and the move form, generated from the declarations."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db import models
from django.forms.models import fields_for_model, modelform_factory
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org import bodies
from danvan.org.models import Unit
from danvan.records.declare import Move, RecordType
from danvan.records.desk import identity, places, submissions
from danvan.records.desk.access import Reach
from danvan.records.desk.facts import field_of, label
from danvan.records.models import Draft, PersonalDetails, Record
from danvan.records.seal import asking
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField

RECENT = timedelta(days=366)
NOTHING_CHOSEN = gettext_lazy("Chưa chọn")
TOO_SMALL = gettext_lazy("Hãy nhập số từ %(limit_value)s trở lên.")
TOO_LARGE = gettext_lazy("Hãy nhập số từ %(limit_value)s trở xuống.")


class StepForm(forms.ModelForm):
    """One step of a record: its own fields, the day, and the key by which it is taken once.

    The record's constraints and rules are the writers' business; here only single fields are read.
    """

    on = DayField(label=gettext_lazy("Ngày thực hiện"), help_text=gettext_lazy("Ví dụ 16/3/2023"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)

    kind: RecordType
    step: Move | None = None
    personal_names = identity.PERSONAL

    def validate_constraints(self) -> None:
        """Left to the writers, whose sentences say how to mend."""

    def clean(self) -> dict[str, Any]:
        """A letter about the office's own lead goes no further."""
        found = super().clean() or self.cleaned_data
        if any(found.get(name) for name in asking.SENTENCES):
            self.forget_personal()  # not even this page shows again what was typed about a person
            on = found.get("on") or today()
            asking.refuse(self, self.at_unit, on, registered=self.instance.pk is not None)
        return found

    @property
    def at_unit(self) -> int | None:
        """The id of the unit at which the step is taken, if it is known yet."""
        return self.instance.unit_id

    @property
    def asks_denounced(self) -> bool:
        """Whether the form asks if the office's own lead is denounced."""
        return asking.FIELD in self.fields

    def clean_key(self) -> str:
        """A key of ours."""
        try:
            return submissions.read_key(self.cleaned_data["key"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def own_values(self) -> dict[str, Any]:
        """Cleaned values of the record's own fields; a choice or number that was not sent stays as it is."""
        values = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {
            name: value
            for name, value in values.items()
            if value not in ("", None) or not _is_settled(field_of(self._meta.model, name))
        }

    @property
    def personal_values(self) -> dict[str, str]:
        """Cleaned personal details; empty where the form did not ask."""
        return {name: self.cleaned_data.get(name) or "" for name in identity.PERSONAL}

    @property
    def asks_personal(self) -> bool:
        """Whether the page shows the fields for personal details."""
        return identity.PERSONAL[0] in self.fields

    @property
    def sends_personal(self) -> bool:
        """Whether the request carries any personal detail, asked for or not."""
        return any(str(self.data.get(name) or "").strip() for name in identity.PERSONAL)

    @property
    def is_released(self) -> bool:
        """Whether the record as filled in may hold personal details."""
        return identity.is_released(self.kind, self.step, self.instance)

    def ask_personal(self) -> None:
        """Show the fields for personal details."""
        self.fields |= fields_for_model(PersonalDetails, fields=identity.PERSONAL)

    def forget_personal(self) -> None:
        """Drop the fields for personal details with all that was typed into them."""
        for name in identity.PERSONAL:
            self.fields.pop(name, None)


class UnitChoice(forms.ChoiceField):
    """A choice among units by id; their names are read only where the control is shown."""

    def offer(self, unit_ids: Iterable[int], on: date) -> None:
        """Let these units be chosen."""
        self._ids = frozenset(map(str, unit_ids))
        self.choices = lambda: places.choices(map(int, self._ids), on)

    def valid_value(self, value: Any) -> bool:
        """One of the ids offered."""
        return str(value) in self._ids


def _is_settled(field: models.Field) -> bool:
    """It has a value of its own before anybody is asked."""
    return field.has_default() and (bool(field.choices) or isinstance(field, models.BigIntegerField))


class OpeningForm(StepForm):
    """The intake form of a type; the unit is chosen among those where the account may open."""

    unit = UnitChoice(label=gettext_lazy("Đơn vị tiếp nhận"))

    @property
    def at_unit(self) -> int | None:
        """The chosen unit, if one was chosen."""
        chosen = self.cleaned_data.get("unit")
        return int(chosen) if chosen else None

    @property
    def unit_id(self) -> int:
        """The chosen unit."""
        return int(self.cleaned_data["unit"])

    @property
    def chosen_unit(self) -> Unit:
        """The chosen unit as a row."""
        return Unit.objects.get(pk=self.unit_id)


class MoveForm(StepForm):
    """The form of one move; `version` is the record as the person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False)

    def clean_version(self) -> int:
        """Without the version nobody could tell whether the record changed since."""
        if self.cleaned_data["version"] is None:
            raise forms.ValidationError(
                _("Biểu mẫu thiếu phiên bản của hồ sơ; hãy mở lại trang rồi điền lại.")
            )
        return self.cleaned_data["version"]


class RecordChoice(forms.ModelChoiceField):
    """A choice among records, told by number and title."""

    def label_from_instance(self, record: Any) -> str:
        return f"{record.number} – {record.title}"


def opening_form(
    kind: RecordType, reach: Reach, sent: Any = None, draft: Draft | None = None, asked: Any = None
) -> OpeningForm:
    """The intake form, bound when something was sent, else filled from the draft and from what the address asks.

    Two queries at most.
    """
    form_class = _form_class(OpeningForm, kind, kind.opening, reach)
    begun = {"on": reach.on, "key": submissions.new_key(), "unit": str(reach.home_id)}
    if draft:
        begun |= draft.fields | {"key": draft.key}
    begun |= {name: asked[name] for name in ("unit", *kind.opening) if asked and asked.get(name)}
    form = form_class(sent, initial=begun)
    form.fields["on"].label = _("Ngày tiếp nhận")
    units = reach.units(kind.open_permission)
    cast(UnitChoice, form.fields["unit"]).offer(units, reach.on)
    if len(units) == 1:
        form.fields["unit"].widget = forms.HiddenInput()
        form.initial["unit"] = str(next(iter(units)))
    _ask_denounced(form, kind, "")
    form.order_fields(["unit", asking.FIELD, asking.ABOVE, "on", *kind.opening])
    _ask_personal(form, kind, None)
    return form


def move_form(record: Record, move: Move, reach: Reach, sent: Any = None) -> MoveForm:
    """The form of a move on a record, filled with what the record already says."""
    kind = record.declared
    names = (*move.needs, *move.takes)
    form_class = _form_class(MoveForm, kind, names, reach, needed=move.needs)
    begun = {"on": reach.on, "key": submissions.new_key(), "version": record.version}
    form = form_class(sent, instance=record.own(), initial=begun)
    if move.dated_by:
        form.fields["on"].label = label(kind.model, move.dated_by)
    _narrow(form, move.offers(form.instance, reach.on))
    _ask_denounced(form, kind, move.key)
    form.order_fields([asking.FIELD, asking.ABOVE, *names, "on"])
    _ask_personal(form, kind, move)
    return form


def _ask_denounced(form: StepForm, kind: RecordType, step: str) -> None:
    if step in kind.asks_denounced:
        form.fields |= {asking.FIELD: asking.question(), asking.ABOVE: asking.question_above()}


def _narrow(form: StepForm, offered: dict[str, Sequence[str]]) -> None:
    """Leave of each list what the law lets be chosen for this record; the check of the step says why of the rest."""
    for name, values in offered.items():
        field = cast(forms.ChoiceField, form.fields[name])
        shown = cast(Iterable[tuple[Any, Any]], field.choices)
        field.choices = [(value, words) for value, words in shown if value == "" or value in values]


def _form_class(
    base: type[StepForm], kind: RecordType, names: tuple[str, ...], reach: Reach, needed: tuple[str, ...] = ()
) -> Any:
    def control(field: models.Field, **options: Any) -> forms.Field | None:
        if isinstance(field, models.DateField):
            options["form_class"] = DayField
        if _is_settled(field):
            options["required"] = False
        if field.name in needed:
            options["required"] = True
        if isinstance(field, models.ForeignKey):
            return (_body_choice if field.related_model is Unit else _record_choice)(field, reach)
        if isinstance(field, models.IntegerField):
            options["error_messages"] = {"min_value": TOO_SMALL, "max_value": TOO_LARGE}
        return _said_in_vietnamese(field.formfield(**options))

    made: Any = modelform_factory(kind.model, form=base, fields=list(names), formfield_callback=control)
    made.kind = kind
    return made


def _said_in_vietnamese(field: forms.Field | None) -> forms.Field | None:
    """The frame's own word for "nothing chosen" comes in English."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        offered = cast(Iterable[tuple[Any, Any]], field.choices)
        field.choices = [(value, words if value != "" else NOTHING_CHOSEN) for value, words in offered]
    return field


def _record_choice(field: models.ForeignKey, reach: Reach) -> forms.Field:
    """Only records of the last year at the units that gave the account its roles, not of all below: a select of
    thousands serves nobody."""
    mine = {holding.span.unit_id for holding in reach.rights.holdings}
    rows = reach.seen(field.related_model._default_manager.filter(unit_id__in=mine))
    rows = rows.filter(received_on__gte=reach.on - RECENT)
    said = str(capfirst(field.verbose_name))
    return RecordChoice(
        rows.order_by("-received_on", "-id"),
        label=said,
        empty_label=str(NOTHING_CHOSEN),
        required=not field.blank,
    )


class BodyChoice(forms.ModelChoiceField):
    """A choice among bodies, told by the name of the day."""

    def label_from_instance(self, unit: Any) -> str:
        return str(unit.called)


def _body_choice(field: models.ForeignKey, reach: Reach) -> forms.Field:
    """Units that the column may name (`limit_choices_to`), near the account's own: its own level and those above."""
    return BodyChoice(
        bodies.near(reach.own_ids, reach.on, field.get_limit_choices_to()),
        label=str(capfirst(field.verbose_name)),
        empty_label=str(NOTHING_CHOSEN),
        required=not field.blank,
    )


def _ask_personal(form: StepForm, kind: RecordType, move: Move | None) -> None:
    """Ask again for what was asked before; whether the class filled in allows it is decided when the form is read."""
    form.step = move
    if form.is_bound and form.data.get("with_personal") and identity.may_release(kind, move):
        form.ask_personal()
