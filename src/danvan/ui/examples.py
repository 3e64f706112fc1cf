"""Invented content of the page of components: ordinary, long, empty, wrong. No person or matter is real."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.ui.charts import Bar
from danvan.ui.forms import DayField, MoneyField

TODAY = date(2023, 3, 14)
LONG_UNIT = (
    "Ban Quản lý dự án đầu tư xây dựng và phát triển quỹ đất liên xã Thượng Hoá – Trung Hoá – Minh Hoá, "
    "huyện Minh Hóa"
)


class ExampleForm(forms.Form):
    """One of each control."""

    summary = forms.CharField(
        label=_("Tóm tắt nội dung đơn"),
        help_text=_("Viết một câu; không ghi tên người bị phản ánh."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    received_on = DayField(label=_("Ngày nhận đơn"), help_text=_("Ví dụ 16/3/2023"))
    amount = MoneyField(label=_("Số tiền kiến nghị thu hồi"), required=False)
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=[("", "—"), ("a", LONG_UNIT), ("b", "Xã Quảng Minh")])
    kind = forms.ChoiceField(
        label=_("Loại đơn"),
        widget=forms.RadioSelect,
        choices=[
            ("khieu_nai", _("Khiếu nại")),
            ("to_cao", _("Tố cáo")),
            ("kien_nghi_phan_anh", _("Kiến nghị, phản ánh")),
        ],
    )
    papers = forms.MultipleChoiceField(
        label=_("Giấy tờ kèm theo"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("goc", _("Bản gốc")), ("sao", _("Bản sao"))],
    )
    scan = forms.FileField(label=_("Bản chụp"), required=False)
    agreed = forms.BooleanField(label=_("Tôi đã đọc lại những gì ghi ở trên"))


def context() -> dict[str, Any]:
    """Everything that the page shows."""
    return {
        "illustrative": True,
        "today": TODAY,
        "form": ExampleForm(),
        "wrong_form": ExampleForm(
            {"sai-received_on": "31/2/2023", "sai-amount": "1.5", "sai-unit": "a", "sai-papers": ["goc"]},
            prefix="sai",
        ),
        "stages": _stages(),
        "steps": _steps(),
        "facts": _facts(),
        "duties": _duties(),
        "bars": _bars(),
        "points": _points(),
        "trail": [(_("Trang đầu"), "/"), (_("Đơn thư"), "/"), ("Đơn số 12/2023", "")],
        "long_unit": LONG_UNIT,
    }


def _stages() -> list[dict[str, Any]]:
    return [
        {"label": _("Tiếp nhận"), "phase": "qua", "day": date(2023, 2, 1)},
        {"label": _("Thụ lý"), "phase": "qua", "day": date(2023, 2, 10)},
        {"label": _("Xác minh"), "phase": "dang", "day": date(2023, 2, 14)},
        {"label": _("Quyết định giải quyết"), "phase": "sap", "due": date(2023, 3, 13), "mark": "qua_han"},
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"text": _("Thụ lý đơn, bắt đầu tính từ ngày"), "day": date(2023, 2, 10)},
        {"text": _("Cộng 30 ngày, đến ngày"), "day": date(2023, 3, 12), "note": _("12/3/2023 là Chủ nhật.")},
        {
            "text": _("Hạn giải quyết lùi sang ngày làm việc kế tiếp"),
            "day": date(2023, 3, 13),
            "cite": _("Điều 28 Luật Khiếu nại số 02/2011/QH13; Điều 148 Bộ luật Dân sự số 91/2015/QH13"),
        },
    ]


def _facts() -> list[tuple[Any, ...]]:
    return [
        (_("Số đơn"), "12/2023"),
        (_("Đơn vị giải quyết"), LONG_UNIT),
        (_("Người phụ trách"), None, "#", _("Giao việc")),
    ]


def _duties() -> list[dict[str, Any]]:
    return [
        {"number": 12, "title": _("Ra quyết định giải quyết"), "due": date(2023, 3, 13), "mark": "qua_han"},
        {"number": 31, "title": _("Thông báo thụ lý"), "due": date(2023, 3, 16), "mark": "sap_den_han"},
        {"number": 40, "title": _("Trả lời kiến nghị"), "due": date(2023, 4, 3), "mark": "dang_han"},
        {"number": 41, "title": LONG_UNIT, "due": None, "mark": "chua_xac_dinh"},
    ]


def _bars() -> list[Bar]:
    return [
        Bar(str(_("Khiếu nại")), 38, href="#"),
        Bar(str(_("Tố cáo")), 94, href="#"),
        Bar(str(_("Kiến nghị, phản ánh")), 164, href="#"),
        Bar(LONG_UNIT, None),
    ]


def _points() -> list[Bar]:
    return [
        Bar("I/2022", 201),
        Bar("II/2022", 233),
        Bar("III/2022", None),
        Bar("IV/2022", 244),
        Bar("I/2023", 296),
    ]
