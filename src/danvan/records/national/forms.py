"""Forms about the national database: one code, many pasted, what a list holds, a list brought back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.national.keeping import GROUPS, REASONS
from danvan.records.national.lists import Wanted
from danvan.records.national.waiting import owed_since, writable
from danvan.ui.forms import DayField


class CodeForm(forms.Form):
    """The code of one record; a reason where one stands already."""

    code = forms.CharField(
        label=gettext_lazy("Mã trên CSDL quốc gia"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    on = DayField(label=gettext_lazy("Ngày cập nhật"), help_text=gettext_lazy("Ví dụ 16/3/2023"))
    reason = forms.ChoiceField(label=gettext_lazy("Lý do sửa"), choices=[("", ""), *REASONS.items()])

    def __init__(self, given: Any = None, *, is_correction: bool, **more: Any) -> None:
        super().__init__(given, auto_id="csdl_%s", **more)
        if not is_correction:
            del self.fields["reason"]


class OfUnitForm(forms.Form):
    """A unit where the account writes codes down."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    group = forms.ChoiceField(label=gettext_lazy("Nhóm dữ liệu"), choices=list(GROUPS.items()), initial="don")

    def __init__(self, reach: Reach, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offered: Any = self.fields["unit"]
        offered.choices = places.choices(writable(reach), reach.on)
        self.initial.setdefault("unit", str(reach.home_id))


class PasteForm(OfUnitForm):
    """Lines pasted from a workbook: number, code and perhaps a day."""

    on = DayField(label=gettext_lazy("Ngày cập nhật, khi dòng không ghi ngày"))
    lines = forms.CharField(
        label=gettext_lazy("Các dòng"),
        max_length=40_000,
        help_text=gettext_lazy(
            "Mỗi dòng một hồ sơ: số/năm, mã, ngày nếu khác; cách nhau bằng dấu tab, chấm phẩy hoặc khoảng trắng. Ví dụ:"
            " 12/2023 DT-2023-000123 16/3/2023. Dán thẳng các cột từ Excel cũng được."
        ),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )


class ListForm(OfUnitForm):
    """A list brought back from the national system."""

    table = forms.FileField(
        label=gettext_lazy("Tệp danh sách"),
        help_text=gettext_lazy(
            "Tệp .xlsx, .xls hoặc .csv, có cột “Mã” và cột “Số” (số/năm) hoặc “Ngày”. Tệp không được lưu lại."
        ),
    )


class MakeForm(forms.Form):
    """What a list for the national database holds."""

    since = DayField(label=gettext_lazy("Tiếp nhận từ ngày"))
    until = DayField(label=gettext_lazy("Đến ngày"))
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị, kể cả trực thuộc"), required=False)
    every = forms.BooleanField(label=gettext_lazy("Lấy cả hồ sơ đã cập nhật"), required=False)
    personal = forms.BooleanField(
        label=gettext_lazy("Kèm thông tin cá nhân"),
        required=False,
        help_text=gettext_lazy(
            "Họ tên, địa chỉ, nội dung của hồ sơ không phải tố cáo. Bà/Ông chịu trách nhiệm giữ tệp."
        ),
    )

    def __init__(self, reach: Reach, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        units = places.choices(writable(reach), reach.on)
        offered: Any = self.fields["unit"]
        offered.choices = [("", _("Tất cả")), *units]
        first = date(reach.on.year, 1, 1)
        self.initial.update(since=max(first, owed_since()), until=reach.on)

    def clean(self) -> dict[str, Any]:
        """The days must stand in their order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Ngày cuối đứng trước ngày đầu; hãy đổi lại hai ngày."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """As the workbook asks for it."""
        told = self.cleaned_data
        unit = Unit.objects.get(pk=int(told["unit"])) if told["unit"] else None
        return Wanted(told["since"], told["until"], unit, not told["every"], told["personal"])
