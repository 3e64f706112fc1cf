"""The questions of the pages, in the order in which they are asked; the names are those of the fields in the body."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.models import Post
from danvan.portal.filing.forms import Words, line
from danvan.portal.filing.uploads import ACCEPT, LIMIT_BYTES

LONGEST = 20_000  # signs of one answer
MOST_FILES, MOST_BYTES = 4, 20_000_000  # of all together: below what one request may carry
SECOND = re.compile(r"[0-9]{3}|(19|20)[0-9]{2}")
NAMED, NAMELESS = "co_ten", "khong_ten"


class ProtectionForm(forms.Form):
    """Which of the posts that can open are the denounced's own."""

    tru = forms.MultipleChoiceField(
        label=gettext_lazy("Người tôi tố cáo giữ chức vụ này"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Danh sách chức vụ vừa đổi; hãy xem lại rồi đánh dấu lại.")
        },
    )

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tru"].choices = [(str(post.pk), post.title) for post in posts]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """Under a name or without."""

    ten = forms.ChoiceField(
        label=gettext_lazy("Cách gửi"),
        choices=[
            (NAMED, gettext_lazy("Có họ tên, địa chỉ: sẽ ký đơn và gửi bản giấy")),
            (NAMELESS, gettext_lazy("Không họ tên")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chưa chọn cách gửi; hãy chọn một mục."),
            "invalid_choice": gettext_lazy("Chưa chọn cách gửi; hãy chọn một mục."),
        },
    )


def _told(label: Any, hint: Any, missing: Any, rows: int) -> Words:
    return Words(
        label=label,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("Dài quá 20.000 ký tự; hãy viết gọn hoặc gửi kèm tệp."),
        },
    )


class WordsForm(forms.Form):
    """Who did what (Luật Tố cáo 2018, Điều 23)."""

    ai = _told(
        gettext_lazy("Người bị tố cáo"),
        gettext_lazy("Họ tên, chức vụ, nơi làm việc, nếu biết."),
        gettext_lazy("Chưa ghi người bị tố cáo; hãy ghi họ tên hoặc chức vụ, nơi làm việc."),
        2,
    )
    viec = _told(
        gettext_lazy("Việc đã xảy ra"),
        gettext_lazy(
            "Việc gì, khi nào, ở đâu; ai biết, giấy tờ hay vật gì chứng minh. Chi tiết chỉ Bà/Ông biết có thể khiến người "
            "đọc đoán ra Bà/Ông."
        ),
        gettext_lazy("Chưa kể việc đã xảy ra; hãy ghi việc gì, khi nào, ở đâu."),
        12,
    )


class PersonForm(forms.Form):
    """Who denounces, and what proves with the code that it is the same person."""

    ho_ten = line(gettext_lazy("Họ và tên"), 200, missing=gettext_lazy("Chưa ghi họ tên người tố cáo."))
    dia_chi = line(
        gettext_lazy("Địa chỉ"),
        300,
        hint=gettext_lazy("Số nhà, thôn, xã, tỉnh."),
        missing=gettext_lazy("Chưa ghi địa chỉ của người tố cáo."),
    )
    dien_thoai = line(
        gettext_lazy("Điện thoại hoặc cách liên hệ khác"),
        100,
        required=False,
        hint=gettext_lazy("Có thể để trống: cơ quan nhắn được cho Bà/Ông qua mã."),
    )
    muc_hai = line(
        gettext_lazy("Năm sinh hoặc 3 số cuối điện thoại"),
        4,
        hint=gettext_lazy(
            "Gõ cùng mã mỗi lần xem kết quả, để người nhặt được mã không xem được. Máy không lưu số này."
        ),
        missing=gettext_lazy("Chưa ghi năm sinh hoặc 3 số cuối điện thoại; hãy ghi một trong hai."),
    )

    def clean_muc_hai(self) -> str:
        """Three figures, or a year of birth."""
        said = self.cleaned_data["muc_hai"]
        if not SECOND.fullmatch(said):
            raise ValidationError(
                _("Hãy ghi năm sinh bốn chữ số (ví dụ 1968) hoặc đúng 3 số cuối điện thoại.")
            )
        return said


class ManyFiles(forms.FileInput):
    """Several files at once, which a browser without script sends as well."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All that were chosen."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """The files chosen, none or a few."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """All of them; ValidationError with one sentence for too many or too large ones."""
        sent = [one for one in data or () if one]
        if len(sent) > MOST_FILES:
            raise ValidationError(_("Nhiều nhất 4 tệp; hãy chọn lại."))
        if any((one.size or 0) > LIMIT_BYTES for one in sent):
            raise ValidationError(
                _("Có tệp lớn hơn 5 MB; hãy chụp hoặc quét lại ở cỡ nhỏ hơn rồi chọn lại các tệp.")
            )
        if sum(one.size or 0 for one in sent) > MOST_BYTES:
            raise ValidationError(_("Các tệp cộng lại lớn hơn 20 MB; hãy bớt tệp rồi chọn lại."))
        return sent


class SendForm(forms.Form):
    """Files, which only the last page can carry."""

    tep = FilesField(
        label=gettext_lazy("Tệp gửi kèm"),
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPT, "multiple": True}),
        help_text=gettext_lazy(
            "Ảnh JPG, PNG hoặc PDF, nhiều nhất 4 tệp, mỗi tệp không quá 5 MB, chọn cùng một lần. Nơi chụp, tên máy "
            "ghi trong ảnh được bỏ đi. PDF thường ghi tên người soạn, tên máy: gửi không họ tên thì máy bỏ đi, không bỏ "
            "được thì không nhận; gửi có họ tên thì PDF giữ nguyên như đã chọn. Chữ, mặt người trong ảnh thì còn."
        ),
    )
