"""What lies sealed in a case. `put` needs no key; `read` is the one way to see it, and each time is written down.

An item is sealed to its place: record, ring, kind, number, and the item before it. One that was exchanged, moved, changed
or taken out of a row is noticed by whoever reads; the last one taken away by the number that an earlier reader saw.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.envelopes import packed, unpacked
from danvan.records.history import say_who
from danvan.records.models import Part, Record, SealCase, SealItem, SealOpening, SealRing
from danvan.records.models.seal import document_number
from danvan.records.seal import attempts, boxes, cases, holding, witness
from danvan.records.seal.attempts import Act, Outcome, Reason
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.ui.errors import Refusal

MOST = 200  # items of one part
MOST_BYTES = 1 << 29  # sealed bytes of one part
Kind = SealItem.Kind


@dataclass(frozen=True, slots=True)
class Opened:
    """An item in clear: texts by name, files as (name, bytes), and names with sizes in bytes alone. Never to be kept."""

    item: SealItem
    values: dict[str, str] = field(repr=False)
    files: list[tuple[str, bytes]] = field(repr=False)
    sizes: list[tuple[str, int]] = field(repr=False, default_factory=list)


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
    to add and for too much; and, recorded, where the keys or the item before are not the program's own.
    """
    try:
        return _put(record, kind, values, files, by)
    except witness.Forged:
        if by is not None:
            attempts.note(record, by, Act.ADD, Outcome.TAMPERED)
        raise


