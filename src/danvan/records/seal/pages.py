"""What the seal's pages share: the record asked for, the open key or a passphrase sent along, and the reason."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.models import Account
from danvan.records.desk import page
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.models import Record, SealOpening
from danvan.records.seal import attempts, cases, holding, own_keys, unlocking
from danvan.records.seal.items import Asked
from danvan.records.seal.unlocking import Unlocked
from danvan.ui.errors import Refusal

CASE = r"ho-so/(?P<public_id>[0-9]{16})/"
HIDDEN = forms.PasswordInput(attrs={"autocomplete": "off"})
PHRASE = gettext_lazy("Cụm mật khẩu niêm phong")


class WhyForm(forms.Form):
    """Why a case is opened; the passphrase where the key is not open yet."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do mở"),
        choices=SealOpening.Reason.choices,
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    document = forms.CharField(
        label=gettext_lazy("Số văn bản phân công, yêu cầu"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Ví dụ 12/QĐ-UBND. Chỉ số và ký hiệu, không ghi tên người."),
    )
    phrase = forms.CharField(label=PHRASE, widget=HIDDEN, required=False, max_length=500, strip=False)

    def __init__(self, *args: Any, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["phrase"]
        else:
            self.fields["phrase"].required = True


def sealed_record(public_id: str, reach: Reach, act: str = "") -> Record:
    """The record, for who may know that it is sealed here. NotAllowed for others, Refusal where nothing is sealed here.

    With `act` somebody tries to do that: of whom the record does not concern, or who may not know of it, the try is
    recorded where there is a case.
    """
    try:
        record = page.find(public_id, reach)
    except (Http404, NotAllowed):
        _tried(public_id, reach, act)
        raise
    holding.require_kept(record)
    if not cases.may_see(record, reach.account):
        _tried(public_id, reach, act)
        raise NotAllowed(
            _(
                "Bà/Ông không giữ khóa của hồ sơ niêm phong này nên không vào được; hãy liên hệ người đứng đầu đơn vị."
            )
        )
    return record


def _tried(public_id: str, reach: Reach, act: str) -> None:
    record = Record.objects.filter(public_id=public_id, seal_case__isnull=False).first() if act else None
    if record is not None:
        attempts.note(record, reach.account, act, attempts.Outcome.NO_RIGHT)


def in_hand(request: HttpRequest) -> tuple[Unlocked, str]:
    """The open key, or the one that a passphrase sent along opens, then with its cookie's value; else Refusal."""
    found = unlocking.current(request)
    if found is not None:
        return found, ""
    phrase = request.POST.get("phrase", "")
    if not phrase:
        own_keys.required(account_of(request))
        raise Refusal(unlocking.LOCKED)
    return unlocking.unlock(request, phrase)


def with_key(response: HttpResponse, secret: str) -> HttpResponse:
    """The answer, with the cookie of a key that was opened on the way."""
    if secret:
        unlocking.set_cookie(response, secret)
    return response


def asked(request: HttpRequest) -> Asked:
    """Why something is opened, as sent."""
    return Asked(request.POST.get("reason", ""), request.POST.get("document", "").strip())


def checked(form: forms.Form) -> dict[str, Any]:
    """The values of a sent form; Refusal with its first sentence, none that repeats what was typed."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.as_data().items()))
    label = form.fields[name].label if name in form.fields else ""
    plain = errors[0].code in ("required", "max_length", "invalid_extension", "empty")
    told = errors[0].messages[0] if plain else _("giá trị chưa đúng; hãy xem lại ô này.")
    raise Refusal(f"{label}: {told}")


def account_of(request: HttpRequest) -> Account:
    """The account that asks."""
    assert isinstance(request.user, Account)
    return request.user


def account_named(value: str, allowed: list[holding.Candidate]) -> holding.Candidate:
    """A candidate as a form names it; Refusal for any other."""
    found = next((one for one in allowed if one.value == value), None)
    if found is None:
        raise Refusal(_("Hãy chọn một người trong danh sách."))
    return found
