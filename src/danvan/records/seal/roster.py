"""Who receives the keys of a tố cáo that comes in over the network, and which posts those are: told to the sender first.

The head of the unit chooses beforehand, by a numbered document, among accounts with the role that the matrix asks
(Luật Tố cáo 2018, Điều 49), a living key and a post of the unit. Without one of them nothing is taken over the network.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account, Post, Unit
from danvan.records.history import say_who
from danvan.records.models import Mode, SealKey, SealRecovery, SealRoster, SealShare
from danvan.records.models.seal import document_number
from danvan.records.seal import covering, holding, modes, witness
from danvan.records.seal.holding import Candidate
from danvan.records.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class OnDuty:
    """One who holds keys today: the living key, as what, and the posts of the unit that he holds."""

    row: SealRoster
    key: SealKey
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a unit offers to who denounces over the network: who will hold keys, and who together could recover them."""

    unit_id: int
    on_duty: tuple[OnDuty, ...]
    recovery: SealRecovery

    @property
    def posts(self) -> list[Post]:
        """The posts that can open, each once, the head's first."""
        found = {post.pk: post for one in self.on_duty for post in one.posts}
        return sorted(found.values(), key=lambda post: (not post.is_head, not post.is_deputy, post.pk))

    @property
    def keeping(self) -> list[Post]:
        """The posts that keep a part of the recovery key; any two of them open together."""
        rows = SealShare.objects.filter(recovery=self.recovery).select_related("post").order_by("number")
        return [row.post for row in rows]

    def without(self, posts: Collection[int]) -> list[tuple[SealKey, str]]:
        """Receivers of keys when these posts are the denounced's: whoever holds one of them gets none, as nothing."""
        return [
            (one.key, one.row.capacity)
            for one in self.on_duty
            if not {post.pk for post in one.posts} & set(posts)
        ]


def offer(unit_id: int, on: date) -> Offer | None:
    """What the unit offers on a day; None where it takes no tố cáo over the network. A handful of queries.

    Asked are the mode by decision of its head (on a machine with a network alone), a recovery key over the unit, and one
    on the roster whose role, key and post live today.
    """
    if modes.mode_of(unit_id, on) != Mode.NETWORK or not modes.seals_here(unit_id, on):
        return None
    try:
        recovery = covering.over(unit_id)
    except witness.Forged:  # nothing can be sealed to it; the office is told where it makes a case
        return None
    found = on_duty(unit_id, on)
    return Offer(unit_id, tuple(found), recovery) if recovery and found else None


def on_duty(unit_id: int, on: date) -> list[OnDuty]:
    """Those on the unit's roster who can hold a key on the day: with the role, a living key and a post of the unit.

    A row that the program did not write gets nobody a key (`danvan verify` names it).
    """
    rows, found = living(unit_id), []
    false = witness.unmarked(rows)
    for row in [one for one in rows if one not in false]:
        key = SealKey.objects.filter(account=row.account, ended_at=None).select_related("account").first()
        posts = _posts(row.account, unit_id, on)
        if key and posts and holding.may_hold(row.account, row.capacity, row.unit, on):
            found.append(OnDuty(row, key, posts))
    return found


def living(unit_id: int) -> list[SealRoster]:
    """The rows of a unit that have not ended, in the order of their writing."""
    rows = SealRoster.objects.filter(unit_id=unit_id, ended_at=None)
    return list(rows.select_related("unit", "account__person", "by__person").order_by("id"))


def ended(unit_id: int) -> list[SealRoster]:
    """The rows that have ended, the newest end first."""
    rows = SealRoster.objects.filter(unit_id=unit_id, ended_at__isnull=False)
    return list(rows.select_related("account__person", "ended_by__person").order_by("-ended_at", "-id")[:100])


def candidates(unit: Unit, on: date) -> list[Candidate]:
    """Who may be chosen: by role, with a living key and a post of the unit, and not on the roster as that already."""
    held = {(row.account_id, row.capacity) for row in living(unit.pk)}
    return [
        one
        for one in holding.candidates(unit, on, SealRoster.ON_DUTY)
        if one.key and (one.account.pk, one.capacity) not in held and _posts(one.account, unit.pk, on)
    ]


@transaction.atomic
def choose(unit: Unit, chosen: Candidate, number: str, signed_on: date, *, by: Account) -> SealRoster:
    """Put somebody on the roster by a document. Refusal for anybody but the unit's own head, and where somebody may not."""
    on = today()
    _require_head(unit, by)
    if not modes.seals_here(unit, on) or modes.mode_of(unit, on) != Mode.NETWORK:
        raise Refusal("Đơn vị không ở chế độ “Niêm phong trên mạng” nên không nhận tố cáo qua mạng.")
    if signed_on > on:
        raise Refusal(f"Ngày văn bản {day(signed_on)} chưa tới; hãy ghi ngày ban hành.")
    try:
        document_number(number)
    except ValidationError as error:
        raise Refusal(error.messages[0]) from None
    Unit.objects.select_for_update().get(pk=unit.pk)
    if chosen.value not in {one.value for one in candidates(unit, on)}:
        raise Refusal(
            "Người được chọn phải có vai trò tiếp nhận hoặc giải quyết, giữ một chức vụ của đơn vị, đã đặt cụm mật khẩu "
            "niêm phong và chưa có trong danh sách; hãy tải lại trang."
        )
    say_who(by)
    row = SealRoster.objects.create(
        unit=unit,
        account=chosen.account,
        capacity=chosen.capacity,
        number=number,
        signed_on=signed_on,
        by=by,
        at=timezone.now(),
    )
    witness.sign(row)
    return row


@transaction.atomic
def end(row: SealRoster, *, by: Account) -> None:
    """Take somebody off the roster; keys of cases that he holds stay. Refusal for anybody but the unit's own head."""
    _require_head(row.unit, by)
    say_who(by)
    found = SealRoster.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    if not found:
        raise Refusal("Người này đã thôi giữ khóa tố cáo gửi qua mạng; hãy tải lại trang.")


def _require_head(unit: Unit, by: Account) -> None:
    if unit.pk not in modes.headed(by, today()):
        raise Refusal("Chỉ người đứng đầu của chính đơn vị này chọn người giữ khóa tố cáo gửi qua mạng.")


def _posts(account: Account, unit_id: int, on: date) -> tuple[Post, ...]:
    held = account.person.posts_on(on) if account.person else []
    return tuple(post for post in held if post.unit_id == unit_id)
