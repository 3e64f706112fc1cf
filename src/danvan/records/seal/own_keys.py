"""The seal key of an account: made, its passphrase changed, ended when the passphrase is lost. Nothing brings one back.

The passphrase is the seal's own: not the log-in's, and also for who logs in by a passkey or the province's sign-on.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account, UnitName
from danvan.records.history import say_who
from danvan.records.models import Record, SealGrant, SealKey, SealRelease, SealShare, SealUnlocked
from danvan.records.seal import attempts, boxes, witness
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

SHORTEST, WORDS, SHORT_NAME = 20, 4, 4
NONE = "Bà/Ông chưa có khóa niêm phong; hãy đặt cụm mật khẩu niêm phong trước."
EXAMPLE = "bến đò chín quả cam vàng"
MEANWHILE = "Khóa niêm phong đã đổi hoặc kết thúc ở một cửa sổ khác; hãy tải lại trang rồi làm lại."
MADE, ENDED = "own_phrase_made", "own_phrase_ended"  # what the owner is told by letter
WRONG = "Cụm mật khẩu niêm phong không đúng; hãy gõ lại. Gõ sai nhiều lần thì phải chờ."


_tell: list[Callable[[Account, str], None]] = []


def tell_owner_by(way: Callable[[Account, str], None]) -> None:
    """Give the way in which an owner is told of MADE and ENDED: the room above, which writes letters, is not known here."""
    _tell[:] = [way]


def _told(account: Account, change: str) -> None:
    for way in _tell:
        way(account, change)


def cost() -> boxes.Cost:
    """What a try costs: settings.SEAL_COST, else Argon2id's MODERATE."""
    return getattr(settings, "SEAL_COST", boxes.MODERATE)


def living(account: Account) -> SealKey | None:
    """The account's present key. One query."""
    return SealKey.objects.filter(account=account, ended_at=None).first()


def required(account: Account) -> SealKey:
    """The account's present key; Refusal saying what to do first."""
    key = living(account)
    if key is None:
        raise Refusal(NONE)
    return key


@transaction.atomic
def make(account: Account, passphrase: str, again: str) -> SealKey:
    """A key under a new passphrase, typed twice. Refusal for a weak one, and where a key lives already."""
    Account.objects.select_for_update().get(pk=account.pk)
    if living(account):
        raise Refusal(
            "Bà/Ông đã có khóa niêm phong; muốn đổi cụm mật khẩu, hãy dùng phần “Đổi cụm mật khẩu”."
        )
    phrase = _new(account, passphrase, again)
    private, public = boxes.new_pair()
    say_who(account)
    key = SealKey.objects.create(
        account=account, public=public, made_at=timezone.now(), **_locked(private, phrase)
    )
    witness.sign(key)
    _told(account, MADE)
    return key


def change(account: Account, old: str, passphrase: str, again: str) -> None:
    """Put the same key under another passphrase. Refusal for a wrong old one (counted) or a weak new one.

    The private half goes back into the very row it came from, and only while that row lives.
    """
    key, private = opened(account, old)
    phrase = _new(account, passphrase, again)
    if phrase == nfc(old):
        raise Refusal("Cụm mật khẩu mới giống cụm đang dùng; hãy đặt cụm khác.")
    with transaction.atomic():
        say_who(account)
        rows = SealKey.objects.filter(pk=key.pk, ended_at=None)
        if not rows.update(changed_at=timezone.now(), **_locked(private, phrase)):
            raise Refusal(MEANWHILE)
        SealUnlocked.objects.filter(key=key).delete()


