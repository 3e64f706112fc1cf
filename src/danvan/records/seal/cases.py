"""A case's keys: made, given, taken away. To add needs no key; to read and to give needs one that was given.

A case has two rings: FULL for all of it, REDACTED for the copy that verifiers read. A ring has generations: when somebody
ceases to hold, a new one is made, what comes in is sealed to it, and its private half goes to those who go on.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import (
    Capacity,
    Part,
    Record,
    SealCase,
    SealGrant,
    SealKey,
    SealRecovery,
    SealRelease,
    SealRing,
)
from danvan.records.seal import attempts, boxes, covering, holding, own_keys, witness
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.records.visibility import may
from danvan.ui.errors import Refusal

Receivers = Iterable[tuple[SealKey, str]]
NO_CASE = "Hồ sơ chưa có hồ sơ niêm phong; hãy mở lại trang hồ sơ."
NO_KEY = "Bà/Ông không giữ khóa của hồ sơ niêm phong này nên không mở được; lần thử này đã được ghi lại."
NO_RIGHT = (
    "Vai trò hôm nay của Bà/Ông không còn cho mở hồ sơ niêm phong này; lần thử này đã được ghi lại. Hãy liên hệ người "
    "đứng đầu."
)


def case_of(record: Record) -> SealCase:
    """The record's sealed case; Refusal where there is none."""
    case = SealCase.objects.filter(record_id=record.pk).first()
    if case is None:
        raise Refusal(NO_CASE)
    return case


@transaction.atomic
def open_case(record: Record, receivers: Receivers, *, by: Account | None) -> SealCase:
    """A case for a sealed record, with keys given to receivers; nobody's key needs to be open.

    `by` is None for what a denouncer sends himself. Raises Refusal where the unit seals nothing here, without a recovery
    key over the unit, without one who holds all of it, and for whom the matrix gives no key.
    """
    holding.require_here(record)
    lock_case(record)
    if SealCase.objects.filter(record_id=record.pk).exists():
        raise Refusal("Hồ sơ đã có hồ sơ niêm phong; hãy tải lại trang.")
    given = list({(key.pk, capacity): (key, capacity) for key, capacity in receivers}.values())
    recovery = covering.over(record.unit_id)
    if recovery is None:
        raise Refusal(
            "Chưa có khóa khôi phục của đơn vị hoặc cấp trên: nếu mọi người giữ khóa quên cụm mật khẩu thì hồ sơ mất "
            "hẳn. Hãy lập khóa khôi phục trước."
        )
    if not any(Part.FULL in holding.PARTS.get(capacity, ()) for _key, capacity in given):
        raise Refusal(
            "Cần ít nhất một người tiếp nhận hoặc người giải quyết đã đặt cụm mật khẩu niêm phong giữ khóa."
        )
    for key, capacity in given:
        holding.require_holder(key.account, capacity, record.unit)
    say_who(by)
    case = SealCase.objects.create(record_id=record.pk, on=today(), made_by=by, made_at=timezone.now())
    for part in Part.values:
        _new_ring(case, part, given, recovery, SealRing.Why.FIRST, SealGrant.Why.FIRST, by)
    if by is not None:
        attempts.note(record, by, attempts.Act.MAKE, attempts.Outcome.DONE)
    return case


def give(
    record: Record, receiver: Account, capacity: str, *, unlocked: Unlocked, why: str, document: str = ""
) -> int:
    """Give a further account the keys of a case, from the hands of one who may read all of it today; how many grants.

    Raises Refusal without an open key that holds the whole case or without the role of today (the try is recorded), for
    whom the matrix gives no key, and for one without a key of his own. Of a unit that ended: `hand_over`.
    """
    holding.require_kept(record)
    unlocked.check()
    allowed(
        record,
        unlocked.account,
        Part.FULL,
        attempts.Act.GIVE,
        reason=attempts.Reason.HAND_OVER,
        document=document,
    )
    return _give(record, receiver, capacity, unlocked, why, document)


def hand_over(record: Record, receiver: Account, capacity: str, *, unlocked: Unlocked, document: str) -> int:
    """Give the keys to the unit that received the record, from a holder of the unit that ended; how many grants.

    The holder has no role at the receiving unit: asked is that the record was handed over from a unit, by a decision that
    stands, over which his role let him hold all of the case on that unit's last day. He himself reads nothing any more.
    Raises Refusal, recorded, for anybody else, and without a document.
    """
    unlocked.check()
    account = unlocked.account
    held = living(case_of(record)).filter(key=unlocked.key, ring__part=Part.FULL)
    if not document or not _hands_over(record, unlocked.key):
        outcome = attempts.Outcome.NO_RIGHT if held.exists() else attempts.Outcome.NO_KEY
        attempts.note(record, account, attempts.Act.GIVE, outcome, reason=attempts.Reason.HAND_OVER)
        raise Refusal(
            "Chỉ người giữ khóa toàn bộ hồ sơ ở đơn vị đã kết thúc, theo quyết định bàn giao và số văn bản, mới trao khóa "
            "cho đơn vị nhận; lần thử này đã được ghi lại."
        )
    with transaction.atomic():
        written = _give(record, receiver, capacity, unlocked, SealGrant.Why.SUCCEEDED, document)
        _cover_anew(record, unlocked)
    return written


