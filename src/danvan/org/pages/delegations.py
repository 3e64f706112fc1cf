"""Delegations: shown to giver and receiver, made by the giver, withdrawn by the giver or the unit's administrator."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org import places
from danvan.org.models import Account, Delegation, Person, Unit
from danvan.org.pages import told
from danvan.org.pages.acting import Act, act_page, show
from danvan.org.pages.forms import DelegateForm, ReasonForm
from danvan.org.people import delegating
from danvan.org.roles import ROLES, rights
from danvan.org.today import today
from danvan.org.tree import below
from danvan.ui.guarding import officers_page


@require_safe
@officers_page
def delegation_list(request: HttpRequest) -> HttpResponse:
    """What I lent and what was lent to me, with the roles that I have today."""
    by: Any = request.user
    day = today()
    mine = Q(giver_id=by.person_id) | Q(receiver_id=by.person_id)
    rows = list(told.delegations(Delegation.objects.filter(mine)))
    held = rights(by, day).holdings
    named = places.names({row.unit_id for row in rows} | {one.span.unit_id for one in held}, day)
    lines = [told.delegation(row, named, day) for row in rows]
    context = {
        "given": [line for line in lines if line["row"].giver_id == by.person_id],
        "received": [line for line in lines if line["row"].receiver_id == by.person_id],
        "held": [
            (told.role(one.role), told.place(one.span.unit_id, one.span.covers_below, named), one.is_own)
            for one in held
        ],
        "may_lend": bool(delegating.lendable(by, day)),
    }
    return show(request, "org/delegations.html", context)


@require_safe
@officers_page
def begin(request: HttpRequest) -> HttpResponse:
    """Which of my roles to lend from; straight on where there is only one."""
    keys = list(dict.fromkeys(held.role for held in delegating.lendable(request.user, today())))  # type: ignore[arg-type]
    if len(keys) == 1:
        return redirect("org:delegate_role", keys[0])
    return show(request, "org/delegate_from.html", {"roles": [ROLES[key] for key in keys if key in ROLES]})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def delegate(request: HttpRequest, role: str) -> HttpResponse:
    """The paper of one delegation."""
    by: Any = request.user
    day = today()
    spans = [held.span for held in delegating.lendable(by, day) if held.role == role]
    if not spans or role not in ROLES:
        raise Http404
    reached = {span.unit_id for span in spans} | below(
        [span.unit_id for span in spans if span.covers_below], day
    )
    act = Act(
        _("Ủy quyền vai trò %(role)s") % {"role": ROLES[role].label},
        _(
            "Người nhận chỉ làm được những việc đã chọn, trong những ngày đã ghi, và không ủy quyền tiếp. Ủy quyền hết "
            "khi Bà/Ông thôi vai trò. Buổi tiếp công dân do người được ủy quyền chủ trì không tính là trực tiếp tiếp."
        ),
        _("Ủy quyền"),
        reverse("org:delegations"),
        _("Đã ghi ủy quyền; người nhận thấy ở trang Ủy quyền của mình."),
    )

    def run(said: dict[str, Any]) -> Delegation:
        receiver = Person.objects.get(pk=said.pop("receiver"))
        unit = Unit.objects.get(pk=said.pop("unit"))
        return delegating.delegate(receiver, by=by, unit=unit, role=role, reason=said.pop("why"), **said)

    options: dict[str, Any] = {
        "units": places.choices(reached, day),
        "people": _colleagues(by, {span.unit_id for span in spans}),
    }
    initial = {"unit": spans[0].unit_id, "since": day, "paper_on": day}
    return act_page(request, act, DelegateForm, run, role=role, initial=initial, **options)


def _colleagues(by: Account, unit_ids: set[int]) -> list[tuple[str, str]]:
    """Who works at the units of the role, or where the giver works, and can log in."""
    home = by.person.unit_id if by.person else None
    near = Person.objects.filter(unit_id__in=unit_ids | {home}, accounts__is_active=True)
    people = near.exclude(accounts__pk=by.pk).distinct().order_by("name_key", "id")
    return [(str(person.pk), person.full_name) for person in people]


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a delegation from today on."""
    by: Any = request.user
    lent = get_object_or_404(Delegation.objects.select_related("giver", "receiver", "unit"), pk=pk)
    if not delegating.may_end(by, lent, today()):
        raise Http404
    is_mine = lent.giver_id == by.person_id
    back = reverse("org:delegations") if is_mine else reverse("org:person", args=[lent.receiver_id])
    act = Act(
        _("Thôi ủy quyền cho %(name)s") % {"name": lent.receiver},
        _("Có hiệu lực từ hôm nay, ngay ở lần bấm tiếp theo của người được ủy quyền."),
        _("Thôi ủy quyền"),
        back,
        _("Đã thôi ủy quyền."),
    )
    return act_page(request, act, ReasonForm, lambda said: delegating.end_delegation(lent, by=by, **said))
