"""The two questions that the portal asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from danvan.portal.tracking.standing import read_code
from danvan.ui.errors import Refusal


class CodeField(forms.CharField):
    """A receipt code as people type it; cleaned to its sixteen digits."""

    def __init__(self, **options: Any) -> None:
        shape = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "spellcheck": "false",
            "class": "govuk-input--width-20",
        }
        super().__init__(widget=forms.TextInput(attrs=shape), **options)

    def clean(self, value: str | None) -> str:
        try:
            return read_code(value or "")
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None


class TrackForm(forms.Form):
    """One question: the code on the receipt."""

    code = CodeField(
        label=_("Mã tra cứu"),
        help_text=_(
            "16 chữ số in trên giấy biên nhận, ví dụ 1234 5678 9012 3456. Có thể gõ liền hoặc cách ra."
        ),
    )


class CheckForm(forms.Form):
    """One question: the file whose signature is to be checked."""

    file = forms.FileField(
        label=_("Tệp báo cáo"),
        help_text=_("Tệp .json hoặc .pdf đã tải từ trang báo cáo, không quá 5 MB. Tệp không được lưu lại."),
        allow_empty_file=True,
        error_messages={
            "required": _("Chưa chọn tệp; hãy chọn tệp .json hoặc .pdf đã tải từ trang báo cáo.")
        },
        widget=forms.FileInput(attrs={"accept": ".json,.pdf,application/json,application/pdf"}),
    )
