"""Who handles a record: taken by an officer, or given by the head of the unit; one by one or many at once."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Record
from danvan.records.notices.holders import levels, proposed
from danvan.records.today import today
from danvan.ui.errors import Refusal

HANDLE, GIVE, SEALED = "records.handle", "records.assign", "records.sealed"
MOST = 500


@transaction.atomic
def assign(codes: Collection[str], holder: Account | None, *, by: Account, reason: str = "") -> int:
    """Give the open records of those public ids to one person, or to nobody; how many changed hands.

    All or none: Refusal when one is closed or gone, when the giver lacks the right (an officer may take for himself and
    give back what is his), and when the holder could not handle it or, being sealed, not see it.
    """
    if not codes:
        raise Refusal(_("Chưa chọn hồ sơ nào; hãy đánh dấu các hồ sơ cần giao."))
    if len(codes) > MOST:
        raise Refusal(_("Mỗi lần giao được nhiều nhất %(most)d hồ sơ; hãy chia nhỏ.") % {"most": MOST})
    found = Record.objects.select_for_update(of=("self",)).filter(public_id__in=codes).order_by("id")
    records = list(found)
    giver, taker = _Reach(by), _Reach(holder) if holder else None
    if len(records) < len(set(codes)) or not all(giver.sees(record) for record in records):
        raise Refusal(_("Có hồ sơ không còn trong tầm xem của Bà/Ông; hãy tải lại danh sách."))
    for record in records:
        _check(record, by, giver, holder, taker)
    say_who(by, reason.strip())
    changed = [record for record in records if record.holder_id != (holder.pk if holder else None)]
    for record in changed:
        record.holder, record.version = holder, record.version + 1
    Record.objects.bulk_update(changed, ["holder", "version"], batch_size=MOST)
    return len(changed)


class _Reach:
    """What an account may do today, asked once."""

    def __init__(self, account: Account) -> None:
        rights = roles.rights(account, today())
        self.handles, self.gives = rights.units(HANDLE), rights.units(GIVE)
        self.reads, self.sealed = rights.units("records.read"), rights.units(SEALED)

    def sees(self, record: Record) -> bool:
        """The record is one of those that `visible_records` shows of the account's own units."""
        is_sealed = record.secrecy == Record.Secrecy.SEALED
        return record.unit_id in (self.sealed if is_sealed else self.reads)


def _check(record: Record, by: Account, giver: _Reach, holder: Account | None, taker: _Reach | None) -> None:
    said = {"record": record}
    if record.closed_on:
        raise Refusal(_("%(record)s đã kết thúc nên không giao nữa; hãy bỏ dấu chọn.") % said)
    takes_itself = holder == by and record.holder_id in (None, by.pk)
    gives_back = holder is None and record.holder_id == by.pk
    if record.unit_id not in giver.gives and not (
        (takes_itself or gives_back) and record.unit_id in giver.handles
    ):
        raise Refusal(
            _(
                "%(record)s: chỉ người đứng đầu giao cho người khác; Bà/Ông chỉ tự nhận hồ sơ chưa có người xử lý."
            )
            % said
        )
    if taker and (record.unit_id not in taker.handles or not taker.sees(record)):
        raise Refusal(
            _("%(record)s: người được chọn không có quyền xử lý hồ sơ này tại đơn vị; hãy chọn người khác.")
            % said
        )


def candidates(unit_ids: Collection[int], on: date) -> list[Account]:
    """Active accounts proposed for handling records of all those units: with a role there or, covering it, above.

    Four queries. `assign` asks each record anew.
    """
    wanted = set(unit_ids)
    above = levels(wanted, on)
    given = proposed(HANDLE, {unit for chain in above.values() for unit in chain}, on)
    everywhere: list[set[Any]] = [
        {account for unit_id in chain for account in given.get(unit_id, ())} for chain in above.values()
    ]
    common = set.intersection(*everywhere) if everywhere else set()
    able = [one for one in common if wanted <= set(roles.unit_ids(one, HANDLE, on))]
    return sorted(able, key=lambda one: str(one))
