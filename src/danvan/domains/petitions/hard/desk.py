"""The desk's pages of the register: the list, what is suggested, one matter, and the annex on paper and as a spreadsheet."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.domains.petitions.hard import book, keeping, proposing, register
from danvan.domains.petitions.hard.forms import (
    ContactForm,
    DaysForm,
    EnterForm,
    FilterForm,
    KeepForm,
    LeaveForm,
    without_words,
)
from danvan.domains.petitions.models import WHY, Ground, HardMatter, Matter
from danvan.records.desk import page as record_pages
from danvan.records.desk.access import Reach, desk_page, reading
from danvan.records.desk.panels import Folded
from danvan.records.desk.views import XLSX
from danvan.ui.errors import Refusal

TEMPLATE = "petitions/hard/panel.html"


@require_safe
@desk_page
def matters(request: HttpRequest) -> HttpResponse:
    """The register, page by page."""
    reach = reading(request)
    form = FilterForm(reach, request.GET)
    context: dict[str, Any] = {"reach": reach, "form": form}
    if not form.is_valid():
        return render(request, "petitions/hard/list.html", context, status=400)
    cut = register.lines(
        reach, form.cleaned_data, after=request.GET.get("sau", ""), before=request.GET.get("truoc", "")
    )
    context |= {"cut": cut, "illustrative": any(line.is_illustrative for line in cut.rows)}
    return render(request, "petitions/hard/list.html", context)


@require_safe
@desk_page
def proposals(request: HttpRequest) -> HttpResponse:
    """Matters that counted facts suggest; entering is a person's act."""
    reach = reading(request)
    form = DaysForm(request.GET if "days" in request.GET else None, auto_id="loc_%s")
    usual = proposing.long_from(reach.on)
    form.initial["days"] = usual
    context: dict[str, Any] = {"reach": reach, "form": form, "crowd": proposing.crowd_from(reach.on)}
    if form.is_bound and not form.is_valid():
        return render(request, "petitions/hard/proposals.html", context, status=400)
    days = (form.cleaned_data["days"] if form.is_bound else None) or usual
    after, before = request.GET.get("sau", ""), request.GET.get("truoc", "")
    context |= {"cut": proposing.candidates(reach, days, after=after, before=before)}
    return render(request, "petitions/hard/proposals.html", context)


@require_safe
@desk_page
def printed(request: HttpRequest) -> HttpResponse:
    """The annex, A4 across."""
    reach, wanted = _asked(request)
    rows = [book.cells(line) for line in register.whole(reach, wanted)]
    context = {"reach": reach, "rows": rows, "heads": book.HEADS, "title": book.TITLE}
    return render(request, "petitions/hard/print.html", context)


@require_safe
@desk_page
def file(request: HttpRequest) -> HttpResponse:
    """The annex as a spreadsheet."""
    reach, wanted = _asked(request)
    answer = HttpResponse(
        book.workbook(register.whole(reach, wanted), reach.home, reach.on), content_type=XLSX
    )
    answer["Content-Disposition"] = f'attachment; filename="vu-viec-phuc-tap-{reach.on:%Y-%m-%d}.xlsx"'
    return answer


def _asked(request: HttpRequest) -> tuple[Reach, dict[str, Any]]:
    reach = reading(request)
    form = FilterForm(reach, request.GET)
    if not form.is_valid():
        raise Refusal(_("Bộ lọc không đúng; hãy mở lại danh sách rồi lọc lại."))
    return reach, form.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def matter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One matter: in with its grounds, then plan, contacts and the way out."""
    reach = Reach(request.user)
    kept = _found(public_id, reach)
    spell = keeping.current(kept.pk)
    sent = request.POST if request.method == "POST" else None
    act = sent.get("viec", "") if sent is not None else ""
    shown = _forms(kept, spell, reach, act, sent, request.GET.getlist("can-cu"))
    context: dict[str, Any] = {"reach": reach, "record": kept, "forms": shown}
    if act:
        if act not in shown:
            raise Refusal(_("Vụ việc vừa vào hoặc ra khỏi sổ; hãy tải lại trang."))
        if done := _done(shown[act], act, kept, spell, reach):
            messages.success(request, done)
            return redirect("petitions:hard_matter", public_id)
    context |= {"line": register.one(spell, reach) if spell else None, "sent": shown.get(act)}
    context |= {"earlier": _earlier(kept), "may": kept.unit_id in reach.units(keeping.HANDLE)}
    context |= {"illustrative": kept.is_illustrative}
    return render(request, "petitions/hard/matter.html", context, status=400 if act else 200)


def _found(public_id: str, reach: Reach) -> Matter:
    record = record_pages.find(public_id, reach)
    if record.type != "vu_viec" or not record_pages.is_own(record, reach):
        raise Http404
    return Matter.objects.select_related("unit").get(pk=record.pk)


def _forms(
    kept: Matter, spell: HardMatter | None, reach: Reach, act: str, sent: Any, grounds: list[str]
) -> dict[str, forms.BaseForm]:
    """The forms of the page by the act that each is for; only that of `act` is bound to what was sent."""

    def given(name: str) -> Any:
        return sent if act == name else None

    if spell is None:
        begun: dict[str, Any] = {"on": reach.on}
        begun |= {WHY[Ground(one)][0]: True for one in grounds if one in Ground.values}
        return {"vao": EnterForm(kept, given("vao"), initial=begun)}
    first = {"on": reach.on}
    return {
        "lienhe": without_words(ContactForm(given("lienhe"), initial=first, auto_id="lien-he-%s"), kept),
        "sua": KeepForm(kept, given("sua"), instance=spell, auto_id="sua-%s"),
        "ra": without_words(LeaveForm(given("ra"), initial=first, auto_id="ra-%s"), kept),
    }


def _done(form: Any, act: str, kept: Matter, spell: HardMatter | None, reach: Reach) -> str:
    """What was written, as a sentence; empty when the form is to be shown again."""
    if not form.is_valid():
        return ""
    values, by = form.cleaned_data, reach.account
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "vao": (lambda: keeping.enter(kept, by=by, **values), _("Đã đưa vụ việc vào sổ.")),
        "sua": (lambda: keeping.change(spell, by=by, **values), _("Đã ghi lại kế hoạch, bước tiếp theo.")),  # type: ignore[arg-type]
        "lienhe": (lambda: keeping.note_contact(spell, by=by, **values), _("Đã ghi lần làm việc.")),  # type: ignore[arg-type]
        "ra": (lambda: keeping.leave(spell, by=by, **values), _("Đã đưa vụ việc ra khỏi sổ.")),  # type: ignore[arg-type]
    }
    write, told = acts[act]
    try:
        write()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return ""
    return told


def _earlier(kept: Matter) -> list[HardMatter]:
    return list(HardMatter.objects.filter(record=kept, left_on__isnull=False).order_by("-left_on", "-id"))


def panel(record: Any, reach: Reach) -> Folded | None:
    """On a matter's page: that it is in the register, or the way into it. One query."""
    if record.type != "vu_viec":
        return None
    spell = keeping.current(record.pk)
    may_enter = record.unit_id in reach.units(keeping.HANDLE)
    if spell is None and not may_enter:
        return None
    is_past = bool(spell and spell.next_on and spell.next_on < reach.on)
    told = _("đang theo dõi, quá ngày dự kiến") if is_past else _("đang theo dõi")
    return Folded(
        _("Sổ vụ việc phức tạp"), {"record": record, "spell": spell}, told if spell else _("không ở trong sổ")
    )
