"""The head's book: every opening of the unit's sealed cases, and every one that was refused."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.org.models import Account
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import SealOpening
from danvan.records.seal import recovering

MOST = 100


@require_safe
@desk_page
def book(request: HttpRequest) -> HttpResponse:
    """The newest openings of the units whose records the account assigns, wrong passphrases of their people among them."""
    reach = Reach(request.user)
    units = reach.units("records.assign")
    if not units:
        raise NotAllowed(_("Sổ mở niêm phong dành cho người đứng đầu đơn vị."))
    before = request.GET.get("truoc", "")
    here = Account.objects.filter(person__grants__unit__in=units).values("pk")
    rows = SealOpening.objects.filter(Q(record__unit_id__in=units) | Q(record=None, account__in=here))
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("account__person", "record").order_by("-id")[: MOST + 1])
    context = {
        "reach": reach,
        "openings": found[:MOST],
        "older": found[MOST - 1].pk if len(found) > MOST else None,
        "acts": recovering.acts_of(units),
    }
    return render(request, "records/seal/book.html", context)
