"""The sealed envelope of an unclassified record at the desk: what comes in is put into it, who classifies opens it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from danvan.records import envelopes
from danvan.records.desk import page, panels
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.files_page import MOST_AT_ONCE, ManyFiles, as_attachment
from danvan.records.desk.panels import Folded
from danvan.records.files.accepting import ACCEPT, for_envelope, from_envelope
from danvan.records.models import EnvelopeAct, Record
from danvan.ui.errors import Refusal

TEMPLATE = "records/envelope_panel.html"
LABELS = {
    "full_name": gettext_lazy("Họ và tên"),
    "address": gettext_lazy("Địa chỉ"),
    "phone": gettext_lazy("Điện thoại"),
    "email": gettext_lazy("Thư điện tử"),
    "subject": gettext_lazy("Tiêu đề thư"),
    "post_number": gettext_lazy("Số bưu gửi"),
    "forwarder_name": gettext_lazy("Tên cơ quan, người chuyển đơn"),
    "forwarder_reference": gettext_lazy("Số văn bản chuyển đơn"),
    "content": gettext_lazy("Nội dung"),
}
OPENING_REASONS = (EnvelopeAct.Reason.CLASSIFY, EnvelopeAct.Reason.VERIFY)
BACKUPS = gettext_lazy(
    "Các bản sao lưu cơ sở dữ liệu làm trước lúc này vẫn còn phong bì ở dạng niêm phong; không mở được nếu không có tệp "
    "khóa tiếp nhận."
)


class SealForm(forms.Form):
    """What is put under seal with an unclassified record; nothing of it is needed."""

    full_name = forms.CharField(label=LABELS["full_name"], max_length=200, required=False)
    address = forms.CharField(label=LABELS["address"], max_length=300, required=False)
    phone = forms.CharField(label=LABELS["phone"], max_length=20, required=False)
    post_number = forms.CharField(label=LABELS["post_number"], max_length=40, required=False)
    forwarder_name = forms.CharField(label=LABELS["forwarder_name"], max_length=200, required=False)
    forwarder_reference = forms.CharField(label=LABELS["forwarder_reference"], max_length=60, required=False)
    content = forms.CharField(
        label=LABELS["content"], max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    tep = forms.FileField(
        label=gettext_lazy("Bản quét"),
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("PDF, JPG, PNG, TIFF, WebP hoặc DOCX; mọi tệp cộng lại không quá 25 MB."),
    )


class ReasonForm(forms.Form):
    """Why an envelope is opened."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do mở phong bì"),
        choices=[(reason.value, str(reason.label).capitalize()) for reason in OPENING_REASONS],
        widget=forms.RadioSelect,
        initial=EnvelopeAct.Reason.CLASSIFY,
        error_messages={"required": gettext_lazy("Hãy chọn lý do mở phong bì.")},
    )


def panel(record: Any, reach: Reach) -> Folded | None:
    """Whether something lies under seal, and what this account may do with it. It waits for who may open it."""
    if record.identity_released_on or record.secrecy != Record.Secrecy.SEALED:
        return None
    has, waits = envelopes.is_sealed(record), envelopes.awaits_class(record)
    if not has and not waits:
        return None
    may_read = has and _may_open(record, reach)
    context = {
        "record": record,
        "has": has,
        "waits": waits,
        "may_read": may_read,
        "may_add": waits and record.unit_id in reach.units("records.open"),
        "reasons": ReasonForm(),
        "form": SealForm(),
        "backups": BACKUPS,
    }
    said = _("có nội dung, chưa ai đọc được") if has else _("trống")
    return Folded(_("Phong bì niêm phong"), context, said, waits=may_read, anchor="phong-bi")


def _may_open(record: Record, reach: Reach) -> bool:
    unit_id = record.unit_id
    return unit_id in reach.units("records.classify") and envelopes.opens_at(reach.rights, unit_id)


panels.register(TEMPLATE, panel, place=10)


def _to_seal(public_id: str, reach: Reach) -> Record:
    """The record to put something in with: who receives at its unit needs not to read it. Http404 for everybody else."""
    mine = Q(unit_id__in=reach.units("records.open"), secrecy=Record.Secrecy.SEALED)
    record = Record.objects.filter(mine, public_id=public_id).select_related("unit").first()
    if record is not None:
        return record
    record = page.find(public_id, reach)
    if record.unit_id not in reach.units("records.open"):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không có quyền tiếp nhận tại đơn vị này; hãy liên hệ người quản trị.")
        )
    return record


