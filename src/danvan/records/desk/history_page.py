"""Who changed which record, and when, for whom a role lets see the history: auditors and inspectors, who need not read
the records themselves. What a record holds is not here: no title, no value; of a sealed one no reason either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import BigIntegerField, Case, F, QuerySet, Value, When
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from danvan.org.models import Account
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.patience import limited
from danvan.records.models import HistoryRow, Record
from danvan.records.visibility import SEALED
from danvan.ui.errors import Refusal

HISTORY = "records.history"
SIZE = 50
_CHAIN = "record:"
_OF_THE_SEAL = "records_seal"
OPERATIONS = {
    "INSERT": gettext_lazy("ghi mới"),
    "UPDATE": gettext_lazy("sửa"),
    "DELETE": gettext_lazy("xóa"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change as an auditor sees it."""

    at: datetime
    who: str
    number: str
    unit: str
    what: str
    reason: str


@require_safe
@desk_page
def changes(request: HttpRequest) -> HttpResponse:
    """Changes of records of the units whose history the account may see, the newest first."""
    reach = Reach(request.user)
    units = reach.units(HISTORY)
    if not units:
        raise NotAllowed(
            _("Tài khoản của Bà/Ông chưa được giao quyền xem lịch sử thay đổi; hãy liên hệ người quản trị.")
        )
    with limited():
        rows = list(_rows(units, _key(request.GET.get("sau", "")))[: SIZE + 1])
    shown = rows[:SIZE]
    context = {
        "reach": reach,
        "changes": _changes(shown, reach),
        "next": f"?sau={shown[-1].pk}" if len(rows) > SIZE else "",
    }
    return render(request, "records/history.html", context)


def _key(said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 18):
        raise Refusal(_("Địa chỉ của trang danh sách không đúng; hãy mở lại danh sách từ đầu."))
    return int(said)


def _rows(units: Iterable[int], before: int | None) -> QuerySet:
    """History rows of records of these units, newest first, each with its `record_id`."""
    record_id = Case(
        When(chain__startswith=_CHAIN, then=Cast(Substr("chain", len(_CHAIN) + 1), BigIntegerField())),
        default=Value(None, BigIntegerField()),
    )
    records = Record.objects.filter(unit_id__in=units).values("pk")
    rows = HistoryRow.objects.annotate(record_id=record_id).filter(record_id__in=records)
    return (rows if before is None else rows.filter(pk__lt=before)).order_by(F("id").desc())


def _changes(rows: list[HistoryRow], reach: Reach) -> list[Change]:
    """Three queries: the records, the names of their units, and those of who changed them."""
    records = Record.objects.in_bulk({row.record_id for row in rows})  # type: ignore[attr-defined]
    units = places.names({record.unit_id for record in records.values()}, reach.on)
    people = Account.objects.select_related("person").in_bulk({row.actor for row in rows if row.actor})
    knowing = set(reach.units("records.sealed"))
    return [
        _change(row, records[row.record_id], units, people, knowing)  # type: ignore[attr-defined]
        for row in rows
    ]


def _change(
    row: HistoryRow, record: Record, units: dict[int, str], people: dict[int, Account], knowing: set[int]
) -> Change:
    """One change as it may be told: that a record lies under the seal tells its class to who may not know of such."""
    who = people.get(row.actor or 0)
    return Change(
        at=row.at,
        who=str(who) if who else _("Hệ thống"),
        number=f"{record.declared.label} {record.number}",
        unit=units.get(record.unit_id, ""),
        what=f"{capfirst(str(OPERATIONS[row.operation]))}: {_table(row.table, knows=record.unit_id in knowing)}",
        reason="" if record.secrecy == SEALED else row.reason,
    )


def _table(name: str, *, knows: bool) -> str:
    """The table in the words of its rows; one of the seal by the word for any record where it would tell the class."""
    if name.startswith(_OF_THE_SEAL) and not knows:
        return str(_("hồ sơ"))
    found = (str(model._meta.verbose_name) for model in apps.get_models() if model._meta.db_table == name)
    return next(found, name)
