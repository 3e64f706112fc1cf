"""Forms of the pages of the flow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.org.models import Kind
from danvan.reports.flow.models import LAST_DUE_DAY, ReportingOrder
from danvan.reports.form_files import forms as all_forms
from danvan.ui.forms import DayField


class OrderForm(forms.Form):
    """The receiver's order on the day by which units below send a report."""

    form = forms.ChoiceField(label=_("Biểu mẫu"))
    every = forms.ChoiceField(label=_("Kỳ"), choices=ReportingOrder.Every.choices)
    due_day = forms.IntegerField(
        label=_("Ngày gửi trong tháng"),
        min_value=1,
        max_value=LAST_DUE_DAY,
        help_text=_("Ngày 1 đến 28. Nếu không sau ngày chốt số liệu thì là ngày ấy của tháng sau."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị phải gửi"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn loại nào là mọi đơn vị trực thuộc."),
    )
    paper_no = forms.CharField(label=_("Số văn bản"), max_length=60, help_text=_("Ví dụ 12/UBND-TD"))
    paper_on = DayField(label=_("Ngày văn bản"))
    valid_from = DayField(label=_("Áp dụng từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        families = {item.family: f"{item.title}: {item.subject}" for item in all_forms().values()}
        self.fields["form"].choices = list(families.items())  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The columns of the order."""
        return self.cleaned_data | {"kinds": ",".join(self.cleaned_data["kinds"])}


class FileForm(forms.Form):
    """A filled form, or a signed package with the fingerprint of its key."""

    file = forms.FileField(
        label=_("Tệp biểu (.xlsx) hoặc gói đã ký (.json)"),
        error_messages={"required": _("Chưa chọn tệp; hãy chọn tệp của đơn vị gửi.")},
    )
    key = forms.CharField(
        label=_("Dấu khóa của đơn vị gửi"),
        max_length=100,
        required=False,
        help_text=_("Chỉ cần với gói đã ký đầu tiên của đơn vị."),
    )
    anyway = forms.BooleanField(
        label=_("Vẫn nhận dù có đẳng thức không đúng"),
        required=False,
    )