def _cover_anew(record: Record, unlocked: Unlocked) -> None:
    """Let the recovery key over the receiving unit open the case too, where it does not yet; the old one goes on."""
    case, recovery = case_of(record), covering.over(record.unit_id)
    if recovery is None:
        return
    covered = SealGrant.objects.filter(case=case, recovery=recovery, ended_at=None)
    known = set(covered.values_list("ring_id", flat=True))
    for part in Part.values:
        for ring, private in rings_of(case, part, unlocked).items():
            if ring.pk not in known:
                _copy_for(recovery, ring, private, SealGrant.Why.SUCCEEDED, unlocked.account)


def handed_over(key: SealKey) -> list[Record]:
    """Records of units that ended whose keys the account of a living key can still give to the unit that received them."""
    held = SealGrant.objects.filter(key=key, ended_at=None, ring__part=Part.FULL).values("case_id")
    moved = Record.objects.filter(pk__in=held, handovers__unit_id=F("unit_id")).distinct().order_by("pk")
    return [record for record in moved.select_related("unit") if _hands_over(record, key)]


def _hands_over(record: Record, key: SealKey) -> bool:
    held = SealGrant.objects.filter(
        case_id=record.pk, key=key, key__ended_at=None, ended_at=None, ring__part=Part.FULL
    )
    over = record.handovers.filter(unit_id=record.unit_id).select_related("from_unit", "act").last()
    if over is None:
        return False
    last = over.act.on - timedelta(days=1)
    capacities = set(held.values_list("capacity", flat=True))
    return any(holding.may_hold(key.account, one, over.from_unit, last) for one in capacities)


@transaction.atomic
def _give(
    record: Record, receiver: Account, capacity: str, unlocked: Unlocked, why: str, document: str
) -> int:
    lock_case(record)
    case = case_of(record)
    holding.require_holder(receiver, capacity, record.unit)
    key = SealKey.objects.filter(account=receiver, ended_at=None).first()
    if key is None:
        raise Refusal("Người được chọn chưa đặt cụm mật khẩu niêm phong nên chưa nhận khóa được.")
    written = 0
    say_who(unlocked.account)
    for part in holding.PARTS[capacity]:
        for ring, private in rings_of(case, part, unlocked).items():
            written += grant(ring, private, key, capacity, why, unlocked.account)
    if not written:
        raise Refusal("Người được chọn đã giữ khóa này rồi.")
    attempts.note(
        record,
        unlocked.account,
        attempts.Act.GIVE,
        attempts.Outcome.DONE,
        reason=attempts.Reason.HAND_OVER,
        document=document,
    )
    return written


def end(record: Record, account: Account, *, by: Account) -> list[SealRing]:
    """Take an account's keys of a case away and make a new generation for those who go on; the new rings.

    What comes in from now on is sealed to it. Older items stay under the older one until a holder seals them anew
    (`items.reseal`). Whoever assigns at the unit may, and one who holds the whole case, but no holder ends the settler.
    Nobody ends the last one who may read all of it today. What let a verifier know the person ends too. Tries are recorded.
    """
    holding.require_kept(record)
    case = case_of(record)
    is_settler = living(case).filter(key__account=account, capacity=Capacity.SETTLER).exists()
    if not may(by, "records.assign", record.unit) and (is_settler or not holds(case, by, Part.FULL)):
        attempts.note(record, by, attempts.Act.END, attempts.Outcome.NO_RIGHT)
        raise Refusal(
            "Chỉ người phân công của đơn vị, hoặc người đang giữ khóa toàn bộ hồ sơ (trừ với người giải quyết), mới cho "
            "người khác thôi giữ khóa; lần thử này đã được ghi lại."
        )
    return _end(record, case, account, by)


