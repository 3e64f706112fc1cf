"""The composer's page and its saving, and the page on which a leader reads and signs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.records.desk.access import Reach, desk_page
from danvan.records.seal import fresh
from danvan.reports import desk, signing
from danvan.reports.composer.saving import FIELD, Sent, take
from danvan.reports.composer.screen import Screen
from danvan.reports.flow.acts import flow
from danvan.reports.narrative.syntax import shown
from danvan.ui.errors import Refusal


class SignHereForm(forms.Form):
    """What the leader writes when signing."""

    reason = forms.CharField(
        label=gettext_lazy("Ý kiến của người ký"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In trong báo cáo. Không ghi tên người."),
    )


@require_safe
@desk_page
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Outline, words, figures, trials and what changed, on one screen; a signed report has its own page."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    if report.is_signed:
        return redirect(report)
    screen = Screen(reach, report, request.GET.get("ben", ""))
    answer = render(request, "reports/compose.html", _context(screen))
    if screen.may_write:
        screen.remember()
    return answer


def _context(screen: Screen) -> dict[str, Any]:
    moves = flow(screen.reach, screen.report)
    return {"reach": screen.reach, "screen": screen, "report": screen.report, "flow": moves}


def save(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write what was sent; of somebody whose log-in has ended give back what he wrote, for nothing may be lost."""
    if request.method == "POST" and not request.user.is_authenticated:
        texts = [
            text for name, text in request.POST.dict().items() if FIELD.fullmatch(name) and str(text).strip()
        ]
        if texts:
            return render(request, "reports/unsaved.html", {"texts": texts, "pk": pk}, status=401)
    return _save(request, pk)


@require_POST
@desk_page
def _save(request: HttpRequest, pk: int) -> HttpResponse:
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    sent = take(report, request.POST.dict(), by=reach.account)
    in_part = request.headers.get("X-Part")
    if not in_part and not sent.refused:
        messages.success(request, _("Đã ghi lời văn."))
        return redirect("reports:compose", pk)
    screen = Screen(reach, report)
    left_over = _give_back(screen, sent)
    status = 409 if sent.refused else 200
    if in_part:
        return JsonResponse(_told(request, screen, sent), status=status)
    more = {"sent": sent, "left_over": left_over}
    return render(request, "reports/compose.html", _context(screen) | more, status=status)


def _give_back(screen: Screen, sent: Sent) -> list[tuple[str, str]]:
    """Put what was refused back into its field, beside what stands now; (why, text) of what has no field any more."""
    titles = screen.wording.titles
    fields = {one.key: one for section in screen.sections for one in section.paragraphs}
    left_over = []
    for key, why in sent.refused.items():
        if key not in fields or not screen.may_write:
            left_over.append((why, sent.typed[key]))
            continue
        fields[key].refused, fields[key].typed = why, sent.typed[key]
        fields[key].theirs = shown(sent.theirs.get(key, ("", 0))[0], titles)
    return left_over


def _told(request: HttpRequest, screen: Screen, sent: Sent) -> dict[str, Any]:
    """For the script: per paragraph its version and how it reads now, or why it was refused and what stands there."""
    titles = screen.wording.titles
    found: dict[str, Any] = {}
    for paragraph in (one for section in screen.sections for one in section.paragraphs):
        if paragraph.key in sent.versions:
            said = render_to_string(
                "reports/_said.html", {"one": paragraph, "report": screen.report}, request
            )
            found[paragraph.key] = {"version": sent.versions[paragraph.key], "said": said}
    for key, version in sent.versions.items():
        found.setdefault(key, {"version": version, "said": ""})
    for key, why in sent.refused.items():
        text, version = sent.theirs.get(key, ("", -1))
        found[key] = {"refused": why, "theirs": shown(text, titles), "version": version}
    return {"blocks": found, "flagged": screen.flagged}


@require_http_methods(["GET", "POST"])
@desk_page
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """What the report says, its main figures and what does not hold; then the signature, after the log-in shown again."""
    reach = Reach(request.user)
    report = desk.one(reach, pk)
    if report.is_signed:
        return redirect(report)
    form = SignHereForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _require_fresh(request)
            signing.sign(
                report, by=reach.account, reason=form.cleaned_data["reason"], shown=request.POST.get("shown")
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ký và đóng băng báo cáo."))
            return redirect(report)
    way = fresh.way(request, reverse("reports:lead", args=[pk]))
    context = _context(Screen(reach, report)) | {
        "form": form,
        "way": way,
        "is_fresh": fresh.is_fresh(request),
    }
    return render(request, "reports/lead.html", context, status=400 if form.errors else 200)


def _require_fresh(request: HttpRequest) -> None:
    if not fresh.is_fresh(request):
        raise Refusal(_("Hãy xác nhận lại đăng nhập trước khi ký; ý kiến đã ghi vẫn còn ở dưới."))
