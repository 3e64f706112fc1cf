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
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.models import Duty, Link, Record
from danvan.ui.dates import day

MOST = 20


@dataclass(frozen=True, slots=True)
class Known:
    """One earlier record with its unit and the limit that runs on it, if any."""

    record: Record
    unit: str
    due_on: date | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a person; `by_name` says that only name and year of birth agree, so that it may be another."""

    visits: list[Known] = field(default_factory=list)
    records: list[Known] = field(default_factory=list)
    by_name: bool = False

    @property
    def open_records(self) -> list[Known]:
        """Letters and matters that are not closed."""
        return [one for one in self.records if one.record.closed_on is None]

    @property
    def sentence(self) -> str:
        """The past in one line: how often, which open matters where, until when."""
        if not self.visits:
            return _("Chưa có lượt tiếp nào trước đây mà Bà/Ông được xem.")
        times = _("%(count)s%(more)s lần") % {
            "count": len(self.visits),
            "more": "+" if len(self.visits) == MOST else "",
        }
        last = day(self.visits[0].record.received_on)
        told = [_("Đã đến %(times)s, gần nhất ngày %(last)s") % {"times": times, "last": last}]
        told += [self._open(one) for one in self.open_records[:3]]
        return "; ".join(told) + "."

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


def past(card: Card, reach: Reach) -> Past:
    """Earlier visits and their letters and matters, newest first. Five queries, one more for roles that reach below.

    By the number where one is told and known, else by name and year of birth. Units beyond the officer's stay untold.
    """
    asked, by_name = _asked(card)
    if not asked:
        return Past()
    people = VisitPerson.objects.filter(asked).values("visit_id")
    rows = reach.seen(Visit.objects.filter(pk__in=people))
    visits = list(rows.order_by("-received_on", "-id")[:MOST])
    if not visits:
        return Past()
    records = _following([visit.pk for visit in visits], reach)
    duties = _running([one.pk for one in (*visits, *records)])
    names = places.names({one.unit_id for one in (*visits, *records)}, reach.on)
    told = [_known(one, names, duties, reach) for one in records]
    return Past([_known(one, names, duties, reach) for one in visits], told, by_name)


def _asked(card: Card) -> tuple[Q, bool]:
    """The question, and whether it rests on the name alone."""
    numbers = [one for number in (card.number, card.old_number) for one in keys.every_number(number)]
    if numbers:
        return Q(number_hash__in=numbers), False
    names = keys.every_name(card.full_name, card.born_year)
    return (Q(name_hash__in=names), True) if names else (Q(), True)


def _following(visits: list[int], reach: Reach) -> list[Record]:
    """Letters that arose from the visits or that these were joined to, and the matters of those; never a sealed one."""
    joined = Link.objects.filter(record_id__in=visits, kind=Link.Kind.JOINS).values("source_id")
    letters = Q(sources__source_id__in=visits) | Q(pk__in=joined)
    of_letters = Q(sources__source__sources__source_id__in=visits) | Q(sources__source_id__in=joined)
    rows = reach.seen(Record.objects.filter(letters | of_letters)).exclude(secrecy=Record.Secrecy.SEALED)
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
