"""A sealed case at the desk: what lies in it without its words, made from the envelope, added to, opened for a reason."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from danvan.records import envelopes
from danvan.records.desk import page
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.envelope_page import LABELS
from danvan.records.files.accepting import ACCEPT, accept, from_envelope
from danvan.records.models import Part, Record, SealCase, SealItem, SealOpening, SealRelease
from danvan.records.seal import (
    cases,
    choosing,
    conversation,
    covering,
    holding,
    items,
    own_keys,
    releasing,
    sending,
    taking,
    unlocking,
    writing_page,
)
from danvan.records.seal.holders_page import EndForm, GiveForm, ReleaseForm, WaiveForm, receivers
from danvan.records.seal.pages import WhyForm, asked, checked, in_hand, sealed_record, with_key
from danvan.records.today import today
from danvan.ui.errors import Refusal

Kind = SealItem.Kind
TOLD = LABELS | {"text": gettext_lazy("Lời")}


class PersonForm(forms.Form):
    """Who denounced."""

    full_name = forms.CharField(label=LABELS["full_name"], max_length=200, required=False)
    address = forms.CharField(label=LABELS["address"], max_length=300, required=False)
    phone = forms.CharField(label=LABELS["phone"], max_length=20, required=False)
    email = forms.CharField(label=LABELS["email"], max_length=200, required=False)


class WordsForm(forms.Form):
    """Words or a file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại mục"),
        choices=[(one.value, str(one.label).capitalize()) for one in (Kind.CONTENT, Kind.LETTER, Kind.NOTE)],
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Lời"), max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    tep = forms.FileField(
        label=gettext_lazy("Bản quét, tệp"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy(
            "PDF, JPG, PNG, TIFF, WebP hoặc DOCX, không quá 20 MB. Tệp thành một mục riêng."
        ),
    )


