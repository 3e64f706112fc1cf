"""Giữ lại: what keeps a record though its time is over, by a head's act or by itself.

A room that knows of more (a court case, a request of the sender) registers a finder with `by_itself`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localtime

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.models import Duty, LegalHold, Message, Paper, Rating, Record, Tombstone
from danvan.records.models.retention import NUMBER
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

ERASE = "records.erase"  # the permission that a head alone has
OPEN = "Gắn với hồ sơ đang mở."
OWING = "Còn việc theo hạn chưa làm."
WAITING = "Còn văn bản chờ số."

Finder = Callable[[set[int]], set[int]]
_finders: dict[str, tuple[str, Finder]] = {}

# Each record with everything that hangs together with it by ties, itself included.
_TOGETHER = """
WITH RECURSIVE together(root, id) AS (
  SELECT id, id FROM unnest(%s::bigint[]) AS asked(id)
  UNION SELECT t.root, CASE WHEN l.record_id = t.id THEN l.source_id ELSE l.record_id END
  FROM together t JOIN records_link l ON t.id IN (l.record_id, l.source_id))
SELECT root, id FROM together
"""
# The chain of a record holds every move, file, paper and act on it; what is said stands in tables of its own.
_LAST = """
SELECT asked.id, (SELECT at FROM records_history WHERE chain = 'record:' || asked.id ORDER BY id DESC LIMIT 1)
FROM unnest(%s::bigint[]) AS asked(id)
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """Why one record is kept, as a sentence; `act` is the head's act where there is one."""

    why: str
    act: int | None = None


def by_itself(key: str, sentence: str, find: Finder) -> None:
    """Register what holds without an act: `find(ids)` gives those of the ids that it holds, in few queries.

    An ended act of the reason `key` says that a head has looked at it: it then holds that record no more.
    """
    if _finders.get(key, (sentence, find))[1] is not find:
        raise ValueError(f"what holds by itself as {key} is registered twice")
    _finders[key] = (sentence, find)


@transaction.atomic
def hold(
    record: Record, *, by: Account, reason: str, document: str, document_on: date, on: date
) -> LegalHold:
    """Keep a record until another act. Needs `records.erase` at its unit. Refusal for a reason outside the list, a number
    that is none, a day to come, a record that is destroyed or held for that reason already."""
    spine = _asked(record, by, document, document_on, on)
    if reason not in LegalHold.Reason.values:
        raise Refusal("Hãy chọn lý do giữ lại trong danh sách.")
    if Tombstone.objects.filter(pk=spine.pk).exists():
        raise Refusal("Hồ sơ đã hủy nên không còn gì để giữ lại.")
    if LegalHold.objects.filter(record=spine, reason=reason, ended_on=None).exists():
        raise Refusal("Hồ sơ đang được giữ lại vì lý do này; hãy tải lại trang.")
    say_who(by)
    return LegalHold.objects.create(
        record_id=spine.pk,
        reason=reason,
        document=document.strip(),
        document_on=document_on,
        held_on=on,
        by=by,
    )


@transaction.atomic
def end(act: LegalHold, *, by: Account, document: str, document_on: date, on: date) -> LegalHold:
    """End an act by another one; the first stays as it was written. Refusal where it has ended, or as `hold`."""
    _asked(act.record, by, document, document_on, on)
    kept = LegalHold.objects.select_for_update().get(pk=act.pk)
    if kept.ended_on:
        raise Refusal("Việc giữ lại này đã kết thúc; hãy tải lại trang.")
    if on < kept.held_on:
        raise Refusal(f"Ngày thôi giữ {day(on)} trước ngày giữ {day(kept.held_on)}; hãy sửa lại.")
    say_who(by)
    kept.ended_on, kept.end_document, kept.end_document_on, kept.ended_by = (
        on,
        document.strip(),
        document_on,
        by,
    )
    kept.save()
    return kept


def check_paper(document: str, document_on: date, on: date) -> None:
    """A number as offices write it, of a day not after the act. Refusal otherwise."""
    if not re.match(NUMBER, document.strip()):
        raise Refusal(
            "Số văn bản chỉ gồm chữ in hoa, chữ số, dấu / . - và không có tên người, ví dụ 12/QĐ-UBND."
        )
    if document_on > on:
        raise Refusal(f"Ngày văn bản {day(document_on)} sau ngày {day(on)}; hãy sửa lại.")


