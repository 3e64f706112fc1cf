"""The check page and the choice of the units that a draft is counted over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.records.desk.access import Reach, desk_page
from danvan.reports import desk, trees
from danvan.reports.check_page.screen import CheckScreen


@require_safe
@desk_page
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every trial of a report with its place, parts and cause."""
    reach = Reach(request.user)
    screen = CheckScreen(reach, desk.one(reach, pk))
    context = {"reach": reach, "screen": screen, "report": screen.report, "choices": trees.CHOICES}
    context["illustrative"] = screen.live.is_illustrative
    return render(request, "reports/checks.html", context)


@require_POST
@desk_page
def choose_tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a draft over the units of its time, or over those of today."""
    reach = Reach(request.user)
    report = trees.choose(desk.one(reach, pk), request.POST.get("tree", ""), by=reach.account)
    messages.success(request, _("Đã tính lại theo danh mục đơn vị đã chọn."))
    return redirect("reports:checks", report.pk)
