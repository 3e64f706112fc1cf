"""What a head writes: by which paper a list is destroyed, a record is kept, and no longer kept."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from danvan.records.models import LegalHold
from danvan.ui.forms import DayField

HELP = _("Ví dụ 12/QĐ-UBND. Chỉ chữ in hoa, chữ số và dấu / . -; không ghi tên người.")


class PaperForm(forms.Form):
    """The number and day of a paper."""

    document = forms.CharField(label=_("Số văn bản"), max_length=40, help_text=HELP)
    document_on = DayField(label=_("Ngày văn bản"))


class HoldForm(PaperForm):
    """Why a record is kept."""

    reason = forms.ChoiceField(label=_("Lý do giữ lại"), choices=LegalHold.Reason.choices)
    field_order = ("reason", "document", "document_on")


class RunForm(forms.Form):
    """The decision on the list that was shown; `digest` and `unit` come from that page."""

    unit = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    digest = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput)
    document = forms.CharField(label=_("Số quyết định hủy"), max_length=40, help_text=HELP)
    document_on = DayField(label=_("Ngày quyết định"))
    agreed = forms.BooleanField(
        label=_("Tôi đã xem danh sách trên và hiểu rằng phần đã hủy không lấy lại được từ hệ thống"),
        error_messages={"required": _("Hãy đánh dấu rằng Bà/Ông đã xem danh sách.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "digest"):
            self.fields[name].error_messages = dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"),
                _("Danh sách đã xem không còn; hãy tải lại trang."),
            )

    def over(self, shown: dict[str, Any]) -> "RunForm":
        """This refused form over the list as it stands now: only what is seen can be sent again."""
        again = RunForm({name: self.data.get(name, "") for name in self.fields} | shown)
        again.is_valid()
        for name in (NON_FIELD_ERRORS, *shown):
            for sentence in self.errors.get(name, ()):
                again.add_error(None, sentence)
        return again
