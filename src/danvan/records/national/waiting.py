"""What the national database does not have yet, oldest first, and what the law says of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan import law
from danvan.org.tree import below
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.models import Record
from danvan.records.national.keeping import GROUPS, WRITES
from danvan.ui.forms import DayField

RULE, NAMED = "TCD.NDB", "TCD.NDB.NAMED"
OLDEST_FIRST = Order("received_on")
NOT_UPDATED = Q(national__isnull=True) | Q(national__code="")


@dataclass(frozen=True, slots=True)
class Line:
    """One record that waits; `days` since it was received or accepted; `typed` and `fault` of a code not taken."""

    public_id: str
    group: str
    number: str
    title: str
    unit: str
    received_on: date
    days: int
    address: str
    may_write: bool
    is_sealed: bool
    typed: str = ""
    fault: str = ""


class WaitingForm(forms.Form):
    """What the worklist can be narrowed by."""

    type = forms.ChoiceField(
        label=gettext_lazy("Nhóm dữ liệu"),
        required=False,
        choices=[("", gettext_lazy("Tất cả")), *GROUPS.items()],
    )
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị, kể cả trực thuộc"), required=False)
    since = DayField(label=gettext_lazy("Tiếp nhận từ ngày"), required=False)

    def __init__(self, given: Any, reach: Reach) -> None:
        super().__init__(given, auto_id="loc_%s")
        units = places.choices(reach.readable, reach.on)
        self.fields["unit"].choices = [("", _("Tất cả")), *units]  # type: ignore[attr-defined]
        if len(units) < 2:
            del self.fields["unit"]


def writable(reach: Reach) -> frozenset[int]:
    """Units at whose records the account writes codes down."""
    return frozenset().union(*(reach.units(permission) for permission in WRITES))


def owed_since() -> date:
    """The day from which the national database is to be kept."""
    return law.rulebook().wordings(RULE)[0].valid_from


def waiting(reach: Reach, wanted: dict[str, Any]) -> QuerySet:
    """Records that the account sees, received since the law asks for it and not updated; narrowed by a valid form."""
    rows = Record.objects.filter(NOT_UPDATED, type__in=[wanted["type"]] if wanted.get("type") else [*GROUPS])
    rows = reach.seen(rows.filter(received_on__gte=max(wanted.get("since") or date.min, owed_since())))
    if wanted.get("unit"):
        rows = rows.filter(unit_id__in=below([int(wanted["unit"])], reach.on))
    return rows


def worklist(
    reach: Reach,
    wanted: dict[str, Any],
    *,
    after: str = "",
    before: str = "",
    size: int = SIZE,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> Slice:
    """A page of records that wait. Two queries, one more when a unit is asked for."""
    cut = page(waiting(reach, wanted), OLDEST_FIRST, after=after, before=before, size=size)
    names = places.names({row.unit_id for row in cut.rows}, reach.on)
    may = writable(reach)
    rows = [
        Line(
            public_id=row.public_id,
            group=str(GROUPS[row.type]),
            number=row.number,
            title=row.title,
            unit=names.get(row.unit_id, ""),
            received_on=row.received_on,
            days=(reach.on - row.received_on).days,
            address=row.get_absolute_url(),
            may_write=row.unit_id in may,
            is_sealed=row.secrecy == Record.Secrecy.SEALED,
            typed=(typed or {}).get(row.public_id, ""),
            fault=(faults or {}).get(row.public_id, ""),
        )
        for row in cut.rows
    ]
    return Slice(rows, cut.before, cut.after)


def said_by_law(on: date) -> list[law.Wording]:
    """The wordings in force on the day: at once, and the days of the cases that the decree names, which nobody judges.

    The named cases and their first day are not known from the text itself, so no record is ever called late by them.
    """
    found = (law.rulebook().in_force(key, on) for key in (RULE, NAMED))
    return [wording for wording in found if wording]
