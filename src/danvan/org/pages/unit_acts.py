"""Acts on units: the list of one's area, a new one (kind, form, preview, confirmation), and each on its page."""

from typing import Any

from django.contrib import messages
from django.db.models import F, Max, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.org import places, roles
from danvan.org.acts import deciding
from danvan.org.acts.previews import Shown
from danvan.org.models import Account, UnitAct
from danvan.org.pages.acting import Act, act_page, show
from danvan.org.pages.forms import ReasonForm
from danvan.org.pages.unit_act_forms import FORMS, LEADS, ActForm
from danvan.org.today import today
from danvan.ui.errors import Refusal
from danvan.ui.guarding import NotAllowed, officers_page

SIZE = 50


def require_managing(request: HttpRequest) -> set[int]:
    """Ids of the units that the account manages today; NotAllowed when there is none."""
    managed = roles.unit_ids(request.user, deciding.MANAGE, today())
    if not managed:
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không được lập, đổi tên, nhập, chia đơn vị nào; hãy liên hệ người quản trị."
            )
        )
    return managed


def known_to(managed: set[int], by: Any) -> QuerySet[UnitAct]:
    """Acts that touch the units, or any that ever stood below them; one's own proposals of what stands below none."""
    near = Q(lines__unit__in=managed) | Q(lines__unit__above__ancestor__in=managed)
    near |= Q(lines__isnull=True, made_by=by)
    return UnitAct.objects.filter(pk__in=UnitAct.objects.filter(near).values("pk"))


def one(request: HttpRequest, pk: int) -> UnitAct:
    """An act of the account's area; Http404 for others, the same as for one that is not there."""
    act = known_to(require_managing(request), request.user).filter(pk=pk).first()
    if act is None:
        raise Http404
    return act


def offered(by: Any) -> list[tuple[str, str]]:
    """Units to choose from: those of today, and those that confirmed acts will bring."""
    day = today()
    found = places.choices(roles.unit_ids(by, deciding.MANAGE, day), day)
    coming = UnitAct.objects.filter(state=UnitAct.State.CONFIRMED, on__gt=day)
    if last := coming.aggregate(last=Max("on"))["last"]:
        known = {key for key, _name in found}
        later = places.choices(roles.unit_ids(by, deciding.MANAGE, last), last)
        found += [(key, name) for key, name in later if key not in known]
    return found


@require_safe
@officers_page
def act_list(request: HttpRequest) -> HttpResponse:
    """Acts of the account's area, the latest day first."""
    found = known_to(require_managing(request), request.user)
    after = request.GET.get("sau", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        last = found.filter(pk=int(after)).values_list("on", "pk").first()
        found = found.filter(TupleLessThan((F("on"), F("pk")), last)) if last else found
    rows = list(found.order_by("-on", "-pk").prefetch_related("lines")[: SIZE + 1])
    named = places.names({line.unit_id for row in rows for line in row.lines.all()}, today())
    context = {
        "lines": [
            {"act": row, "units": [named.get(line.unit_id, "") for line in row.lines.all()]}
            for row in rows[:SIZE]
        ],
        "next": f"?sau={rows[SIZE - 1].pk}" if len(rows) > SIZE else "",
    }
    return show(request, "org/unit_acts.html", context)


@require_safe
@officers_page
def kinds(request: HttpRequest) -> HttpResponse:
    """Which kind of act."""
    require_managing(request)
    listed = [(kind.replace("_", "-"), UnitAct.Kind(kind).label, LEADS[UnitAct.Kind(kind)]) for kind in FORMS]
    return show(request, "org/unit_act_kinds.html", {"kinds": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def fill(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; what it asks for is kept as a proposal and shown on the next page."""
    form_class = FORMS.get(kind.replace("-", "_"))
    require_managing(request)
    if form_class is None:
        raise Http404
    by: Any = request.user
    page = Act(
        str(UnitAct.Kind(kind.replace("-", "_")).label),
        str(LEADS[UnitAct.Kind(kind.replace("-", "_"))]),
        _("Xem trước thay đổi"),
        reverse("org:unit_acts"),
    )
    form: ActForm = form_class(request.POST if request.method == "POST" else None, units=offered(by))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("org:unit_act", deciding.propose(form.wish(), form.basis(), by=by).pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 400 if request.method == "POST" else 200
    return show(request, "org/act.html", {"act": page, "form": form}, status)


@require_safe
@officers_page
def act_page_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: what it changes while it is proposed, what it changed once it is decided."""
    act = one(request, pk)
    lines = list(act.lines.order_by("part", "unit_id"))
    named = places.names({line.unit_id for line in lines}, act.on)
    context: dict[str, Any] = {
        "act": act,
        "lines": [(named.get(line.unit_id, ""), line.get_part_display()) for line in lines],
        "may_decide": False,
    }
    if act.state == UnitAct.State.PROPOSED:
        context |= _proposed(act, request.user)  # type: ignore[arg-type]
    return show(request, "org/unit_act.html", context)


def _proposed(act: UnitAct, by: Account) -> dict[str, Any]:
    """The preview; where the act can no longer be, the sentence that says why."""
    try:
        shown: Shown = deciding.show(act, by)
    except Refusal as refusal:
        return {"obstacle": str(refusal)}
    return {"shown": shown, "may_decide": True}


@require_POST
@officers_page
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the act as it was shown."""
    by: Any = request.user
    act = one(request, pk)
    try:
        deciding.confirm(act, request.POST.get("da_xem", ""), by=by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã ghi việc thay đổi đơn vị."))
    return redirect("org:unit_act", act.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    by: Any = request.user
    act = one(request, pk)
    page = Act(
        _("Rút đề xuất “%(act)s”") % {"act": act},
        _("Đề xuất còn trong danh sách với lý do rút; đơn vị không thay đổi gì."),
        _("Rút đề xuất"),
        reverse("org:unit_act", args=[act.pk]),
        _("Đã rút đề xuất."),
    )
    return act_page(request, page, ReasonForm, lambda said: deciding.withdraw(act, by=by, **said))
