"""Sentences of the morning's letter on reports that are soon due, late or returned: counts and days, no unit's numbers."""

from collections import defaultdict
from datetime import date, timedelta

from danvan.org import roles
from danvan.org.models import Account, RoleGrant, Unit
from danvan.reports.flow import orders
from danvan.reports.flow.models import ReportingOrder
from danvan.reports.flow.orders import LATE, RETURNED, SOON
from danvan.ui.dates import day as in_words
from danvan.ui.numbers import number

BEHIND, AHEAD = timedelta(days=60), orders.SOON_DAYS + timedelta(days=5)


def tell(day: date) -> dict[int, list[str]]:
    """Key of an account → sentences on what its unit has to send. One query where nobody ordered anything."""
    owed = owed_on(day)
    if not owed:
        return {}
    found: dict[int, list[str]] = {}
    for account_id, unit_id in _compilers(set(owed), day):
        found.setdefault(account_id, []).extend(sentences(owed[unit_id]))
    return found


def owed_on(day: date) -> dict[int, list[orders.Owed]]:
    """Unit → what it has to send soon, or did not send in time, or has to send again."""
    found: dict[int, list[orders.Owed]] = defaultdict(list)
    for order in ReportingOrder.objects.select_related("receiver"):
        for period in orders.periods(order, day - BEHIND, day + AHEAD):
            for one in orders.owed_to(order, period, day):
                if one.state in (LATE, RETURNED, SOON):
                    found[one.unit_id].append(one)
    return found


def sentences(owed: list[orders.Owed]) -> list[str]:
    """One sentence for each state that there is, with how many and the nearest day."""
    found = []
    for state, words in (
        (LATE, "báo cáo đã quá hạn gửi cấp trên, hạn từ"),
        (RETURNED, "báo cáo cấp trên trả lại, phải sửa và gửi lại, hạn gửi"),
        (SOON, "báo cáo sắp đến hạn gửi cấp trên, gần nhất"),
    ):
        days = [one.due_on for one in owed if one.state == state]
        if days:
            found.append(f"{number(len(days))} {words} {in_words(min(days))}.")
    return found


def _compilers(unit_ids: set[int], day: date) -> list[tuple[int, int]]:
    """(account, unit) of whoever holds a role of making reports at one of the units itself. One query."""
    making = roles.with_permission("reports.type")
    grants = RoleGrant.objects.on(day).filter(role__in=making, unit__in=Unit.objects.filter(pk__in=unit_ids))
    people = defaultdict(set)
    for person_id, unit_id in grants.values_list("person_id", "unit_id"):
        people[person_id].add(unit_id)
    accounts = Account.objects.filter(person__in=people, is_active=True).values_list("pk", "person_id")
    return [(pk, unit_id) for pk, person_id in accounts for unit_id in sorted(people[person_id])]