@transaction.atomic
def _end(record: Record, case: SealCase, account: Account, by: Account) -> list[SealRing]:
    lock_case(record)
    ended = living(case).filter(key__account=account)
    parts = set(ended.values_list("ring__part", flat=True))
    if not parts:
        raise Refusal("Người này không giữ khóa nào của hồ sơ; hãy tải lại trang.")
    going_on = {
        part: [
            (grant.key, grant.capacity)
            for grant in _newest(case, part)
            if grant.key and grant.key.account_id != account.pk
        ]
        for part in parts
    }
    if Part.FULL in parts and not any(
        holding.may_hold(key.account, capacity, record.unit) for key, capacity in going_on[Part.FULL]
    ):
        raise Refusal(
            "Đây là người duy nhất còn mở được toàn bộ hồ sơ hôm nay; hãy trao khóa cho người khác trước."
        )
    say_who(by)
    ended.update(sealed=b"", ended_at=timezone.now(), ended_by=by)
    SealRelease.objects.filter(case=case, key__account=account, ended_at=None).update(
        sealed=b"", ended_at=timezone.now()
    )
    attempts.note(record, by, attempts.Act.END, attempts.Outcome.DONE)
    recovery = covering.of_case(case, record.unit_id)
    why = SealRing.Why.REMOVED, SealGrant.Why.RENEWED
    return [_new_ring(case, part, going_on[part], recovery, *why, by) for part in sorted(parts)]


@transaction.atomic
def key_lost(account: Account, *, key_id: int | None = None, knows_last: bool = False) -> int:
    """End an account's key, whose passphrase is lost or known to others; how many cases must be given to it anew.

    Each of them gets a new generation for those who go on, so that what comes in is closed to whoever found the old key.
    Raises Refusal where `key_id` is another key than the living one, and without `knows_last` where a case would have
    nobody left who holds all of it.
    """
    key = own_keys.required(account)
    last = cases_left_alone(key)
    if last and not knows_last:
        raise Refusal(
            f"Khóa này là khóa cuối cùng của {last} hồ sơ niêm phong: sau đó chỉ khóa khôi phục mở lại được. Nếu vẫn kết "
            "thúc, hãy đánh dấu cả ô xác nhận thứ hai."
        )
    grants = SealGrant.objects.filter(key=key, ended_at=None)
    pairs = sorted(set(grants.values_list("case_id", "ring__part")))
    own_keys.lose(account, key_id)
    for pk, part in pairs:
        case = SealCase.objects.select_related("record").get(pk=pk)
        lock_case(case.record)
        going_on = [(one.key, one.capacity) for one in _newest(case, part) if one.key]
        why = SealRing.Why.REMOVED, SealGrant.Why.RENEWED
        _new_ring(case, part, going_on, covering.of_case(case, case.record.unit_id), *why, account)
    return len({pk for pk, _part in pairs})


def cases_left_alone(key: SealKey) -> int:
    """How many cases nobody else holds all of, beside this key and the recovery key."""
    mine = SealGrant.objects.filter(key=key, ended_at=None, ring__part=Part.FULL).values("case")
    others = SealGrant.objects.filter(
        case__in=mine, ended_at=None, key__ended_at=None, key__isnull=False, ring__part=Part.FULL
    ).exclude(key=key)
    return mine.distinct().count() - others.values("case").distinct().count()


def allowed(
    record: Record, account: Account, part: str, act: str, *, reason: str = "", document: str = ""
) -> SealCase:
    """The case, when a key of the part was given to the account and its role of today allows it; else recorded.

    Asked before whatever is done with a key: to read, to give, to seal anew. Called outside a transaction that a refusal
    would undo, so that the try stands in the book.
    """
    case = case_of(record)
    mine = living(case).filter(key__account=account, key__ended_at=None, ring__part=part)
    granted = list(mine.select_related("key", "ring"))
    if granted and holds(case, account, part):
        _check_marks(record, account, act, granted, reason, document)
        return case
    outcome, told = (attempts.Outcome.NO_RIGHT, NO_RIGHT) if granted else (attempts.Outcome.NO_KEY, NO_KEY)
    attempts.note(record, account, act, outcome, reason=reason, document=document)
    raise Refusal(told)


def _check_marks(
    record: Record, account: Account, act: str, granted: list[SealGrant], reason: str, document: str
) -> None:
    """Refusal, recorded, where the program did not write a grant, its ring or the receiver's key as it stands."""
    try:
        witness.check(*granted, *(row.ring for row in granted), granted[0].key)
    except witness.Forged:
        outcome = attempts.Outcome.TAMPERED
        attempts.note(record, account, act, outcome, reason=reason, document=document)
        raise


def holds(case: SealCase, account: Account, part: str) -> bool:
    """Whether the account was given a key of the part, not ended, and its role of today still allows it."""
    grants = living(case).filter(key__account=account, key__ended_at=None, ring__part=part)
    unit = case.record.unit
    return any(
        holding.may_hold(account, capacity, unit)
        for capacity in set(grants.values_list("capacity", flat=True))
    )


