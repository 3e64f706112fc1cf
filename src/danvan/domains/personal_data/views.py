"""Writing down a request about a record that the officer has open."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from danvan.domains.personal_data import asking
from danvan.domains.personal_data.models import Capacity, DataRequest, Right
from danvan.records import envelopes
from danvan.records.desk import page
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import EnvelopeAct, PersonalDetails, Record
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField
from danvan.ui.vietnamese import fold


class AskForm(forms.Form):
    """What is asked, by whom, on which day."""

    right = forms.ChoiceField(label=gettext_lazy("Yêu cầu"), choices=Right.choices)
    capacity = forms.ChoiceField(label=gettext_lazy("Người yêu cầu"), choices=Capacity.choices)
    on = DayField(label=gettext_lazy("Ngày nhận yêu cầu"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open a request about this record."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    if not page.is_own(record, reach) or not reach.over("records.open", record.unit_id):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không tiếp nhận yêu cầu tại đơn vị này; hãy liên hệ người quản trị.")
        )
    form = AskForm(request.POST if request.method == "POST" else None, initial={"on": reach.on})
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask(record, by=reach.account, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi yêu cầu; thời hạn trả lời hiện trên trang."))
            return redirect(made)
    context = {"reach": reach, "record": record, "form": form}
    return render(request, "personal_data/ask.html", context, status=400 if form.errors else 200)


@require_POST
@desk_page
def opened(request: HttpRequest, public_id: str) -> HttpResponse:
    """What came over the portal with a request, and whether the name is the record's; kept by no browser."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    if not isinstance(record.own(), DataRequest) or not envelopes.is_sealed(record):
        raise Refusal(_("Yêu cầu này không còn phong bì; hãy mở lại trang yêu cầu."))
    values = envelopes.read(record, by=reach.account, reason=EnvelopeAct.Reason.ASKED).values
    about = record.own().about
    context = {"reach": reach, "record": record, "about": about, "values": values}
    context["is_same"] = _is_of(about, values.get("full_name", ""))
    return render(request, "personal_data/opened.html", context)


def _is_of(about: Record, name: str) -> bool:
    """Whether that is the name on the record, marks and spaces apart."""
    kept = PersonalDetails.objects.filter(pk=about.pk).values_list("full_name", flat=True).first()
    return bool(kept) and fold(kept or "").split() == fold(name).split()
