"""An account's key, opened for fifteen minutes in one session, under a secret that only the browser's cookie holds.

The row in the database is worthless without the cookie, the cookie without the row; both are worthless without the very
session. It ends by the clock, by logging out, by “khóa lại”, by a change of roles, and with the key.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from danvan.org import roles
from danvan.org.models import Account
from danvan.records.models import SealKey, SealUnlocked
from danvan.records.seal import attempts, boxes, own_keys
from danvan.records.today import today
from danvan.ui.errors import Refusal

COOKIE = "niem_phong"
LASTS = timedelta(minutes=15)
LOCKED = "Khóa niêm phong đang đóng; hãy gõ cụm mật khẩu niêm phong để mở."


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A key in the hands of its account, until a moment."""

    account: Account
    key: SealKey
    private: bytes = field(repr=False)
    until: datetime

    def check(self) -> None:
        """Refusal when its time is over."""
        if timezone.now() >= self.until:
            raise Refusal(LOCKED)


def unlock(request: HttpRequest, passphrase: str) -> tuple[Unlocked, str]:
    """Open the key of the request's account; it and the cookie's value. Refusal for a wrong passphrase."""
    account = _account(request)
    (key, private), secret = own_keys.opened(account, passphrase), boxes.new_secret()
    until = timezone.now() + LASTS
    if not request.session.session_key:
        request.session.save()
    SealUnlocked.objects.filter(until__lte=timezone.now()).delete()
    SealUnlocked.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={
            "key": key,
            "sealed": boxes.wrap(private, secret),
            "rights": _rights(account),
            "until": until,
        },
    )
    attempts.note(None, account, attempts.Act.UNLOCK, attempts.Outcome.DONE)
    return Unlocked(account, key, private, until), secret.hex()


def current(request: HttpRequest) -> Unlocked | None:
    """The key that is open in this session; None when none is, and what was found worthless is removed."""
    secret, session = request.COOKIES.get(COOKIE, ""), request.session.session_key
    row = SealUnlocked.objects.select_related("key").filter(session_id=session).first() if session else None
    if row is None:
        return None
    account = _account(request)
    stale = row.until <= timezone.now() or row.key.ended_at or row.key.account_id != account.pk
    if stale or row.rights != _rights(account):
        row.delete()
        return None
    private = boxes.unwrap(row.sealed, _bytes(secret))
    return Unlocked(account, row.key, private, row.until) if private else None


def required(request: HttpRequest) -> Unlocked:
    """The key that is open in this session; Refusal when there is none."""
    found = current(request)
    if found is None:
        raise Refusal(LOCKED)
    return found


def lock_again(request: HttpRequest) -> None:
    """Close the session's key at once."""
    if request.session.session_key:
        SealUnlocked.objects.filter(session_id=request.session.session_key).delete()


def set_cookie(response: HttpResponse, secret: str) -> None:
    """Give the browser the secret: for the seal's pages alone, to no script, never from another site."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(LASTS.total_seconds()),
        path=reverse("seal:own_key"),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def drop_cookie(response: HttpResponse) -> None:
    """Take the secret back."""
    response.delete_cookie(COOKIE, path=reverse("seal:own_key"), samesite="Strict")


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _rights(account: Account) -> str:
    """A print of the roles of today, own and lent."""
    held = sorted(repr(holding) for holding in roles.rights(account, today()).holdings)
    return sha256("\n".join(held).encode()).hexdigest()


def _bytes(secret: str) -> bytes:
    try:
        raw = bytes.fromhex(secret)
    except ValueError:
        raw = b""
    return raw if len(raw) == boxes.KEY_BYTES else bytes(boxes.KEY_BYTES)