@transaction.atomic
def lose(account: Account, key_id: int | None = None) -> int:
    """End the present key, whose passphrase is lost or known to others; how many cases must be given anew.

    What was given to it is worthless from here on: its bytes are emptied, also those of the private half, of shares of a
    recovery key and of releases; each grant stands in the book. With `key_id` that very key or, after another window
    ended it, none.
    """
    key = SealKey.objects.select_for_update().filter(account=account, ended_at=None).first()
    if key is None:
        raise Refusal(NONE)
    if key_id not in (None, key.pk):
        raise Refusal(MEANWHILE)
    say_who(account)
    at = timezone.now()
    grants = SealGrant.objects.filter(key=key, ended_at=None)
    records: list[Record | None] = [
        grant.case.record for grant in grants.select_related("case__record").order_by("id")
    ]
    grants.update(sealed=b"", ended_at=at, ended_by=account)
    SealRelease.objects.filter(key=key, ended_at=None).update(sealed=b"", ended_at=at)
    SealShare.objects.filter(key=key).update(sealed=b"")
    SealUnlocked.objects.filter(key=key).delete()
    SealKey.objects.filter(pk=key.pk, ended_at=None).update(
        vault=b"", ended_at=at, ended_why=SealKey.Why.LOST
    )
    for record in records or [None]:
        attempts.note(record, account, attempts.Act.LOSE, attempts.Outcome.DONE)
    _told(account, ENDED)
    return len({record.pk for record in records if record})


def opened(account: Account, passphrase: str) -> tuple[SealKey, bytes]:
    """The living key and its private half. Refusal for a wrong passphrase, recorded and counted, and after too many."""
    with transaction.atomic():  # one try at a time: nobody guesses side by side
        key = SealKey.objects.select_for_update().filter(account=account, ended_at=None).first()
        if key is None:
            raise Refusal(NONE)
        attempts.refuse_too_many(account)
        at_cost = boxes.Cost(key.passes, key.memory)
        private = boxes.unlock(key.vault, nfc(passphrase), key.salt, at_cost)
        if private is None:
            attempts.wrong_passphrase(account)
    if private is None:
        raise Refusal(WRONG)
    return key, private


def _locked(private: bytes, phrase: str) -> dict[str, object]:
    at_cost, salt = cost(), boxes.new_salt()
    vault = boxes.lock(private, phrase, salt, at_cost)
    return {"vault": vault, "salt": salt, "passes": at_cost.passes, "memory": at_cost.memory}


def _new(account: Account, passphrase: str, again: str) -> str:
    phrase = nfc(passphrase)
    if not phrase:
        raise Refusal("Hãy gõ cụm mật khẩu niêm phong mới.")
    if phrase != nfc(again):
        raise Refusal("Hai lần gõ cụm mật khẩu không giống nhau; hãy gõ lại.")
    words = {fold(word) for word in phrase.split()}
    if len(phrase) < SHORTEST or len(words) < WORDS or len(set(phrase)) < WORDS * 2:
        raise Refusal(
            f"Cụm mật khẩu quá yếu; hãy đặt ít nhất {WORDS} từ khác nhau, không liền nghĩa, cách nhau bằng dấu cách, "
            f"cả cụm từ {SHORTEST} ký tự trở lên."
        )
    folded = " ".join(fold(phrase).split())
    if any(known in folded for known in (*_told_of(account), fold(EXAMPLE))):
        raise Refusal(
            "Cụm mật khẩu có tên tài khoản, họ tên, tên đơn vị của Bà/Ông hoặc là ví dụ trên trang; hãy đặt cụm khác."
        )
    if account.has_usable_password() and account.check_password(passphrase):
        raise Refusal("Cụm mật khẩu niêm phong phải khác mật khẩu đăng nhập; hãy đặt cụm khác.")
    try:
        validate_password(phrase, account)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages).replace("Mật khẩu", "Cụm mật khẩu")) from None
    return phrase


def _told_of(account: Account) -> set[str]:
    """Words that anybody knows of the account: its name for logging in, and what is long enough of its own and its units."""
    known = [account.get_username()]
    if account.person:
        units = {one.unit_id for one in account.person.grants.all()}
        names = UnitName.objects.filter(unit_id__in=units).values_list("name", flat=True)
        known += [account.person.full_name, *names]
    whole = {fold(one) for one in known if one}
    return {word for one in whole for word in (one, "".join(one.split())) if len(word) >= SHORT_NAME}


def made_on(key: SealKey) -> datetime:
    """When the passphrase that holds today was set."""
    return key.changed_at or key.made_at
