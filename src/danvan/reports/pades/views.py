"""The desk's page of a report's signatures of the law: the file to sign, what came back, signing here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.reports import desk
from danvan.reports.models import Report, SignedCopyWithdrawal
from danvan.reports.pades import fields, taking
from danvan.ui.errors import Refusal

FIELDS = ((fields.SIGNER, gettext_lazy("Người ký")), (fields.ORGANISATION, gettext_lazy("Cơ quan")))


class SignedFileForm(forms.Form):
    """A file that was signed elsewhere."""

    file = forms.FileField(
        label=gettext_lazy("Tệp PDF đã ký số"),
        help_text=gettext_lazy("Ký bản chờ ký bằng chương trình của chứng thư số, rồi nộp tệp ấy ở đây."),
        error_messages={"required": gettext_lazy("Chưa chọn tệp; hãy chọn tệp PDF đã ký số.")},
    )


class SignHereForm(forms.Form):
    """A certificate with its key in a file; neither the file nor the password is kept."""

    place = forms.ChoiceField(label=gettext_lazy("Ký với tư cách"), choices=FIELDS, widget=forms.RadioSelect)
    key_file = forms.FileField(
        label=gettext_lazy("Tệp chứng thư số kèm khóa (.p12, .pfx)"),
        help_text=gettext_lazy("Tệp và mật khẩu chỉ dùng cho lần ký này, hệ thống không giữ lại."),
        error_messages={"required": gettext_lazy("Chưa chọn tệp chứng thư số.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu của tệp"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Chưa gõ mật khẩu của tệp chứng thư số.")},
    )


class WithdrawForm(forms.Form):
    """Which copy stands no longer, and why."""

    copy = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do rút"),
        choices=SignedCopyWithdrawal.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa chọn lý do rút bản ký số.")},
    )


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@desk_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was taken, the two ways of signing, and taking a copy back."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    forms_ = _forms(request)
    form = next((one for one in forms_.values() if one.is_bound), None)
    if form is not None and form.is_valid():
        try:
            said = _done(reach, report, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("reports:signatures", report.pk)
    context = _context(reach, report) | forms_ | {"sent_form": form}
    return render(request, "reports/signatures.html", context, status=400 if form and form.errors else 200)


def _forms(request: HttpRequest) -> dict[str, forms.Form]:
    """The three forms; the one that was sent is bound."""
    shapes: dict[str, tuple[type[forms.Form], str]] = {
        "signing": (SignHereForm, "ky"),
        "withdrawing": (WithdrawForm, "rut"),
        "handing": (SignedFileForm, "nop"),
    }
    told = {"ky_tai_day": "signing", "rut": "withdrawing"}
    which = next((name for word, name in told.items() if word in request.POST), "handing")
    return {
        name: shape(request.POST, request.FILES, prefix=prefix)
        if request.method == "POST" and name == which
        else shape(prefix=prefix)
        for name, (shape, prefix) in shapes.items()
    }


def _done(reach: Reach, report: Report, form: forms.Form) -> str:
    sent: dict[str, Any] = form.cleaned_data
    if isinstance(form, WithdrawForm):
        taking.withdraw(report, sent["copy"], sent["reason"], by=reach.account)
        return str(_("Đã rút bản ký số; bản ấy vẫn giữ trong danh sách."))
    if isinstance(form, SignedFileForm):
        kept = taking.take(report, sent["file"].read(), by=reach.account)
    else:
        key_file, password = sent["key_file"].read(), sent["password"]
        kept = taking.sign_here(report, sent["place"], key_file, password, by=reach.account)
    return str(_("Đã nhận bản có đủ chữ ký.") if kept.is_whole else _("Đã nhận; còn thiếu một chữ ký."))


def _context(reach: Reach, report: Report) -> dict[str, Any]:
    now = taking.standing(report)
    may = report.unit_id in reach.units("reports.sign") and report.package is not None
    is_whole = bool(now and now.is_whole)
    return {
        "reach": reach,
        "sheet": desk.Sheet(reach, report),
        "copies": taking.copies(report),
        "standing": now,
        "found": taking.judged(report, bytes(now.content)) if now else [],
        "is_whole": is_whole,
        "of_organisation": bool(now and now.signatures[0]["of_organisation"]),
        "may_take": may and not is_whole,
        "may_withdraw": may and now is not None,
    }


@require_safe
@desk_page
def file_to_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that the next signature goes into."""
    report = desk.one(Reach(request.user), pk)
    return _pdf(taking.to_sign(report), report, "cho-ky")


@require_safe
@desk_page
def signed_copy(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """What was taken, byte for byte."""
    report = desk.one(Reach(request.user), pk)
    found = report.signed_copies.filter(pk=copy).first()
    if found is None:
        raise NotAllowed(_("Không có bản ký số này của báo cáo; hãy tải lại trang."))
    return _pdf(bytes(found.content), report, "da-ky-so")


def _pdf(body: bytes, report: Report, word: str) -> HttpResponse:
    name = f"danvan-{report.unit.slug}-{report.period}-{report.form}-{report.version}-{word}.pdf"
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
