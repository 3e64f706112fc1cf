"""Forms of the pages that read reports already written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.records.desk.access import Reach
from danvan.records.desk.places import choices

ACCEPT = ".txt,.html,.htm,.docx,.pdf,.xlsx,.png,.jpg,.jpeg,.tif,.tiff"
KINDS = _("TXT, HTML, DOCX, PDF, XLSX hoặc bản quét; không quá 20 MB.")


def _file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label, required=False, help_text=KINDS, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}))


class ReadForm(forms.Form):
    """What is read, and the unit and period that it is held against."""

    tep = _file(_("Tệp báo cáo"))
    van_ban = _text(_("Hoặc dán văn bản"))
    don_vi = forms.TypedChoiceField(
        label=_("Đối chiếu với đơn vị"), coerce=int, required=False, empty_value=None
    )
    ky = forms.CharField(
        label=_("Kỳ đối chiếu"),
        max_length=30,
        required=False,
        help_text=_("Ví dụ 2023-Q1, 2023-6M, 2023-02; bỏ trống thì lấy kỳ mà văn bản nêu."),
    )

    def __init__(self, reach: Reach, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = choices(reach.units("records.count"), reach.on)
        self.fields["don_vi"].choices = [("", _("Chỉ đọc, không đối chiếu")), *units]  # type: ignore[attr-defined]
        self.fields["don_vi"].initial = reach.home_id


class TakeForm(forms.Form):
    """How the figures taken over are named."""

    ten = forms.CharField(label=_("Tên báo cáo"), max_length=300)
    nguon = forms.CharField(
        label=_("Nguồn"), max_length=500, required=False, help_text=_("Ví dụ số và ngày của văn bản.")
    )


class TwoForm(forms.Form):
    """Two documents, each as a file or as text."""

    tep = _file(_("Văn bản thứ nhất: tệp"))
    van_ban = _text(_("Hoặc dán văn bản thứ nhất"))
    tep_hai = _file(_("Văn bản thứ hai: tệp"))
    van_ban_hai = _text(_("Hoặc dán văn bản thứ hai"))
