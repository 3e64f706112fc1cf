"""The recovery key of a unit: its private half is cut in three, each part sealed to the key of a post's holder.

Two of the three, within fifteen minutes of each other, give chosen cases to named people. The first part waits for the
second sealed to the other holders' own keys; the private half exists in memory alone, while the cases are sealed anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from danvan.org.models import Account, ActUnit, Post, Unit, UnitAct
from danvan.records.history import say_who
from danvan.records.models import (
    Record,
    SealCase,
    SealGrant,
    SealKey,
    SealOffer,
    SealRecovery,
    SealRecoveryAct,
    SealRecoveryTarget,
    SealShare,
)
from danvan.records.models.seal import document_number
from danvan.records.seal import attempts, boxes, cases, holding, modes, sharing, witness
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.ui.errors import Refusal

TOGETHER = timedelta(minutes=15)
MOST_CASES = 50
NOT_YOURS = (
    "Bà/Ông không giữ phần khóa khôi phục này, hoặc không còn giữ chức vụ được giao; hãy tải lại trang."
)
NO_OWN_KEY = "Khóa niêm phong của Bà/Ông đã kết thúc; hãy đặt cụm mật khẩu niêm phong mới rồi làm lại."
ON_PAPER = "Phần khóa trong hệ thống được niêm phong bằng khóa khác khóa đang dùng của Bà/Ông; hãy gõ phần khóa từ bản giấy."
SERVES_NOTHING = "Khóa khôi phục này đã kết thúc và không còn hồ sơ nào của nó; hãy tải lại trang."


@dataclass(frozen=True, slots=True)
class Wish:
    """A case to be given to somebody as something."""

    record: Record
    receiver: Account
    capacity: str


def units_of(account: Account) -> set[int]:
    """Ids of the units whose recovery key the account makes: it heads them, by a role of its own."""
    return modes.headed(account, today())


def posts_for(unit: Unit) -> list[tuple[Post, SealKey]]:
    """Posts that may keep a part: of the unit, held today by somebody whose account has a seal key."""
    held = Q(holdings__valid__contains=today())
    found = []
    for post in Post.objects.filter(held, unit=unit).distinct().order_by("-is_head", "-is_deputy", "id"):
        key = (
            SealKey.objects.filter(ended_at=None, account__in=_accounts(post))
            .select_related("account__person")
            .first()
        )
        if key is not None:
            found.append((post, key))
    return found


@transaction.atomic
def make(unit: Unit, posts: Sequence[Post], *, by: Account) -> SealRecovery:
    """A recovery key for a unit, its parts with three posts. An older key ends; what is sealed to it stays with it.

    Raises Refusal for anybody but the unit's head, where nothing is sealed here, and unless three people hold the posts
    and have seal keys.
    """
    if unit.pk not in units_of(by):
        raise Refusal("Chỉ người đứng đầu đơn vị lập khóa khôi phục của đơn vị mình.")
    if not modes.seals_here(unit, today()):
        raise Refusal("Đơn vị không niêm phong tố cáo ở đây nên không cần khóa khôi phục.")
    keys = {post.pk: key for post, key in posts_for(unit)}
    chosen = [keys[post.pk] for post in posts if post.pk in keys]
    if (
        len({post.pk for post in posts}) != sharing.PARTS
        or len({key.account_id for key in chosen}) != sharing.PARTS
    ):
        raise Refusal(
            "Hãy chọn đúng ba chức vụ do ba người khác nhau giữ, mỗi người đã đặt cụm mật khẩu niêm phong."
        )
    Unit.objects.select_for_update().get(pk=unit.pk)
    witness.check(*chosen)
    say_who(by)
    at = timezone.now()
    SealRecovery.objects.filter(unit=unit, ended_at=None).update(ended_at=at)
    private, public = boxes.new_pair()
    recovery = SealRecovery.objects.create(unit=unit, public=public, made_by=by, made_at=at)
    shares = [
        SealShare.objects.create(
            recovery=recovery, number=part[1], post=post, key=key, sealed=boxes.seal(part, key.public)
        )
        for post, key, part in zip(posts, chosen, sharing.split(private), strict=True)
    ]
    witness.sign(recovery, *shares)
    attempts.note(None, by, attempts.Act.RECOVERY_KEY, attempts.Outcome.DONE)
    return recovery


def shares_of(account: Account) -> list[SealShare]:
    """The parts that an account may bring today: of the posts it holds, for every key that a case still hangs on.

    Each has `is_own`: whether it lies sealed to the account's present key; else only its paper serves.
    """
    own = SealKey.objects.filter(account=account, ended_at=None).first()
    if own is None:
        return []
    rows = SealShare.objects.filter(_held_by(account)).distinct()
    found = list(rows.select_related("recovery__unit", "post").order_by("-recovery_id", "number"))
    for row in found:
        row.is_own = row.key_id == own.pk  # type: ignore[attr-defined]
    return [row for row in found if serves(row.recovery)]


def serves(recovery: SealRecovery) -> bool:
    """Whether the key opens something, or will: the living one, and an ended one while cases hang on it.

    That a key has ended means only that nothing further is sealed to it.
    """
    return (
        recovery.ended_at is None
        or SealGrant.objects.filter(recovery=recovery, ended_at=None).exclude(sealed=b"").exists()
    )


@transaction.atomic
def print_share(share: SealShare, *, unlocked: Unlocked) -> str:
    """The part as its keeper prints it on paper, once. Refusal for anybody else and for a second time."""
    unlocked.check()
    part = _part(share, unlocked)
    say_who(unlocked.account)
    if not SealShare.objects.filter(pk=share.pk, printed_at=None).update(printed_at=timezone.now()):
        raise Refusal("Phần khóa này đã in một lần; bản giấy ở trong phong bì của người giữ.")
    return sharing.on_paper(part)


def waiting(account: Account) -> list[SealRecoveryAct]:
    """Acts begun by others that the account may complete now."""
    since = timezone.now() - TOGETHER
    acts = SealRecoveryAct.objects.filter(
        done_at=None, begun_at__gt=since, offers__key__account=account, offers__key__ended_at=None
    )
    return list(
        acts.exclude(begun_by=account).select_related("begun_by__person", "recovery__unit").distinct()
    )


@transaction.atomic
def begin(
    share: SealShare,
    wishes: Iterable[Wish],
    *,
    unlocked: Unlocked,
    reason: str,
    document: str,
    paper: str = "",
) -> SealRecoveryAct:
    """The first of two: offers its part for named cases, receivers, reason and document. Nothing is opened yet.

    `paper` is the part typed from paper, for a keeper whose share lies sealed to a lost or a predecessor's key. The part
    waits sealed to the present keys of whoever holds the other posts today. Raises Refusal for a part of a post that is
    not the account's, and for a case that this recovery key holds nothing of.
    """
    unlocked.check()
    part, wanted = _part(share, unlocked, paper), list(wishes)
    _check_reason(reason, document)
    if not 0 < len(wanted) <= MOST_CASES:
        raise Refusal(f"Hãy chọn từ một đến {MOST_CASES} hồ sơ để khôi phục.")
    say_who(unlocked.account)
    act = SealRecoveryAct.objects.create(
        recovery=share.recovery,
        begun_by=unlocked.account,
        begun_at=timezone.now(),
        reason=reason,
        document=document,
    )
    for wish in wanted:
        key = _receiving(wish, share.recovery)
        target = SealRecoveryTarget.objects.create(
            act=act, case_id=wish.record.pk, key=key, capacity=wish.capacity
        )
        witness.sign(target)
    others = _others(share, unlocked.account)
    witness.check(*others)
    for key in others:
        SealOffer.objects.create(act=act, key=key, sealed=boxes.seal(part, key.public))
    if not act.offers.exists():
        raise Refusal(
            "Hai chức vụ giữ phần khóa kia hôm nay không ai có khóa niêm phong; hãy để người giữ chức vụ đặt cụm mật khẩu "
            "niêm phong rồi dùng bản giấy."
        )
    for pk in {wish.record.pk: None for wish in wanted}:
        _note(Record.objects.get(pk=pk), unlocked.account, attempts.Act.OFFER, document)
    return act


def finish(act: SealRecoveryAct, *, unlocked: Unlocked, paper: str = "") -> int:
    """The second of two: brings its part and gives the cases; how many. Each opening is recorded for the head.

    `paper` is a part typed from paper, for a keeper whose own one is lost or who followed another in the post. Raises
    Refusal after fifteen minutes, for the first person again, and when the two parts do not give the key.
    """
    unlocked.check()
    with transaction.atomic():
        act = SealRecoveryAct.objects.select_for_update().select_related("recovery").get(pk=act.pk)
        private = _joined(act, unlocked, paper)
        say_who(unlocked.account)
        targets = list(act.targets.select_related("case__record__unit", "key__account", "case"))
        witness.check(*targets)
        for target in targets:
            _give(act, target, private, unlocked.account)
        act.offers.all().delete()
        SealRecoveryAct.objects.filter(pk=act.pk).update(done_by=unlocked.account, done_at=timezone.now())
        for pk in dict.fromkeys(target.case_id for target in targets):
            _note(Record.objects.get(pk=pk), unlocked.account, attempts.Act.RECOVER, act.document)
    return len(targets)


def acts_of(unit_ids: Iterable[int]) -> list[SealRecoveryAct]:
    """Acts of recovery of these units' keys, the newest first."""
    rows = SealRecoveryAct.objects.filter(recovery__unit_id__in=list(unit_ids))
    return list(
        rows.select_related("begun_by__person", "done_by__person", "recovery__unit").order_by("-id")[:50]
    )


