"""A month's or a year's sessions proposed by a pattern, and posted all at once.

A day that falls on a day off moves to the next working day; the preview says so, and whether it can still be posted in
time (TCD.POST).
"""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.reception.models import HeadSession
from danvan.org.models import Account, Unit
from danvan.records import calendar, writing
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

LAST = 5  # «tuần cuối»: the last such weekday of a month
MOST = 120  # sessions in one plan: two a week, all year


@dataclass(frozen=True, slots=True)
class Pattern:
    """On which days: numbers of the month, or a weekday (0 is Monday) in these weeks of the month, all when empty."""

    days: tuple[int, ...] = ()
    weekday: int | None = None
    weeks: tuple[int, ...] = ()

    def of_month(self, year: int, month: int) -> list[date]:
        """The days of one month, rising."""
        length = months.monthrange(year, month)[1]
        if self.weekday is None:
            return [date(year, month, number) for number in sorted({min(n, length) for n in self.days})]
        matching = [
            date(year, month, number)
            for number in range(1, length + 1)
            if date(year, month, number).weekday() == self.weekday
        ]
        if not self.weeks:
            return matching
        chosen = {matching[-1] if week == LAST else matching[week - 1] for week in self.weeks}
        return sorted(chosen)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One day of a plan: `wished` is what the pattern named when that was a day off; `post_by` the last day to post."""

    on: date
    wished: date
    post_by: date
    is_late: bool
    is_provisional: bool
    is_taken: bool

    @property
    def is_shifted(self) -> bool:
        """Whether a day off moved it."""
        return self.on != self.wished


@dataclass(frozen=True, slots=True)
class Plan:
    """The pattern over a span for one unit, and what every session of it says."""

    unit: Unit
    since: date
    until: date
    pattern: Pattern
    told: dict[str, Any] = field(default_factory=dict)


def span_of(year: int, month: int | None) -> tuple[date, date]:
    """First and last day of a year, or of one month of it."""
    if month:
        return date(year, month, 1), date(year, month, months.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def propose(plan: Plan, on: date) -> list[Proposed]:
    """The sessions of a plan that lie after `on`, rising, none twice. Three queries."""
    days = calendar.current()
    taken = set(
        HeadSession.objects.filter(unit=plan.unit, planned_on__range=(plan.since, plan.until))
        .exclude(state="da_doi")
        .values_list("planned_on", flat=True)
    )
    found: dict[date, Proposed] = {}
    for wished in _wished(plan):
        real = days.next_working(wished)
        if real > on and real not in found and real <= plan.until:
            found[real] = _proposed(real, wished, on, real in taken, days)
    return [found[key] for key in sorted(found)]


def _wished(plan: Plan) -> Iterable[date]:
    year, month = plan.since.year, plan.since.month
    while (year, month) <= (plan.until.year, plan.until.month):
        yield from plan.pattern.of_month(year, month)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _proposed(real: date, wished: date, on: date, is_taken: bool, days: law.Calendar) -> Proposed:
    due = law.due("TCD.POST", real, calendar=days)
    return Proposed(real, wished, due.due_on, due.latest_on < on, due.provisional, is_taken)


@transaction.atomic
def post(plan: Plan, chosen: Iterable[date], *, by: Account, on: date) -> list[HeadSession]:
    """Post the chosen days as regular sessions of the head, on the books and on the portal, as of `on`.

    Public by law (Điều 24), so nobody decides on publishing it apart. Refusal for a day that is not in the plan or has a
    session already, and without the right.
    """
    offered = {one.on: one for one in propose(plan, on)}
    wanted = sorted(set(chosen))
    if not wanted:
        raise Refusal(_("Chưa chọn ngày nào; hãy chọn ít nhất một ngày để niêm yết."))
    if len(wanted) > MOST:
        raise Refusal(_("Một lần niêm yết không quá %(most)d kỳ; hãy chia theo tháng.") % {"most": MOST})
    for one in wanted:
        if one not in offered:
            raise Refusal(_("Ngày %(day)s không thuộc lịch vừa xem; hãy xem lại lịch.") % {"day": day(one)})
        if offered[one].is_taken:
            raise Refusal(
                _("Ngày %(day)s đã có kỳ tiếp của đơn vị; hãy bỏ chọn ngày này.") % {"day": day(one)}
            )
    return [open_session(plan.unit, one, plan.told, by=by, on=on) for one in wanted]


def open_session(unit: Unit, planned_on: date, told: dict[str, Any], *, by: Account, on: date) -> HeadSession:
    """One session on the books and on the portal."""
    return writing.open_record(
        "ky_tiep", by=by, unit=unit, on=on, planned_on=planned_on, published_on=on, posted_on=on, **told
    )


def call_urgent(unit: Unit, planned_on: date, told: dict[str, Any], *, by: Account, on: date) -> HeadSession:
    """An unplanned session: only on one of the law's two grounds (TCD.ADHOC); it meets no duty of regular reception."""
    if not told.get("urgent_ground"):
        raise Refusal(
            _(
                "Tiếp đột xuất chỉ trong hai trường hợp của Điều 18 khoản 3 Luật Tiếp công dân; hãy chọn trường hợp."
            )
        )
    urgent = told | {"occasion": HeadSession.Occasion.URGENT}
    return open_session(unit, planned_on, urgent, by=by, on=on)
