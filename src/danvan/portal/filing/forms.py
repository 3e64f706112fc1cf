"""The questions of the form, one group a page."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.portal.filing.uploads import ACCEPT, PICTURES
from danvan.ui.vietnamese import nfc

FEEDBACK, PROPOSAL, COMPLAINT, DENUNCIATION = "phan_anh", "kien_nghi", "khieu_nai", "to_cao"
KINDS = (
    (FEEDBACK, gettext_lazy("Phản ánh: một việc đang xảy ra ở một nơi, ví dụ đường hỏng, rác, đèn tắt")),
    (PROPOSAL, gettext_lazy("Kiến nghị: đề xuất, góp ý về chính sách, công việc của cơ quan")),
    (
        COMPLAINT,
        gettext_lazy("Khiếu nại: quyết định hoặc việc làm của cơ quan trái luật, xâm phạm quyền lợi của tôi"),
    ),
    (DENUNCIATION, gettext_lazy("Tố cáo: báo hành vi vi phạm pháp luật của một người, một cơ quan")),
)
FILERS = (
    ("toi", gettext_lazy("Tôi gửi cho chính mình")),
    ("nguoi_than", gettext_lazy("Tôi gõ giúp người thân")),
    ("to_cong_nghe", gettext_lazy("Tôi ở tổ công nghệ số cộng đồng, gõ giúp người dân")),
    ("can_bo", gettext_lazy("Tôi là cán bộ, gõ giúp người dân đến cơ quan")),
)
LONGEST = 5000
_NUMBER = re.compile(r"(0|\+84)[0-9]{9,10}")


class Words(forms.CharField):
    """Text of a person, in the usual form of Unicode and without signs that no keyboard has."""

    def to_python(self, value: Any) -> str:
        text = nfc(super().to_python(value) or "").replace("\r\n", "\n")
        return "".join(sign for sign in text if sign >= " " or sign == "\n").strip()


def line(
    label: Any, most: int, *, hint: Any = "", required: bool = True, fill: str = "", missing: Any = ""
) -> Words:
    """One line of text; `fill` is what browsers may offer for it."""
    shape = {"autocomplete": fill or "off"}
    return Words(
        label=label,
        max_length=most,
        help_text=hint,
        required=required,
        widget=forms.TextInput(attrs=shape),
        error_messages={"required": missing},
    )


def lines(label: Any, missing: Any, *, hint: Any = "", rows: int = 8, required: bool = True) -> Words:
    """Several lines of text."""
    return Words(
        label=label,
        max_length=LONGEST,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": missing},
    )


class KindForm(forms.Form):
    """What kind of thing is sent."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại đơn"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa chọn loại đơn; hãy chọn một mục.")},
    )


