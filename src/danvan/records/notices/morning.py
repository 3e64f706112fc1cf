"""The letters of a working day: one for each person, with reminders, escalations and the digest.

Written by a job of the day, to go at seven in Hà Nội. Days off get none: the letters of the last working day before
them speak for them, those of the next one make up for them. After a stop of some days there is one letter, not several,
since it says how things stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from danvan.law import Calendar
from danvan.org import roles
from danvan.org.models import Account, Delegation, RoleGrant
from danvan.records import calendar
from danvan.records.duties import begun
from danvan.records.models import Channel, Duty, Notice, NoticeWish, Reminder
from danvan.records.models.duty import SOON
from danvan.records.notices import wording
from danvan.records.notices.channels import enabled
from danvan.records.notices.holders import Holders, Reader
from danvan.records.notices.outbox import morning_of, put
from danvan.records.notices.reminding import Told, addressed, owed
from danvan.records.notices.stages import ABOVE, LATE, last_day_before_work

WORK = ("records.handle", "records.classify")  # whoever has one of these gets the digest unless he declines
UNSAID = NoticeWish()
# What other rooms tell by the digest: a day → key of an account → sentences that count and name nothing.
_further: list[Callable[[date], dict[int, list[str]]]] = []


def tell_also(further: Callable[[date], dict[int, list[str]]]) -> None:
    """Take a room's own sentences for the digest, at start-up."""
    if further not in _further:
        _further.append(further)


@dataclass(frozen=True, slots=True)
class Morning:
    """A working day, and the last day that its letters speak for."""

    day: date
    until: date

    @property
    def soon(self) -> date:
        """The last due day that the digest counts."""
        return max(self.day + timedelta(days=SOON), self.until)


@transaction.atomic
def write_letters(day: date, working: Calendar | None = None) -> int:
    """Write the letters of a day into the outbox; how many. None on a day off.

    Ten queries, and at most four more for each person.
    """
    in_use = working or calendar.current()
    if not in_use.is_working(day):
        return 0
    morning = Morning(day, last_day_before_work(day, in_use))
    items = owed(morning.day, morning.until)
    holders = Holders([duty for duty, _stage in items], day)
    told = addressed(items, holders)
    wishes = {wish.account_id: wish for wish in NoticeWish.objects.all()}
    digests = _digests(morning, holders)
    notices: list[Notice] = []
    readers = {pk: one.reader for pk, one in told.items()} | {
        pk: reader for pk, (reader, _l) in digests.items()
    }
    for pk, reader in readers.items():
        digest = digests[pk][1] if pk in digests else []
        notices += _letters(morning, reader, told.get(pk), digest, wishes.get(pk, UNSAID))
    made = put(notices)
    _remember(morning, told.values(), notices)
    return made


def _digests(morning: Morning, holders: Holders) -> dict[int, tuple[Reader, list[str]]]:
    found: dict[int, tuple[Reader, list[str]]] = {}
    for account in digest_accounts(morning.day):
        reader = holders.reader(account)
        if lines := wording.digest_lines(*counts(reader, morning), morning.soon):
            found[account.pk] = (reader, lines)
    for further in _further:
        if not (told := further(morning.day)):
            continue
        with_address = Account.objects.filter(is_active=True, pk__in=told).exclude(email="")
        for account in with_address.exclude(notice_wish__wants_digest=False):
            reader, lines = found.get(account.pk, (holders.reader(account), []))
            found[account.pk] = (reader, lines + told[account.pk])
    return found


def digest_accounts(day: date) -> QuerySet[Account]:
    """Active accounts with an address that get the digest: by their work unless declined, others if asked for."""
    working = {key for permission in WORK for key in roles.with_permission(permission)}
    granted = RoleGrant.objects.on(day).filter(person_id=OuterRef("person_id"), role__in=working)
    lent = Delegation.objects.in_force(day).filter(receiver_id=OuterRef("person_id"), role__in=working)
    asked = Q(notice_wish__wants_digest=True)
    found = Account.objects.filter(is_active=True).exclude(email="")
    return found.filter(asked | Q(notice_wish__isnull=True) & (Q(Exists(granted)) | Q(Exists(lent))))


def counts(reader: Reader, morning: Morning) -> tuple[int, int]:
    """(late, due soon) of the open duties that the account may read. One query."""
    late = Q(can_be_judged=True, own_latest_on__lt=morning.day)
    near = Q(due_on__gte=morning.day, due_on__lte=morning.soon)
    visible = Duty.objects.open().filter(begun(morning.day), late | near, reader.condition)
    found = visible.aggregate(late=Count("pk", filter=late), near=Count("pk", filter=near))
    return found["late"], found["near"]


def channel_of(wish: NoticeWish, account: Account) -> str:
    """How reminders go to an account: as wished where that is still offered, by letter, or by hand without address."""
    wished = wish.channel if wish.channel in enabled() else Channel.EMAIL
    return Channel.BY_HAND if wished == Channel.EMAIL and not account.email else wished


def _letters(
    morning: Morning, reader: Reader, told: Told | None, digest: list[str], wish: NoticeWish
) -> Iterator[Notice]:
    """One letter with everything; two where reminders go another way than the digest."""
    groups = told.grouped() if told else {}
    reminders = wording.reminder_lines(groups)
    kind = Notice.Kind.ESCALATION if LATE in groups or ABOVE in groups else Notice.Kind.REMINDER
    channel = channel_of(wish, reader.account)
    if reminders and channel == Channel.EMAIL:
        yield _notice(morning, reader, channel, kind, reminders + digest)
        return
    if reminders:
        yield _notice(morning, reader, channel, kind, reminders)
    if digest:
        yield _notice(morning, reader, Channel.EMAIL, Notice.Kind.DIGEST, digest)


def _notice(morning: Morning, reader: Reader, channel: str, kind: str, lines: list[str]) -> Notice:
    return Notice(
        key=f"thu_sang:{morning.day:%Y-%m-%d}:{reader.account.pk}:{channel}",
        account=reader.account,
        unit_id=reader.home_id,
        channel=channel,
        kind=kind,
        subject=wording.subject(lines),
        body=wording.body(lines, channel),
        links=[reverse("records:worklist")],
        send_after=morning_of(morning.day),
    )


def _remember(morning: Morning, told: Iterable[Told], notices: list[Notice]) -> None:
    """Write down what each was reminded of. Two queries."""
    told_by = {row.account_id: row.key for row in notices if row.kind != Notice.Kind.DIGEST}
    ids = dict(Notice.objects.filter(key__in=told_by.values()).values_list("key", "pk"))
    rows = [
        Reminder(
            duty_id=duty.pk,
            account=one.account,
            stage=stage,
            due_on=duty.due_on,
            told_on=morning.day,
            notice_id=ids[told_by[one.account.pk]],
        )
        for one in told
        for duty, stage in one.items
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
