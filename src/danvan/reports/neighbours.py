"""The signed reports of a unit that stand beside one: other forms of its period, and the periods before, after and in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danvan import law
from danvan.org.models import Unit
from danvan.reports.form_files import forms
from danvan.reports.models import Report
from danvan.reports.windows import period_of
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Stated:
    """What one signed report states of its unit: code → count, of the lines of its form."""

    form: str
    period: law.Period
    signed_on: date
    tree_on: date
    values: dict[str, int]

    @property
    def title(self) -> str:
        """Biểu số 02/XLD, Quý I/2023"""
        known = forms().get(self.form)
        return f"{known.title if known else self.form}, {self.period.label}"

    @property
    def named(self) -> str:
        """Biểu số 02/XLD, Quý I/2023 (ký ngày 15/3/2023)"""
        return f"{self.title} (ký ngày {day(self.signed_on)})"


def neighbours(unit: Unit, period: law.Period, form: str) -> list[Stated]:
    """The unit's reports in force that have anything to say to this one, oldest signature first. Two queries at most."""
    signed = Report.objects.filter(unit=unit, state=Report.State.SIGNED)
    codes = signed.values_list("pk", "form", "period")
    windows = {pk: _window(code) for pk, key, code in codes if (key, code) != (form, period.code)}
    near = {pk: window for pk, window in windows.items() if window and _is_near(window, period)}
    if not near:
        return []
    rows = signed.filter(pk__in=near).order_by("signed_at", "pk")
    found = rows.values_list("pk", "form", "package__signed__on", "tree_on", "package__lines")
    return [_stated(near[pk], key, on, tree, lines) for pk, key, on, tree, lines in found]


def _stated(window: law.Period, key: str, on: str, tree: date, lines: list[dict[str, Any]]) -> Stated:
    values = {
        line["code"]: line["value"] for line in lines if line["code"] and isinstance(line["value"], int)
    }
    return Stated(key, window, date.fromisoformat(on), tree, values)


def _window(code: str) -> law.Period | None:
    try:
        return period_of(code)
    except Refusal:
        return None


def _is_near(other: law.Period, period: law.Period) -> bool:
    """The same window, one that touches it, or one that lies within it."""
    beside = (period.first - timedelta(days=1), period.last + timedelta(days=1))
    return (
        other.last == beside[0]
        or other.first == beside[1]
        or (period.first <= other.first and other.last <= period.last)
    )


def listed(stated: Iterable[Stated]) -> str:
    """The reports by name, each once."""
    return "; ".join(dict.fromkeys(one.named for one in stated))