@require_safe
@desk_page
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """What lies in the case, who holds keys, when it was opened; nothing of its words."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach)
    found = SealCase.objects.filter(record_id=record.pk).first()
    if found is None:
        return _before(request, record, reach)
    is_open = unlocking.current(request) is not None
    context = _standing(record, found, reach) | {
        "record": record,
        "reach": reach,
        "is_open": is_open,
        "has_key": own_keys.living(reach.account) is not None,
        "why": WhyForm(is_open=is_open, auto_id="mo_%s"),
        "why_copy": WhyForm(is_open=is_open, auto_id="ban_%s"),
        "person": PersonForm(auto_id="nguoi_%s"),
        "words": WordsForm(auto_id="loi_%s"),
        "giving": GiveForm(people=receivers(record), is_open=is_open, auto_id="trao_%s"),
        "ending": EndForm(people=cases.holders(found), auto_id="thoi_%s"),
        "waiving": WaiveForm(auto_id="bienban_%s"),
        "releasing": ReleaseForm(people=cases.holders(found), is_open=is_open, auto_id="biet_%s"),
        "resealing": WhyForm(is_open=is_open, auto_id="lai_%s"),
        "news": conversation.news(reach.account).get(record.pk, 0),
    }
    context |= writing_page.told(record, is_open=is_open)
    return render(request, "records/seal/case.html", context)


@require_POST
@desk_page
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who may hold keys, after which post the denounced holds was answered; the answer goes on in the form alone."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    holding.require_here(record)
    if SealCase.objects.filter(record_id=record.pk).exists():
        raise Refusal(_("Hồ sơ đã có hồ sơ niêm phong; hãy tải lại trang."))
    answer = request.POST.get(choosing.FIELD, "")
    denounced = choosing.answered(answer, record.unit, today())
    return _before(
        request, record, reach, answer, choosing.left(_proposed(record), denounced, record.unit, today())
    )


@require_POST
@desk_page
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the case out of the envelope and destroy that; the holders are ticked."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    holding.require_here(record)
    if request.POST.get("khong_lien_quan") != "1":
        raise Refusal(
            _("Hãy xác nhận: không ai được chọn là người bị tố cáo hoặc cấp phó của người bị tố cáo.")
        )
    denounced = choosing.answered(request.POST.get(choosing.FIELD, ""), record.unit, today())
    ticked = set(request.POST.getlist("holder"))
    proposed = _proposed(record)
    people = choosing.left(proposed, denounced, record.unit, today())
    if ticked & ({one.value for one in proposed} - {one.value for one in people}):
        raise Refusal(
            _("Một người được chọn không được giữ khóa của hồ sơ này; hãy chọn lại trong danh sách đã lọc.")
        )
    people = [one for one in people if one.value in ticked]
    given = [(one.key, one.capacity) for one in people if one.key is not None]
    taking.take_over(record, given, by=reach.account)
    messages.success(request, _("Đã lập hồ sơ niêm phong; phong bì mở bằng khóa máy chủ đã hủy."))
    return redirect("seal:case", record.public_id)


@require_POST
@desk_page
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add to the case; nobody's key needs to be open. A fault shows the sentence, never again what was typed."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach)
    if not (reach.over("records.open", record.unit_id) or reach.over("records.decide", record.unit_id)):
        raise NotAllowed(_("Bà/Ông không có quyền thêm vào hồ sơ niêm phong của đơn vị này."))
    if "nguoi" in request.POST:
        items.put(record, Kind.PERSON, checked(PersonForm(request.POST)), by=reach.account)
    else:
        _add_words(record, request, reach)
    messages.success(request, _("Đã niêm phong thêm vào hồ sơ."))
    return redirect("seal:case", record.public_id)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def opened(request: HttpRequest, public_id: str) -> HttpResponse:
    """What lies in the case, for a reason; kept by no browser. With `ban_da_che` the redacted copy alone."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach, SealOpening.Act.READ)
    part = Part.REDACTED if "ban_da_che" in request.POST else Part.FULL
    key, secret = in_hand(request)
    sending.gather(record, by=key.account)
    found = items.read(record, asked(request), unlocked=key, part=part, with_files=False)
    context = {
        "record": record,
        "reach": reach,
        "part": part,
        "asked": asked(request),
        "items": [_shown(one) for one in found],
        "until": key.until,
    }
    return with_key(render(request, "records/seal/opened.html", context), secret)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def file(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """One file of the case as it may be shown: looked at by the scanner, written anew; an attachment in a sandbox."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach, SealOpening.Act.FILE)
    key, secret = in_hand(request)
    found = items.read(
        record,
        asked(request),
        unlocked=key,
        kinds=(Kind.SCAN,),
        number=int(number),
        act=SealOpening.Act.FILE,
    )
    if not found or not found[0].files:
        raise Http404
    [(name, data)] = found[0].files
    served = from_envelope(name, data)
    answer = HttpResponse(served.data, content_type=served.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(served.name)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return with_key(answer, secret)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def released(request: HttpRequest, pk: int) -> HttpResponse:
    """Who denounced, for the one verifier whom a paper lets know it."""
    reach = Reach(request.user)
    release = get_object_or_404(SealRelease.objects.select_related("case__record__unit"), pk=pk)
    record = sealed_record(release.case.record.public_id, reach)
    key, secret = in_hand(request)
    values = releasing.read_released(release, unlocked=key)
    context = {"record": record, "reach": reach, "release": release, "values": _named(values)}
    return with_key(render(request, "records/seal/released.html", context), secret)


def _before(
    request: HttpRequest,
    record: Record,
    reach: Reach,
    answer: str = "",
    people: list[holding.Candidate] | None = None,
) -> HttpResponse:
    """Before there is a case: first the question, then, answered, who may be chosen."""
    may = reach.over("records.classify", record.unit_id) and taking.may_take_over(record)
    context = {
        "record": record,
        "reach": reach,
        "may": may,
        "people": people if may else [],
        "answer": answer,
        "other": choosing.OTHER,
        "posts": choosing.posts(record.unit, today()) if may and not answer else [],
        "has_envelope": envelopes.is_sealed(record),
        "has_key": own_keys.living(reach.account) is not None,
        "has_recovery": covering.over(record.unit_id) is not None,
    }
    return render(request, "records/seal/before.html", context)


def _proposed(record: Record) -> list[holding.Candidate]:
    return holding.candidates(record.unit, today(), (holding.Capacity.INTAKE, holding.Capacity.SETTLER))


def _standing(record: Record, found: SealCase, reach: Reach) -> dict[str, Any]:
    """What the page tells of the case, and what this account may do with it."""
    rows = (
        SealItem.objects.filter(case=found)
        .select_related("by__person")
        .defer("sealed")
        .order_by("part", "number")
    )
    openings = (
        SealOpening.objects.filter(record_id=record.pk).select_related("account__person").order_by("-id")
    )
    holds_full = cases.holds(found, reach.account, Part.FULL)
    holds_copy, heads = holds_full or cases.holds(found, reach.account, Part.REDACTED), _heads(record, reach)
    # Who was kept out of the holders does not read who they are: that he is not among them would tell why.
    sees_who = holds_copy or heads
    return {
        "sees_who": sees_who,
        "items": list(rows),
        "holders": cases.holders(found) if sees_who else [],
        "openings": list(openings[:50]) if sees_who else [],
        "waivers": list(found.waivers.select_related("by__person").order_by("-id")),
        "releases": list(
            found.releases.select_related("key__account__person").defer("sealed").order_by("-id")
        )
        if sees_who
        else [],
        "waits": items.waits_for_reseal(found),
        "holds_full": holds_full,
        "holds_copy": holds_copy,
        "may_end": holds_full or heads,
        "may_add": reach.over("records.open", record.unit_id) or reach.over("records.decide", record.unit_id),
    }


def _heads(record: Record, reach: Reach) -> bool:
    return reach.over("records.assign", record.unit_id)


def _add_words(record: Record, request: HttpRequest, reach: Reach) -> None:
    values = checked(WordsForm(request.POST, request.FILES))
    sent = values["tep"]
    if values["text"].strip():
        name = "content" if values["kind"] == Kind.CONTENT else "text"
        items.put(record, values["kind"], {name: values["text"]}, by=reach.account)
    elif not sent:
        raise Refusal(_("Chưa có gì để niêm phong; hãy điền lời hoặc chọn tệp."))
    if sent:
        taken = accept(sent.name or "", sent.read())
        items.put(record, Kind.SCAN, {}, [(taken.name, taken.data)], by=reach.account)


def _shown(one: items.Opened) -> dict[str, Any]:
    files = [(name, max(1, size // 1000)) for name, size in one.sizes]
    return {"item": one.item, "values": _named(one.values), "files": files}


def _named(values: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(TOLD.get(name, name)), text) for name, text in values.items()]
