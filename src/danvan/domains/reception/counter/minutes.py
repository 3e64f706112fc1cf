"""Biên bản of words spoken without a letter (TCD.NOPAPER): written, read back, signed, and only then a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.domains.reception.counter import recording
from danvan.domains.reception.counter.checks import as_field_error
from danvan.domains.reception.counter.recording import OPENS, Part
from danvan.domains.reception.models import SignedAs, Visit
from danvan.org.models import Account
from danvan.records.declare import record_type
from danvan.records.desk import places, submissions
from danvan.records.desk.access import Reach
from danvan.records.models import PersonalDetails, Record
from danvan.ui.forms import DayField


class MinutesForm(forms.Form):
    """Read back and signed; the field is asked where a letter follows."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    on = DayField(label=gettext_lazy("Ngày đã đọc lại cho người trình bày nghe"))
    signed_as = forms.ChoiceField(
        label=gettext_lazy("Người trình bày xác nhận bằng"),
        choices=SignedAs.choices,
        widget=forms.RadioSelect,
    )
    field = forms.ChoiceField(label=gettext_lazy("Lĩnh vực của đơn"))

    def clean_key(self) -> str:
        """A key of ours."""
        return as_field_error(submissions.read_key, self.cleaned_data["key"])


def form_for(visit: Visit, reach: Reach, sent: Any = None) -> MinutesForm:
    """The form of this visit."""
    form = MinutesForm(sent, initial={"on": reach.on, "key": submissions.new_key()})
    column: Any = record_type("don").model._meta.get_field("field")
    form.fields["field"].choices = [("", _("Chưa chọn")), *column.flatchoices]  # type: ignore[attr-defined]
    if visit.outcome not in OPENS:
        del form.fields["field"]
    return form


def confirm(visit: Visit, form: MinutesForm, *, by: Account) -> Visit:
    """Note the signature and open the letter; words that were spoken are those of the visit."""
    told = form.cleaned_data
    kept = PersonalDetails.objects.filter(record_id=visit.pk).values_list("content", flat=True).first()
    part = Part(visit.content_kind, told.get("field", ""), kept or "")
    return recording.confirm(visit, part, key=told["key"], by=by, on=told["on"], signed_as=told["signed_as"])


def told(visit: Visit, reach: Reach) -> dict[str, Any]:
    """What the printed page says; of a sealed visit nothing but number and day. Three queries."""
    sealed = visit.secrecy == Record.Secrecy.SEALED or visit.unit_id not in reach.units("records.read")
    kept = None if sealed else PersonalDetails.objects.filter(record_id=visit.pk).first()
    return {
        "personal": kept,
        "people": [] if sealed else list(visit.people.all()),
        "unit": places.names([visit.unit_id], reach.on).get(visit.unit_id, ""),
        "waits": visit.read_back_on is None,
        "illustrative": visit.is_illustrative,
    }
