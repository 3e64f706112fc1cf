"""Forms of papers: what a template asks for, what comes back with the number, why one is cancelled, how units number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.records.models import Paper
from danvan.records.papers import issuing
from danvan.records.papers.declare import BOUND, CHOICE, DAY, LINES, NUMBER, Blank, PaperTemplate
from danvan.ui.dates import day
from danvan.ui.forms import DayField

NOTHING = ("", _("Chưa chọn"))


def prepare_form(kind: PaperTemplate, *, names_persons: bool, sent: Any = None, on: Any = None) -> forms.Form:
    """One control for each blank that may be filled, and the day."""
    fields: dict[str, forms.Field] = {
        f"o_{blank.name}": _control(blank) for blank in kind.blanks if names_persons or blank.kind in BOUND
    }
    fields["on"] = DayField(label=_("Ngày soạn"), help_text=_("Ví dụ 16/3/2023"))
    return type("PrepareForm", (forms.Form,), fields)(sent, initial={"on": on})


def _control(blank: Blank) -> forms.Field:
    told: dict[str, Any] = {"label": blank.label, "help_text": blank.hint, "required": blank.is_required}
    if blank.kind == DAY:
        return DayField(**told)
    if blank.kind == CHOICE:
        return forms.ChoiceField(choices=[NOTHING, *((one, one) for one in blank.options)], **told)
    if blank.kind == NUMBER:
        return forms.IntegerField(min_value=0, max_value=999_999, **told)
    if blank.kind == LINES:
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **told)
    return forms.CharField(max_length=300, **told)


def filled(form: forms.Form) -> dict[str, str]:
    """What was filled in, as the template takes it."""
    values = {name[2:]: value for name, value in form.cleaned_data.items() if name.startswith("o_")}
    return {name: _as_text(value) for name, value in values.items() if value not in (None, "")}


def _as_text(value: Any) -> str:
    return day(value) if hasattr(value, "year") else str(value)


class IssueForm(forms.Form):
    """What came back with the signed paper."""

    number = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        help_text=_("Đúng như trên văn bản, ví dụ 125/TB-UBND"),
        required=False,
    )
    dated_on = DayField(label=_("Ngày văn bản"), help_text=_("Ví dụ 16/3/2023"))
    signer = forms.CharField(label=_("Người ký"), max_length=120)
    capacity = forms.ChoiceField(label=_("Quyền hạn, chức vụ người ký"))

    def __init__(
        self, paper: Paper, sent: Any = None, *, own: bool, on: Any = None, found: Any = None
    ) -> None:
        """`found` is what was read in the signed file: offered, and confirmed by whoever sends the form."""
        known = issuing.signers(paper.unit, on)
        initial = {"dated_on": on, "signer": known[0][0] if known else ""}
        if found:
            initial |= {"number": found.number, "dated_on": found.dated_on or on}
        super().__init__(sent, initial=initial)
        if own:
            del self.fields["number"]
        else:
            self.fields["number"].required = True
        listed = issuing.capacities(paper.unit)
        choices: Any = self.fields["capacity"]
        choices.choices = [(one, one.replace("/", " – ")) for one in listed]
        if known:
            self.fields["signer"].help_text = _("Người giữ chức vụ: %(names)s") % {
                "names": "; ".join(f"{name} ({post})" for name, post in known[:6])
            }


class CancelForm(forms.Form):
    """Why a paper is cancelled."""

    reason = forms.ChoiceField(label=_("Lý do hủy"), choices=[NOTHING, *Paper.Cancellation.choices])


class SeriesForm(forms.Form):
    """How a unit numbers its papers."""

    is_on = forms.BooleanField(
        label=_("Cấp số văn bản đi trong hệ thống"),
        help_text=_("Chỉ bật khi đơn vị không cấp số bằng phần mềm quản lý văn bản khác."),
        required=False,
    )
    suffix = forms.CharField(
        label=_("Ký hiệu cơ quan trong số văn bản"),
        max_length=16,
        help_text=_("Ví dụ UBND, VP, TTr"),
        required=False,
    )