def living(case: SealCase) -> QuerySet[SealGrant]:
    """The grants of a case to people that have not ended."""
    return SealGrant.objects.filter(case=case, ended_at=None, key__isnull=False)


def newest_ring(case: SealCase, part: str) -> SealRing:
    """The generation that what comes in is sealed to. Whoever seals to it asks `witness.check` first."""
    return SealRing.objects.filter(case=case, part=part).order_by("-number")[0]


def rings_of(case: SealCase, part: str, unlocked: Unlocked) -> dict[SealRing, bytes]:
    """Each generation of a part that the open key was given, with its private half. Refusal, recorded, for none.

    A half that does not belong to the public one of its ring is refused: somebody changed the row.
    """
    unlocked.check()
    held = SealGrant.objects.filter(case=case, ring__part=part, key=unlocked.key, ended_at=None)
    rows = list(held.select_related("ring"))
    if not rows:
        raise Refusal(NO_KEY)
    witness.check(*rows, *(row.ring for row in rows))
    found = {row.ring: boxes.unseal(row.sealed, unlocked.private) for row in rows}
    for ring, private in found.items():
        if boxes.public_of(private) != bytes(ring.public):
            raise Refusal(boxes.CHANGED)
    return found


def lock_case(record: Record) -> None:
    """Hold the record's row until the transaction ends, so that keys and items of one case change one after the other."""
    list(Record.objects.select_for_update(of=("self",)).filter(pk=record.pk).values_list("pk"))


def holders(case: SealCase) -> list[SealGrant]:
    """One row for each account and capacity that holds something, the newest generation's."""
    rows = (
        living(case)
        .select_related("key__account__person", "given_by__person", "ring")
        .order_by("ring__number", "id")
    )
    return list({(row.key.account_id, row.capacity): row for row in rows if row.key}.values())


def may_see(record: Record, account: Account) -> bool:
    """Whether the account may see who holds what and when it was opened: a holder by role, or the head of the unit."""
    return may(account, "records.sealed", record.unit) and (
        may(account, "records.assign", record.unit)
        or any(
            holding.may_hold(account, capacity, record.unit)
            for capacity in (Capacity.INTAKE, Capacity.SETTLER)
        )
        or SealGrant.objects.filter(case_id=record.pk, ended_at=None, key__account=account).exists()
    )


def _newest(case: SealCase, part: str) -> list[SealGrant]:
    """Who goes on: a grant that the program did not write takes nobody into the next generation, it refuses it."""
    ring = newest_ring(case, part)
    rows = list(living(case).filter(ring=ring, key__ended_at=None).select_related("key__account"))
    witness.check(ring, *rows)
    return rows


def _new_ring(
    case: SealCase,
    part: str,
    receivers: list[tuple[SealKey, str]],
    recovery: SealRecovery | None,
    why: str,
    given: str,
    by: Account | None,
) -> SealRing:
    """A generation of a part, its private half sealed to receivers and recovery key, all of which bear true marks."""
    witness.check(*(key for key, _capacity in receivers), recovery)
    private, public = boxes.new_pair()
    number = SealRing.objects.filter(case=case, part=part).count() + 1
    at = timezone.now()
    ring = SealRing.objects.create(
        case=case, part=part, number=number, public=public, why=why, made_by=by, made_at=at
    )
    witness.sign(ring)
    for key, capacity in receivers:
        if part in holding.PARTS[capacity]:
            grant(ring, private, key, capacity, given, by)
    if recovery is not None:
        _copy_for(recovery, ring, private, given, by)
    return ring


def _copy_for(recovery: SealRecovery, ring: SealRing, private: bytes, why: str, by: Account | None) -> None:
    witness.check(recovery)
    written = SealGrant.objects.create(
        case_id=ring.case_id,
        ring=ring,
        recovery=recovery,
        sealed=boxes.seal(private, recovery.public),
        why=why,
        given_by=by,
        given_at=timezone.now(),
    )
    witness.sign(written)


def grant(ring: SealRing, private: bytes, key: SealKey, capacity: str, why: str, by: Account | None) -> int:
    """Seal a ring's private half, which the caller holds, to a key: 1 when written, 0 where the key holds it already.

    Refusal for a ring or a key that the program did not write as it stands.
    """
    if SealGrant.objects.filter(ring=ring, key=key, ended_at=None).exists():
        return 0
    witness.check(ring, key)
    written = SealGrant.objects.create(
        case_id=ring.case_id,
        ring=ring,
        key=key,
        capacity=capacity,
        sealed=boxes.seal(private, key.public),
        why=why,
        given_by=by,
        given_at=timezone.now(),
    )
    witness.sign(written)
    return 1
