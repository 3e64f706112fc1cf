"""What lies sealed in a case. `put` needs no key; `read` is the one way to see it, and each time is written down.

An item is sealed to its place: record, ring, kind, number, and the item before it. One that was exchanged, moved, changed
or taken out of a row is noticed by whoever reads; the last one taken away by the number that an earlier reader saw.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.envelopes import packed, unpacked
from danvan.records.history import say_who
from danvan.records.models import Part, Record, SealCase, SealItem, SealOpening, SealRing
from danvan.records.models.seal import document_number
from danvan.records.seal import attempts, boxes, cases, holding
from danvan.records.seal.attempts import Act, Outcome, Reason
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.ui.errors import Refusal

MOST = 200  # items of one part
Kind = SealItem.Kind


@dataclass(frozen=True, slots=True)
class Opened:
    """An item in clear: texts by name, files as (name, bytes). Never to be kept."""

    item: SealItem
    values: dict[str, str] = field(repr=False)
    files: list[tuple[str, bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """Why something is opened: a reason of the list, and the number of the document behind it where there is one."""

    reason: str
    document: str = ""

    def check(self) -> None:
        """Refusal without a reason, or for a number that could hold a name."""
        if self.reason not in Reason.values:
            raise Refusal("Hãy chọn lý do mở.")
        if self.document:
            try:
                document_number(self.document)
            except ValidationError as error:
                raise Refusal(error.messages[0]) from None


def part_of(kind: str) -> str:
    """The part an item of that kind lies in."""
    return Part.REDACTED if kind == Kind.REDACTED else Part.FULL


@transaction.atomic
def put(
    record: Record,
    kind: str,
    values: Mapping[str, str],
    files: Sequence[tuple[str, bytes]] = (),
    *,
    by: Account | None,
) -> SealItem:
    """Add an item, sealed to the newest keys. `by` is None for what the denouncer sends. Nobody's key needs to be open.

    Who may add is the caller's question. Raises Refusal where the unit seals nothing here, without a case, for nothing
    to add and for too much.
    """
    holding.require_here(record)
    cases.lock_case(record)
    case = cases.case_of(record)
    said = {name: text for name, text in values.items() if text.strip()}
    if not said and not files:
        raise Refusal("Chưa có gì để niêm phong; hãy điền hoặc chọn tệp.")
    part = part_of(kind)
    before = SealItem.objects.filter(case=case, part=part).order_by("-number").first()
    number = before.number + 1 if before else 1
    if number > MOST:
        raise Refusal(f"Hồ sơ niêm phong đã có {MOST} mục; không thêm được nữa.")
    ring, at = cases.newest_ring(case, part), timezone.now()
    previous = before.digest if before else boxes.START
    sealed = boxes.seal_item(_place(record.pk, ring, kind, number, previous), packed(said, files))
    say_who(by)
    return SealItem.objects.create(
        case=case,
        ring=ring,
        part=part,
        kind=kind,
        number=number,
        sealed=sealed,
        digest=boxes.digest(sealed),
        by=by,
        on=today(),
        at=at,
    )


def read(
    record: Record,
    asked: Asked,
    *,
    unlocked: Unlocked,
    part: str = Part.FULL,
    kinds: Collection[str] = (),
    act: str = Act.READ,
) -> list[Opened]:
    """The items of a part, in order, of some kinds only where `kinds` says so. The one way to see them.

    Needs the account's open key, a grant of the part to it, a role of today that the matrix allows, and a reason. What
    was opened stands in the book before anything is given out; a try without key or role stands there too. Raises
    Refusal, also when an item was changed, exchanged or is missing: then nothing is given out.
    """
    asked.check()
    holding.require_here(record)
    unlocked.check()
    case = _allowed(record, unlocked.account, part, act, asked)
    try:
        found = _opened(case, part, unlocked)
    except Refusal as refusal:
        outcome = Outcome.NO_KEY if str(refusal) == cases.NO_KEY else Outcome.TAMPERED
        attempts.note(record, unlocked.account, act, outcome, reason=asked.reason, document=asked.document)
        raise
    wanted = [one for one in found if not kinds or one.item.kind in kinds]
    attempts.note(
        record,
        unlocked.account,
        act,
        Outcome.DONE,
        reason=asked.reason,
        document=asked.document,
        kinds=tuple(one.item.kind for one in wanted),
        seen=len(found) if part == Part.FULL else 0,
    )
    return wanted


def reseal(record: Record, asked: Asked, *, unlocked: Unlocked) -> int:
    """Seal what lies under older keys anew to the newest ones, in one act by one who holds the case; how many items.

    Afterwards an older generation's key opens nothing of the case any more.
    """
    asked.check()
    holding.require_here(record)
    unlocked.check()
    _allowed(record, unlocked.account, Part.FULL, Act.RESEAL, asked)
    with transaction.atomic():
        cases.lock_case(record)
        case = cases.case_of(record)
        say_who(unlocked.account)
        written = sum(_reseal_part(case, part, unlocked) for part in Part.values)
    attempts.note(
        record, unlocked.account, Act.RESEAL, Outcome.DONE, reason=asked.reason, document=asked.document
    )
    return written


def waits_for_reseal(case: SealCase) -> int:
    """How many items lie under keys of an earlier generation."""
    newest = [cases.newest_ring(case, part).pk for part in Part.values]
    return SealItem.objects.filter(case=case).exclude(ring_id__in=newest).count()


def _allowed(record: Record, account: Account, part: str, act: str, asked: Asked) -> SealCase:
    """The case, when a key of the part was given to the account and its role of today allows it; else recorded."""
    case = cases.case_of(record)
    granted = cases.living(case).filter(key__account=account, key__ended_at=None, ring__part=part).exists()
    if granted and cases.holds(case, account, part):
        return case
    outcome, told = (Outcome.NO_RIGHT, cases.NO_RIGHT) if granted else (Outcome.NO_KEY, cases.NO_KEY)
    attempts.note(record, account, act, outcome, reason=asked.reason, document=asked.document)
    raise Refusal(told)


def _opened(case: SealCase, part: str, unlocked: Unlocked) -> list[Opened]:
    privates = cases.rings_of(case, part, unlocked)
    previous, found = boxes.START, []
    rows = (
        SealItem.objects.filter(case=case, part=part).select_related("ring", "by__person").order_by("number")
    )
    for number, item in enumerate(rows, 1):
        if item.number != number or boxes.digest(item.sealed) != item.digest or item.ring not in privates:
            raise Refusal(boxes.CHANGED)
        place = _place(case.pk, item.ring, item.kind, number, previous)
        values, files = unpacked(boxes.unseal_item(item.sealed, privates[item.ring], place))
        found.append(Opened(item, values, files))
        previous = item.digest
    if part == Part.FULL and len(found) < _seen(case):
        raise Refusal(boxes.CHANGED)
    return found


def _seen(case: SealCase) -> int:
    rows = SealOpening.objects.filter(record_id=case.pk, outcome=Outcome.DONE).order_by("-seen")
    return rows.values_list("seen", flat=True).first() or 0


def _reseal_part(case: SealCase, part: str, unlocked: Unlocked) -> int:
    ring, previous = cases.newest_ring(case, part), boxes.START
    opened = _opened(case, part, unlocked)
    if all(one.item.ring_id == ring.pk for one in opened):
        return 0
    for one in opened:
        item = one.item
        place = _place(case.pk, ring, item.kind, item.number, previous)
        sealed = boxes.seal_item(place, packed(one.values, one.files))
        previous = boxes.digest(sealed)
        SealItem.objects.filter(pk=item.pk).update(ring=ring, sealed=sealed, digest=previous)
    return len(opened)


def _place(record: int, ring: SealRing, kind: str, number: int, previous: str) -> boxes.Place:
    return boxes.Place(record, f"{ring.part}/{ring.number}", bytes(ring.public).hex(), kind, number, previous)
