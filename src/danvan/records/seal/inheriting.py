"""What becomes of sealed cases when their unit ends: said before the act, and owed by name until the keys are given on.

A key goes only from hand to hand (`cases.hand_over`) or by two keepers of the ended unit's recovery key. So that nobody
forgets it, it stands on the work list of who can give it, and of the head of the unit that received the record.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.org.acts.previews import Line, Touched
from danvan.org.models import UnitName
from danvan.records.desk.access import Reach
from danvan.records.models import Part, Record, SealCase, SealKey
from danvan.records.seal import cases, holding, modes, own_keys
from danvan.records.today import today


def tell(touched: Touched, on: date) -> Iterator[Line]:
    """Which of the units that end seal here. By their mode alone: a number would tell that there is a tố cáo."""
    here = [pk for pk in sorted(touched.ended) if modes.seals_here(pk, today())]
    names = dict(UnitName.objects.on(today()).filter(unit_id__in=here).values_list("unit_id", "name"))
    for pk in here:
        yield Line(
            _(
                "%(unit)s niêm phong tố cáo trong hệ thống: sau khi bàn giao, từng người giữ khóa phải trao khóa cho đơn vị "
                "nhận (trang Cụm mật khẩu niêm phong); nếu có vụ việc, số của nó chỉ hiện cho người được xem. Khóa khôi "
                "phục của đơn vị vẫn mở được hồ sơ cũ, do người giữ các phần đến ngày cuối."
            )
            % {"unit": names.get(pk, "")}
        )


def to_give(key: SealKey | None) -> list[Record]:
    """Records whose keys the account of a living key can give on, and that nobody at the receiving unit holds yet."""
    return [record for record in cases.handed_over(key) if not has_holder(record)] if key else []


def without_holder(unit_ids: Iterable[int]) -> list[Record]:
    """Open sealed cases that these units received from others, of which nobody there may read all of it today."""
    moved = Record.objects.filter(
        unit_id__in=list(unit_ids),
        closed_on=None,
        seal_case__isnull=False,
        handovers__unit_id=F("unit_id"),
    )
    found = moved.select_related("unit").distinct().order_by("pk")
    return [record for record in found if not has_holder(record)]


def has_holder(record: Record) -> bool:
    """Whether somebody holds all of the record's case whose role of today, at the unit it is with now, lets him read it."""
    case = SealCase.objects.get(pk=record.pk)
    held = cases.living(case).filter(ring__part=Part.FULL, key__ended_at=None).select_related("key__account")
    return any(one.key and holding.may_hold(one.key.account, one.capacity, record.unit) for one in held)


def tasks(reach: Reach) -> list[tuple[str, str]]:
    """(what is to be done, its address) for the work list. One query for who has neither a key nor a unit to head."""
    done: list[tuple[str, str]] = []
    if owed := len(to_give(own_keys.living(reach.account))):
        said = ngettext(
            "Trao khóa cho đơn vị nhận: %(count)d hồ sơ niêm phong đã bàn giao",
            "Trao khóa cho đơn vị nhận: %(count)d hồ sơ niêm phong đã bàn giao",
            owed,
        )
        done.append((said % {"count": owed}, reverse("seal:own_key")))
    headed = {one.span.unit_id for one in reach.rights.holdings if one.role == modes.HEAD and one.is_own}
    for record in without_holder(headed):
        said = _("Chưa có người giữ khóa: %(record)s, nhận bàn giao") % {"record": record}
        done.append((said, record.get_absolute_url()))
    return done
