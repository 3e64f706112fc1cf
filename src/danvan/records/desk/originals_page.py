"""The original of a file at the desk: shown to who decides, for a reason of the list, and who did so is told beside it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.files_page import as_attachment, live_file
from danvan.records.files import originals
from danvan.records.files.accepting import held_name
from danvan.records.models import FileAct
from danvan.ui.errors import Refusal


class OriginalForm(forms.Form):
    """Why the original is opened."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do mở bản gốc"),
        choices=FileAct.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn lý do mở bản gốc.")},
    )


@require_http_methods(["GET", "POST"])
@desk_page
def original(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """What the original tells of itself, who opened it, and with a reason its bytes: to be saved, never shown here."""
    reach = Reach(request.user)
    file = live_file(public_id, pk, reach)
    if file.record.unit_id not in reach.units(originals.OPENS):
        raise NotAllowed(
            _("Chỉ người ra quyết định giải quyết của đơn vị mở được bản gốc; hãy liên hệ người đứng đầu.")
        )
    if not file.original:
        raise Refusal(_("Tệp này được lưu nguyên như khi nhận nên không có bản gốc riêng; hãy tải tệp về."))
    form = OriginalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = originals.read(file, by=reach.account, reason=form.cleaned_data["reason"])
        # Of no kind that a browser opens by itself: it is as a stranger made it.
        return as_attachment(f"ban-goc-{held_name(file.name, data)}", data, "application/octet-stream")
    context = {"file": file, "record": file.record, "form": form, "reach": reach}
    context |= {"acts": originals.acts(file)[:50]}
    return render(request, "records/file_original.html", context, status=400 if form.errors else 200)
