"""Forms of the desk's report pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.records.desk.access import Reach
from danvan.reports import desk, trees
from danvan.reports.form_files import families, files


class DraftForm(forms.Form):
    """Which report to make."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    period = forms.CharField(
        label=_("Kỳ báo cáo"),
        max_length=40,
        help_text=_("Ví dụ 2023-Q1, 2023-6M, 2023-02, 2023, hoặc hai ngày 5/1/2023..10/2/2023."),
    )
    form = forms.ChoiceField(label=_("Biểu mẫu"))
    tree = forms.ChoiceField(
        label=_("Đơn vị tính theo"),
        choices=trees.CHOICES,
        initial=trees.AS_WAS,
        required=False,
        help_text=_(
            "Đơn vị đã sáp nhập: chọn “hiện nay” để cộng mọi đơn vị cũ vào đơn vị nay và so được với kỳ trước."
        ),
    )

    def __init__(self, reach: Reach, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One choice for each form: the period asks for its version.
        named = [
            (item.family if item.family in files() else item.key, f"{item.title}: {item.subject}")
            for item in families()
        ]
        for field, choices in (("unit", desk.writable_units(reach)), ("form", named)):
            self.fields[field].choices = choices  # type: ignore[attr-defined]
        self.fields["unit"].initial = reach.home_id
        self.fields[
            "form"
        ].initial = "dvcq"  # the quarterly report itself; the statistical forms stand beside it
        self.fields["period"].initial = next(iter(desk.last_periods(1)))[0]


class SignForm(forms.Form):
    """What the head writes when signing."""

    reason = forms.CharField(
        label=_("Ý kiến về kiểm tra không đạt"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi có kiểm tra không đạt; nằm trong gói số liệu đã ký. Không ghi tên người."),
    )


class AmendForm(forms.Form):
    """Why a signed report is amended."""

    reason = forms.CharField(
        label=_("Lý do sửa đổi"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nằm trong gói số liệu đã ký. Không ghi tên người."),
    )
