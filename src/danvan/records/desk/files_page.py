"""Files of a record at the desk: listed, attached, looked at, taken away; their text is checked and confirmed."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.records import files
from danvan.records.desk import page, panels
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.panels import Folded, inside
from danvan.records.files import apart, originals, reading, scanning, thumbs
from danvan.records.files.accepting import ACCEPT, TAKEN
from danvan.records.models import File, FileText, Record
from danvan.ui.errors import Refusal

TEMPLATE = "records/files.html"
WRITES = ("records.open", "records.classify", "records.handle")  # any of them attaches
MOST_AT_ONCE = 10
# A signed copy is attached at its paper, where it is compared with it.
KINDS = [choice for choice in File.Kind.choices if choice[0] != File.Kind.SIGNED]


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Each of several files as a field of one would read it; gives a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All of them, or the first fault."""
        several = data if isinstance(data, list) else [data] if data else []
        if not several:
            super().clean(None, initial)
        return [forms.FileField.clean(self, one, initial) for one in several]


class AttachForm(forms.Form):
    """What is attached to a released record."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại tệp"), choices=KINDS)
    tep = forms.FileField(
        label=gettext_lazy("Chọn tệp"),
        help_text=gettext_lazy(
            "PDF, JPG, PNG, TIFF, WebP hoặc DOCX; mỗi tệp không quá 20 MB. Được chọn nhiều tệp."
        ),
        widget=ManyFiles(attrs={"accept": ACCEPT}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp.")},
    )


class RemoveForm(forms.Form):
    """Why a file is taken away."""

    removal = forms.ChoiceField(
        label=gettext_lazy("Lý do gỡ"),
        choices=[choice for choice in File.Removal.choices if choice[0] != File.Removal.DENUNCIATION],
    )


class TextForm(forms.Form):
    """The text of a file as a person reads it."""

    text = forms.CharField(
        label=gettext_lazy("Văn bản"), widget=forms.Textarea(attrs={"rows": 24}), strip=False
    )


def panel(record: Any, reach: Reach) -> Folded | None:
    """The files of a released record, and the form to attach more. It waits while a text read by machine is unconfirmed."""
    if not record.identity_released_on or record.secrecy == Record.Secrecy.SEALED:
        return None
    if record.unit_id not in reach.units("records.read"):
        return None
    form = AttachForm() if may_write(record, reach) and record.declared.moves else None
    kept = list(files.of(record))
    unread = sum(not file.paper_id and file.text.state == FileText.State.READ for file in kept)
    may_open = record.unit_id in reach.units(originals.OPENS)
    context = {"record": record, "files": kept, "form": form, "taken": TAKEN, "may_open": may_open}
    waits = bool(unread and form)
    said = inside(len(kept), unread, _("chờ soát chữ"))
    return Folded(_("Tệp"), context, said, waits=waits, anchor="tep")


panels.register(TEMPLATE, panel, place=30)


def may_write(record: Record, reach: Reach) -> bool:
    """Whether the account attaches and removes files of this record."""
    return any(record.unit_id in reach.units(permission) for permission in WRITES)


@require_POST
@desk_page
def attach(request: HttpRequest, public_id: str) -> HttpResponse:
    """Attach what was sent; the files that are taken stay, of the others is said why not."""
    reach = Reach(request.user)
    record = _writable(public_id, reach)
    sent = request.FILES.getlist("tep")[:MOST_AT_ONCE]
    kind = request.POST.get("kind", "")
    if not sent or kind not in dict(KINDS):
        raise Refusal(_("Hãy chọn loại tệp và ít nhất một tệp."))
    taken = 0
    for place, file in enumerate(sent, 1):
        try:
            kept = files.attach(record, file.name or "", file.read(), by=reach.account, kind=kind)
            taken += kept.is_served
            if not kept.is_served:
                messages.warning(
                    request, _("Tệp thứ %(place)s: %(why)s") % {"place": place, "why": kept.shut}
                )
        except Refusal as refusal:
            messages.error(request, _("Tệp thứ %(place)s: %(why)s") % {"place": place, "why": str(refusal)})
    if taken:
        messages.success(request, _("Đã lưu %(count)s tệp; máy sẽ đọc chữ trong ít phút.") % {"count": taken})
    return redirect(f"{record.get_absolute_url()}#tep")


@require_safe
@desk_page
def download(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """The file as it is kept, to be saved and never run in the browser."""
    file = _served(public_id, pk, Reach(request.user))
    return as_attachment(file.name, files.open_(file), file.media_type)


def as_attachment(name: str, data: bytes, media_type: str) -> HttpResponse:
    """Bytes to be saved: never shown in the program's own origin, never run."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@desk_page