class UnitForm(forms.Form):
    """To whom; the choices are what was found."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Cơ quan nhận"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chưa chọn cơ quan nhận; hãy tìm theo tên rồi chọn một mục."),
            "invalid_choice": gettext_lazy("Cơ quan này không nhận đơn ở đây; hãy tìm lại."),
        },
    )


class PlaceForm(forms.Form):
    """Where it happens."""

    place = line(
        gettext_lazy("Nơi xảy ra"),
        200,
        hint=gettext_lazy("Thôn, tổ dân phố, tên đường, gần chỗ nào. Ví dụ: trước nhà văn hóa thôn 3."),
        missing=gettext_lazy("Chưa ghi nơi xảy ra; hãy ghi thôn, đường hoặc chỗ dễ tìm."),
    )
    point = line(
        gettext_lazy("Tọa độ"),
        60,
        required=False,
        hint=gettext_lazy("Nếu điện thoại cho biết, ví dụ 17.46880, 106.62230."),
    )

    def clean_point(self) -> str:
        """Latitude and longitude in Việt Nam, as "17.46880, 106.62230"; "" when none is given."""
        text = self.cleaned_data["point"]
        return point_of(text) if text else ""


def point_of(text: str) -> str:
    """Two numbers, latitude first, within Việt Nam; ValidationError saying how to write them."""
    parts = re.findall(r"-?\d{1,3}(?:[.,]\d+)?", text.replace(", ", " "))
    try:
        north, east = (Decimal(part.replace(",", ".")) for part in parts)
    except (ValueError, InvalidOperation):
        raise ValidationError(_("Tọa độ gồm hai số, vĩ độ trước, ví dụ 17.46880, 106.62230.")) from None
    if not (Decimal(6) <= north <= Decimal(24) and Decimal(102) <= east <= Decimal(118)):
        raise ValidationError(
            _("Tọa độ này không ở Việt Nam; hãy ghi vĩ độ trước, kinh độ sau, hoặc để trống.")
        )
    return f"{north:.5f}, {east:.5f}"


class ContentForm(forms.Form):
    """What it is about."""

    content = lines(
        gettext_lazy("Nội dung"),
        gettext_lazy("Chưa ghi nội dung; hãy kể lại sự việc."),
        hint=gettext_lazy("Việc gì, từ bao giờ, đã báo cho ai chưa, mong cơ quan làm gì."),
        rows=10,
    )


class DecisionForm(forms.Form):
    """Against what a complaint is made."""

    body = line(
        gettext_lazy("Cơ quan hoặc người bị khiếu nại"),
        200,
        hint=gettext_lazy("Cơ quan đã ra quyết định hoặc làm việc đó. Ví dụ: Ủy ban nhân dân xã."),
        missing=gettext_lazy("Chưa ghi cơ quan bị khiếu nại; hãy ghi tên cơ quan."),
    )
    decision = line(
        gettext_lazy("Quyết định hoặc hành vi bị khiếu nại"),
        300,
        hint=gettext_lazy("Số, ngày của quyết định nếu có; nếu là việc làm thì ghi việc gì, ngày nào."),
        missing=gettext_lazy(
            "Chưa ghi quyết định hoặc hành vi bị khiếu nại; hãy ghi số, ngày hoặc việc làm."
        ),
    )


class RequestForm(forms.Form):
    """What a complainant asks for."""

    request = lines(
        gettext_lazy("Yêu cầu giải quyết"),
        gettext_lazy("Chưa ghi yêu cầu; hãy ghi điều Bà/Ông đề nghị cơ quan làm."),
        hint=gettext_lazy("Ví dụ: hủy quyết định, sửa quyết định, bồi thường."),
        rows=5,
    )


class FileForm(forms.Form):
    """One file more."""

    file = forms.FileField(
        label=gettext_lazy("Tệp gửi kèm"),
        required=False,
        help_text=gettext_lazy("Ảnh JPG, PNG hoặc tệp PDF, mỗi tệp không quá 5 MB, nhiều nhất 5 tệp."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": gettext_lazy("Tệp rỗng; hãy chọn tệp khác.")},
    )


class PhotoForm(FileForm):
    """One photograph more."""

    file = forms.FileField(
        label=gettext_lazy("Ảnh chụp"),
        required=False,
        help_text=gettext_lazy(
            "Ảnh JPG hoặc PNG, không quá 5 MB. Nơi chụp, giờ chụp và tên máy ghi trong ảnh được bỏ đi."
        ),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={"empty": gettext_lazy("Tệp rỗng; hãy chọn tệp khác.")},
    )


class FilerForm(forms.Form):
    """Who types, and with whose consent."""

    filer = forms.ChoiceField(
        label=gettext_lazy("Người gõ đơn"),
        choices=FILERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa cho biết ai gõ đơn; hãy chọn một mục.")},
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Người được giúp đã nghe đọc lại đơn và đồng ý gửi"),
        required=False,
        help_text=gettext_lazy("Chỉ đánh dấu khi gõ giúp người khác."),
    )

    def clean(self) -> dict[str, Any]:
        """Help goes with the consent of who is helped."""
        found = super().clean() or {}
        if found.get("filer") not in (None, "toi") and not found.get("consent"):
            self.add_error(
                "consent", _("Cần người được giúp đồng ý; hãy đọc lại đơn cho họ nghe rồi đánh dấu.")
            )
        return found


class PersonForm(forms.Form):
    """Who sends it."""

    full_name = line(
        gettext_lazy("Họ và tên"), 200, fill="name", missing=gettext_lazy("Chưa ghi họ tên người gửi đơn.")
    )
    address = line(
        gettext_lazy("Địa chỉ"),
        300,
        fill="street-address",
        hint=gettext_lazy("Số nhà, thôn, xã, tỉnh: nơi nhận văn bản trả lời."),
        missing=gettext_lazy("Chưa ghi địa chỉ; hãy ghi nơi nhận văn bản trả lời."),
    )
    phone = line(
        gettext_lazy("Điện thoại"),
        20,
        required=False,
        fill="tel",
        hint=gettext_lazy("Để cơ quan hỏi lại khi cần."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        max_length=120,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Chỉ để gửi giấy biên nhận có mã tra cứu; gửi xong thì xóa."),
        error_messages={"invalid": gettext_lazy("Địa chỉ thư chưa đúng, ví dụ ten@vi-du.vn; hãy xem lại.")},
    )
    mail_agreed = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý nhận giấy biên nhận qua thư điện tử này"), required=False
    )

    def clean_phone(self) -> str:
        """Ten or eleven digits, spaces and dots left out."""
        bare = re.sub(r"[\s.\-]", "", self.cleaned_data["phone"])
        if bare and not _NUMBER.fullmatch(bare):
            raise ValidationError(
                _("Số điện thoại có 10 hoặc 11 chữ số, bắt đầu bằng 0; hãy xem lại hoặc để trống.")
            )
        return bare

    def clean(self) -> dict[str, Any]:
        """An address without consent is not kept; a consent without address is of no use."""
        found = super().clean() or {}
        if found.get("mail_agreed") and "email" in found and not found["email"]:
            self.add_error("email", _("Chưa ghi địa chỉ thư; hãy ghi, hoặc bỏ dấu đồng ý."))
        if not found.get("mail_agreed") and "email" in found:
            found["email"] = ""
        return found


class ResumeForm(forms.Form):
    """The code to go on with."""

    code = line(
        gettext_lazy("Mã làm tiếp"),
        60,
        hint=gettext_lazy("20 chữ và số, ví dụ ABCD 2345 EFGH 6789 JKMN."),
        missing=gettext_lazy("Chưa có mã làm tiếp; hãy nhập 20 chữ và số đã ghi lại."),
    )
