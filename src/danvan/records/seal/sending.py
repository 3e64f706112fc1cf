"""What a sender adds later: into the case where there is one, else into the intake envelope; never past the holders.

What reached an envelope beside a case (sent in the moment in which the case was made) is taken into it, unseen, as soon as
a holder opens.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction

from danvan.org.models import Account
from danvan.records import envelopes
from danvan.records.models import Part, Record, SealCase, SealItem
from danvan.records.seal import cases, items, modes
from danvan.records.today import today
from danvan.ui.errors import Refusal

Files = Sequence[tuple[str, bytes]]
NOT_HERE = (
    "Hồ sơ này không nhận thêm qua mạng được nữa; hãy đến nơi tiếp công dân hoặc gửi bản giấy, có niêm phong."
)


@transaction.atomic
def add(record: Record, text: str, files: Files) -> None:
    """Keep a sender's words and files of a record that may hold nothing in the clear.

    Raises Refusal where there is a case but its unit seals nothing here any more, and for what case or envelope refuse.
    """
    cases.lock_case(record)
    if not SealCase.objects.filter(record_id=record.pk).exists():
        envelopes.seal(record, {"content": text}, files)
        return
    if not modes.seals_here(record.unit_id, today()):
        raise Refusal(NOT_HERE)
    _into_case(record, {"text": text}, files)


@transaction.atomic
def gather(record: Record, *, by: Account) -> int:
    """Take envelopes left beside a case into it, when one opens who holds all of it; how many. Nobody sees them before.

    Nothing happens for anybody else, without a case, and where the unit seals nothing here.
    """
    cases.lock_case(record)
    case = SealCase.objects.filter(record_id=record.pk).first()
    if case is None or not envelopes.is_sealed(record) or not cases.holds(case, by, Part.FULL):
        return 0
    if not modes.seals_here(record.unit_id, today()):
        return 0
    return envelopes.into_case(record, lambda values, files: _into_case(record, values, files), by=by)


def _into_case(record: Record, values: Mapping[str, str], files: Files) -> None:
    said = {("text" if name == "content" else name): text for name, text in values.items() if text.strip()}
    if said:
        items.put(record, SealItem.Kind.LETTER, said, by=None)
    for name, data in files:
        items.put(record, SealItem.Kind.SCAN, {}, [(name, data)], by=None)
