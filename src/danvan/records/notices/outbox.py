"""The outbox: notices are written in the transaction of what causes them, and sent afterwards, each at most once.

A sender first claims a notice and commits, then hands it over. Dying in between leaves it «dang_gui», which turns into
«khong_ro» and is never tried again: a person sees it on the page. A refusal is tried again after growing delays.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.org.models import Account
from danvan.records.models import Channel, Notice
from danvan.records.notices.channels import NobodyThere, NotSent, deliver, forget
from danvan.ui.dates import HANOI
from danvan.ui.errors import Refusal

MORNING = time(7)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240))  # after the first, second… refusal
UNSURE_AFTER = timedelta(minutes=30)
AT_ONCE = 500  # notices in one turn of the job
GIVE_WAY = 3  # refusals in a row after which a server that is down is left alone until the next turn

State = Notice.State


def morning_of(day: date) -> datetime:
    """Seven o'clock in Hà Nội."""
    return datetime.combine(day, MORNING, HANOI)


def put(notices: Sequence[Notice]) -> int:
    """Lay notices into the outbox; how many are new. One whose key is there already is left as it is. One query.

    RuntimeError outside a transaction: a notice without its cause must not be possible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is written in the transaction of what causes it")
    if not notices:
        return 0
    before = set(Notice.objects.filter(key__in=[row.key for row in notices]).values_list("key", flat=True))
    new = list({row.key: row for row in notices if row.key not in before}.values())
    Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(new)


def send_due(limit: int = AT_ONCE) -> int:
    """Send what waits for an adapter and whose time has come, oldest first; how many went.

    Three queries for each notice. Safe beside other senders: a claimed row is skipped.
    """
    _tell_unsure()
    sent = refused = 0
    for _turn in range(limit):
        notice = _claim()
        if notice is None or refused >= GIVE_WAY:
            _release(notice)
            break
        went = _send(notice)
        sent += went
        refused = 0 if went else refused + 1
    return sent


@transaction.atomic(durable=True)
def _claim() -> Notice | None:
    waiting = Notice.objects.filter(state=State.WAITING, send_after__lte=timezone.now())
    by_adapter = waiting.exclude(channel=Channel.BY_HAND).order_by("send_after", "id")
    notice = by_adapter.select_for_update(skip_locked=True).first()
    if notice:
        notice.state, notice.claimed_at, notice.attempts = State.SENDING, timezone.now(), notice.attempts + 1
        notice.save(update_fields=["state", "claimed_at", "attempts"])
    return notice


def _release(notice: Notice | None) -> None:
    """Give a claimed notice back untried."""
    if notice:
        Notice.objects.filter(pk=notice.pk).update(state=State.WAITING, attempts=notice.attempts - 1)


def _send(notice: Notice) -> bool:
    try:
        deliver(notice)
    except NobodyThere as fault:
        notice.state, notice.failure = State.DROPPED, str(fault)
    except NotSent as fault:
        _put_off(notice, str(fault))
    else:
        notice.state, notice.sent_at, notice.failure = State.SENT, timezone.now(), ""
    notice.save(update_fields=["state", "sent_at", "failure", "send_after"])
    if notice.state != State.WAITING:
        forget(notice)
    return notice.state == State.SENT


def _put_off(notice: Notice, why: str) -> None:
    notice.failure = why
    if notice.attempts > len(DELAYS):
        notice.state = State.FAILED
        return
    notice.state = State.WAITING
    notice.send_after = timezone.now() + DELAYS[notice.attempts - 1]


def _tell_unsure() -> None:
    long_ago = timezone.now() - UNSURE_AFTER
    Notice.objects.filter(state=State.SENDING, claimed_at__lt=long_ago).update(
        state=State.UNSURE,
        failure=_("Hệ thống dừng giữa lúc gửi nên không biết thư đã đi chưa; không tự gửi lại."),
    )


@transaction.atomic
def copied(notice: Notice, *, by: Account) -> Notice:
    """Say that a person has copied the text and sent it by hand. Refusal unless it waits for just that."""
    kept = Notice.objects.select_for_update().get(pk=notice.pk)
    if kept.channel != Channel.BY_HAND or kept.state != State.WAITING:
        raise Refusal(_("Tin này không còn chờ gửi tay; hãy tải lại danh sách thư."))
    kept.state, kept.sent_at, kept.sent_by = State.SENT, timezone.now(), by
    kept.save(update_fields=["state", "sent_at", "sent_by"])
    return kept


@transaction.atomic
def again(notice: Notice) -> Notice:
    """Try a notice once more from the first attempt on. Refusal unless sending it has failed for good.

    One that may have gone (`khong_ro`) is not sent again: nobody gets the same letter twice.
    """
    kept = Notice.objects.select_for_update().get(pk=notice.pk)
    if kept.state != State.FAILED:
        raise Refusal(_("Chỉ gửi lại được thư không gửi được; hãy tải lại danh sách thư."))
    kept.state, kept.attempts, kept.send_after = State.WAITING, 0, timezone.now()
    kept.save(update_fields=["state", "attempts", "send_after"])
    return kept
