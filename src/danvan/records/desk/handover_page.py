"""Bàn giao hồ sơ: open records of units that ended, decided one by one or many at once, and the list to sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org import places
from danvan.org.models import Unit, UnitAct
from danvan.records import handing_over, writing
from danvan.records.declare import RecordType, record_type
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.facts import words
from danvan.records.models import Duty, Handover, Record
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField

SIZE = 50
MOST_PRINTED = 2000
AS_PROPOSED = "de-xuat"


@dataclass(frozen=True, slots=True)
class Group:
    """What one unit hands over by one act."""

    act: UnitAct
    unit_id: int
    unit: str
    waiting: int
    decided: int


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a list: no name, address or content; of a sealed one number, day and class alone."""

    pk: int
    number: str
    new_number: str
    kind: str
    category: str
    received_on: date
    is_sealed: bool
    state: str
    due_on: date | None
    unit: str


class DecideForm(forms.Form):
    """Which records go where, from which day, by which minutes."""

    handovers = forms.MultipleChoiceField(label=gettext_lazy("Hồ sơ"))
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị nhận"))
    on = DayField(label=gettext_lazy("Ngày bàn giao"))
    reason = forms.CharField(label=gettext_lazy("Lý do, số biên bản bàn giao"), max_length=300)

    def __init__(
        self, *args: Any, rows: Iterable[Handover], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields["handovers"]
        shown.choices = [(str(row.pk), str(row.pk)) for row in rows]
        shown.error_messages["required"] = _("Hãy chọn ít nhất một hồ sơ.")
        where: Any = self.fields["unit"]
        where.choices = units


def reading(request: HttpRequest) -> Reach:
    """The reach of an account that handles records somewhere; NotAllowed otherwise."""
    reach = Reach(request.user)
    if not reach.units(handing_over.HANDLE):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không xử lý hồ sơ của đơn vị nào nên không bàn giao được; hãy liên hệ người quản trị."
            )
        )
    return reach


def _seen(reach: Reach) -> QuerySet:
    return handing_over.seen_within(reach.units(handing_over.HANDLE), reach.units(handing_over.SEALED))


def _waiting(reach: Reach) -> QuerySet:
    return handing_over.waiting_within(reach.units(handing_over.HANDLE), reach.units(handing_over.SEALED))


