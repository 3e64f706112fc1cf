"""Sổ tiếp công dân: the visits of a unit in the columns that the law asked for on the day of each (TCD.LOG).

A span that crosses a change of the form is two books. Of a sealed visit number, day, class and handling are shown and
nothing else. Two forms are printed: 12 columns until 30/6/2026, 13 from 1/7/2026; older visits stand in the minimum of
the law.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.reception.models import Answer, Conclusion, Visit
from danvan.domains.reception.models.person import VisitPerson
from danvan.org.models import Unit
from danvan.org.places import names
from danvan.records import visibility
from danvan.records.models import Link, PersonalDetails, Record
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

MOST = 2000  # visits of one book that a browser can print
CROSS = "x"


@dataclass(frozen=True, slots=True)
class Told:
    """One visit with all that a column may say of it."""

    visit: Visit
    personal: PersonalDetails | None
    people: list[VisitPerson]
    handled_by: str
    follow_up: str

    @property
    def is_sealed(self) -> bool:
        """Whether only number, day, class and handling may stand."""
        return self.visit.secrecy == Record.Secrecy.SEALED


@dataclass(frozen=True, slots=True)
class Book:
    """One book: the wording it follows, its days, its columns, its lines as cells."""

    wording: law.Wording
    since: date
    until: date
    heads: tuple[str, ...]
    lines: list[list[str]]
    is_cut: bool

    @property
    def citation(self) -> str:
        """Where the form stands in the law."""
        return str(self.wording.cite)

    @property
    def form(self) -> law.Wording:
        """What the law says of a book on paper or on a computer, on the first of these days."""
        return law.rulebook().wording("TCD.LOG.FORM", self.since)

    @property
    def needs_paper(self) -> bool:
        """Whether the law of these days wanted a book on paper beside this one: the older of the two wordings."""
        return self.form.valid_to is not None


def _who(one: Told) -> str:
    """Who spoke and those who represent, then the address."""
    names_ = [person.full_name for person in one.people]
    if not names_ and one.personal:
        names_ = [one.personal.full_name]
    address = one.personal.address if one.personal else ""
    return ", ".join(filter(None, (*names_, address)))


def _paper(one: Told) -> str:
    """The identity papers' numbers that the counter has kept."""
    return ", ".join(person.identity_number for person in one.people if person.identity_number)


def _content(one: Told) -> str:
    return one.personal.content if one.personal else ""


def _kind(one: Told) -> str:
    return str(one.visit.get_content_kind_display())


def _cross(answer: str) -> Callable[[Told], str]:
    return lambda one: CROSS if one.visit.answer == answer else ""


def _notes(one: Told) -> str:
    said = [str(one.visit.get_channel_display())]
    said += [_("Đoàn đông người")] if one.visit.is_group else []
    said += [_("Đến nhiều lần")] if one.visit.is_repeated else []
    said += [_("Có phiên dịch")] if one.visit.has_interpreter else []
    said += [_("Từ chối tiếp")] if one.visit.refused_for else []
    return ", ".join(said)


Column = Callable[[Told], str]
# What each column says, in the order of the law's list; those that a sealed visit keeps are named beside.
_NUMBER: Column = lambda one: one.visit.number  # noqa: E731
_DAY: Column = lambda one: day(one.visit.received_on)  # noqa: E731
_NOTHING: Column = lambda one: ""  # noqa: E731
_KIND_PERSONS: Column = lambda one: f"{_kind(one)}; {one.visit.persons}"  # noqa: E731
_PERSONS: Column = lambda one: str(one.visit.persons)  # noqa: E731
_ANSWER: Column = lambda one: str(one.visit.get_answer_display() or "")  # noqa: E731
_HANDLED: Column = lambda one: one.handled_by  # noqa: E731
_FOLLOW: Column = lambda one: one.follow_up  # noqa: E731
COLUMNS: dict[date, tuple[Column, ...]] = {
    date(2014, 7, 1): (_NUMBER, _DAY, _who, _content, _FOLLOW, _NOTHING, _ANSWER),
    date(2021, 11, 15): (
        *(_NUMBER, _DAY, _who, _paper, _content, _KIND_PERSONS, _NOTHING),
        *(_cross(Answer.ACCEPTED), _cross(Answer.REFUSED), _cross(Answer.FORWARDED), _FOLLOW, _notes),
    ),
    date(2026, 7, 1): (
        *(_NUMBER, _DAY, _who, _paper, _content, _kind, _PERSONS, _NOTHING, _cross(Answer.ACCEPTED)),
        *(_cross(Answer.REFUSED), _HANDLED, _FOLLOW, _notes),
    ),
}
_SHOWN_SEALED = {_NUMBER, _DAY, _kind, _ANSWER}


