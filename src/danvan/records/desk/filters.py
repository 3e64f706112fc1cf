"""The form above a list, made from the type's declared filters."""

from typing import Any, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.declare import RecordType
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.facts import field_of
from danvan.ui.forms import DayField


class FilterForm(forms.Form):
    """What every list can be narrowed by; the type's own filters are added by `filter_form`."""

    words = forms.CharField(
        label=gettext_lazy("Tìm theo từ hoặc số"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=gettext_lazy("Trạng thái"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị, kể cả trực thuộc"), required=False)
    since = DayField(label=gettext_lazy("Tiếp nhận từ ngày"), required=False)
    until = DayField(label=gettext_lazy("Đến ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """The days must stand in their order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Ngày cuối đứng trước ngày đầu; hãy đổi lại hai ngày."))
        return cleaned


def filter_form(kind: RecordType, reach: Reach, given: Any) -> FilterForm:
    """The form for one type, bound to what the address says. One query, for names of units."""
    form = FilterForm(given, auto_id="loc_%s")
    anything = ("", _("Tất cả"))
    cast(forms.ChoiceField, form.fields["state"]).choices = [
        anything,
        *((state.key, state.label) for state in kind.states),
    ]
    units = places.choices(reach.readable, reach.on)
    cast(forms.ChoiceField, form.fields["unit"]).choices = [anything, *units]
    if len(units) < 2:
        del form.fields["unit"]
    for name in kind.filters:
        form.fields[name] = _choice(field_of(kind.model, name), anything)
    return form


def _choice(field: models.Field, anything: tuple[str, str]) -> forms.Field:
    label = str(capfirst(field.verbose_name))
    if isinstance(field, models.BooleanField):
        options = [anything, ("True", _("Có")), ("False", _("Không"))]
        return forms.TypedChoiceField(
            label=label,
            choices=options,
            required=False,
            coerce=lambda value: value == "True",
            empty_value=None,
        )
    options = [(str(value), shown) for value, shown in field.flatchoices]
    return forms.ChoiceField(label=label, choices=[anything, *options], required=False)
