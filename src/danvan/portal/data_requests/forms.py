"""One question a page; each page sends the answers before it along, and nothing of them is kept until all is sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from danvan.domains.personal_data import filing
from danvan.domains.personal_data.models import Right
from danvan.portal.forms import CodeField
from danvan.records.models.message import LONGEST
from danvan.ui.errors import Refusal

SELF, AGENT = "toi", "dai_dien"


class CodeForm(forms.Form):
    """About which record."""

    title = _("Yêu cầu về hồ sơ nào?")
    code = CodeField(
        label=_("Mã tra cứu"),
        help_text=_(
            "16 chữ số trên giấy biên nhận đơn, hoặc phiếu tiếp công dân. Có thể gõ liền hoặc cách ra."
        ),
    )


class WhoForm(forms.Form):
    """Who asks: only the sender over the portal, since a mandate is a paper that somebody must see."""

    title = _("Ai yêu cầu?")
    who = forms.ChoiceField(
        label=_("Bà/Ông là"),
        choices=[
            (SELF, _("Chính người gửi hồ sơ")),
            (AGENT, _("Người đại diện, được ủy quyền")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mục.")},
    )


class RightForm(forms.Form):
    """What is asked."""

    title = _("Bà/Ông yêu cầu gì?")
    right = forms.ChoiceField(
        label=_("Yêu cầu"),
        choices=[
            (Right.SEE.value, _("Xem, được cung cấp dữ liệu cơ quan đang giữ về tôi")),
            (Right.CORRECT.value, _("Sửa dữ liệu sai về tôi")),
            (Right.DELETE.value, _("Xóa dữ liệu về tôi")),
        ],
        help_text=_(
            "Hồ sơ còn trong thời hạn lưu thì chưa xóa được; cơ quan sẽ trả lời bằng văn bản và nêu căn cứ."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mục.")},
    )


class WordsForm(forms.Form):
    """What exactly; needed where something is to be corrected."""

    title = _("Cụ thể là dữ liệu nào?")
    words = forms.CharField(
        label=_("Dữ liệu cần xem, cần xóa; hoặc thông tin nào sai, sửa lại thế nào"),
        help_text=_(
            "Yêu cầu sửa thì phải ghi. Xin đừng ghi thêm việc khiếu nại, tố cáo ở đây. Được niêm phong khi gửi."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        """As it will be sealed."""
        try:
            return filing.words_of(str(self.data.get("right", "")), self.cleaned_data["words"])
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None


class NameForm(forms.Form):
    """The second proof beside the code: sealed, and compared by an officer."""

    title = _("Họ và tên của Bà/Ông")
    full_name = forms.CharField(
        label=_("Họ và tên"),
        help_text=_("Đúng như trong đơn. Máy không đối chiếu: chỉ cán bộ được giao mở và đối chiếu."),
        max_length=filing.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Chưa ghi họ và tên; hãy ghi đúng như trong đơn.")},
    )


STEPS: tuple[Any, ...] = (CodeForm, WhoForm, RightForm, WordsForm, NameForm)