def drop_stale() -> int:
    """Remove parts that waited longer than fifteen minutes; how many."""
    gone, _each = SealOffer.objects.filter(act__begun_at__lte=timezone.now() - TOGETHER).delete()
    return gone


def may_keep(account: Account) -> bool:
    """Whether pages of recovery concern the account: it heads a unit or holds the post of a part."""
    return bool(units_of(account)) or SealShare.objects.filter(_held_by(account)).exists()


def _accounts(post: Post) -> list[Account]:
    """Active accounts of who holds the post today; of a unit that ended, who held it on its last day."""
    on = _last_days([post.unit_id]).get(post.unit_id, today())
    return list(
        Account.objects.filter(
            is_active=True, person__holdings__post=post, person__holdings__valid__contains=on
        )
    )


def _last_days(unit_ids: Iterable[int]) -> dict[int, date]:
    """Unit → its last day, for those that ended. Posts end with their unit, its cases and their recovery key do not."""
    ended = ActUnit.objects.filter(
        unit_id__in=list(unit_ids),
        part=ActUnit.Part.ENDS,
        act__state=UnitAct.State.CONFIRMED,
        act__on__lte=today(),
    )
    return {
        pk: on - timedelta(days=1) for pk, on in ended.order_by("act__on").values_list("unit_id", "act__on")
    }


