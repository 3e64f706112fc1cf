"""Hủy hồ sơ hết thời hạn lưu: the run. Only the very list that was shown, whole, in one transaction.

What hangs on a record goes; its row stays with number, days, class and outcome, so that no number is given twice and no
figure changes. Bytes of files go after the transaction, and by the daily job where that fails.
"""

from datetime import date

from django.db import transaction

from danvan.org.models import Account, Unit
from danvan.records import texts
from danvan.records.history import say_who
from danvan.records.models import PersonalDetails, Record, Tombstone
from danvan.records.retention import contents, holds, planning
from danvan.records.seal import senders
from danvan.records.visibility import may, require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

CHANGED = (
    "Danh sách đã khác với danh sách Bà/Ông đã xem (có hồ sơ vừa được giữ lại, sửa, thêm nội dung, hoặc đã hủy). "
    "Chưa hủy hồ sơ nào; hãy xem lại danh sách."
)


@transaction.atomic
def erase(
    unit: Unit, *, by: Account, on: date, digest: str, decision: str, decision_on: date
) -> list[Tombstone]:
    """Destroy what `planning.plan` lists for one unit on a day, of which `digest` was given back; their tombstones.

    Needs `records.erase` at the unit and, for sealed records, `records.sealed`. Raises Refusal for a list that has changed
    since, an empty one, or a decision that is none; then nothing is destroyed.
    """
    require(by, holds.ERASE, unit)
    holds.check_paper(decision, decision_on, on)
    listed = _listed(unit, by, on)
    # Whoever is writing to one of them is waited for; what is read again afterwards is what stands.
    ids = [item.record.pk for item in listed.due]
    holds.lock_together(ids)
    listed = _listed(unit, by, on)
    if listed.digest != digest or {item.record.pk for item in listed.due} - set(ids):
        raise Refusal(CHANGED)
    if not listed.due:
        raise Refusal("Không có hồ sơ nào hết thời hạn lưu để hủy.")
    say_who(by, f"Quyết định hủy {decision.strip()} ngày {day(decision_on)}")
    return [_erase(item, listed, by, decision.strip(), decision_on) for item in listed.due]


def _listed(unit: Unit, by: Account, on: date) -> planning.Plan:
    sealed = {unit.pk} if may(by, "records.sealed", unit, on) else set()
    return planning.plan({unit.pk}, on, sealed_ids=sealed)


def _erase(
    item: planning.Item, listed: planning.Plan, by: Account, decision: str, decision_on: date
) -> Tombstone:
    """One record: its contents, then its row emptied, then the tombstone, which the database takes of an empty one only."""
    record = item.record
    code_hash, was_said = senders.hash_of(record), PersonalDetails.objects.filter(pk=record.pk).exists()
    for part in contents.parts():
        part.take(record, by)
    Record.objects.filter(pk=record.pk).update(
        identity_released_on=None,
        published_on=None,
        holder=None,
        search_public="",
        search_internal="",
        version=record.version + 1,
    )
    if was_said:
        texts.changed(record.pk)
    return Tombstone.objects.create(
        record_id=record.pk,
        unit_id=record.unit_id,
        decision=decision,
        decision_on=decision_on,
        by=by,
        erased_on=listed.on,
        rule=item.due.rule,
        citation=item.due.citation,
        event_on=item.event_on,
        due_on=item.due.latest_on,
        digest=listed.digest,
        contents=item.parts.counts,
        contents_hash=item.parts.hash,
        code_hash=code_hash,
    )
