"""Open duties whose due day a newer wording of the law would change. Each keeps the wording it began under until a
person decides otherwise, with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from danvan import law
from danvan.org.models import Account
from danvan.records import calendar
from danvan.records.history import say_who
from danvan.records.models import Duty
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

DECIDE = "records.decide"


@dataclass(frozen=True, slots=True)
class Changed:
    """A duty and what the newest wording would make of it; `after` is None where that cannot be reckoned, `why` says so."""

    duty: Duty
    wording: law.Wording
    after: law.Due | None
    why: str = ""


def changes(duties: QuerySet, on: date) -> Iterator[Changed]:
    """Of a queryset of duties the open ones on records that the wordings in force by a day would date otherwise, by due day.

    The rule book tells which rules to look at, so that only their duties are read.
    """
    reworded = _reworded(on)
    if not reworded:
        return
    days = calendar.current()
    concerned = Q()
    for rule, wording_from in reworded:
        concerned |= Q(rule=rule, wording_from=wording_from)
    rows = duties.filter(concerned, record__isnull=False, met_on=None, excused_on=None)
    for duty in rows.select_related("record").order_by("due_on", "id").iterator(chunk_size=1000):
        found = _changed(duty, reworded[duty.rule, duty.wording_from], on, days)
        if found:
            yield found


def _reworded(on: date) -> dict[tuple[str, date], law.Wording]:
    """(rule, beginning of a wording) → the wording that has followed it by that day."""
    found = {}
    for key in law.rulebook().keys():  # noqa: SIM118
        for wording in law.rulebook().wordings(key):
            newest = law.newest_wording(key, wording.valid_from, on=on)
            if newest:
                found[key, wording.valid_from] = newest
    return found


def _changed(duty: Duty, newest: law.Wording, on: date, days: law.Calendar) -> Changed | None:
    try:
        after = _under(duty, on, days)
    except Refusal as refusal:
        return Changed(duty, newest, None, str(refusal))
    if after is None or (after.due_on, after.latest_on) == (duty.due_on, duty.latest_on):
        return None
    return Changed(duty, newest, after)


def _under(duty: Duty, on: date, days: law.Calendar) -> law.Due | None:
    begun = (duty.rule, duty.wording_from, duty.begins_on)
    return law.under_newest(*begun, on=on, calendar=days, **calendar.happenings(duty))


@transaction.atomic
def adopt(duty: Duty, *, by: Account, on: date, reason: str) -> Duty:
    """Put an open duty under the newest wording in force by a day.

    Raises Refusal without a reason or the right to decide at the unit, for a duty met or excused, and where nothing has
    followed its wording or the new one cannot be reckoned.
    """
    kept = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    require(by, DECIDE, kept.unit)
    if not reason.strip():
        raise Refusal(
            "Còn thiếu lý do áp dụng lời văn mới; hãy ghi điều khoản chuyển tiếp hoặc ý kiến chỉ đạo."
        )
    if kept.met_on or kept.excused_on:
        raise Refusal("Nghĩa vụ đã xong hoặc đã được miễn nên giữ nguyên hạn.")
    after = _under(kept, on, calendar.current())
    if after is None:
        raise Refusal(
            f"Đến ngày {day(on)} chưa có lời văn nào thay lời văn từ {day(kept.wording_from)} của quy tắc {kept.rule}."
        )
    say_who(by, f"Áp dụng lời văn mới của luật: {reason.strip()}")
    for column, value in Duty.columns_of(after).items():
        setattr(kept, column, value)
    kept.save()
    return kept