def books(unit: Unit, since: date, until: date, account: Any) -> list[Book]:
    """The books of a unit for days of visits, oldest form first, of what the account may see.

    Eleven queries a book at most. Raises Refusal for a span upside down, and for days before the law of 1/7/2014.
    """
    if since > until:
        raise Refusal(_("Từ ngày phải không sau đến ngày; hãy sửa lại."))
    parts = list(_parts(since, until))
    if not parts:
        raise Refusal(_("Trước 1/7/2014 chưa có Luật Tiếp công dân nên không có mẫu sổ; hãy chọn ngày sau."))
    return [_book(unit, wording, first, last, account) for wording, first, last in parts]


def _parts(since: date, until: date) -> Iterator[tuple[law.Wording, date, date]]:
    for wording in law.rulebook().wordings("TCD.LOG"):
        first, last = max(since, wording.valid_from), min(until, wording.valid_to or until)
        if first <= last:
            yield wording, first, last


def _book(unit: Unit, wording: law.Wording, since: date, until: date, account: Any) -> Book:
    rows = Visit.objects.visible_to(account).filter(unit=unit, received_on__range=(since, until))
    told = _told(rows.order_by("received_on", "register_no"), account, unit)
    columns = COLUMNS[wording.valid_from]
    lines = [[_cell(column, one) for column in columns] for one in told[:MOST]]
    return Book(wording, since, until, tuple(wording.items), lines, len(told) > MOST)


def _cell(column: Column, one: Told) -> str:
    if not one.is_sealed:
        return column(one)
    if column is _KIND_PERSONS:
        return _kind(one)
    return column(one) if column in _SHOWN_SEALED or _is_handling(column) else ""


def _is_handling(column: Column) -> bool:
    """The crosses that say how a visit was handled are made anew for each column."""
    return getattr(column, "__qualname__", "").startswith("_cross")


def _told(rows: QuerySet, account: Any, unit: Unit) -> list[Told]:
    visits = list(rows[: MOST + 1])
    pks = [visit.pk for visit in visits]
    named = visibility.may(account, "records.read", unit)
    people = PersonalDetails.objects.in_bulk(pks) if named else {}
    came: dict[int, list[VisitPerson]] = {}
    for person in VisitPerson.objects.filter(visit_id__in=pks if named else []).order_by("position"):
        came.setdefault(person.visit_id, []).append(person)
    handled = _handled(pks, account)
    follow = _follow_up(pks)
    return [
        Told(
            visit,
            people.get(visit.pk),
            came.get(visit.pk, []),
            handled.get(visit.pk, ""),
            follow.get(visit.pk, ""),
        )
        for visit in visits
    ]


def _handled(pks: list[int], account: Any) -> dict[int, str]:
    """Which unit holds the letter that arose from a visit, where the account may see the letter. Three queries."""
    ties = dict(Link.objects.filter(source_id__in=pks).values_list("record_id", "source_id"))
    rows = Record.objects.visible_to(account).filter(pk__in=ties).exclude(secrecy=Record.Secrecy.SEALED)
    held = list(rows.values_list("pk", "unit_id", "received_on"))
    found: dict[int, str] = {}
    named = names({unit_id for _pk, unit_id, _on in held}, max((on for *_, on in held), default=date.min))
    for pk, unit_id, _on in held:
        found[ties[pk]] = named.get(unit_id, "")
    return found


def _follow_up(pks: list[int]) -> dict[int, str]:
    """What became of the head's conclusions about a visit: limits and days, no words. One query."""
    found: dict[int, str] = {}
    for row in Conclusion.objects.filter(visit_id__in=pks, due_on__isnull=False).order_by("number"):
        said = (
            _("xong %(day)s") % {"day": day(row.done_on)}
            if row.done_on
            else _("hạn %(day)s") % {"day": day(row.due_on)}
        )
        found[row.visit_id or 0] = f"{found[row.visit_id]}; {said}" if row.visit_id in found else said
    return found


def month_of(on: date) -> tuple[date, date]:
    """First and last day of the month of a day, what the page asks for at first."""
    first = on.replace(day=1)
    return first, law.add_months(first, 1) - timedelta(days=1)
