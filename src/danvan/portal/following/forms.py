"""What the pages ask: the code, a message, protection. Nothing that was typed into them is kept by the server."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models import ProtectionScope
from danvan.portal.filing.uploads import ACCEPT
from danvan.records.models.message import LONGEST

OFF = {"autocomplete": "off", "spellcheck": "false"}


class CodeForm(forms.Form):
    """The code of the receipt, and the second item of who sent under a name."""

    code = forms.CharField(
        label=_("Mã đã nhận khi gửi tố cáo"),
        max_length=60,
        help_text=_("16 chữ số, gõ liền hoặc cách ra. Không phải mã tra cứu trên giấy biên nhận."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20", **OFF}),
        error_messages={"required": _("Chưa có mã; hãy gõ 16 chữ số đã nhận khi gửi tố cáo.")},
    )
    second = forms.CharField(
        label=_("Mục thứ hai"),
        max_length=10,
        required=False,
        help_text=_("Năm sinh hoặc 3 số cuối điện thoại đã ghi khi gửi. Gửi không ghi tên thì để trống."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5", **OFF}),
    )


class WriteForm(forms.Form):
    """A message, a file, or both."""

    text = forms.CharField(
        label=_("Lời viết thêm"),
        max_length=LONGEST,
        required=False,
        help_text=_(
            "Chỉ những người nêu ở “Ai mở được hôm nay” đọc được. Gửi không ghi tên thì đừng để lộ mình là ai."
        ),
        widget=forms.Textarea(attrs={"rows": 5, **OFF}),
        error_messages={"max_length": _("Lời viết dài quá 4.000 ký tự; hãy chia thành nhiều tin.")},
    )
    file = forms.FileField(
        label=_("Tài liệu, ảnh"),
        required=False,
        help_text=_(
            "Một tệp JPG, PNG hoặc PDF, không quá 5 MB. Nơi chụp, tên máy ghi trong ảnh được bỏ. Đã gửi không họ tên thì "
            "tên người soạn ghi trong PDF cũng được bỏ; đã gửi có họ tên thì PDF giữ nguyên."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": _("Tệp rỗng; hãy chọn tệp khác.")},
    )


class ProtectionForm(forms.Form):
    """What protection is asked for, and why."""

    scope = forms.ChoiceField(
        label=_("Cần bảo vệ điều gì"),
        choices=ProtectionScope.choices,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={
            "required": _("Chưa chọn điều cần bảo vệ; hãy chọn một mục."),
            "invalid_choice": _("Chưa chọn điều cần bảo vệ; hãy chọn một mục."),
        },
    )
    why = forms.CharField(
        label=_("Ai cần bảo vệ, vì sao"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, **OFF}),
        error_messages={
            "required": _("Chưa ghi vì sao cần bảo vệ; hãy ghi ai đe dọa, việc gì, khi nào."),
            "max_length": _("Lời viết dài quá 4.000 ký tự; hãy viết gọn lại."),
        },
    )

    @property
    def scope_words(self) -> str:
        """The scope chosen, in words."""
        chosen: Any = ProtectionScope(self.cleaned_data["scope"])
        return str(chosen.label)
