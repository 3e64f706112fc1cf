"""How many days of reception the law asks of a head, month by month or week by week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from danvan import law
from danvan.domains.reception.flow import SESSION
from danvan.org.models import Unit, UnitName
from danvan.records.declare import StandingDuty
from danvan.records.owing import asked, due_in
from danvan.records.spans import spans, words


@dataclass(frozen=True, slots=True)
class Owed:
    """One span of a plan: how many days the law asks in it, how many the plan has, and by which article."""

    span: str
    needed: int
    planned: int
    citation: str

    @property
    def is_enough(self) -> bool:
        """Whether the plan alone would meet the duty."""
        return self.planned >= self.needed


def head_duties(unit: Unit, on: date) -> list[StandingDuty]:
    """The duties of heads of units of this kind on a day. One query."""
    kind = UnitName.objects.on(on).filter(unit=unit).values_list("kind", flat=True).first()
    return [duty for duty in SESSION.standing if duty.every != "event" and kind in duty.unit_kinds]


def coverage(
    unit: Unit, since: date, until: date, days: Iterable[date], calendar: law.Calendar
) -> list[Owed]:
    """Each span that ends within [since, until] with what is asked and what is planned; empty where no law asks."""
    planned = sorted(set(days))
    found = []
    for duty in head_duties(unit, until):
        for span in spans(duty.every, since, until):
            due = due_in(duty, span, calendar)
            if due is None:
                continue
            times = asked(due.rule, due.wording.valid_from)[0]
            inside = sum(span.first <= day <= span.last for day in planned)
            found.append(Owed(words(span.key), times, inside, due.citation))
    return found
