"""The desk's pages by which letters and matters are tied, split and parted, and an accepted letter found to be a tố cáo."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.domains.petitions.denunciations import reclassifying
from danvan.domains.petitions.denunciations.reclassifying import Ending
from danvan.domains.petitions.denunciations.unsealing import matters_to_seal
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tying import joining, splitting
from danvan.domains.petitions.tying import panel as tying
from danvan.domains.petitions.tying.forms import DenouncedForm, JoinForm, MatterForm, PartForm, SplitForm
from danvan.records.declare import Move
from danvan.records.desk import page, submissions
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Link, PersonalDetails, Record
from danvan.ui.errors import Refusal

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
@desk_page
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nhập vào vụ việc: an open matter of the sender, or that of a number."""
    reach = Reach(request.user)
    letter = _own(public_id, reach, "don")
    offered, sentences = _offered(tying.open_matters, letter, reach, request)
    form = JoinForm(request.POST if request.method == "POST" else None, offered)
    if form.is_valid():
        try:
            joining.join(letter, form.chosen, by=reach.account, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã nhập đơn vào vụ việc %(n)s.") % {"n": form.chosen.number})
            return redirect(letter)
    return _shown(request, reach, "tie_join", letter, form, sentences)


@require_http_methods(GET_OR_POST)
@desk_page
def second(request: HttpRequest, public_id: str) -> HttpResponse:
    """Gắn với vụ việc lần đầu: of who complains again, or that of a number."""
    reach = Reach(request.user)
    matter = _own(public_id, reach, "vu_viec")
    offered, sentences = _offered(tying.first_matters, matter, reach, request)
    form = MatterForm(request.POST if request.method == "POST" else None, offered, with_unit=True)
    if form.is_valid():
        try:
            joining.tie_second(matter, form.chosen, by=reach.account)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã gắn với vụ việc lần đầu %(n)s.") % {"n": form.chosen.number})
            return redirect(matter)
    return _shown(request, reach, "tie_second", matter, form, sentences)


@sensitive_post_parameters("content", "against", "place")
@require_http_methods(GET_OR_POST)
@desk_page
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tách nội dung: a letter for each further content."""
    reach = Reach(request.user)
    letter = _own(public_id, reach, "don")
    if letter.state not in splitting.OPEN:
        raise Refusal(_("Chỉ tách đơn đã phân loại mà chưa xử lý; hãy mở lại trang hồ sơ."))
    told = PersonalDetails.objects.filter(pk=letter.pk).values_list("content", flat=True).first()
    form = SplitForm(request.POST if request.method == "POST" else None, letter, told or "")
    if form.is_valid():
        try:
            return _split(request, form, letter, reach)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, reach, "tie_split", letter, form)


def _split(request: HttpRequest, form: SplitForm, letter: Letter, reach: Reach) -> HttpResponse:
    made: list[Letter] = []

    def act() -> Letter:
        made.extend(splitting.split(letter, form.parts, by=reach.account, on=reach.on, rest=form.rest))
        return letter

    submissions.once(form.cleaned_data["key"], reach.account, act)
    for one in made:
        words = {"kind": one.get_kind_display().lower(), "n": one.number}
        if one.kind == Kind.DENUNCIATION and letter.kind != Kind.DENUNCIATION:
            told = _(
                "Đã mở đơn %(kind)s số %(n)s, niêm phong, không gắn với đơn này. Hãy ghi số ấy lên phong bì giấy ngay."
            )
        else:
            told = _("Đã mở đơn %(kind)s số %(n)s.")
        messages.success(request, told % words)
    return redirect(letter)


@require_http_methods(GET_OR_POST)
@desk_page
def part(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Gỡ: a tie that a person made, with a reason."""
    reach = Reach(request.user)
    record = page.find(public_id, reach)
    link = _link(record, pk, reach)
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            joining.untie(link, by=reach.account, on=reach.on, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã gỡ; lịch sử hồ sơ còn ghi việc gắn và việc gỡ."))
            return redirect(record)
    other = link.source if link.record_id == record.pk else link.record
    return _shown(request, reach, "tie_part", record, form, other=other)


@require_http_methods(GET_OR_POST)
@desk_page
def denounced(request: HttpRequest, public_id: str) -> HttpResponse:
    """Phân loại lại cả vụ việc là tố cáo: first how the matter ends, then one reason for both steps."""
    reach = Reach(request.user)
    letter = _own(public_id, reach, "don", "records.classify")
    if sentence := reclassifying.why_not(letter):
        return _shown(request, reach, "tie_denounced", letter, None, [sentence])
    matter = next((one for one in matters_to_seal(letter) if one.closed_on is None), None)
    moves = reclassifying.endings(matter, reach.on) if matter else []
    move = next((one for one in moves if one.key == request.GET.get("buoc")), None)
    context: dict[str, Any] = {"matter": matter, "moves": moves, "move": move}
    context["remains"] = reclassifying.remains(letter, reach.on)
    if matter and move is None:
        return _shown(request, reach, "tie_denounced", letter, None, **context)
    form = DenouncedForm(request.POST if request.method == "POST" else None, move, initial={"on": reach.on})
    if form.is_valid():
        try:
            return _reclassified(request, form, letter, move, reach, context["remains"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, reach, "tie_denounced", letter, form, **context)


def _reclassified(
    request: HttpRequest,
    form: DenouncedForm,
    letter: Letter,
    move: Move | None,
    reach: Reach,
    remains: list[str],
) -> HttpResponse:
    told = form.cleaned_data
    ending = Ending(move.key, form.values) if move else None

    def act() -> Letter:
        return reclassifying.reclassify(
            letter, by=reach.account, on=told["on"], reason=told["reason"], ending=ending
        )

    submissions.once(told["key"], reach.account, act)
    messages.success(
        request, _("Đơn là tố cáo; đơn và vụ việc đã được niêm phong, thông tin cá nhân đã xóa.")
    )
    for sentence in remains:
        messages.warning(request, sentence)
    return redirect(letter)


def _own(public_id: str, reach: Reach, kind: str, permission: str = joining.HANDLE) -> Any:
    """The letter or matter of that code as a row of its own table. Http404, or NotAllowed without the right there."""
    record = page.find(public_id, reach)
    if record.type != kind or not page.is_own(record, reach):
        raise Http404
    if record.unit_id not in reach.units(permission):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không có quyền xử lý hồ sơ tại đơn vị này; hãy liên hệ người quản trị.")
        )
    return record.own()


def _link(record: Record, pk: int, reach: Reach) -> Link:
    """A tie of the record that a person made and of which the account sees both ends; else Http404."""
    near = Q(record_id=record.pk) | Q(source_id=record.pk)
    link = Link.objects.filter(near, pk=pk).select_related("record__unit", "source__unit").first()
    ends = {link.record_id, link.source_id} if link else set()
    if link is None or not joining.may_be_untied(link):
        raise Http404
    if reach.seen(Record.objects.filter(pk__in=ends)).count() < len(ends):
        raise Http404
    return link


def _offered(find: Any, record: Any, reach: Reach, request: HttpRequest) -> tuple[list[Matter], list[str]]:
    """The matters to choose from, and what is wrong with the number asked for."""
    try:
        return find(record, reach, request.GET.get("so", "")[:40]), []
    except Refusal as refusal:
        return [], [str(refusal)]


def _shown(
    request: HttpRequest,
    reach: Reach,
    template: str,
    record: Any,
    form: Any,
    sentences: Any = (),
    **more: Any,
) -> HttpResponse:
    context = {"record": record, "form": form, "sentences": list(sentences), "reach": reach} | more
    context |= {"illustrative": record.is_illustrative, "number": request.GET.get("so", "")[:40]}
    wrong = bool(sentences) or bool(form is not None and form.errors)
    return render(request, f"petitions/{template}.html", context, status=400 if wrong else 200)
