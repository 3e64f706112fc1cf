"""Việc cần làm: open duties of the units an officer reads, oldest due first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.tree import below
from danvan.records import duties, spans
from danvan.records.desk import duty_page, places
from danvan.records.desk.access import Reach
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.models import Duty, Record
from danvan.records.models.duty import SOON

OLDEST_DUE_FIRST = Order("due_on")


Besides = Callable[[Reach], list[tuple[str, str]]]
_besides: dict[str, Besides] = {}


def tell_besides(tasks: Besides) -> None:
    """Let a room add what is to be done without a limit of the law: (words, address); again replaces the same function."""
    _besides[f"{tasks.__module__}.{tasks.__name__}"] = tasks


def besides(reach: Reach) -> list[tuple[str, str]]:
    """What stands above the list."""
    return [one for tasks in _besides.values() for one in tasks(reach)]


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist, ready to show; `mark` is a state of the house's marks, `why` the page of a standing duty."""

    number: str
    title: str
    unit: str
    next_move: str
    address: str
    due_on: date
    mark: str
    is_provisional: bool
    is_illustrative: bool
    why: str = ""
    code: str = ""
    holder: str = ""


class WorkForm(forms.Form):
    """What the worklist can be narrowed by."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Người xử lý"),
        required=False,
        choices=[
            ("", gettext_lazy("Tất cả")),
            ("cua-toi", gettext_lazy("Của tôi")),
            ("chua-giao", gettext_lazy("Chưa giao cho ai")),
        ],
    )
    due = forms.ChoiceField(
        label=gettext_lazy("Hạn"),
        required=False,
        choices=[
            ("", gettext_lazy("Tất cả")),
            ("qua-han", gettext_lazy("Quá hạn")),
            ("hom-nay", gettext_lazy("Đến hạn hôm nay")),
            ("sap-den", gettext_lazy("Sắp đến hạn")),
        ],
    )
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị, kể cả trực thuộc"), required=False)

    def __init__(self, given: Any, reach: Reach) -> None:
        super().__init__(given, auto_id="loc_%s")
        units = places.choices(reach.readable, reach.on)
        self.fields["unit"].choices = [("", _("Tất cả")), *units]  # type: ignore[attr-defined]
        if len(units) < 2:
            del self.fields["unit"]


def narrowed(rows: QuerySet, reach: Reach, wanted: dict[str, Any]) -> QuerySet:
    """The duties that meet what a valid form asks. What only the most generous reading still allows is not late yet."""
    soon = reach.on + timedelta(days=SOON)
    asked = {
        "cua-toi": Q(record__holder=reach.account.pk),
        "chua-giao": Q(record__isnull=False, record__holder__isnull=True),
        "qua-han": Q(own_latest_on__lt=reach.on, can_be_judged=True),
        "hom-nay": Q(due_on=reach.on),
        "sap-den": Q(due_on__gte=reach.on, due_on__lte=soon),
    }
    for name in ("whose", "due"):
        if wanted.get(name):
            rows = rows.filter(asked[wanted[name]])
    if wanted.get("unit"):
        rows = rows.filter(unit_id__in=below([int(wanted["unit"])], reach.on))
    return rows


def open_duties(reach: Reach) -> QuerySet:
    """Duties neither met nor excused that the account may see, and whose span has begun.

    Of what units owe by themselves only the account's own: the weeks of two hundred communes would hide its work, and
    stand in the matrix.
    """
    own = Q(record__isnull=False) | Q(unit_id__in=reach.own_ids)
    return duty_page.visible(reach).filter(own, duties.begun(reach.on)).open()


def worklist(
    reach: Reach,
    wanted: dict[str, Any] | None = None,
    *,
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> Slice:
    """A page of tasks. Two queries: duties with their records, and names of units; one more when a unit is asked for."""
    rows = narrowed(open_duties(reach), reach, wanted or {}).select_related("record__holder__person")
    cut = page(rows, OLDEST_DUE_FIRST, after=after, before=before, size=size)
    names = places.names({duty.unit_id for duty in cut.rows}, reach.on)
    tasks = [_task(duty, names.get(duty.unit_id, ""), reach) for duty in cut.rows]
    return Slice(tasks, cut.before, cut.after)


def _task(duty: Duty, unit: str, reach: Reach) -> Task:
    number, title, next_move, address = (
        _of_record(duty.record, reach) if duty.record else _of_unit(duty, reach)
    )
    return Task(
        number=number,
        title=title,
        unit=unit,
        next_move=next_move,
        address=address,
        due_on=duty.due_on,
        mark=duty.standing(reach.on),
        is_provisional=duty.is_provisional,
        is_illustrative=duty.is_illustrative,
        why="" if duty.record_id else reverse("records:duty", args=[duty.pk]),
        code=duty.record.public_id if duty.record else "",
        holder=str(duty.record.holder or "") if duty.record else "",
    )


def _of_record(record: Record, reach: Reach) -> tuple[str, str, str, str]:
    onward = (move for move in record.declared.moves_from(record.state) if move.target)
    first = next(onward, None)
    words = str(first.label) if first else ""
    if (
        record.unit_id in reach.rights.ended_ids
    ):  # nobody may move it before it is handed over, and its days run on
        words = _("Chờ bàn giao")
    return record.number, record.title, words, record.get_absolute_url()


def _of_unit(duty: Duty, reach: Reach) -> tuple[str, str, str, str]:
    """A standing duty has no number; its next move is to write down what meets it."""
    title = f"{duty.label}, {spans.words(duty.period)}"
    kind = duty_page.meeting_type(duty.clock)
    if kind is None:
        return "", title, "", ""
    address, _words = duty_page.way_to_record(duty, reach)
    return "", title, f"Ghi {str(kind.label).lower()}", address