@require_http_methods(["GET", "POST"])
@desk_page
def seal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put what was typed and scanned under seal. A fault shows the sentence, never again what was typed.

    Who receives but may not read what is sealed (văn thư) comes to a page of its own with the number and this form.
    """
    reach = Reach(request.user)
    record = _to_seal(public_id, reach)
    if not envelopes.awaits_class(record.own()):
        raise Refusal(_("Hồ sơ đã phân loại nên không cất vào phong bì nữa; hãy mở lại trang hồ sơ."))
    if request.method == "GET":
        context = {"record": record, "reach": reach, "form": SealForm()}
        return render(request, "records/envelope_add.html", context)
    form = SealForm(request.POST)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refusal(f"{form.fields[name].label}: {errors[0]}")
    values = {name: text.strip() for name, text in form.cleaned_data.items() if name != "tep" and text}
    attached = [
        for_envelope(file.name or "", file.read()) for file in request.FILES.getlist("tep")[:MOST_AT_ONCE]
    ]
    if not values and not attached:
        raise Refusal(_("Chưa có gì để cất vào phong bì; hãy điền hoặc chọn bản quét."))
    envelopes.seal(record, values, attached, by=reach.account)
    messages.success(request, _("Đã cất vào phong bì niêm phong; chỉ người được phân loại đơn mở được."))
    return redirect(*_after(record, reach))


def _after(record: Record, reach: Reach) -> tuple[Any, ...]:
    return (record,) if page.is_own(record, reach) else ("records:envelope_seal", record.public_id)


def where_to(record: Record, reach: Reach) -> tuple[Any, ...]:
    """Where an account goes that opened a record: its page, or the envelope's where it may only put something in."""
    sealed = record.secrecy == Record.Secrecy.SEALED
    return _after(record, reach) if sealed and envelopes.awaits_class(record.own()) else (record,)


@require_POST
@desk_page
def opened(request: HttpRequest, public_id: str) -> HttpResponse:
    """What lies in the envelope, shown once for a reason; kept by no browser. With `in`, as a sheet for the paper one."""
    reach = Reach(request.user)
    record = _sealed(public_id, reach)
    prints = "in" in request.POST
    form = ReasonForm(request.POST)
    reason = EnvelopeAct.Reason.PAPER if prints else request.POST.get("reason", "")
    if not prints and not form.is_valid():
        raise Refusal(_("Hãy chọn lý do mở phong bì."))
    act = EnvelopeAct.Act.PRINTED if prints else EnvelopeAct.Act.OPENED
    contents = envelopes.read(record, by=reach.account, reason=reason, act=act)
    if request.POST.get("tep", "").isdecimal():
        return _attachment(contents.files, int(request.POST["tep"]))
    context = {"record": record, "reach": reach, "prints": prints, "reason": reason}
    context |= {"values": _told(contents.values), "files": _files(contents.files)}
    return render(request, "records/envelope.html", context)


@require_POST
@desk_page
def destroyed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the envelope of a tố cáo away for good; a box ticked by hand stands before it."""
    reach = Reach(request.user)
    record = _sealed(public_id, reach)
    if request.POST.get("dong_y") != "1":
        raise Refusal(
            _("Hãy đánh dấu xác nhận đã lưu bản giấy (hoặc không cần bản in) trước khi hủy phong bì.")
        )
    envelopes.destroy(record, by=reach.account)
    messages.success(request, _("Đã hủy phong bì niêm phong."))
    return redirect(record)


def _sealed(public_id: str, reach: Reach) -> Record:
    record = page.find(public_id, reach)
    if record.unit_id not in reach.units("records.classify"):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không có quyền phân loại đơn tại đơn vị này nên không mở được phong bì.")
        )
    if not envelopes.is_sealed(record):
        raise Refusal(_("Hồ sơ không có phong bì niêm phong; hãy mở lại trang hồ sơ."))
    return record


def _told(values: dict[str, str]) -> list[tuple[str, str]]:
    known = [(str(label), values[name]) for name, label in LABELS.items() if values.get(name)]
    return known + [(name, text) for name, text in values.items() if name not in LABELS]


def _files(found: list[tuple[str, bytes]]) -> list[tuple[int, str, int]]:
    return [(place, name, max(1, len(data) // 1000)) for place, (name, data) in enumerate(found)]


def _attachment(found: list[tuple[str, bytes]], place: int) -> HttpResponse:
    if place >= len(found):
        raise Http404
    shown = from_envelope(*found[place])
    return as_attachment(shown.name, shown.data, shown.media_type)
