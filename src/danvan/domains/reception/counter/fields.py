"""What the counter asks: the fields of the one form, their names by what becomes of them, and where each stands.

The class comes first and everybody is asked the same few things; what is seldom needed is folded away under a heading.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.domains.reception.models import (
    AuthorityPaper,
    Capacity,
    Channel,
    Content,
    HeadSession,
    Helper,
    IdentityPaper,
    Outcome,
    SignedAs,
)
from danvan.records.desk.forms import RecordChoice
from danvan.records.seal import asking
from danvan.ui.forms import DayField

NOTHING = [("", gettext_lazy("Chưa chọn"))]
CONTENTS = [(one.value, one.label) for one in Content]
LETTER_CONTENTS = [(one.value, one.label) for one in Content if one != Content.OTHER]
PERSON = ("full_name", "identity_number", "born_year", "papers", "interpreter", "on_behalf_of")
BESIDE = ("address", "phone")
TEXTS = (*PERSON, *BESIDE, "content", "others", "content_2", "content_3")
# Each content that one visit may tell of: its class, its field, its words.
PARTS = (
    ("content_kind", "field", "content"),
    ("kind_2", "field_2", "content_2"),
    ("kind_3", "field_3", "content_3"),
)
# Columns of Visit that the form fills as they stand.
COLUMNS = (
    *("channel", "session", "persons", "is_group", "is_repeated", "outcome", "ticket", "representatives"),
    *("has_delegation_paper", "capacity", "authority", "identity_paper", "has_interpreter", "helped_by"),
    *("has_consent", "originals_kept", "is_oral", "read_back_on", "signed_as", "refused_for"),
)
FOLDS = (
    (gettext_lazy("Từ chối tiếp, nhập vào hồ sơ đã có"), ("refused_for", "joins")),
    (
        gettext_lazy("Đoàn nhiều người, người đại diện"),
        ("is_group", "representatives", "has_delegation_paper", "others"),
    ),
    (gettext_lazy("Kỳ tiếp của thủ trưởng, ủy quyền tiếp; số thứ tự"), ("channel", "session", "ticket")),
    (
        gettext_lazy("Trình bày bằng lời: biên bản"),
        ("is_oral", "read_back_on", "signed_as"),
    ),
    (
        gettext_lazy("Nhiều nội dung: tách thành từng đơn"),
        ("kind_2", "field_2", "content_2", "kind_3", "field_3", "content_3"),
    ),
    (
        gettext_lazy("Đại diện, ủy quyền, phiên dịch, người giúp"),
        (
            *("capacity", "authority", "on_behalf_of", "has_interpreter", "interpreter", "helped_by"),
            "has_consent",
        ),
    ),
    (gettext_lazy("Giấy tờ mang theo, bản gốc"), ("papers", "originals_kept")),
)
FIRST = ("content_kind", asking.FIELD, asking.ABOVE, "outcome", "field")
WHO = ("full_name", "address", "identity_paper", "identity_number", "born_year", "phone", "content")
COUNTS = ("persons", "is_repeated", "on")


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*NOTHING, *choices], required=False, **more)


def _text(label: Any, most: int, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, **more)


def _number(label: Any, least: int = 0, most: int = 9999, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=widget,
        error_messages={
            "min_value": gettext_lazy("Hãy nhập số từ %(limit_value)s trở lên."),
            "max_value": gettext_lazy("Hãy nhập số từ %(limit_value)s trở xuống."),
            "invalid": gettext_lazy("Hãy nhập một số nguyên."),
        },
        **more,
    )


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class VisitFields(forms.Form):
    """The fields alone. Choices that depend on the account and the day are offered by `form.visit_form`."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    booking = forms.CharField(widget=forms.HiddenInput, max_length=18, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị tiếp"))
    content_kind = forms.ChoiceField(
        label=gettext_lazy("Nội dung"), choices=CONTENTS, widget=forms.RadioSelect
    )
    own_lead = asking.question()
    lead_above = asking.question_above()
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết thúc lượt tiếp"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        initial=Outcome.NOTED,
    )
    field = _choice(gettext_lazy("Lĩnh vực của đơn"), [])
    full_name = _text(gettext_lazy("Họ và tên"), 200)
    address = _text(gettext_lazy("Địa chỉ"), 300)
    identity_paper = _choice(gettext_lazy("Giấy tờ xuất trình"), IdentityPaper.choices)
    identity_number = _text(gettext_lazy("Số giấy tờ"), 20)
    born_year = _number(gettext_lazy("Năm sinh"), 1900, 2100, required=False)
    phone = _text(gettext_lazy("Điện thoại"), 20)
    content = _text(gettext_lazy("Tóm tắt nội dung trình bày"), 5000, rows=4)
    persons = _number(gettext_lazy("Số người"), 1, initial=1)
    is_repeated = _tick(gettext_lazy("Tiếp nhiều lần (đã đến trước đây về việc này)"))
    on = DayField(label=gettext_lazy("Ngày tiếp"), help_text=gettext_lazy("Ví dụ 16/3/2023"))

    refused_for = _choice(gettext_lazy("Lý do từ chối tiếp"), [])
    joins = _text(
        gettext_lazy("Mã 16 số của đơn, vụ việc đã có"),
        24,
        help_text=gettext_lazy("Có trong phần “Đã biết” ở trên hoặc trên phiếu người đến mang theo."),
    )
    is_group = _tick(gettext_lazy("Đoàn từ 5 người trở lên cùng một nội dung"))
    representatives = _number(gettext_lazy("Số người đại diện"), 0, 5, required=False)
    has_delegation_paper = _tick(gettext_lazy("Có văn bản cử người đại diện, đủ chữ ký của mọi người"))
    others = _text(gettext_lazy("Họ tên người đại diện khác, mỗi người một dòng"), 1000, rows=2)
    channel = forms.ChoiceField(
        label=gettext_lazy("Hình thức tiếp"), choices=Channel.choices, initial=Channel.REGULAR
    )
    session = RecordChoice(
        HeadSession.objects.none(), label=gettext_lazy("Kỳ tiếp"), required=False, empty_label="Chưa chọn"
    )
    ticket = _number(gettext_lazy("Số thứ tự trong ngày"), 1, required=False)
    is_oral = _tick(gettext_lazy("Trình bày bằng lời, không có đơn: lập biên bản"))
    read_back_on = DayField(
        label=gettext_lazy("Ngày đã đọc lại cho người trình bày nghe"),
        required=False,
        help_text=gettext_lazy("Để trống nếu sẽ in biên bản ra đọc và ký sau khi ghi."),
    )
    signed_as = _choice(gettext_lazy("Xác nhận bằng"), SignedAs.choices)
    kind_2 = _choice(gettext_lazy("Nội dung thứ hai"), LETTER_CONTENTS)
    field_2 = _choice(gettext_lazy("Lĩnh vực thứ hai"), [])
    content_2 = _text(gettext_lazy("Tóm tắt nội dung thứ hai"), 5000, rows=2)
    kind_3 = _choice(gettext_lazy("Nội dung thứ ba"), LETTER_CONTENTS)
    field_3 = _choice(gettext_lazy("Lĩnh vực thứ ba"), [])
    content_3 = _text(gettext_lazy("Tóm tắt nội dung thứ ba"), 5000, rows=2)
    capacity = forms.ChoiceField(
        label=gettext_lazy("Tư cách"), choices=Capacity.choices, initial=Capacity.SELF
    )
    authority = _choice(gettext_lazy("Giấy ủy quyền"), AuthorityPaper.choices)
    on_behalf_of = _text(gettext_lazy("Thay mặt cho ai"), 200)
    has_interpreter = _tick(gettext_lazy("Có người phiên dịch"))
    interpreter = _text(gettext_lazy("Tên người phiên dịch, ngôn ngữ"), 200)
    helped_by = _choice(gettext_lazy("Người giúp ghi"), Helper.choices)
    has_consent = _tick(gettext_lazy("Người trình bày đồng ý để người này giúp"))
    papers = _text(gettext_lazy("Giấy tờ mang theo"), 500, rows=2)
    originals_kept = _number(gettext_lazy("Số bản gốc giữ lại"), 0, required=False)