def lock_together(ids: Collection[int]) -> None:
    """Lock these records and everything tied to them in order of key: who holds one waits for who destroys another."""
    members = set().union(*_together(ids).values())
    list(Record.objects.select_for_update(of=("self",)).filter(pk__in=members).order_by("pk"))


def _asked(record: Record, by: Account, document: str, document_on: date, on: date) -> Record:
    lock_together([record.pk])
    spine = Record.objects.get(pk=record.pk)
    require(by, ERASE, spine.unit)
    check_paper(document, document_on, on)
    return spine


def holdings(ids: Collection[int], on: date) -> dict[int, list[Holding]]:
    """Id → everything that keeps that record on a day; a record that nothing keeps is not in it.

    What holds a record holds everything tied to it. Some ten queries, however many ids.
    """
    found: dict[int, list[Holding]] = defaultdict(list)
    together = _together(ids)
    everybody = set().union(*together.values()) if together else set()
    for root, act in _acts(together, everybody):
        found[root].append(act)
    told = [(OPEN, _open(everybody)), (OWING, _owing(everybody)), (WAITING, _waiting(everybody))]
    looked_at = _looked_at(ids)
    for root, members in together.items():
        found[root] += [Holding(why) for why, held in told if members & held]
    for key, (why, find) in _finders.items():
        held = find(everybody)
        for root, members in together.items():
            if members & held and (root, key) not in looked_at:
                found[root].append(Holding(why))
    for pk, until in _graces(ids).items():
        if until >= on:
            found[pk].append(
                Holding(f"Có nội dung mới; chưa hủy trước ngày {day(until + timedelta(days=1))}.")
            )
    return {pk: why for pk, why in found.items() if why}


def last_contents(ids: Collection[int]) -> dict[int, date]:
    """Id → the day in Việt Nam on which something of the record was last written: a move, file, paper, message, rating."""
    latest: dict[int, date] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(ids)])
        rows = [row for row in cursor.fetchall() if row[1]]
    rows += Message.objects.filter(record_id__in=ids).values_list("record_id", "at")
    rows += Rating.objects.filter(record_id__in=ids).values_list("record_id", "at")
    for pk, at in rows:
        latest[pk] = max(latest.get(pk, date.min), localtime(at).date())
    return latest


def _graces(ids: Collection[int]) -> dict[int, date]:
    """Id → the last day on which it is not destroyed because something new came in."""
    days = timedelta(days=settings.RETENTION_GRACE_DAYS)
    return {pk: last + days for pk, last in last_contents(ids).items()}


def _together(ids: Collection[int]) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {pk: set() for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER, [list(ids)])
        for root, member in cursor.fetchall():
            members[root].add(member)
    return members


def _acts(together: dict[int, set[int]], everybody: set[int]) -> Iterable[tuple[int, Holding]]:
    acts = list(LegalHold.objects.filter(record_id__in=everybody, ended_on=None).order_by("held_on", "id"))
    for root, members in together.items():
        for act in acts:
            if act.record_id in members:
                yield root, _told(act, is_own=act.record_id == root)


def _told(act: LegalHold, *, is_own: bool) -> Holding:
    """Of an act on another record only the reason: its paper is read on that record's own page."""
    if not is_own:
        return Holding(f"Gắn với hồ sơ được giữ lại: {act.get_reason_display()}.")
    return Holding(f"{act.get_reason_display()}, {act.document} ngày {day(act.document_on)}.", act.pk)


def _looked_at(ids: Collection[int]) -> set[tuple[int, str]]:
    ended = LegalHold.objects.filter(record_id__in=ids, ended_on__isnull=False)
    return set(ended.values_list("record_id", "reason"))


def _open(ids: set[int]) -> set[int]:
    return set(Record.objects.filter(pk__in=ids, closed_on=None).values_list("pk", flat=True))


def _owing(ids: set[int]) -> set[int]:
    return set(Duty.objects.open().filter(record_id__in=ids).values_list("record_id", flat=True))


def _waiting(ids: set[int]) -> set[int]:
    papers = Paper.objects.filter(record_id__in=ids, state=Paper.State.PREPARED)
    return set(papers.values_list("record_id", flat=True))