def page_image(request: HttpRequest, public_id: str, pk: int, number: int) -> HttpResponse:
    """One page of a file as a picture, drawn anew."""
    file = _served(public_id, pk, Reach(request.user))
    if not 1 <= number <= file.pages or file.media_type not in reading.SHOWN:
        raise Http404
    image = apart.run("shown", files.open_(file), str(number - 1), seconds=20)
    return HttpResponse(image, content_type="image/png")


@require_safe
@desk_page
def thumb(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """The small picture of a file, drawn here."""
    file = live_file(public_id, pk, Reach(request.user))
    if not file.thumb:
        raise Http404
    answer = HttpResponse(thumbs.open_(file), content_type="image/png")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@desk_page
def text_page(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """The picture and beside it the text that the machine read: corrected, confirmed, from then on found."""
    reach = Reach(request.user)
    file = _served(public_id, pk, reach)
    text = FileText.objects.filter(pk=file.pk).first()
    if text is None:
        raise Http404
    may = may_write(file.record, reach)
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": _editable(text)})
    if request.method == "POST":
        if not may:
            raise NotAllowed(_may_not())
        if form.is_valid():
            reading.confirm(file, _pages_kept(form.cleaned_data["text"]), by=reach.account)
            messages.success(request, _("Đã xác nhận văn bản; từ nay tìm được theo các từ trong đó."))
            return redirect(f"{file.record.get_absolute_url()}#tep")
    shown = range(1, min(file.pages, reading.MOST_READ) + 1) if file.media_type in reading.SHOWN else ()
    context = {"file": file, "text": text, "form": form, "pages": shown, "may": may, "reach": reach}
    context |= {"record": file.record, "most": reading.MOST_READ}
    return render(request, "records/file_text.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@desk_page
def remove(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Take a file away, with a reason of the list."""
    reach = Reach(request.user)
    _writable(public_id, reach)
    file = live_file(public_id, pk, reach)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        files.remove(file, by=reach.account, removal=form.cleaned_data["removal"])
        messages.success(request, _("Đã gỡ tệp; lý do và mã băm của tệp được giữ trong lịch sử."))
        return redirect(f"{file.record.get_absolute_url()}#tep")
    context = {"file": file, "record": file.record, "form": form, "reach": reach}
    return render(request, "records/file_remove.html", context, status=400 if form.errors else 200)


def _writable(public_id: str, reach: Reach) -> Record:
    record = page.find(public_id, reach)
    if not may_write(record, reach):
        raise NotAllowed(_may_not())
    return record


def _may_not() -> str:
    return _("Tài khoản của Bà/Ông không có quyền ghi tệp của hồ sơ này; hãy liên hệ người quản trị.")


def _served(public_id: str, pk: int, reach: Reach) -> File:
    file = live_file(public_id, pk, reach)
    if not file.is_served:
        raise Refusal(scanning.SHUT)
    return file


def live_file(public_id: str, pk: int, reach: Reach) -> File:
    """The live file of a visible record that the account reads as an officer; else Http404 without a word."""
    record = page.find(public_id, reach)
    if record.secrecy == Record.Secrecy.SEALED or record.unit_id not in reach.units("records.read"):
        raise Http404
    file = files.of(record).select_related("record__unit").filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


PAGE_MARK = "──── trang ────"  # a form feed would be lost in a browser's text field


def _editable(text: FileText) -> str:
    return text.text.replace(reading.PAGE_END, f"\n{PAGE_MARK}\n")


def _pages_kept(text: str) -> str:
    return reading.PAGE_END.join(text.replace("\r\n", "\n").split(PAGE_MARK))
