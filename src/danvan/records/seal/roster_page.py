"""The page of the roster: who receives the keys of a tố cáo that comes in over the network; the head alone changes it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Capacity, Mode, SealRoster
from danvan.records.seal import modes, roster
from danvan.records.seal.holding import Candidate
from danvan.records.seal.pages import account_named, checked
from danvan.ui.forms import DayField


class ChooseForm(forms.Form):
    """Whom, as what, by which document."""

    person = forms.ChoiceField(
        label=gettext_lazy("Người giữ khóa"), widget=forms.Select(attrs={"class": "govuk-select"})
    )
    number = forms.CharField(
        label=gettext_lazy("Số văn bản phân công"),
        max_length=60,
        help_text=gettext_lazy("Ví dụ 12/QĐ-UBND. Chỉ số và ký hiệu, không ghi tên người."),
        error_messages={"required": gettext_lazy("Chưa ghi số văn bản phân công.")},
    )
    signed_on = DayField(label=gettext_lazy("Ngày văn bản"), help_text=gettext_lazy("Ví dụ 16/3/2023"))

    def __init__(self, *args: Any, people: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(one.value, _told(one)) for one in people]  # type: ignore[attr-defined]


@require_safe
@desk_page
def roster_page(request: HttpRequest) -> HttpResponse:
    """Who is on the roster of the own units, whether each can hold a key today, and what is missing."""
    reach = Reach(request.user)
    names = places.names(_units(reach), reach.on)
    heads = modes.headed(reach.account, reach.on)
    told = [
        _told_of(pk, name, reach, pk in heads) for pk, name in sorted(names.items(), key=lambda row: row[1])
    ]
    return render(request, "records/seal/roster.html", {"reach": reach, "units": told})


@require_POST
@desk_page
def choose(request: HttpRequest, unit: int) -> HttpResponse:
    """Put somebody on the roster."""
    reach = Reach(request.user)
    of = _headed(unit, reach)
    people = roster.candidates(of, reach.on)
    chosen = account_named(request.POST.get("person", ""), people)
    values = checked(ChooseForm(request.POST, people=people))
    roster.choose(of, chosen, values["number"].strip(), values["signed_on"], by=reach.account)
    messages.success(request, _("Đã ghi vào danh sách; từ nay người này nhận khóa của tố cáo gửi qua mạng."))
    return redirect("seal:roster")


@require_POST
@desk_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the roster."""
    reach = Reach(request.user)
    row = get_object_or_404(SealRoster.objects.select_related("unit"), pk=pk)
    _headed(row.unit_id, reach)
    roster.end(row, by=reach.account)
    messages.success(request, _("Đã thôi: tố cáo gửi sau không trao khóa cho người này nữa."))
    return redirect("seal:roster")


def _units(reach: Reach) -> set[int]:
    """The units at which the account holds a role itself and which take tố cáo under seal on the network."""
    if not reach.own_ids:
        raise NotAllowed(_("Tài khoản của Bà/Ông chưa có vai trò ở đơn vị nào; hãy liên hệ người quản trị."))
    may = {pk for pk in reach.own_ids if reach.over("records.sealed", pk)}
    found = {pk for pk, mode in modes.modes_of(may, reach.on).items() if mode == Mode.NETWORK}
    if not found:
        raise NotAllowed(
            _("Đơn vị của Bà/Ông không ở chế độ “Niêm phong trên mạng” nên không nhận tố cáo qua mạng.")
        )
    return found


def _headed(unit: int, reach: Reach) -> Unit:
    if unit not in reach.own_ids:
        raise Http404
    if unit not in modes.headed(reach.account, reach.on):
        raise NotAllowed(
            _("Chỉ người đứng đầu của chính đơn vị này chọn người giữ khóa tố cáo gửi qua mạng.")
        )
    return get_object_or_404(Unit, pk=unit)


def _told_of(pk: int, name: str, reach: Reach, is_head: bool) -> dict[str, Any]:
    """A unit's part of the page; some queries a row."""
    able = {one.row.pk: one.posts for one in roster.on_duty(pk, reach.on)}
    people = roster.candidates(Unit.objects.get(pk=pk), reach.on) if is_head else []
    return {
        "pk": pk,
        "name": name,
        "rows": [(row, able.get(row.pk, ())) for row in roster.living(pk)],
        "ended": roster.ended(pk),
        "offers": roster.offer(pk, reach.on) is not None,
        "is_head": is_head,
        "form": ChooseForm(people=people, auto_id=f"u{pk}_%s") if people else None,
    }


def _told(one: Candidate) -> str:
    return f"{one.account} – {Capacity(one.capacity).label}"
