"""The pages of the recovery key: made by the head, each part printed once by its keeper, used by two of three."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from danvan.org.models import Post, Unit
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Record, SealGrant, SealRecovery, SealRecoveryAct, SealShare
from danvan.records.seal import attempts, covering, holding, modes, own_keys, recovering, unlocking
from danvan.records.seal.pages import account_named, in_hand, with_key
from danvan.records.today import today
from danvan.ui.errors import Refusal

MOST = 100


@require_safe
@desk_page
def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery keys of the units that the account heads, the parts it keeps, and what waits for it."""
    reach = _reach(request)
    units = [unit for unit in recovering.headed_units(reach.account) if modes.seals_here(unit, today())]
    names = places.names([unit.pk for unit in units], today())
    living = {one.unit_id: one for one in SealRecovery.objects.filter(unit__in=units, ended_at=None)}
    above = {unit.pk: (covering.named_by(unit.pk), covering.offered(unit)) for unit in units}
    shares = recovering.shares_of(reach.account)
    context = {
        "reach": reach,
        "units": [
            (unit, names.get(unit.pk, ""), living.get(unit.pk), recovering.posts_for(unit), *above[unit.pk])
            for unit in units
        ],
        "shares": [(share, _cases(share), _people(share)) for share in shares],
        "waiting": recovering.waiting(reach.account),
        "is_open": unlocking.current(request) is not None,
        "has_key": own_keys.living(reach.account) is not None,
        "reasons": SealRecoveryAct.Reason.choices,
        "acts": recovering.acts_of([unit.pk for unit in units]),
    }
    return render(request, "records/seal/recovery.html", context)


@require_POST
@desk_page
def make(request: HttpRequest, unit: int) -> HttpResponse:
    """Make a unit's recovery key, its parts with three posts."""
    reach = _reach(request)
    of = get_object_or_404(Unit, pk=unit, pk__in=recovering.units_of(reach.account))
    chosen = [int(pk) for pk in request.POST.getlist("post") if pk.isdecimal() and len(pk) < 19]
    recovering.make(of, list(Post.objects.filter(pk__in=chosen, unit=of).order_by("pk")), by=reach.account)
    messages.success(
        request, _("Đã lập khóa khôi phục. Mỗi người giữ hãy vào trang này in phần của mình một lần.")
    )
    return redirect("seal:recovery")


@require_POST
@desk_page
def lean(request: HttpRequest, unit: int) -> HttpResponse:
    """Let the recovery key of a unit above serve, while there is none of its own."""
    reach = _reach(request)
    of = get_object_or_404(Unit, pk=unit, pk__in=recovering.units_of(reach.account))
    chosen = request.POST.get("above", "")
    above = next((one for one in covering.offered(of) if str(one.pk) == chosen), None)
    if above is None:
        raise Refusal(_("Hãy chọn một đơn vị cấp trên đang có khóa khôi phục."))
    covering.name(of, above, by=reach.account)
    messages.success(
        request, _("Đã ghi: hồ sơ lập sau khôi phục được bằng khóa của đơn vị cấp trên đã chọn.")
    )
    return redirect("seal:recovery")


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """A part as its keeper prints it, once."""
    reach = _reach(request)
    share = _share(reach, pk)
    key, secret = in_hand(request)
    words = recovering.print_share(share, unlocked=key)
    context = {"reach": reach, "share": share, "words": words}
    return with_key(render(request, "records/seal/share.html", context), secret)


@sensitive_post_parameters("phrase", "paper")
@require_POST
@desk_page
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two keepers: which cases, for whom, why."""
    reach = _reach(request)
    with _recorded(reach, attempts.Act.OFFER):
        share = _share(reach, pk)
        chosen = account_named(request.POST.get("receiver", ""), _people(share))
        records = Record.objects.filter(public_id__in=request.POST.getlist("case")[:MOST]).select_related(
            "unit"
        )
        wishes = [recovering.Wish(record, chosen.account, chosen.capacity) for record in records]
        key, secret = in_hand(request)
        document = request.POST.get("document", "").strip()
        reason, paper = request.POST.get("reason", ""), request.POST.get("paper", "")
        recovering.begin(share, wishes, unlocked=key, reason=reason, document=document, paper=paper)
    messages.success(
        request, _("Đã đưa ra phần khóa. Người thứ hai cần hoàn thành trong 15 phút, ở trang này.")
    )
    return with_key(redirect("seal:recovery"), secret)


@sensitive_post_parameters("phrase", "paper")
@require_POST
@desk_page
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The second of two keepers: the cases are given."""
    reach = _reach(request)
    act = get_object_or_404(SealRecoveryAct, pk=pk)
    key, secret = in_hand(request)
    with _recorded(reach, attempts.Act.RECOVER):
        given = recovering.finish(act, unlocked=key, paper=request.POST.get("paper", ""))
    messages.success(request, _("Đã trao lại %(given)d hồ sơ niêm phong.") % {"given": given})
    return with_key(redirect("seal:recovery"), secret)


def _reach(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    if not recovering.may_keep(reach.account):
        raise NotAllowed(_("Trang này dành cho người đứng đầu đơn vị và người giữ một phần khóa khôi phục."))
    return reach


@contextmanager
def _recorded(reach: Reach, act: str) -> Iterator[None]:
    """Write a try down of who keeps no such part today."""
    try:
        yield
    except Refusal as refusal:
        if str(refusal) in (recovering.NOT_YOURS, recovering.NO_OWN_KEY):
            attempts.note(None, reach.account, act, attempts.Outcome.NO_RIGHT)
        raise


def _share(reach: Reach, pk: int) -> SealShare:
    found = next((share for share in recovering.shares_of(reach.account) if share.pk == pk), None)
    if found is None:
        raise Refusal(recovering.NOT_YOURS)
    return found


def _cases(share: SealShare) -> list[Record]:
    """Cases that the recovery key opens: number and day, nothing else."""
    held = (
        SealGrant.objects.filter(recovery=share.recovery, ended_at=None).exclude(sealed=b"").values("case_id")
    )
    return list(Record.objects.filter(pk__in=held).order_by("-pk")[:MOST])


def _people(share: SealShare) -> list[holding.Candidate]:
    """Who may be given one: by the matrix at the units of those cases, with a key of his own."""
    units = {
        record.unit
        for record in Record.objects.filter(pk__in=[one.pk for one in _cases(share)]).select_related("unit")
    }
    found = [one for unit in units for one in holding.candidates(unit, today()) if one.key is not None]
    return list({one.value: one for one in found}.values())