def _note(record: Record, account: Account, act: str, document: str) -> None:
    reason, outcome = attempts.Reason.HAND_OVER, attempts.Outcome.DONE
    attempts.note(record, account, act, outcome, reason=reason, document=document)


def _held_by(account: Account) -> Q:
    """Shares of posts that the account's person holds today, or held on the last day of a unit that ended."""
    own = Q(post__holdings__person__isnull=False, post__holdings__person=account.person_id)
    found = own & Q(post__holdings__valid__contains=today())
    for unit, last in _last_days(SealRecovery.objects.values_list("unit_id", flat=True).distinct()).items():
        found |= own & Q(post__unit_id=unit, post__holdings__valid__contains=last)
    return found


def _others(share: SealShare, beginner: Account) -> list[SealKey]:
    """Present keys of whoever holds one of the other posts today, each once."""
    posts = [one.post for one in share.recovery.shares.exclude(pk=share.pk).select_related("post")]
    accounts = {account.pk for post in posts for account in _accounts(post)} - {beginner.pk}
    return list(SealKey.objects.filter(account__in=accounts, ended_at=None).order_by("pk"))


def _part(share: SealShare, unlocked: Unlocked, paper: str = "") -> bytes:
    """The part, from the share or from paper; who brings it holds the post today and has a living key, either way."""
    if unlocked.account not in _accounts(share.post):
        raise Refusal(NOT_YOURS)
    if not SealKey.objects.filter(pk=unlocked.key.pk, account=unlocked.account, ended_at=None).exists():
        raise Refusal(NO_OWN_KEY)
    if not serves(share.recovery):
        raise Refusal(SERVES_NOTHING)
    witness.check(share, share.recovery)
    if paper.strip():
        part = sharing.from_paper(paper)
        if part[1] != share.number:
            raise Refusal(f"Bản giấy này không phải phần khóa số {share.number}; hãy dùng đúng phong bì.")
        return part
    if share.key_id != unlocked.key.pk:
        raise Refusal(ON_PAPER)
    return boxes.unseal(share.sealed, unlocked.private)


