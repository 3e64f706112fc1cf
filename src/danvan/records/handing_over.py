"""What the records do when a unit ends: tell what it holds, propose who takes the open ones, say who may decide.

Closed records stay where they were made. `writing.hand_over` is the writer that moves an open one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.org.acts.previews import Line, Touched
from danvan.org.models import Account, ActUnit, Succession, UnitAct, UnitClosure, UnitName
from danvan.records.daily import daily
from danvan.records.declare import record_types
from danvan.records.history import say_who
from danvan.records.models import Duty, Handover, Record
from danvan.records.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

HANDLE = "records.handle"
SEALED = "records.sealed"


# What an act is shown to touch


def tell(touched: Touched, on: date) -> Iterator[Line]:
    """Open records of the units that end, their running limits, and what those units would still have owed.

    Totals by type of record and never by class or secrecy: a small number must not tell that there is a tố cáo.
    """
    if not touched.ended:
        return
    counted = Counter(open_records(touched.ended).values_list("type", flat=True))
    if total := sum(counted.values()):
        kinds = "; ".join(
            f"{str(kind.label).lower()} {number(counted[kind.key])}"
            for kind in record_types()
            if counted[kind.key]
        )
        yield Line(_("Hồ sơ đang giải quyết phải bàn giao (%(kinds)s)") % {"kinds": kinds}, total, True)
        running = Duty.objects.open().filter(record__in=open_records(touched.ended)).count()
        yield Line(_("Thời hạn đang chạy, đi theo hồ sơ và giữ nguyên hạn"), running)
    if standing := standing_after(touched.ended, on).count():
        yield Line(_("Nghĩa vụ định kỳ từ ngày %(day)s không còn phải làm") % {"day": day(on)}, standing)


def open_records(unit_ids: Iterable[int]) -> QuerySet:
    """Records of the units that are not closed."""
    return Record.objects.filter(unit_id__in=list(unit_ids), closed_on__isnull=True)


def standing_after(unit_ids: Iterable[int], on: date) -> QuerySet:
    """Open duties of the units by themselves whose time was to end on the day or later."""
    return Duty.objects.open().filter(record__isnull=True, unit_id__in=list(unit_ids), due_on__gte=on)


# When it is confirmed


def follow(act: UnitAct, touched: Touched, by: Account) -> None:
    """Propose a successor for every open record of the units that end; what they no longer owe is excused."""
    if not touched.ended:
        return
    say_who(by, act.basis)
    propose(act, touched.ended)
    standing_after(touched.ended, act.on).update(
        excused_on=today(),
        excused_by=by,
        excuse=(_("Đơn vị kết thúc theo văn bản %(basis)s") % {"basis": act.basis})[:300],
    )


def propose(act: UnitAct, unit_ids: Iterable[int]) -> int:
    """A row for each open record of the units that has none by this act; how many were made."""
    heirs: dict[int, list[int]] = {}
    pairs = Succession.objects.filter(predecessor_id__in=list(unit_ids), on=act.on)
    for old, new in pairs.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(old, []).append(new)
    waiting = open_records(unit_ids).exclude(handovers__act=act)
    rows = [
        Handover(
            record_id=record.pk,
            act=act,
            from_unit_id=record.unit_id,
            proposed_id=heirs[record.unit_id][0] if len(heirs.get(record.unit_id, [])) == 1 else None,
            old_year=record.register_year,
            old_no=record.register_no,
        )
        for record in waiting.only("unit_id", "register_year", "register_no").order_by("id")
    ]
    return len(Handover.objects.bulk_create(rows, batch_size=1000))


@daily("de_xuat_ban_giao")
def propose_late_ones(since: date, until: date) -> int:
    """Records that a unit still took in between the decision and its end are proposed too; how many were made."""
    acts = UnitAct.objects.filter(state=UnitAct.State.CONFIRMED, on__lte=until, on__gt=_year_before(since))
    say_who(None, "")
    made = 0
    for act in acts.prefetch_related("lines"):
        made += propose(act, [line.unit_id for line in act.lines.all() if line.part == ActUnit.Part.ENDS])
    return made


def _year_before(on: date) -> date:
    return date(on.year - 1, 1, 1)


# Who decides, and where to


def waiting_for(account: Any, on: date) -> QuerySet:
    """Undecided hand-overs that the account may decide: of units it handles, and of those that its units inherit from.

    Sealed records only where it may see sealed ones.
    """
    handled, sealed = roles.unit_ids(account, HANDLE, on), roles.unit_ids(account, SEALED, on)
    return waiting_within(handled, sealed)


def waiting_within(handled: Iterable[int], sealed: Iterable[int]) -> QuerySet:
    """The same by ids of units."""
    undecided = Handover.objects.filter(unit__isnull=True, record__closed_on__isnull=True)
    seen = ~Q(record__secrecy=Record.Secrecy.SEALED) | _near(sealed)
    return undecided.filter(_near(handled) & seen)


def seen_within(handled: Iterable[int], sealed: Iterable[int]) -> QuerySet:
    """Hand-overs, decided ones too, for their lists: of units handled, inherited from, or that took the record over."""
    ids, opened = list(handled), list(sealed)
    not_sealed = ~Q(record__secrecy=Record.Secrecy.SEALED)
    seen = not_sealed | _near(opened) | Q(unit_id__in=opened)
    return Handover.objects.filter(_near(ids) | Q(unit_id__in=ids)).filter(seen)


def _near(unit_ids: Iterable[int]) -> Q:
    ids = list(unit_ids)
    inherits = Succession.objects.filter(
        predecessor_id=OuterRef("from_unit_id"), successor_id__in=ids, on=OuterRef("act__on")
    )
    return Q(from_unit_id__in=ids) | Q(Exists(inherits))


def targets(handover: Handover) -> list[int]:
    """Ids of the living units that the record may go to, the proposed one first.

    The heirs; what stood above the unit on its last day; what stood directly below it. Four queries.
    """
    act_on = handover.act.on
    eve = date.fromordinal(act_on.toordinal() - 1)
    heirs = Succession.objects.filter(predecessor_id=handover.from_unit_id, on=act_on)
    near = UnitClosure.objects.on(eve)
    above = near.filter(descendant_id=handover.from_unit_id).order_by("depth")
    below = near.filter(ancestor_id=handover.from_unit_id, depth=1)
    found = [
        *([handover.proposed_id] if handover.proposed_id else []),
        *heirs.order_by("successor_id").values_list("successor_id", flat=True),
        *above.values_list("ancestor_id", flat=True),
        *below.order_by("descendant_id").values_list("descendant_id", flat=True),
    ]
    living = set(
        UnitName.objects.on(max(today(), act_on)).filter(unit_id__in=found).values_list("unit_id", flat=True)
    )
    return [pk for pk in dict.fromkeys(found) if pk in living and pk != handover.from_unit_id]


def require(by: Account, handover: Handover, to: int, on: date, reason: str) -> None:
    """Refuse a hand-over that the account may not decide, that goes nowhere, or on a day on which it cannot be."""
    if not waiting_for(by, today()).filter(pk=handover.pk).exists():
        raise Refusal(
            _(
                "Hồ sơ này không thuộc phạm vi Bà/Ông được bàn giao, hoặc đã bàn giao rồi; hãy tải lại danh sách."
            )
        )
    if to not in targets(handover):
        raise Refusal(
            _(
                "Đơn vị nhận phải là đơn vị kế thừa, cấp trên hoặc đơn vị trực thuộc cũ; hãy chọn trong danh sách."
            )
        )
    if on < handover.act.on:
        raise Refusal(
            _("Chưa bàn giao được trước ngày %(day)s là ngày việc sắp xếp có hiệu lực; hãy chọn ngày từ đó.")
            % {"day": day(handover.act.on)}
        )
    if not reason.strip() or len(reason.strip()) > 300:
        raise Refusal(_("Hãy ghi lý do hoặc số biên bản bàn giao, không quá 300 ký tự."))
