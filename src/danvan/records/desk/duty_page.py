"""The page of one duty: what, who, when, why that day, by what it was met; and the excusing of one."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from danvan.records import duties, evidence, matrix, spans
from danvan.records.declare import RecordType, record_types
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import Duty, Record
from danvan.ui.errors import Refusal

MOST_SHOWN = 20  # a duty asks for two records at most; more than this only tells that something is odd


class ExcuseForm(forms.Form):
    """Why a duty need not be done."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do miễn"),
        help_text=gettext_lazy(
            "Nêu việc đã xảy ra và văn bản, ví dụ: Nghỉ phòng, chống bão theo Công điện số 10. "
            "Không ghi họ tên công dân."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that counts for a duty or stands beside it; without an address for one who may not open it."""

    day: Any
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class DutySheet:
    """Everything on the page of a duty."""

    duty: Duty
    unit: str
    period: str
    mark: tuple[str, str, str]
    steps: list[dict[str, str]]
    proofs: list[Proof] = field(default_factory=list)
    beside: list[Proof] = field(default_factory=list)
    beside_label: str = ""
    plain: str = ""
    how: str = ""
    record_way: tuple[str, str] = ("", "")
    may_excuse: bool = False
    excused_by: str = ""


def find(pk: int, reach: Reach) -> Duty:
    """The duty of that number if the account may see it; Http404 without a word on whether it exists."""
    duty = visible(reach).filter(pk=pk).select_related("record", "unit", "excused_by__person").first()
    if duty is None:
        raise Http404
    return duty


def visible(reach: Reach) -> Any:
    """What `visible_duties` gives, without asking for the account's roles again."""
    units = reach.units
    return Duty.objects.filter(
        duties.seen(units(duties.READ), units("records.read"), units("records.sealed"))
    )


def sheet(duty: Duty, reach: Reach) -> DutySheet:
    """The page of a visible duty. At most six queries with `find`."""
    standing = matrix.declared(duty.clock)
    found = list(evidence.meeting(duty, standing)[:MOST_SHOWN]) if standing else []
    others = list(evidence.beside(duty, standing)[:MOST_SHOWN]) if standing else []
    opened = _opened([*found, *others], reach)
    placed_by = standing.placed_by if standing else ""
    key = Duty.objects.filter(pk=duty.pk).annotate(cell=matrix.state(reach.on)).values_list("cell", flat=True)
    return DutySheet(
        duty=duty,
        unit=places.names([duty.unit_id], reach.on).get(duty.unit_id, ""),
        period=spans.words(duty.period),
        mark=matrix.words(key.get()),
        steps=[{"text": step["text"]} for step in duty.ledger],
        proofs=[_proof(record, placed_by, opened) for record in found],
        beside=[_proof(record, placed_by, opened) for record in others],
        beside_label=str(standing.beside_label) if standing else "",
        plain=str(standing.plain) if standing else "",
        how=_how(duty),
        record_way=way_to_record(duty, reach),
        may_excuse=duty.unit_id in reach.units(duties.EXCUSE) and not duties.why_not_excused(duty, reach.on),
        excused_by=str(duty.excused_by) if duty.excused_by else "",
    )


def _opened(records: list[Any], reach: Reach) -> set[int]:
    """Ids of the records that the account may open."""
    rows = reach.visible(Record.objects.filter(pk__in=[record.pk for record in records]))
    return set(rows.values_list("pk", flat=True)) if records else set()


def _proof(record: Any, placed_by: str, opened: set[int]) -> Proof:
    day = getattr(record, placed_by)
    if record.pk in opened:
        return Proof(day, f"{record}: {record.title}", record.get_absolute_url())
    return Proof(day, str(record.declared.label))


def _how(duty: Duty) -> str:
    """How often the wording wants it done, where that is more than once."""
    times, by_day = evidence.asked(duty.rule, duty.wording_from)
    if times == 1 or duty.record_id:
        return ""
    return (_("Cần %(times)d ngày khác nhau trong kỳ.") if by_day else _("Cần %(times)d lần trong kỳ.")) % {
        "times": times
    }


def meeting_type(clock: str) -> RecordType | None:
    """The record type whose records meet the standing duty of that key."""
    standing = matrix.declared(clock)
    return next((kind for kind in record_types() if standing and kind.model is standing.source), None)


def way_to_record(duty: Duty, reach: Reach) -> tuple[str, str]:
    """(address, words) of where what meets an open duty is written down: its record, the form, or the list."""
    kind, standing = meeting_type(duty.clock), matrix.declared(duty.clock)
    if duty.met_on or duty.excused_on or kind is None or standing is None:
        return "", ""
    if duty.record:
        return duty.record.get_absolute_url(), _("Mở hồ sơ")
    words = _("Ghi bằng chứng")
    if not kind.opens_by_hand or duty.unit_id not in reach.units(kind.open_permission):
        return reverse("records:list", args=[kind.key]), words
    asked: dict[str, Any] = {"unit": duty.unit_id}
    if standing.period_by:
        asked |= {standing.named_by: duty.clock, standing.period_by: duty.period}
    return f"{reverse('records:open', args=[kind.key])}?{urlencode(asked)}", words


@require_safe
@desk_page
def duty_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty."""
    reach = Reach(request.user)
    shown = sheet(find(pk, reach), reach)
    context = {"reach": reach, "sheet": shown, "duty": shown.duty, "illustrative": shown.duty.is_illustrative}
    return render(request, "records/duty.html", context)


@require_http_methods(["GET", "POST"])
@desk_page
def excuse_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a duty need not be done, in the name of who may say so."""
    reach = Reach(request.user)
    duty = find(pk, reach)
    if duty.unit_id not in reach.units(duties.EXCUSE):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không có quyền ghi lý do miễn nghĩa vụ tại đơn vị này; hãy liên hệ người đứng đầu."
            )
        )
    if sentence := duties.why_not_excused(duty, reach.on):
        raise Refusal(sentence)
    form = ExcuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            duties.excuse(duty, by=reach.account, reason=form.cleaned_data["reason"], on=reach.on)
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Đã ghi lý do miễn; người xem nghĩa vụ đều thấy lý do này."))
            return redirect("records:duty", pk)
    unit = places.names([duty.unit_id], reach.on).get(duty.unit_id, "")
    context = {"reach": reach, "duty": duty, "form": form, "unit": unit, "period": spans.words(duty.period)}
    return render(request, "records/duty_excuse.html", context, status=400 if form.errors else 200)
