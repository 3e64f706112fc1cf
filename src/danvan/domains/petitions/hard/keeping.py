"""A matter into the register, what is planned of it, every contact, and out of it again. The only writer of its tables."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min, Q

from danvan.domains.petitions.kinds import may_hold_identity
from danvan.domains.petitions.models import WHY, WORDS, HardContact, HardMatter, Matter
from danvan.domains.petitions.models.hard import NO_WORDS
from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Record
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HANDLE = "records.handle"
FLAGS = tuple(flag for flag, _why in WHY.values())
KEPT = (
    *FLAGS,
    *(why for _flag, why in WHY.values()),
    "leader",
    "leader_post",
    "plan",
    "next_step",
    "next_on",
)
ASKED = {
    "plan": "“kế hoạch giải quyết”",
    "next_step": "“bước tiếp theo”",
    "next_on": "“ngày dự kiến” của bước tiếp theo",
}


def first_day(matter: Matter) -> date:
    """The day on which the matter began: its acceptance, its earliest letter, or the instance before it."""
    before = Q(outcomes__record_id=matter.pk) | Q(outcomes__record__outcomes__record_id=matter.pk)
    earliest = Record.objects.filter(before, type__in=("don", "vu_viec")).aggregate(on=Min("received_on"))
    return min(filter(None, (matter.received_on, earliest["on"])))


def current(matter_id: int) -> HardMatter | None:
    """The matter's present time in the register; None where it is not in it."""
    return HardMatter.objects.filter(record_id=matter_id, left_on__isnull=True).first()


@transaction.atomic
def enter(matter: Matter, *, by: Account, on: date, **values: Any) -> HardMatter:
    """Put a matter into the register with its grounds, leader, plan and next step (fields named in KEPT).

    Of a tố cáo only grounds and days. Refusal for one that is in it already, a day that cannot be, a ground or a field
    left out, and without the right to handle at the matter's unit.
    """
    kept = _locked(matter.pk, by)
    if current(kept.pk):
        raise Refusal("Vụ việc đang ở trong sổ; hãy mở lại trang theo dõi của vụ việc.")
    spell = HardMatter(record=kept, began_on=first_day(kept), entered_on=on)
    _not_outside(on, spell.began_on, "vào sổ")
    return _write(spell, values, by)


@transaction.atomic
def change(spell: HardMatter, *, by: Account, **values: Any) -> HardMatter:
    """Write grounds, leader, plan and next step anew; the history tells by whom and when, not the words."""
    return _write(_held(spell, by), values, by)


@transaction.atomic
def note_contact(spell: HardMatter, *, by: Account, on: date, kind: str, note: str = "") -> HardContact:
    """Add a line: on what day somebody received, talked or checked. Refusal for an impossible day, or words of a tố cáo."""
    held = _held(spell, by)
    _not_outside(on, held.began_on, "làm việc")
    note = " ".join(note.split())
    if note and not may_hold_identity(held.record):
        raise Refusal(NO_WORDS)
    say_who(by)
    return HardContact.objects.create(
        spell=held, record_id=held.record_id, on=on, kind=kind, note=note, by=by
    )


@transaction.atomic
def leave(spell: HardMatter, *, by: Account, on: date, left_for: str, left_why: str = "") -> HardMatter:
    """Take a matter out of the register on a day for a reason of `Leaving`; what was written stays."""
    held = _held(spell, by)
    _not_outside(on, held.entered_on, "ra khỏi sổ")
    held.left_on, held.left_for, held.left_why = on, left_for, " ".join(left_why.split())
    return _saved(held, by)


def _locked(matter_id: int, by: Account) -> Matter:
    list(
        Record.objects.select_for_update(of=("self",)).filter(pk=matter_id)
    )  # the row that the writers lock, too
    kept = Matter.objects.select_related("unit").get(pk=matter_id)
    require(by, HANDLE, kept.unit)
    return kept


def _held(spell: HardMatter, by: Account) -> HardMatter:
    matter = _locked(spell.record_id, by)
    held = HardMatter.objects.get(pk=spell.pk)
    if held.left_on:
        raise Refusal(f"Vụ việc đã ra khỏi sổ ngày {day(held.left_on)} nên không ghi thêm; hãy đưa vào lại.")
    held.record = matter
    return held


def _write(spell: HardMatter, values: dict[str, Any], by: Account) -> HardMatter:
    planned = spell.next_on
    for name, value in values.items():
        if name not in KEPT:
            raise TypeError(f"the register keeps no {name}")
        setattr(spell, name, " ".join(value.split()) if isinstance(value, str) and name != "plan" else value)
    _check_grounds(spell)
    if not may_hold_identity(spell.record):
        return _saved(spell, by)
    if not (spell.leader_id or spell.leader_post):
        raise Refusal("Còn thiếu lãnh đạo phụ trách: hãy chọn một người hoặc ghi chức vụ.")
    for name, label in ASKED.items():
        if not getattr(spell, name):
            raise Refusal(f"Còn thiếu {label}.")
    if spell.next_on and spell.next_on != planned and spell.next_on < today():
        raise Refusal(f"Ngày dự kiến {day(spell.next_on)} đã qua; hãy chọn từ hôm nay trở đi.")
    return _saved(spell, by)


def _check_grounds(spell: HardMatter) -> None:
    if not any(getattr(spell, flag) for flag in FLAGS):
        raise Refusal("Hãy chọn ít nhất một căn cứ: phức tạp, đông người hoặc kéo dài.")
    for ground, (flag, why) in WHY.items():
        if getattr(spell, why) and not getattr(spell, flag):
            raise Refusal(f"Đã ghi vì sao “{ground.label}” thì phải chọn căn cứ ấy, hoặc xóa lời ghi.")


def _saved(spell: HardMatter, by: Account) -> HardMatter:
    if not may_hold_identity(spell.record) and (
        spell.leader_id or any(getattr(spell, name) for name in WORDS)
    ):
        raise Refusal(NO_WORDS)
    say_who(by)
    spell.save()
    return spell


def _not_outside(on: date, first: date, what: str) -> None:
    if on < first:
        raise Refusal(f"Ngày {what} {day(on)} trước ngày {day(first)}; hãy sửa lại.")
    if on > today():
        raise Refusal(f"Ngày {what} {day(on)} chưa tới; hãy sửa lại.")