@require_safe
@desk_page
def groups(request: HttpRequest) -> HttpResponse:
    """Who hands over, by which act, how much is waiting."""
    reach = reading(request)
    open_ones = Q(unit__isnull=True, record__closed_on__isnull=True)
    counted = (
        _seen(reach)
        .values("act", "from_unit")
        .annotate(waiting=Count("pk", filter=open_ones), decided=Count("pk", filter=Q(unit__isnull=False)))
    )
    rows = list(counted.order_by("-act__on", "-act", "from_unit")[:200])
    acts = UnitAct.objects.in_bulk([row["act"] for row in rows])
    named = places.names([row["from_unit"] for row in rows], reach.on)
    found = [
        Group(
            acts[row["act"]],
            row["from_unit"],
            named.get(row["from_unit"], ""),
            row["waiting"],
            row["decided"],
        )
        for row in rows
    ]
    return render(request, "records/handovers.html", {"reach": reach, "groups": found})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def group(request: HttpRequest, act: int, unit: int) -> HttpResponse:
    """The records of one unit that wait, and where they are to go."""
    reach = reading(request)
    about = _about(reach, act, unit)
    rows = list(
        _waiting(reach)
        .filter(act=act, from_unit=unit)
        .select_related("record", "act")
        .order_by("pk")[: SIZE + 1]
    )
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        rows=rows[:SIZE],
        units=_units(rows, reach.on),
        initial={"on": max(reach.on, about["act"].on)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = _decide(reach, rows[:SIZE], form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã bàn giao %(count)d hồ sơ.") % {"count": count})
            return redirect("records:handover", act, unit)
    chosen = request.POST.getlist("handovers")
    context = about | {
        "reach": reach,
        "lines": lines(rows[:SIZE], reach.on),
        "more": len(rows) > SIZE,
        "form": form,
        "chosen": {int(pk) for pk in chosen if pk.isascii() and pk.isdigit() and len(pk) < 19},
    }
    return render(request, "records/handover.html", context, status=400 if form.errors else 200)


def _about(reach: Reach, act: int, unit: int) -> dict[str, Any]:
    """The act and the unit's name; Http404 where the account sees nothing of it."""
    row = _seen(reach).filter(act=act, from_unit=unit).select_related("act").first()
    if row is None:
        raise Http404
    return {"act": row.act, "unit_id": unit, "unit": places.names([unit], reach.on).get(unit, "")}


def _units(rows: list[Handover], on: date) -> list[tuple[str, str]]:
    """Where the records may go: all of one unit and act go to the same few."""
    if not rows:
        return []
    found = handing_over.targets(rows[0])
    named = places.names(found, max(on, rows[0].act.on))
    proposed = [
        (AS_PROPOSED, _("Theo đề xuất: %(unit)s") % {"unit": named.get(rows[0].proposed_id or 0, "")})
    ]
    return [*(proposed if rows[0].proposed_id else []), *((str(pk), named.get(pk, "")) for pk in found)]


@transaction.atomic
def _decide(reach: Reach, rows: list[Handover], said: dict[str, Any]) -> int:
    """Hand over all that was chosen, or none; how many."""
    chosen = [row for row in rows if str(row.pk) in said["handovers"]]
    for row in chosen:
        pk = row.proposed_id if said["unit"] == AS_PROPOSED else int(said["unit"])
        to = Unit.objects.get(pk=pk or 0)
        writing.hand_over(row.record, to, by=reach.account, on=said["on"], reason=said["reason"])
    return len(chosen)


@require_safe
@desk_page
def printed(request: HttpRequest, act: int, unit: int) -> HttpResponse:
    """The list to print and sign: what was handed over to whom, and what still waits."""
    reach = reading(request)
    about = _about(reach, act, unit)
    rows = _seen(reach).filter(act=act, from_unit=unit).select_related("record").order_by("unit_id", "pk")
    listed = lines(list(rows[:MOST_PRINTED]), reach.on)
    by_unit: dict[str, list[Line]] = {}
    for line in listed:
        by_unit.setdefault(line.unit, []).append(line)
    return render(
        request, "records/handover_print.html", about | {"reach": reach, "by_unit": by_unit.items()}
    )


def lines(rows: list[Handover], on: date) -> list[Line]:
    """The rows of a list. Two queries, and one for each type of record."""
    records = [row.record_id for row in rows]
    open_ones = Duty.objects.open().filter(record_id__in=records).values_list("record_id")
    dues = dict(open_ones.annotate(Min("due_on")))
    owned = _own([row.record for row in rows])
    named = places.names({row.unit_id for row in rows if row.unit_id}, on)
    return [_line(row, owned[row.record_id], dues.get(row.record_id), named) for row in rows]


def _own(records: list[Record]) -> dict[int, Any]:
    by_type: dict[str, list[int]] = {}
    for record in records:
        by_type.setdefault(record.type, []).append(record.pk)
    found: dict[int, Any] = {}
    for key, pks in by_type.items():
        found |= record_type(key).model._default_manager.in_bulk(pks)
    return found


def _line(row: Handover, own: Any, due_on: date | None, named: dict[int, str]) -> Line:
    kind: RecordType = own.declared
    sealed = own.secrecy == Record.Secrecy.SEALED
    return Line(
        pk=row.pk,
        number=row.old_number,
        new_number=own.number if row.unit_id == own.unit_id else "",
        kind=str(kind.label),
        category=_category(own, kind),
        received_on=own.received_on,
        is_sealed=sealed,
        state="" if sealed else own.state_label,
        due_on=None if sealed else due_on,
        unit=named.get(row.unit_id or 0, ""),
    )


def _category(own: Any, kind: RecordType) -> str:
    """The class of a record: the first of its declared columns that is a list of classes."""
    for name in kind.columns:
        if getattr(own._meta.get_field(name), "choices", None):
            return words(own, name)
    return ""
