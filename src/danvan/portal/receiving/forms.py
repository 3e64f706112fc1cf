"""What somebody is asked who books a place: first whether it tells of a tố cáo, and only then, if not, a name."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.domains.reception.models import BookingPerson, Help
from danvan.domains.reception.schedule.slots import Slot
from danvan.portal.forms import CodeField
from danvan.records.models import Channel
from danvan.records.notices import channels

YES, UNSURE, NO = "co", "chua_ro", "khong"


class ContentForm(forms.Form):
    """The first question, before any name."""

    noi_dung = forms.ChoiceField(
        label=gettext_lazy("Bà/Ông có trình bày nội dung tố cáo không?"),
        help_text=gettext_lazy(
            "Tố cáo là báo cho cơ quan biết người nào đó làm trái pháp luật. Nếu có hoặc chưa chắc, trang này không hỏi "
            "họ tên, số điện thoại."
        ),
        choices=[
            (NO, gettext_lazy("Không, tôi khiếu nại, kiến nghị, phản ánh hoặc hỏi việc khác")),
            (YES, gettext_lazy("Có")),
            (UNSURE, gettext_lazy("Tôi chưa chắc")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một câu trả lời.")},
    )

    @property
    def is_sealed(self) -> bool:
        """Whether no name may be asked: anything but a clear no."""
        return self.cleaned_data.get("noi_dung") != NO


class PlaceForm(forms.Form):
    """Which hour, how many, what help."""

    gio = forms.ChoiceField(
        label=gettext_lazy("Giờ hẹn"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Hãy chọn giờ hẹn."),
            "invalid_choice": gettext_lazy("Giờ này không còn chỗ; hãy chọn giờ khác."),
        },
    )
    so_nguoi = forms.IntegerField(
        label=gettext_lazy("Có bao nhiêu người cùng đến?"),
        help_text=gettext_lazy(
            "Từ 5 đến 10 người cử 1 hoặc 2 đại diện; trên 10 người cử không quá 5 đại diện (Điều 29 Luật Tiếp công dân)."
        ),
        min_value=1,
        max_value=500,
        initial=1,
    )
    giup = forms.ChoiceField(
        label=gettext_lazy("Cần giúp gì không?"), choices=Help, initial=Help.NONE, required=False
    )

    def __init__(self, *args: Any, slots: list[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours: Any = self.fields["gio"]
        hours.choices = [(f"{slot.at:%H:%M}", _slot_words(slot)) for slot in slots if slot.free]

    @property
    def at(self) -> time:
        """The chosen hour."""
        return time.fromisoformat(self.cleaned_data["gio"])

    @property
    def person(self) -> dict[str, Any] | None:
        """Nobody: this form asks for no name."""
        return None


def _slot_words(slot: Slot) -> str:
    if slot.free == 1:
        return _("%(at)s, còn 1 chỗ") % {"at": f"{slot.at:%H:%M}"}
    return _("%(at)s, còn %(free)d chỗ") % {"at": f"{slot.at:%H:%M}", "free": slot.free}


class NamedPlaceForm(PlaceForm):
    """The same with a name and a number, and the consent to be reminded."""

    ho_ten = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    dien_thoai = forms.CharField(
        label=gettext_lazy("Điện thoại"),
        help_text=gettext_lazy("Để cơ quan gọi khi lịch thay đổi."),
        validators=BookingPerson._meta.get_field("phone").validators[:1],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    nhac = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý nhận tin nhắc lịch và báo dời lịch; chỉ dùng cho việc này"),
        required=False,
    )
    thu_dien_tu = forms.EmailField(
        label=gettext_lazy("Thư điện tử để nhận tin nhắc lịch"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Địa chỉ thư chưa đúng; ví dụ ten@coquan.vn.")},
    )

    def clean(self) -> dict[str, Any]:
        """An address without the consent is not kept; a consent without any way to be reached is of no use."""
        said = super().clean() or {}
        if said.get("thu_dien_tu") and not said.get("nhac"):
            self.add_error("nhac", _("Hãy đánh dấu đồng ý để chúng tôi được gửi tin, hoặc bỏ địa chỉ thư."))
        if said.get("nhac") and not said.get("thu_dien_tu") and Channel.SMS not in channels.enabled():
            self.add_error("thu_dien_tu", _("Nơi này chưa nhắn tin điện thoại được; hãy ghi địa chỉ thư."))
        return said

    @property
    def person(self) -> dict[str, Any] | None:
        """What is kept apart from the booking."""
        said = self.cleaned_data
        return {
            "full_name": said["ho_ten"].strip(),
            "phone": said["dien_thoai"].strip(),
            "email": said["thu_dien_tu"],
            "reminder": said["nhac"],
        }


class BookingCodeForm(forms.Form):
    """One question: the code on the appointment slip."""

    code = CodeField(
        label=gettext_lazy("Mã đặt chỗ"),
        help_text=gettext_lazy("16 chữ số trên giấy hẹn, gõ liền hoặc cách ra."),
    )
