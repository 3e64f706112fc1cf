"""What this officer may know at once of whoever stands at the counter: earlier visits, open matters, their days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.domains.reception.counter import keys
from danvan.domains.reception.counter.card import Card
from danvan.domains.reception.models import Visit, VisitPerson
from danvan.records.desk import people, places
from danvan.records.desk.access import Reach
from danvan.records.models import Duty, Link, Record
from danvan.ui.dates import day

MOST, LETTER = 20, "don"


@dataclass(frozen=True, slots=True)
class Known:
    """One earlier record with its unit and the limit that runs on it, if any."""

    record: Record
    unit: str
    due_on: date | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a person; `by_name` says that only name and year of birth agree, so that it may be another.

    `sent` are letters, and their matters, that came by another way than the counter: of these only the name agrees.
    """

    visits: list[Known] = field(default_factory=list)
    records: list[Known] = field(default_factory=list)
    sent: list[Known] = field(default_factory=list)
    by_name: bool = False

    @property
    def open_records(self) -> list[Known]:
        """Letters and matters that are not closed, those that ended first of all due first."""
        waiting = [one for one in (*self.records, *self.sent) if one.record.closed_on is None]
        return sorted(waiting, key=lambda one: (one.due_on is None, one.due_on or date.max, one.record.pk))

    @property
    def sentence(self) -> str:
        """The past in one line: how often, which open matters where, until when."""
        if not self.visits and not self.sent:
            return _("Chưa có lượt tiếp nào trước đây mà Bà/Ông được xem.")
        told = [self._came()]
        if letters := sum(one.record.type == LETTER for one in self.sent):
            told.append(_("đã gửi %(count)s đơn qua đường khác (cùng họ tên)") % {"count": _count(letters)})
        told += [self._open(one) for one in self.open_records[:3]]
        return "; ".join(told) + "."

    def _came(self) -> str:
        if not self.visits:
            return _("Chưa đến quầy lần nào")
        last = day(self.visits[0].record.received_on)
        return _("Đã đến %(count)s lần, gần nhất ngày %(last)s") % {
            "count": _count(len(self.visits)),
            "last": last,
        }

    @staticmethod
    def _open(one: Known) -> str:
        words = {
            "what": str(one.record.declared.label).lower(),
            "number": one.record.number,
            "unit": one.unit,
        }
        if one.due_on is None:
            return _("%(what)s số %(number)s tại %(unit)s") % words
        return _("%(what)s số %(number)s tại %(unit)s, hạn %(due)s") % (words | {"due": day(one.due_on)})


def _count(number: int) -> str:
    """A number that may be the most that was looked for."""
    return f"{number}+" if number == MOST else str(number)


def past(card: Card, reach: Reach) -> Past:
    """Earlier visits, their letters and matters, and letters sent by another way, newest first. Nine queries at most.

    By the number where one is told and known, else by name and year of birth; what was sent tells no number, so that it
    is found by the name alone, that of the card or of the earlier visits. Units beyond the officer's stay untold.
    """
    asked, by_name = _asked(card)
    came = VisitPerson.objects.filter(asked).values("visit_id")
    rows = reach.seen(Visit.objects.filter(pk__in=came))
    visits = list(rows.order_by("-received_on", "-id")[:MOST]) if asked else []
    records = _following(_of_visits([visit.pk for visit in visits]), reach) if visits else []
    sent = _sent(card.full_name or _name_of(visits), reach, {one.pk for one in records})
    every = (*visits, *records, *sent)
    if not every:
        return Past()
    duties = _running([one.pk for one in every])
    names = places.names({one.unit_id for one in every}, reach.on)

    def told(found: Iterable[Any]) -> list[Known]:
        return [_known(one, names, duties, reach) for one in found]

    return Past(told(visits), told(records), told(sent), by_name)


def _name_of(visits: list[Any]) -> str:
    """The name under which the person came last."""
    first = VisitPerson.objects.filter(visit_id=visits[0].pk).order_by("id").first() if visits else None
    return first.full_name if first else ""


def _sent(name: str, reach: Reach, besides: set[int]) -> list[Record]:
    """Letters of that name that no visit brought, and their matters; `besides` are those already told."""
    letters = [one for one in people.named(name, reach, MOST) if one.pk not in besides]
    if not letters:
        return []
    matters = _following(Q(sources__source_id__in=[one.pk for one in letters]), reach)
    return [*letters, *(one for one in matters if one.pk not in besides)]


def _asked(card: Card) -> tuple[Q, bool]:
    """The question, and whether it rests on the name alone."""
    numbers = [one for number in (card.number, card.old_number) for one in keys.every_number(number)]
    if numbers:
        return Q(number_hash__in=numbers), False
    names = keys.every_name(card.full_name, card.born_year)
    return (Q(name_hash__in=names), True) if names else (Q(), True)


def _of_visits(visits: list[int]) -> Q:
    """Letters that arose from the visits or that these were joined to, and the matters of those."""
    joined = Link.objects.filter(record_id__in=visits, kind=Link.Kind.JOINS).values("source_id")
    letters = Q(sources__source_id__in=visits) | Q(pk__in=joined)
    return letters | Q(sources__source__sources__source_id__in=visits) | Q(sources__source_id__in=joined)


def _following(asked: Q, reach: Reach) -> list[Record]:
    """The newest records of that question that the account sees; never a sealed one."""
    rows = reach.seen(Record.objects.filter(asked)).exclude(secrecy=Record.Secrecy.SEALED)
    found = Record.objects.filter(pk__in=rows.values("pk"))
    return list(found.order_by("-received_on", "-id")[:MOST])


def _running(ids: Iterable[int]) -> dict[int, Duty]:
    """The limit that ends first on each record."""
    first: dict[int, Duty] = {}
    for duty in Duty.objects.open().filter(record_id__in=list(ids)).order_by("due_on", "id"):
        first.setdefault(duty.record_id or 0, duty)
    return first


def _known(record: Any, names: dict[int, str], duties: dict[int, Duty], reach: Reach) -> Known:
    duty = duties.get(record.pk)
    unit = names.get(record.unit_id, "")
    return Known(record, unit, duty.due_on, duty.standing(reach.on)) if duty else Known(record, unit)
