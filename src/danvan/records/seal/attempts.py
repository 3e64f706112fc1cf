"""The book of openings: each one, and each that was refused, with the post of the day. Rows are only ever added."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Record, SealGrant, SealOpening
from danvan.records.seal import witness
from danvan.records.today import today
from danvan.ui.errors import Refusal

LONGEST_POST = 120  # signs, as its column
MOST, SPAN = 5, timedelta(minutes=5)  # as at log-in: settings.ACCOUNT_RATE_LIMITS, "login_failed"

Act, Outcome, Reason = SealOpening.Act, SealOpening.Outcome, SealOpening.Reason
SEES = (Act.READ, Act.FILE, Act.ORIGINAL, Act.REDACT, Act.RELEASED)
# Somebody saw something, or may now, or may no longer.
SEEING = (*SEES, Act.RELEASE, Act.RECOVER, Act.GIVE, Act.END, Act.RESEAL)


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


def post_of(account: Account, record: Record | None = None, on: date | None = None) -> str:
    """The account's post of a day (today), at the record's unit first, with the unit where it is another; empty without."""
    if not account.person:
        return ""
    posts = account.person.posts_on(on or today())
    here = [post for post in posts if record is not None and post.unit_id == record.unit_id]
    if not posts:
        return ""
    first = (here or posts)[0]
    is_elsewhere = record is not None and first.unit_id != record.unit_id
    return f"{first.title}, {first.unit}"[:LONGEST_POST] if is_elsewhere else first.title


def told(record: Record) -> list[tuple[datetime, str, str]]:
    """What a denouncer may know of the book of the own case: when, by which post, what and why; no name, none left out.

    Who may read since then, or no longer, is told by the post that he held on that day. The newest first; what one post
    did again and again for one reason on one day is one line, at its last time, that says how often. Three queries.
    """
    rows = SealOpening.objects.filter(record_id=record.pk, outcome=Outcome.DONE, act__in=SEEING)
    lines = [(row.at, row.post, _why(row), row.act) for row in rows.order_by("-id")]
    lines += [(at, post, why, Act.GIVE) for at, post, why in _keys_given(record)]
    lines.sort(key=lambda line: line[0], reverse=True)
    often: Counter[tuple[date, str, str, str]] = Counter()
    last: dict[tuple[date, str, str, str], datetime] = {}
    for at, post, why, act in lines:
        one = (timezone.localdate(at), post, why, act)
        often[one] += 1
        last.setdefault(one, at)
    return [
        (last[one], one[1], one[2] if times == 1 else f"{one[2] or 'không ghi lý do'} ({times} lần)")
        for one, times in often.items()
    ]


def _why(row: SealOpening) -> str:
    reason = str(row.get_reason_display()) if row.reason else ""
    if row.act in SEES:
        return reason
    return f"{row.get_act_display()}{f': {reason}' if reason else ''}"


def _keys_given(record: Record) -> list[tuple[datetime, str, str]]:
    """(when, post, what) of each account that got a key after the case was made, or holds one no more."""
    grants = SealGrant.objects.filter(case_id=record.pk, key__isnull=False).order_by("id")
    found: dict[tuple[datetime, str, str], None] = {}
    for grant in grants.select_related("key__account__person"):
        assert grant.key is not None
        if grant.why not in (SealGrant.Why.FIRST, SealGrant.Why.RENEWED):
            post = post_of(grant.key.account, record, timezone.localdate(grant.given_at))
            why = f"được trao khóa để mở: {grant.get_why_display()}"
            found[grant.given_at.replace(microsecond=0), post, why] = None
        if grant.ended_at:
            post = post_of(grant.key.account, record, timezone.localdate(grant.ended_at))
            found[grant.ended_at.replace(microsecond=0), post, "thôi giữ khóa"] = None
    return list(found)


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
