"""What comes back with an issued paper: its signed copy, and the news of when it was sent and received."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from danvan.records import papers
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.papers_page import find
from danvan.records.models import Delivery, Paper
from danvan.records.papers import delivering, signed
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField


class DeliveryForm(forms.Form):
    """Sent how and when, received when."""

    way = forms.ChoiceField(label=gettext_lazy("Cách gửi"), choices=Delivery.Way.choices)
    sent_on = DayField(label=gettext_lazy("Ngày gửi"), help_text=gettext_lazy("Ví dụ 16/3/2023"))
    post_number = forms.CharField(
        label=gettext_lazy("Số bưu gửi"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Trên biên nhận của bưu điện, ví dụ RB123456789VN."),
    )
    received_on = DayField(
        label=gettext_lazy("Ngày người nhận nhận được"),
        required=False,
        help_text=gettext_lazy("Theo giấy báo phát hoặc chữ ký nhận; để trống khi chưa biết."),
    )


def _address(paper: Paper, anchor: str) -> str:
    return f"{reverse('records:paper', args=[paper.pk])}#{anchor}"


@require_POST
@desk_page
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the signed copy; what was read in it and what speaks against it stands on the paper's page."""
    reach = Reach(request.user)
    paper = find(pk, reach)
    sent = request.FILES.get("tep")
    if sent is None:
        raise Refusal(_("Chưa chọn tệp; hãy chọn bản PDF đã ký hoặc ảnh quét."))
    signed.attach(paper, sent.name or "", sent.read(), by=reach.account)
    messages.success(request, _("Đã lưu bản ký; hãy so số, ngày, lời văn rồi xác nhận."))
    return redirect(_address(paper, "ban-ky"))


@require_POST
@desk_page
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the copy is this paper's."""
    reach = Reach(request.user)
    paper = find(pk, reach)
    seen = request.POST.get("ban_ky", "")
    signed.agree(paper, int(seen) if seen.isdecimal() and len(seen) < 19 else 0, by=reach.account)
    messages.success(request, _("Đã xác nhận bản ký của văn bản."))
    return redirect(_address(paper, "ban-ky"))


@require_http_methods(["GET", "POST"])
@desk_page
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """When, how and under which number the paper went out, and when it was received."""
    reach = Reach(request.user)
    paper = find(pk, reach)
    if not delivering.may_deliver(paper, reach.account):
        raise NotAllowed(_("Tài khoản của Bà/Ông không có quyền ghi việc gửi văn bản của đơn vị này."))
    kept = delivering.of(paper)
    names = ("way", "sent_on", "post_number", "received_on")
    initial = {name: getattr(kept, name) for name in names} if kept else {"sent_on": paper.dated_on}
    form = DeliveryForm(request.POST if request.method == "POST" else None, initial=initial)
    if not delivering.may_bear_number(paper.record):
        del form.fields["post_number"]  # what may not be kept is not asked for
    if request.method == "POST" and form.is_valid():
        try:
            papers.deliver(paper, by=reach.account, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi đường đi của văn bản."))
            return redirect(_address(paper, "duong-di"))
    context = {"paper": paper, "form": form, "reach": reach, "illustrative": paper.record.is_illustrative}
    return render(request, "records/paper_delivery.html", context, status=400 if form.errors else 200)
