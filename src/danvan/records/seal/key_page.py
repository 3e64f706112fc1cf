"""The page «Cụm mật khẩu niêm phong»: set, changed, lost, and the key opened or closed for this session."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Record, SealGrant, SealRelease
from danvan.records.seal import cases, conversation, fresh, modes, own_keys, recovering, releasing, unlocking
from danvan.records.seal.holders_page import receivers
from danvan.records.seal.pages import HIDDEN, PHRASE, account_of
from danvan.records.today import today
from danvan.ui.errors import Refusal

NEW = {
    "widget": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    "max_length": 500,
    "strip": False,
}


class NewForm(forms.Form):
    """A passphrase, typed twice."""

    phrase = forms.CharField(
        label=PHRASE,
        help_text=gettext_lazy(
            "Ít nhất bốn từ khác nhau, không liền nghĩa, từ 20 ký tự; khác mật khẩu đăng nhập. Ví dụ về kiểu đặt (đừng dùng "
            "lại): “bến đò chín quả cam vàng”."
        ),
        **NEW,  # type: ignore[arg-type]
    )
    again = forms.CharField(label=gettext_lazy("Gõ lại cụm mật khẩu"), **NEW)  # type: ignore[arg-type]


class ChangeForm(NewForm):
    """The one in use as well."""

    old = forms.CharField(
        label=gettext_lazy("Cụm mật khẩu đang dùng"), widget=HIDDEN, max_length=500, strip=False
    )
    field_order = ("old", "phrase", "again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phrase"].label = gettext_lazy("Cụm mật khẩu mới")
        self.fields["again"].label = gettext_lazy("Gõ lại cụm mật khẩu mới")


class UnlockForm(forms.Form):
    """The one in use."""

    phrase = forms.CharField(label=PHRASE, widget=HIDDEN, max_length=500, strip=False, initial="")


@require_safe
@desk_page
def own_key(request: HttpRequest) -> HttpResponse:
    """The state of the account's own key, and what can be done with it."""
    reach = _reach(request)
    return render(request, "records/seal/own_key.html", _shown(request, reach))


@sensitive_post_parameters()
@require_POST
@desk_page
def make(request: HttpRequest) -> HttpResponse:
    """A first key, or a new one after the old one was lost."""

    def act(values: dict[str, str]) -> str:
        fresh.require_fresh(request)
        own_keys.make(account_of(request), values["phrase"], values["again"])
        return _("Đã đặt cụm mật khẩu niêm phong. Hãy nhớ kỹ: không ai lấy lại được cụm này cho Bà/Ông.")

    return _done(request, NewForm(request.POST), act)


@sensitive_post_parameters()
@require_POST
@desk_page
def change(request: HttpRequest) -> HttpResponse:
    """The same key under another passphrase."""

    def act(values: dict[str, str]) -> str:
        own_keys.change(account_of(request), values["old"], values["phrase"], values["again"])
        return _("Đã đổi cụm mật khẩu niêm phong. Khóa vẫn là khóa cũ nên các hồ sơ đang giữ không đổi.")

    return _done(request, ChangeForm(request.POST), act)


@require_POST
@desk_page
def lose(request: HttpRequest) -> HttpResponse:
    """End a key whose passphrase is lost; a box ticked by hand stands before it, two where a case hangs on it alone."""
    reach = _reach(request)
    fresh.require_fresh(request)
    if request.POST.get("dong_y") != "1":
        raise Refusal(_("Hãy đánh dấu xác nhận: khóa cũ mất hẳn, người khác phải trao lại từng hồ sơ."))
    named = request.POST.get("khoa", "")
    given = cases.key_lost(
        reach.account,
        key_id=int(named) if named.isdecimal() and len(named) < 19 else 0,
        knows_last=request.POST.get("dong_y_cuoi") == "1",
    )
    told = _("Đã kết thúc khóa cũ. %(cases)d hồ sơ niêm phong cần người đang giữ khóa trao lại cho khóa mới.")
    messages.success(request, told % {"cases": given})
    return redirect("seal:own_key")


@sensitive_post_parameters()
@require_POST
@desk_page
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the key for fifteen minutes."""
    reach = _reach(request)
    try:
        _key, secret = unlocking.unlock(request, request.POST.get("phrase", ""))
    except Refusal as refusal:
        return render(request, "records/seal/own_key.html", _shown(request, reach, str(refusal)), status=400)
    response = redirect("seal:own_key")
    unlocking.set_cookie(response, secret)
    return response


@require_POST
@desk_page
def lock(request: HttpRequest) -> HttpResponse:
    """Close it again."""
    _reach(request)
    unlocking.lock_again(request)
    messages.success(request, _("Đã khóa lại."))
    response = redirect("seal:own_key")
    unlocking.drop_cookie(response)
    return response


def sealing_units(reach: Reach) -> set[int]:
    """Units of the account's whose tố cáo are sealed here today. One query beside the account's roles."""
    here = modes.HERE[settings.ISOLATED]
    return {pk for pk, mode in modes.modes_of(reach.units("records.sealed"), today()).items() if mode == here}


def _reach(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    if not sealing_units(reach) and own_keys.living(reach.account) is None:
        raise NotAllowed(
            _(
                "Không đơn vị nào của Bà/Ông niêm phong tố cáo trong hệ thống này: tố cáo được giữ ngoài hệ thống, trong "
                "phong bì giấy. Người đứng đầu đơn vị quyết định chế độ ở trang “Chế độ giữ tố cáo”."
            )
        )
    return reach


def _done(request: HttpRequest, form: forms.Form, act: Any) -> HttpResponse:
    reach = _reach(request)
    try:
        if not form.is_valid():
            raise Refusal(_("Hãy điền đủ các ô."))
        messages.success(request, act(form.cleaned_data))
    except Refusal as refusal:
        return render(request, "records/seal/own_key.html", _shown(request, reach, str(refusal)), status=400)
    return redirect("seal:own_key")


def _shown(request: HttpRequest, reach: Reach, error: str = "") -> dict[str, Any]:
    key = own_keys.living(reach.account)
    grants = SealGrant.objects.filter(key=key, ended_at=None) if key else SealGrant.objects.none()
    released = (
        SealRelease.objects.filter(key=key, ended_at=None).select_related("case__record") if key else []
    )
    return {
        "reach": reach,
        "key": key,
        "made_on": own_keys.made_on(key) if key else None,
        "cases": grants.values("case").distinct().count(),
        "news": _news(reach) if key else [],
        "handed": [(record, receivers(record)) for record in cases.handed_over(key)] if key else [],
        "alone": cases.cases_left_alone(key) if key else 0,
        "fresh": fresh.is_fresh(request),
        "show_again": fresh.way(request),
        "unlocked": unlocking.current(request),
        "released": [one for one in released if releasing.is_running(one)],
        "error": error,
        "new": NewForm(auto_id="moi_%s"),
        "changing": ChangeForm(auto_id="doi_%s"),
        "unlocking": UnlockForm(auto_id="mo_%s"),
        "keeps": recovering.may_keep(reach.account),
    }


def _news(reach: Reach) -> list[tuple[Record, int]]:
    """Cases of the account with something from outside that it has not opened yet, and how much."""
    counts = conversation.news(reach.account)
    return [(one, counts[one.pk]) for one in Record.objects.filter(pk__in=counts).order_by("pk")]
