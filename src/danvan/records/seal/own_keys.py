"""The seal key of an account: made, its passphrase changed, ended when the passphrase is lost. Nothing brings one back.

The passphrase is the seal's own: not the log-in's, and also for who logs in by a passkey or the province's sign-on.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import SealGrant, SealKey, SealUnlocked
from danvan.records.seal import attempts, boxes
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

SHORTEST, WORDS = 20, 4
NONE = "Bà/Ông chưa có khóa niêm phong; hãy đặt cụm mật khẩu niêm phong trước."
WRONG = "Cụm mật khẩu niêm phong không đúng; hãy gõ lại. Gõ sai nhiều lần thì phải chờ."


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
    return SealKey.objects.create(
        account=account, public=public, made_at=timezone.now(), **_locked(private, phrase)
    )


def change(account: Account, old: str, passphrase: str, again: str) -> None:
    """Put the same key under another passphrase. Refusal for a wrong old one (counted) or a weak new one."""
    private = opened(account, old)
    phrase = _new(account, passphrase, again)
    if phrase == nfc(old):
        raise Refusal("Cụm mật khẩu mới giống cụm đang dùng; hãy đặt cụm khác.")
    with transaction.atomic():
        say_who(account)
        key = required(account)
        SealKey.objects.filter(pk=key.pk).update(changed_at=timezone.now(), **_locked(private, phrase))
        SealUnlocked.objects.filter(key=key).delete()


@transaction.atomic
def lose(account: Account) -> int:
    """End the present key, whose passphrase is lost or known to others; how many cases must be given anew.

    What was given to it is worthless from here on: its bytes are emptied, also those of the private half.
    """
    key = SealKey.objects.select_for_update().filter(account=account, ended_at=None).first()
    if key is None:
        raise Refusal(NONE)
    say_who(account)
    at = timezone.now()
    grants = SealGrant.objects.filter(key=key, ended_at=None)
    cases = grants.values("case").distinct().count()
    grants.update(sealed=b"", ended_at=at, ended_by=account)
    SealUnlocked.objects.filter(key=key).delete()
    SealKey.objects.filter(pk=key.pk).update(vault=b"", ended_at=at, ended_why=SealKey.Why.LOST)
    return cases


def opened(account: Account, passphrase: str) -> bytes:
    """The private half. Refusal for a wrong passphrase, which is recorded and counted, and after too many of them."""
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
    return private


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
    if account.has_usable_password() and account.check_password(passphrase):
        raise Refusal("Cụm mật khẩu niêm phong phải khác mật khẩu đăng nhập; hãy đặt cụm khác.")
    try:
        validate_password(phrase, account)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages).replace("Mật khẩu", "Cụm mật khẩu")) from None
    return phrase


def made_on(key: SealKey) -> datetime:
    """When the passphrase that holds today was set."""
    return key.changed_at or key.made_at
