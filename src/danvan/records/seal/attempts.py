"""The book of openings: each one, and each that was refused, with the post of the day. Rows are only ever added."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Record, SealOpening
from danvan.records.seal import witness
from danvan.records.today import today
from danvan.ui.errors import Refusal

MOST, SPAN = 5, timedelta(minutes=5)  # as at log-in: settings.ACCOUNT_RATE_LIMITS, "login_failed"

Act, Outcome, Reason = SealOpening.Act, SealOpening.Outcome, SealOpening.Reason
SEEING = (
    Act.READ,
    Act.FILE,
    Act.ORIGINAL,
    Act.REDACT,
    Act.RELEASE,
    Act.RELEASED,
    Act.RECOVER,
)  # somebody saw something, or may now


def note(
    record: Record | None,
    account: Account,
    act: str,
    outcome: str,
    *,
    reason: str = "",
    document: str = "",
    kinds: tuple[str, ...] = (),
    seen: int = 0,
    tail: str = "",
) -> SealOpening:
    """Add a row. It stays also when the caller refuses afterwards, unless he does so within a transaction of his own."""
    with transaction.atomic():
        say_who(account)
        row = SealOpening.objects.create(
            record_id=record.pk if record else None,
            account=account,
            post=post_of(account, record),
            act=act,
            outcome=outcome,
            reason=reason,
            document=document,
            kinds=", ".join(dict.fromkeys(kinds)),
            seen=seen,
            tail=tail,
            at=timezone.now(),
        )
        if seen:  # what a later opening believes
            witness.sign(row)
        return row


def post_of(account: Account, record: Record | None = None) -> str:
    """The account's post of today, at the record's unit first; empty without one."""
    if not account.person:
        return ""
    posts = account.person.posts_on(today())
    here = [post for post in posts if record is not None and post.unit_id == record.unit_id]
    return (here or posts)[0].title if posts else ""


def told(record: Record) -> list[tuple[datetime, str, str]]:
    """What a denouncer may know of the openings of the own case: when, by which post, why; no name. The newest first."""
    rows = SealOpening.objects.filter(record_id=record.pk, outcome=Outcome.DONE, act__in=SEEING).order_by(
        "-id"
    )
    return [(row.at, row.post, str(row.get_reason_display()) if row.reason else "") for row in rows[:100]]


def refuse_too_many(account: Account) -> None:
    """Refusal when the account has typed wrong passphrases as often as it may."""
    since = timezone.now() - SPAN
    wrong = SealOpening.objects.filter(account=account, outcome=Outcome.WRONG, at__gt=since).count()
    if wrong >= MOST:
        raise Refusal(
            f"Đã gõ sai cụm mật khẩu niêm phong {MOST} lần trong {SPAN.seconds // 60} phút; hãy chờ {SPAN.seconds // 60} "
            "phút rồi thử lại. Người đứng đầu thấy các lần này."
        )


def wrong_passphrase(account: Account) -> None:
    """Count a wrong passphrase."""
    note(None, account, Act.UNLOCK, Outcome.WRONG)