def _check_reason(reason: str, document: str) -> None:
    if reason not in SealRecoveryAct.Reason.values:
        raise Refusal("Hãy chọn lý do khôi phục.")
    try:
        document_number(document)
    except ValidationError as error:
        raise Refusal(error.messages[0]) from None


def _receiving(wish: Wish, recovery: SealRecovery) -> SealKey:
    holding.require_kept(wish.record)
    holding.require_holder(wish.receiver, wish.capacity, wish.record.unit)
    key = SealKey.objects.filter(account=wish.receiver, ended_at=None).first()
    if key is None:
        raise Refusal("Người nhận chưa đặt cụm mật khẩu niêm phong nên chưa nhận khóa được.")
    if not SealGrant.objects.filter(case_id=wish.record.pk, recovery=recovery, ended_at=None).exists():
        raise Refusal("Khóa khôi phục này không mở được hồ sơ đã chọn.")
    return key


def _joined(act: SealRecoveryAct, unlocked: Unlocked, paper: str) -> bytes:
    if act.done_at or timezone.now() - act.begun_at >= TOGETHER:
        raise Refusal("Lần khôi phục này đã xong hoặc đã quá 15 phút; hãy bắt đầu lại.")
    if act.begun_by_id == unlocked.account.pk:
        raise Refusal("Người thứ hai phải là người khác người bắt đầu.")
    offer, own = act.offers.filter(key=unlocked.key).first(), _own_part(act, unlocked, paper)
    if offer is None:
        raise Refusal(NOT_YOURS)
    private = sharing.join([boxes.unseal(offer.sealed, unlocked.private), own])
    if boxes.public_of(private) != bytes(act.recovery.public):
        raise Refusal("Hai phần khóa không khớp với khóa khôi phục; hãy kiểm tra lại bản giấy.")
    return private


def _own_part(act: SealRecoveryAct, unlocked: Unlocked, paper: str) -> bytes:
    """The second part: typed, of a post that the account holds; else the one sealed to its key."""
    shares = list(
        SealShare.objects.filter(_held_by(unlocked.account), recovery=act.recovery)
        .select_related("post", "recovery")
        .distinct()
        .order_by("number")
    )
    if not shares:
        raise Refusal(NOT_YOURS)
    if paper.strip():
        number = sharing.from_paper(paper)[1]
        share = next((one for one in shares if one.number == number), shares[0])
    else:
        share = next((one for one in shares if one.key_id == unlocked.key.pk), shares[0])
    return _part(share, unlocked, paper)


def _give(act: SealRecoveryAct, target: SealRecoveryTarget, private: bytes, by: Account) -> None:
    case: SealCase = target.case
    holding.require_holder(target.key.account, target.capacity, case.record.unit)
    if target.key.ended_at:
        raise Refusal("Một người nhận đã kết thúc khóa niêm phong; hãy bắt đầu lại với khóa mới.")
    parts = holding.PARTS[target.capacity]
    grants = SealGrant.objects.filter(case=case, recovery=act.recovery, ended_at=None, ring__part__in=parts)
    for grant in grants.select_related("ring"):
        witness.check(grant)
        ring_private = boxes.unseal(grant.sealed, private)
        if boxes.public_of(ring_private) != bytes(grant.ring.public):
            raise Refusal(boxes.CHANGED)
        cases.grant(grant.ring, ring_private, target.key, target.capacity, SealGrant.Why.RECOVERED, by)


def headed_units(account: Account) -> list[Unit]:
    """The units that the account heads."""
    return list(Unit.objects.filter(pk__in=units_of(account)).order_by("pk"))