@transaction.atomic
def _put(
    record: Record,
    kind: str,
    values: Mapping[str, str],
    files: Sequence[tuple[str, bytes]],
    by: Account | None,
) -> SealItem:
    holding.require_here(record)
    cases.lock_case(record)
    case = cases.case_of(record)
    said = {name: text for name, text in values.items() if text.strip()}
    if not said and not files:
        raise Refusal("Chưa có gì để niêm phong; hãy điền hoặc chọn tệp.")
    part = part_of(kind)
    before = SealItem.objects.filter(case=case, part=part).defer("sealed").order_by("-number").first()
    number = before.number + 1 if before else 1
    if number > MOST:
        raise Refusal(f"Hồ sơ niêm phong đã có {MOST} mục; không thêm được nữa.")
    ring, at = cases.newest_ring(case, part), timezone.now()
    witness.check(ring, before)
    previous = before.digest if before else boxes.START
    sealed = boxes.seal_item(_place(record.pk, ring, kind, number, previous), packed(said, files))
    held = SealItem.objects.filter(case=case, part=part).aggregate(all=Sum(Length("sealed")))["all"] or 0
    if held + len(sealed) > MOST_BYTES:
        raise Refusal(
            f"Hồ sơ niêm phong đã chứa gần {MOST_BYTES >> 20} MB nên không nhận thêm; hãy giữ phần này trên giấy."
        )
    say_who(by)
    written = SealItem.objects.create(
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
    witness.sign(written)
    return written


def read(
    record: Record,
    asked: Asked,
    *,
    unlocked: Unlocked,
    part: str = Part.FULL,
    kinds: Collection[str] = (),
    number: int | None = None,
    act: str = Act.READ,
    with_files: bool = True,
) -> list[Opened]:
    """The items of a part, in order, of some kinds or of one number only where that is said. The one way to see them.

    Needs the account's open key, a grant of the part to it, a role of today that the matrix allows, and a reason. What
    was opened stands in the book before anything is given out; a try without key or role stands there too. Who holds the
    redacted copy alone gets its newest form: one that was put in place of another hides it. Raises Refusal, also when an
    item was changed, exchanged or is missing: then nothing is given out.
    """
    asked.check()
    holding.require_kept(record)
    unlocked.check()
    case = _allowed(record, unlocked.account, part, act, asked)
    try:
        with transaction.atomic():
            cases.lock_case(record)  # nobody seals anew between looking and writing down
            rows = _rows(case, part)
            wanted = [row for row in rows if _is_wanted(row, kinds, number)]
            if part == Part.REDACTED and not cases.holds(case, unlocked.account, Part.FULL):
                wanted = wanted[-1:]
            found = list(_opened(case, part, unlocked, rows, wanted, with_files=with_files))
            _note_read(record, unlocked.account, act, asked, part, rows, wanted)
    except Refusal as refusal:
        outcome = Outcome.NO_KEY if str(refusal) == cases.NO_KEY else Outcome.TAMPERED
        attempts.note(record, unlocked.account, act, outcome, reason=asked.reason, document=asked.document)
        raise
    return found


def reseal(record: Record, asked: Asked, *, unlocked: Unlocked) -> int:
    """Seal what lies under older keys anew to the newest ones, in one act by one who holds the case; how many items.

    Afterwards an older generation's key opens nothing of the case any more.
    """
    asked.check()
    holding.require_kept(record)
    unlocked.check()
    _allowed(record, unlocked.account, Part.FULL, Act.RESEAL, asked)
    with transaction.atomic():
        cases.lock_case(record)
        case = cases.case_of(record)
        say_who(unlocked.account)
        written = sum(_reseal_part(case, part, unlocked) for part in Part.values)
        _note_read(
            record, unlocked.account, Act.RESEAL, asked, Part.FULL, _rows(case, Part.FULL, check=False), []
        )
    return written


def waits_for_reseal(case: SealCase) -> int:
    """How many items lie under keys of an earlier generation."""
    newest = [cases.newest_ring(case, part).pk for part in Part.values]
    return SealItem.objects.filter(case=case).exclude(ring_id__in=newest).count()


def _allowed(record: Record, account: Account, part: str, act: str, asked: Asked) -> SealCase:
    """The case, when a key of the part was given to the account and its role of today allows it; else recorded."""
    return cases.allowed(record, account, part, act, reason=asked.reason, document=asked.document)


def _is_wanted(row: SealItem, kinds: Collection[str], number: int | None) -> bool:
    return (not kinds or row.kind in kinds) and number in (None, row.number)


def _rows(case: SealCase, part: str, *, check: bool = True) -> list[SealItem]:
    """The items of a part without their bytes, in order. Refusal where one is missing, or the end is another than it was."""
    rows = list(
        SealItem.objects.filter(case=case, part=part)
        .select_related("ring", "by__person")
        .defer("sealed")
        .order_by("number")
    )
    if check and (
        [row.number for row in rows] != list(range(1, len(rows) + 1)) or not _ends_well(case, part, rows)
    ):
        raise Refusal(boxes.CHANGED)
    witness.check(*rows)
    return rows


def _ends_well(case: SealCase, part: str, rows: list[SealItem]) -> bool:
    """Whether as many items are there as anybody saw, and the last that the newest reader saw is still what it was."""
    if part != Part.FULL:
        return True
    told = SealOpening.objects.filter(record_id=case.pk, outcome=Outcome.DONE, seen__gt=0)
    most, last = told.order_by("-seen", "-id").first(), told.exclude(tail="").order_by("-id").first()
    witness.check(most, last)
    if most and most.seen > len(rows):
        return False
    return last is None or rows[last.seen - 1].digest == last.tail


def _opened(
    case: SealCase,
    part: str,
    unlocked: Unlocked,
    rows: list[SealItem],
    wanted: Collection[SealItem],
    *,
    with_files: bool = True,
) -> Iterator[Opened]:
    """The wanted items, one after the other: each one's bytes are fetched when it is its turn, the others' never."""
    privates, chosen, previous = cases.rings_of(case, part, unlocked), {row.pk for row in wanted}, boxes.START
    for row in rows:
        place, previous = _place(case.pk, row.ring, row.kind, row.number, previous), row.digest
        if row.pk in chosen:
            box = SealItem.objects.values_list("sealed", flat=True).get(pk=row.pk)
            if boxes.digest(box) != row.digest or row.ring not in privates:
                raise Refusal(boxes.CHANGED)
            values, files = unpacked(boxes.unseal_item(box, privates[row.ring], place))
            sizes = [(name, len(data)) for name, data in files]
            yield Opened(row, values, files if with_files else [], sizes)


def _note_read(
    record: Record,
    account: Account,
    act: str,
    asked: Asked,
    part: str,
    rows: list[SealItem],
    wanted: list[SealItem],
) -> None:
    is_full = part == Part.FULL and bool(rows)
    attempts.note(
        record,
        account,
        act,
        Outcome.DONE,
        reason=asked.reason,
        document=asked.document,
        kinds=tuple(row.kind for row in wanted),
        seen=len(rows) if is_full else 0,
        tail=rows[-1].digest if is_full else "",
    )


def _reseal_part(case: SealCase, part: str, unlocked: Unlocked) -> int:
    ring, previous, rows = cases.newest_ring(case, part), boxes.START, _rows(case, part)
    witness.check(ring)
    if all(row.ring_id == ring.pk for row in rows):
        return 0
    for one in _opened(case, part, unlocked, rows, rows):
        item = one.item
        place = _place(case.pk, ring, item.kind, item.number, previous)
        sealed = boxes.seal_item(place, packed(one.values, one.files))
        previous = boxes.digest(sealed)
        SealItem.objects.filter(pk=item.pk).update(ring=ring, sealed=sealed, digest=previous)
        item.ring, item.digest = ring, previous
        witness.sign(item)
    return len(rows)


def _place(record: int, ring: SealRing, kind: str, number: int, previous: str) -> boxes.Place:
    return boxes.Place(record, f"{ring.part}/{ring.number}", bytes(ring.public).hex(), kind, number, previous)
