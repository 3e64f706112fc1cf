"""The page of the modes: every officer reads which one is on at the own units, their head alone decides a further one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Mode, SealCase, SealMode
from danvan.records.seal import modes
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField


class ModeForm(forms.Form):
    """A further decision; the basis is asked in full for the network alone."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Chế độ từ hôm nay"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa chọn chế độ; hãy chọn một mục.")},
    )
    document = forms.CharField(
        label=gettext_lazy("Tên văn bản làm căn cứ"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Bắt buộc khi niêm phong trên mạng. Không ghi tên người, không ghi vụ việc."),
    )
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=60, required=False)
    document_on = DayField(
        label=gettext_lazy("Ngày văn bản"), required=False, help_text=gettext_lazy("Ví dụ 16/3/2023")
    )
    read = forms.BooleanField(
        label=gettext_lazy("Tôi đã đọc điều luật ở trên và chịu trách nhiệm về căn cứ này"),
        required=False,
        help_text=gettext_lazy("Chỉ cần khi chọn niêm phong trên mạng."),
    )

    def clean(self) -> dict[str, Any]:
        """The network is decided by who has read what forbids it."""
        found = super().clean() or {}
        if found.get("mode") == Mode.NETWORK and not found.get("read"):
            self.add_error("read", _("Cần đọc điều luật về bí mật nhà nước ở trên rồi đánh dấu."))
        return found


@dataclass(frozen=True, slots=True)
class Kept:
    """A unit as the page tells it: its mode of the day, what that means, and every decision."""

    unit_id: int
    name: str
    mode: Mode
    decisions: list[SealMode]
    may_decide: bool

    @property
    def told(self) -> str:
        """What the mode means."""
        return modes.tell(self.mode)

    @property
    def seals_here(self) -> bool:
        """Whether this installation seals the unit's tố cáo."""
        return self.mode == modes.HERE[settings.ISOLATED]


def kept(reach: Reach) -> list[Kept]:
    """The units at which the account holds a role itself, by name; four queries, one more a unit."""
    pks = reach.own_ids
    on, heads = modes.modes_of(pks, reach.on), modes.headed(reach.account, reach.on)
    named = sorted(places.names(pks, reach.on).items(), key=lambda pair: pair[1])
    return [Kept(pk, name, on[pk], modes.decisions(Unit(pk=pk)), pk in heads) for pk, name in named]


@require_safe
@desk_page
def page(request: HttpRequest) -> HttpResponse:
    """Which mode is on at the own units, and how it came about."""
    reach = Reach(request.user)
    if not reach.own_ids:
        raise NotAllowed(_("Tài khoản của Bà/Ông chưa có vai trò ở đơn vị nào; hãy liên hệ người quản trị."))
    return render(request, "records/seal_modes.html", {"reach": reach, "units": kept(reach)})


@require_http_methods(["GET", "POST"])
@desk_page
def decide(request: HttpRequest, unit: int) -> HttpResponse:
    """A further decision of the unit's head."""
    reach = Reach(request.user)
    own = next((one for one in kept(reach) if one.unit_id == unit), None)
    if own is None:
        raise Http404
    if not own.may_decide:
        raise NotAllowed(
            _(
                "Chỉ người đứng đầu của chính đơn vị này quyết định chế độ giữ tố cáo; không ai quyết định thay."
            )
        )
    form = ModeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        basis = {name: told[name] for name in ("document", "number", "document_on")}
        try:
            row = modes.decide(Unit.objects.get(pk=unit), Mode(told["mode"]), by=reach.account, **basis)
        except Refusal as refusal:
            form.add_error("mode", str(refusal))
        else:
            messages.success(
                request, _("Từ hôm nay đơn vị ở chế độ “%(mode)s”.") % {"mode": Mode(row.mode).label}
            )
            return redirect("records:seal_modes")
    context = {"reach": reach, "own": own, "form": form, "warning": modes.WARNING, "all": _told()}
    context["cases"] = SealCase.objects.filter(record__unit_id=unit).count()
    return render(request, "records/seal_mode_decide.html", context, status=400 if form.errors else 200)


def _told() -> list[tuple[str, str]]:
    return [(str(mode.label), modes.tell(mode)) for mode in Mode]
