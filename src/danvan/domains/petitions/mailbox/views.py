"""The desk's page of e-mail: what the mailbox brought, without a word of it, and saved messages taken by hand."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from danvan.domains.petitions.mailbox.taking import take_upload
from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.files_page import MOST_AT_ONCE, ManyFiles, ManyFilesField
from danvan.records.models import Record, TakenMail
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField

SHOWN = 50
LOOK = (TakenMail.Outcome.TOO_LARGE, TakenMail.Outcome.BROKEN)


class UploadForm(forms.Form):
    """Messages saved as files, the office they came to and the day they came."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị tiếp nhận"))
    on = DayField(label=gettext_lazy("Ngày nhận thư"), help_text=gettext_lazy("Ví dụ 16/3/2023"))
    tep = ManyFilesField(
        label=gettext_lazy("Tệp thư (.eml)"),
        help_text=gettext_lazy(
            "Trong chương trình thư chọn Lưu thành… .eml; được chọn nhiều tệp, cộng lại không quá 25 MB."
        ),
        widget=ManyFiles(attrs={"accept": ".eml,message/rfc822"}),
        error_messages={
            "required": gettext_lazy("Hãy chọn tệp thư."),
            "empty": gettext_lazy("Tệp rỗng (0 byte); hãy lưu lại thư dạng .eml."),
        },
    )


@require_http_methods(["GET", "POST"])
@desk_page
def mail_page(request: HttpRequest) -> HttpResponse:
    """What came by e-mail to the offices where the account receives."""
    reach = Reach(request.user)
    mine = reach.units("records.open")
    if not mine:
        raise NotAllowed(_("Tài khoản của Bà/Ông không có quyền tiếp nhận đơn; hãy liên hệ người quản trị."))
    form = _form(request, reach, mine)
    if request.method == "POST" and form.is_valid():
        _take_all(request, form, reach)
        return redirect("petitions_mail:incoming")
    rows = list(TakenMail.objects.filter(unit__in=mine).order_by("-id")[:SHOWN])
    context = {"reach": reach, "form": form, "rows": _lines(rows, reach)}
    context |= {"to_look": sum(row.outcome in LOOK for row in rows)}
    return render(request, "petitions/mail.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, reach: Reach, mine: frozenset[int]) -> UploadForm:
    begun = {"on": reach.on, "unit": reach.home_id}
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None, initial=begun)
    form.fields["unit"].choices = places.choices(mine, reach.on)  # type: ignore[attr-defined]
    return form


def _take_all(request: HttpRequest, form: UploadForm, reach: Reach) -> None:
    """Each message by itself: one that is none holds up no other. No name of a file is repeated."""
    unit = Unit.objects.get(pk=int(form.cleaned_data["unit"]))
    taken = 0
    for place, file in enumerate(request.FILES.getlist("tep")[:MOST_AT_ONCE], 1):
        try:
            take_upload(file.read(), unit, on=form.cleaned_data["on"], by=reach.account)
            taken += 1
        except Refusal as refusal:
            messages.error(request, _("Thư thứ %(place)s: %(why)s") % {"place": place, "why": str(refusal)})
    if taken:
        messages.success(
            request,
            _("Đã nhận %(count)s đơn; nội dung nằm trong phong bì niêm phong của từng đơn.")
            % {"count": taken},
        )


def _lines(rows: list[TakenMail], reach: Reach) -> list[dict[str, Any]]:
    """Day, size, outcome and the letter, where the account sees it. Two queries."""
    ids = [row.record_id for row in rows if row.record_id]
    seen = {record.pk: record for record in reach.visible(Record.objects.filter(pk__in=ids))}
    units = places.names({row.unit_id for row in rows}, reach.on)
    return [
        {
            "day": row.day,
            "unit": units.get(row.unit_id, ""),
            "size": max(1, row.size // 1000),
            "outcome": row.get_outcome_display(),
            "look": row.outcome in LOOK,
            "record": seen.get(row.record_id or 0),
        }
        for row in rows
    ]
